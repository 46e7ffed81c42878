import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const scripts = join(root, 'tests/compose');

/** Longest single step (making base images, building, waiting for health), in ms. */
const STEP_TIMEOUT_MS = 300_000;
/** Longest wait for all containers to be healthy, in ms; half a minute on a quiet machine. */
const HEALTH_TIMEOUT_MS = 180_000;
const OUTPUT_BYTES_MAX = 16_777_216;

/** Services of docker-compose.yml that run here: all but Grafana, whose image can't be made from packages. */
export const SERVICES = ['rabbitmq', 'edge', 'moderation', 'fanout', 'haproxy', 'prometheus'] as const;
export type ServiceName = (typeof SERVICES)[number];

export type Container = {
  id: string;
  service: string;
  running: boolean;
  health: string;
  user: string;
  readOnly: boolean;
  capabilitiesDropped: readonly string[];
  limits: { memoryBytes: number; nanoCpus: number; pids: number };
  published: readonly string[];
};

/** `leave` ends an engine that was started for the test; from one that ran already it takes the stand-ins away. */
export type Engine = { leave(): void };

/** An engine that answers, or why none can run here. */
export function startEngine(): Engine | { missing: string } {
  const { status, stdout, stderr } = spawnSync(join(scripts, 'engine.sh'), ['start'], { encoding: 'utf8' });
  if (status === 3) return { missing: stderr.trim() };
  if (status !== 0) throw new Error(`engine.sh failed: ${stderr}`);
  // Stand-ins have the names of official images: nobody else's `docker compose up` should find them.
  const [script, argument] = stdout.includes('started') ? ['engine.sh', 'stop'] : ['base-images.sh', '--remove'];
  return { leave: () => void spawnSync(join(scripts, script), [argument], { stdio: 'inherit' }) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One run of the project's own docker-compose.yml, unchanged, under a name and a port of its own. */
export class Stack {
  readonly project: string;
  readonly port: number;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(project: string, port: number) {
    this.project = project;
    this.port = port;
    this.#env = {
      ...withoutSettings(process.env),
      MARU_IMAGE: `${project}:test`,
      MARU_BIND: '127.0.0.1',
      MARU_PORT: String(port),
      COMPOSE_PROGRESS: 'plain',
    };
  }

  static async create(): Promise<Stack> {
    return new Stack(`maru-test-${process.pid}`, await freePort());
  }

  async #run(file: string, args: readonly string[]): Promise<string> {
    const options = { cwd: root, env: this.#env, timeout: STEP_TIMEOUT_MS, maxBuffer: OUTPUT_BYTES_MAX };
    const { stdout } = await run(file, args, options);
    return stdout.trim();
  }

  docker(...args: string[]): Promise<string> {
    return this.#run('docker', args);
  }

  compose(...args: string[]): Promise<string> {
    return this.#run('docker', ['compose', '-p', this.project, ...args]);
  }

  async prepare(): Promise<void> {
    await this.#run(join(scripts, 'base-images.sh'), []);
    await this.compose('build', 'edge');
  }

  /**
   * Starts what isn't running and waits until everything is healthy. Not by `up --wait`: that gives up at the first
   * container that is unhealthy, as one may be for a while on a busy machine, or for want of the broker.
   */
  async up(scale: Partial<Record<ServiceName, number>> = {}): Promise<void> {
    const scales = Object.entries(scale).flatMap(([name, count]) => ['--scale', `${name}=${count}`]);
    await this.compose('up', '-d', '--no-build', '--no-recreate', ...scales, ...SERVICES);
    await this.healthy();
  }

  /** Waits until every container is healthy. */
  async healthy(): Promise<void> {
    const deadlineMs = Date.now() + HEALTH_TIMEOUT_MS;
    for (;;) {
      const ill = (await this.containers()).filter(({ health }) => health !== 'healthy');
      if (ill.length === 0) return;
      if (Date.now() > deadlineMs)
        throw new Error(
          `not healthy within ${HEALTH_TIMEOUT_MS} ms: ${ill.map(({ service, health }) => `${service} is ${health}`).join(', ')}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  async containers(service?: ServiceName): Promise<Container[]> {
    const filter = service === undefined ? [] : ['--filter', `label=com.docker.compose.service=${service}`];
    const project = `label=com.docker.compose.project=${this.project}`;
    const ids = await this.docker('ps', '-a', '-q', '--no-trunc', '--filter', project, ...filter);
    if (ids === '') return [];
    const inspected = JSON.parse(await this.docker('inspect', ...ids.split('\n'))) as Inspected[];
    return inspected.map(containerOf);
  }

  async kill(container: Container): Promise<void> {
    await this.docker('kill', '--signal', 'KILL', container.id);
  }

  async start(container: Container): Promise<void> {
    await this.docker('start', container.id);
  }

  /** Values of an instant query, by their labels as Prometheus prints them. */
  async query(expression: string): Promise<Map<string, number>> {
    const output = await this.compose(
      'exec',
      '-T',
      'prometheus',
      'promtool',
      'query',
      'instant',
      'http://127.0.0.1:9090',
      expression,
    );
    const lines = output.split('\n').flatMap((line) => /^(.*) => (\S+) @/.exec(line)?.slice(1, 3) ?? []);
    const values = new Map<string, number>();
    for (let index = 0; index < lines.length; index += 2) values.set(lines[index] ?? '', Number(lines[index + 1]));
    return values;
  }

  /** Replaces every container of a service with a new one, one after the other, as an operator would. */
  async replace(service: ServiceName): Promise<void> {
    await this.#run(join(root, 'deploy/rolling-replace.sh'), ['-p', this.project, service]);
  }

  async down(): Promise<void> {
    await this.compose('down', '--volumes', '--remove-orphans', '--timeout', '45');
    await this.docker('image', 'rm', '--force', `${this.project}:test`);
  }

  /** Containers, networks and volumes that still carry the project's name. */
  async leftovers(): Promise<string[]> {
    const filter = ['--filter', `label=com.docker.compose.project=${this.project}`];
    const lists = await Promise.all([
      this.docker('ps', '-a', '-q', ...filter),
      this.docker('network', 'ls', '-q', ...filter),
      this.docker('volume', 'ls', '-q', ...filter),
    ]);
    return lists.flatMap((list) => (list === '' ? [] : list.split('\n')));
  }

  /** The end of every log, to be read when a test has failed. */
  logs(): Promise<string> {
    return this.compose('logs', '--no-color', '--timestamps', '--tail', '40');
  }
}

/** The stack runs as its files say: the test runner's own AMQP_URL, for one, is no setting of it. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const files = ['docker-compose.yml', 'docker-compose.lavinmq.yml'].map((file) =>
    readFileSync(join(root, file), 'utf8'),
  );
  const settings = new Set([...files.join('').matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !settings.has(name)));
}

type Inspected = {
  Id: string;
  Config: { User: string; Labels: Record<string, string> };
  State: { Running: boolean; Health?: { Status: string } };
  HostConfig: {
    ReadonlyRootfs: boolean;
    CapDrop: string[] | null;
    Memory: number;
    NanoCpus: number;
    PidsLimit: number | null;
  };
  NetworkSettings: { Ports: Record<string, { HostPort: string }[] | null> };
};

function containerOf(inspected: Inspected): Container {
  const { Config, State, HostConfig, NetworkSettings } = inspected;
  return {
    id: inspected.Id,
    service: Config.Labels['com.docker.compose.service'] ?? '',
    running: State.Running,
    health: State.Health?.Status ?? 'none',
    user: Config.User,
    readOnly: HostConfig.ReadonlyRootfs,
    capabilitiesDropped: HostConfig.CapDrop ?? [],
    limits: { memoryBytes: HostConfig.Memory, nanoCpus: HostConfig.NanoCpus, pids: HostConfig.PidsLimit ?? 0 },
    published: Object.values(NetworkSettings.Ports).flatMap((ports) => (ports ?? []).map((port) => port.HostPort)),
  };
}
