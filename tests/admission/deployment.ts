import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { AmqpBus, MemoryBroker, MemoryBus } from '@maru/bus';
import type { Bus } from '@maru/bus';
import { createEdge, readConfig as readEdgeConfig } from '@maru/edge';
import { createFanout, readConfig as readFanoutConfig } from '@maru/fanout';
import { createModeration, readConfig as readModerationConfig } from '@maru/moderation';
import { Metrics, createLogger, startOpsServer } from '@maru/observability';
import type { Service } from '@maru/service-kit';

export const SECRET = 'a shared secret of more than 32 characters';
export const ADMIN = 'an-admin-token-for-tests';
const SHARDS = 2;

/** Brokers that the tests run against; without one, the memory bus alone. */
export const brokers = (): { name: string; url: string | undefined }[] => {
  const url = process.env['AMQP_URL'];
  return [{ name: 'memory', url: undefined }, ...(url === undefined ? [] : [{ name: 'AMQP', url }])];
};

export type RunningEdge = { port: number; ops: string; stop(): Promise<void> };

/** Two edges (or more), moderation and fan-out, each with a bus of its own, in this process. */
export class Deployment {
  readonly #url: string | undefined;
  readonly #prefix = `maru-test-${randomBytes(4).toString('hex')}`;
  readonly #memory: MemoryBroker;
  readonly #running = new Set<{ stop(): Promise<void> }>();

  constructor(url: string | undefined, options: { controlLogFile?: string } = {}) {
    this.#url = url;
    this.#memory = new MemoryBroker({ shards: SHARDS, ...options });
  }

  bus(): Bus {
    return this.#url === undefined
      ? new MemoryBus(this.#memory)
      : new AmqpBus({ url: this.#url, prefix: this.#prefix, shards: SHARDS });
  }

  async middle(): Promise<{ stop(): Promise<void> }> {
    const env = { SHARDS: String(SHARDS) };
    const services = [
      createFanout(readFanoutConfig(env), this.#context()),
      createModeration(readModerationConfig(env), this.#context()),
    ];
    for (const service of services) await service.start();
    return this.#keep({ stop: async () => void (await Promise.all(services.map((service) => service.stop(2_000)))) });
  }

  /** @param now the edge's clock */
  async edge(env: Record<string, string> = {}, now: () => number = Date.now): Promise<RunningEdge> {
    const config = readEdgeConfig({
      PORT: '0',
      SHARDS: String(SHARDS),
      DRAIN_MS: '0',
      JWT_SECRET: SECRET,
      ADMIN_TOKEN: ADMIN,
      JWT_CLOCK_TOLERANCE_SEC: '0',
      ...env,
    });
    const context = this.#context();
    const edge = createEdge(config, { ...context, now });
    await edge.start();
    const ops = await startOpsServer({
      host: '127.0.0.1',
      port: 0,
      metrics: [context.metrics],
      ready: edge.ready,
      routes: (edge as Service).routes ?? [],
    });
    return this.#keep({
      port: edge.port,
      ops: `http://127.0.0.1:${ops.port}`,
      stop: async () => {
        await edge.stop(2_000);
        await ops.close();
      },
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((part) => part.stop()));
  }

  #context() {
    return {
      logger: createLogger('test', 'silent'),
      metrics: new Metrics('test', { version: 'test' }),
      bus: this.bus(),
    };
  }

  #keep<T extends { stop(): Promise<void> }>(part: T): T {
    const kept = {
      ...part,
      stop: async () => {
        if (this.#running.delete(kept)) await part.stop();
      },
    };
    this.#running.add(kept);
    return kept;
  }
}

/** A token that lasts a minute, unless `claims` say otherwise. */
export const sign = (claims: Record<string, unknown>, secret = SECRET): Promise<string> =>
  new SignJWT({ exp: Math.floor(Date.now() / 1000) + 60, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));

export const act = (port: number, room: string, token: string, action: Record<string, unknown>): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/api/rooms/${encodeURIComponent(room)}/actions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(action),
  });

export const admin = (ops: string, path: string, body?: unknown, token = ADMIN): Promise<Response> =>
  fetch(ops + path, {
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
