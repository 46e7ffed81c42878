import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { startRabbitMq } from '@maru/local-broker';

const UP_TIMEOUT_MS = 120_000;
const MANAGEMENT_TIMEOUT_MS = 10_000;

/** The broker under test: one of our own, or somebody's who gave the commands to stop and start it. */
export type Broker = {
  url: URL;
  managementUrl: string | undefined;
  /** Undefined where it cannot be done. */
  stop: (() => Promise<void>) | undefined;
  kill: (() => Promise<void>) | undefined;
  /** Resolves when it takes connections again. */
  start: (() => Promise<void>) | undefined;
  destroy(): Promise<void>;
};

export type BrokerOptions = {
  amqp?: string | undefined;
  management?: string | undefined;
  stopCommand?: string | undefined;
  startCommand?: string | undefined;
};

/** @throws with what to do, when there is neither a broker given nor one installed */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  if (options.amqp === undefined) {
    const local = await startRabbitMq();
    return {
      url: new URL(local.url),
      managementUrl: local.managementUrl,
      stop: () => local.stop(),
      kill: () => local.kill(),
      start: () => local.start(),
      destroy: () => local.destroy(),
    };
  }
  const url = new URL(options.amqp);
  if (url.protocol !== 'amqp:')
    throw new Error('--amqp takes an amqp:// URL: the proxies that cut connections cannot look into TLS.');
  const { stopCommand, startCommand } = options;
  const controlled = stopCommand !== undefined && startCommand !== undefined;
  return {
    url,
    managementUrl: options.management,
    stop: controlled ? () => run(stopCommand) : undefined,
    kill: undefined,
    start: controlled ? () => run(startCommand).then(() => untilUp(url)) : undefined,
    destroy: async () => undefined,
  };
}

function run(command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`"${command}" ended with ${code}.`))));
  });
}

async function untilUp(url: URL): Promise<void> {
  const deadline = performance.now() + UP_TIMEOUT_MS;
  while (!(await answers(url))) {
    if (performance.now() > deadline)
      throw new Error(`The broker at ${url.host} did not come back within ${UP_TIMEOUT_MS} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A broker speaks only when spoken to; it answers a wrong greeting with its own and closes. */
function answers(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(url.port || 5672), url.hostname);
    const done = (up: boolean) => {
      socket.destroy();
      resolve(up);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once('connect', () => socket.write('AMQP\0\0\0\0'));
    socket.once('data', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}

type Listed = { name: string; source?: string; destination?: string; vhost?: string };

/** What is on the broker, through its management API (RabbitMQ's; LavinMQ has the same paths). */
export class Management {
  readonly #base: URL;
  readonly #vhost: string;
  readonly #authorization: string | undefined;

  constructor(managementUrl: string, amqpUrl: URL) {
    this.#base = new URL(managementUrl);
    const path = decodeURIComponent(amqpUrl.pathname.slice(1));
    this.#vhost = path === '' ? '/' : path;
    const user = this.#base.username || amqpUrl.username;
    const password = this.#base.password || amqpUrl.password;
    this.#authorization =
      user === ''
        ? undefined
        : `Basic ${Buffer.from(`${decodeURIComponent(user)}:${decodeURIComponent(password)}`).toString('base64')}`;
    this.#base.username = this.#base.password = '';
  }

  /** Exchanges of rooms, their bindings, and queues of edges, by name. */
  async ofRooms(prefix: string): Promise<{ exchanges: string[]; bindings: string[]; edgeQueues: string[] }> {
    const [exchanges, bindings, queues] = await Promise.all([
      this.#list('exchanges'),
      this.#list('bindings'),
      this.#list('queues'),
    ]);
    const room = `${prefix}.room.`;
    return {
      exchanges: exchanges.map(({ name }) => name).filter((name) => name.startsWith(room)),
      bindings: bindings
        .filter(({ source = '', destination = '' }) => source.startsWith(room) || destination.startsWith(room))
        .map(({ source, destination }) => `${source} → ${destination}`),
      edgeQueues: queues.map(({ name }) => name).filter((name) => name.startsWith(`${prefix}.edge.`)),
    };
  }

  /** Messages in a queue, 0 when it is not there. */
  async depth(queue: string): Promise<number> {
    const found = (await this.#list('queues')).find(({ name }) => name === queue) as
      (Listed & { messages?: number }) | undefined;
    return found?.messages ?? 0;
  }

  /** Deletes what a run has declared, so that a broker that is not ours is as it was. */
  async deleteAll(prefix: string): Promise<void> {
    for (const kind of ['queues', 'exchanges'] as const) {
      const names = (await this.#list(kind)).map(({ name }) => name).filter((name) => name.startsWith(`${prefix}.`));
      for (const name of names)
        await this.#request('DELETE', `/api/${kind}/${encodeURIComponent(this.#vhost)}/${encodeURIComponent(name)}`);
    }
  }

  async #list(kind: 'exchanges' | 'bindings' | 'queues'): Promise<Listed[]> {
    return (await (await this.#request('GET', `/api/${kind}/${encodeURIComponent(this.#vhost)}`)).json()) as Listed[];
  }

  async #request(method: string, path: string): Promise<Response> {
    const url = new URL(path, this.#base);
    const headers: Record<string, string> =
      this.#authorization === undefined ? {} : { authorization: this.#authorization };
    const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(MANAGEMENT_TIMEOUT_MS) });
    if (!response.ok && response.status !== 404)
      throw new Error(
        `The management API answered ${response.status} to ${method} ${url.pathname}. Check --management and its user.`,
      );
    return response;
  }
}
