import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@maru/local-broker';
import type { ServiceKind } from './faults.js';
import { FaultyProxy } from './proxy.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const READY_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 50;
/** Shorter than the default, so that a pause of some seconds outlasts it: a dead peer is noticed after two to three. */
const HEARTBEAT_SEC = 2;
/** More than one, so that replicas share them, and hand them over. */
const SHARDS = 4;

export type StackOptions = {
  amqp: URL;
  prefix: string;
  counts: Record<ServiceKind, number>;
  /** Folder for the processes' output. */
  logFolder: string;
  /** Further environment of the processes of a kind. */
  env?: Partial<Record<ServiceKind, Record<string, string>>>;
  /** A module that a process of the kind loads first: builds with a fault in them, for the tests of this tool. */
  preload?: Partial<Record<ServiceKind, string>>;
  /** Called when a process ends that nobody asked to. */
  crashed: (process: ServiceProcess, how: string) => void;
};

/** One service process, with proxies between it and the broker and, for an edge, between it and the clients. */
export class ServiceProcess {
  readonly kind: ServiceKind;
  readonly name: string;
  readonly broker: FaultyProxy;
  /** Of an edge. */
  readonly clients: FaultyProxy | undefined;
  /** Public port, past the proxy; of an edge. */
  readonly port: number;
  readonly opsPort: number;
  readonly #options: StackOptions;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #expected = true;
  #destroyed = false;

  private constructor(
    kind: ServiceKind,
    name: string,
    options: StackOptions,
    broker: FaultyProxy,
    clients: FaultyProxy | undefined,
    port: number,
    opsPort: number,
  ) {
    this.kind = kind;
    this.name = name;
    this.broker = broker;
    this.clients = clients;
    this.port = port;
    this.opsPort = opsPort;
    this.#options = options;
    const amqp = new URL(options.amqp);
    amqp.host = `127.0.0.1:${broker.port}`;
    amqp.searchParams.set('heartbeat', String(HEARTBEAT_SEC));
    this.#env = {
      AMQP_URL: amqp.href,
      AMQP_PREFIX: options.prefix,
      SHARDS: String(SHARDS),
      OPS_PORT: String(opsPort),
      MODERATION_POLICY: 'reject',
      ...(kind === 'edge'
        ? {
            PORT: String(port),
            EDGE_ID: name,
            CONNECTIONS_PER_IP: '0',
            CONNECTS_PER_SEC: '0',
            SENDS_PER_SEC: '0',
            FRAMES_PER_SEC: '0',
            DRAIN_MS: '1000',
          }
        : {}),
      ...options.env?.[kind],
    };
  }

  static async create(kind: ServiceKind, index: number, options: StackOptions): Promise<ServiceProcess> {
    const broker = await FaultyProxy.start({ host: options.amqp.hostname, port: Number(options.amqp.port || 5672) });
    const port = await freePort();
    const clients = kind === 'edge' ? await FaultyProxy.start({ host: '127.0.0.1', port }) : undefined;
    return new ServiceProcess(kind, `${kind}-${index + 1}`, options, broker, clients, port, await freePort());
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    if (this.#destroyed || this.#child) return;
    const { logFolder, preload, crashed } = this.#options;
    const log = openSync(join(logFolder, `${this.name}.log`), 'a');
    const module = preload?.[this.kind];
    const child = spawn(
      process.execPath,
      [
        ...(module === undefined ? [] : ['--import', module]),
        '--enable-source-maps',
        join(ROOT, `services/${this.kind}/dist/src/main.js`),
      ],
      {
        // The type of the queues goes with the broker: `quorum` for a cluster.
        env: {
          PATH: process.env['PATH'] ?? '',
          LOG_LEVEL: 'info',
          AMQP_QUEUE_TYPE: process.env['AMQP_QUEUE_TYPE'] ?? 'classic',
          ...this.#env,
        },
        stdio: ['ignore', log, log],
      },
    );
    closeSync(log);
    this.#child = child;
    this.#expected = false;
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        if (this.#child === child) this.#child = undefined;
        if (!this.#expected) crashed(this, signal ?? `code ${code}`);
        resolve();
      });
    });
  }

  /** Resolves when the process is ready to work. */
  async ready(timeoutMs = READY_TIMEOUT_MS): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if (await this.#readyNow()) return;
      if (performance.now() > deadline)
        throw new Error(
          `${this.name} was not ready within ${timeoutMs} ms. See ${join(this.#options.logFolder, `${this.name}.log`)}.`,
        );
      await sleep(POLL_MS);
    }
  }

  async kill(): Promise<void> {
    this.#expected = true;
    this.#child?.kill('SIGKILL');
    await this.#exited;
  }

  /** SIGTERM; SIGKILL when that is not enough. True when it stopped by itself. */
  async stop(): Promise<boolean> {
    this.#expected = true;
    this.#child?.kill('SIGTERM');
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#child?.kill('SIGKILL');
    }, STOP_TIMEOUT_MS + 10_000);
    await this.#exited;
    clearTimeout(timer);
    return !late;
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Value of a metric without labels, summed over those with. */
  async metric(name: string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.opsPort}/metrics`, { signal: AbortSignal.timeout(5_000) });
    let sum = 0;
    for (const line of (await response.text()).split('\n'))
      if (line.startsWith(`${name}{`) || line.startsWith(`${name} `))
        sum += Number(line.slice(line.lastIndexOf(' ') + 1));
    return sum;
  }

  async destroy(): Promise<void> {
    this.#destroyed = this.#expected = true;
    this.resume();
    this.#child?.kill('SIGKILL');
    await this.#exited;
    await this.broker.close();
    await this.clients?.close();
  }

  async #readyNow(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.opsPort}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  }
}

/** All processes of one deployment. */
export class Stack {
  readonly processes: ServiceProcess[] = [];

  static async start(options: StackOptions): Promise<Stack> {
    mkdirSync(options.logFolder, { recursive: true });
    const stack = new Stack();
    try {
      for (const [kind, count] of Object.entries(options.counts) as [ServiceKind, number][]) {
        for (let index = 0; index < count; index++)
          stack.processes.push(await ServiceProcess.create(kind, index, options));
      }
      for (const process of stack.processes) process.start();
      await stack.ready();
    } catch (error) {
      await stack.destroy();
      throw error;
    }
    return stack;
  }

  of(kind: ServiceKind): ServiceProcess[] {
    return this.processes.filter((process) => process.kind === kind);
  }

  async ready(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.ready()));
  }

  async destroy(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.destroy()));
  }
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
