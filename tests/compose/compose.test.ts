import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Crowd } from './crowd.js';
import { SERVICES, Stack, startEngine } from './stack.js';
import type { ServiceName } from './stack.js';

const ROOMS = 10;
const MEMBERS_PER_ROOM = 5;
/** Rooms of one, enough for every edge to get some. */
const NEWCOMERS = 40;
/** One message in this time from the whole crowd while something is broken or replaced. */
const CHAT_INTERVAL_MS = 25;
const TIMEOUT_MS = 900_000;
/** Longest wait for health, discovery and scrapes to catch up; seconds on a quiet machine. */
const EVENTUALLY_TIMEOUT_MS = 120_000;

// It takes minutes, root and a port range of its own, so it runs only where it is asked for.
const engine =
  process.env['MARU_COMPOSE_TEST'] === '1'
    ? startEngine()
    : { missing: 'set MARU_COMPOSE_TEST=1 to start the stack in a Docker engine' };
const skip = 'missing' in engine ? engine.missing : false;

describe('docker compose', { skip, timeout: TIMEOUT_MS }, () => {
  let stack: Stack;
  let crowd: Crowd;

  before(async () => {
    stack = await Stack.create();
    await stack.prepare();
    await stack.up();
  });

  after(async () => {
    crowd?.leave();
    await stack.down();
    if ('leave' in engine) engine.leave();
  });

  /** Shows the end of every log when a test fails: afterwards the containers are gone. */
  const logged = (run: () => Promise<void>) => async () => {
    try {
      await run();
    } catch (error) {
      console.error(await stack.logs());
      throw error;
    }
  };

  it(
    'up - every container is healthy, hardened and bounded, and only HAProxy has a published port',
    logged(async () => {
      const containers = await stack.containers();
      const counts = Object.fromEntries(
        SERVICES.map((name) => [name, containers.filter((c) => c.service === name).length]),
      );
      assert.deepEqual(counts, { rabbitmq: 1, edge: 2, moderation: 2, fanout: 2, haproxy: 1, prometheus: 1 });
      for (const container of containers) {
        assert.equal(container.health, 'healthy', container.service);
        assert.equal(container.readOnly, true, `${container.service} has a read-only root`);
        assert.ok(
          container.user !== '' && container.user !== 'root' && container.user !== '0',
          `${container.service} is not root`,
        );
        assert.deepEqual(container.capabilitiesDropped, ['ALL'], container.service);
        for (const [limit, value] of Object.entries(container.limits))
          assert.ok(value > 0, `${container.service}: ${limit}`);
        const published = container.service === 'haproxy' ? [String(stack.port)] : [];
        assert.deepEqual([...new Set(container.published)], published, container.service);
      }
    }),
  );

  it('lavinmq - the override file takes the place of the broker, and changes nothing else', async () => {
    const plain = JSON.parse(await stack.compose('config', '--format', 'json')) as Config;
    const files = ['docker-compose.yml', 'docker-compose.lavinmq.yml'].flatMap((file) => ['-f', file]);
    const swapped = JSON.parse(await stack.compose(...files, 'config', '--format', 'json')) as Config;
    const { rabbitmq: broker, ...others } = swapped.services;
    const { rabbitmq, ...unchanged } = plain.services;
    assert.deepEqual(others, unchanged);
    assert.match(broker?.image ?? '', /^cloudamqp\/lavinmq:\d+\.\d+\.\d+$/);
    assert.deepEqual(Object.keys(broker?.environment ?? {}), ['LAVINMQ_DEFAULT_PASSWORD', 'LAVINMQ_DEFAULT_USER']);
    assert.deepEqual(
      broker?.volumes.map(({ target }) => target),
      ['/var/lib/lavinmq', '/etc/lavinmq/lavinmq.ini'],
    );
    for (const key of ['read_only', 'cap_drop', 'security_opt', 'deploy', 'networks'] as const)
      assert.deepEqual(broker?.[key], rabbitmq?.[key], key);
    // LavinMQ takes a hash of the password: salt of four bytes, then SHA-256 of salt and password.
    const hash = Buffer.from(broker?.environment['LAVINMQ_DEFAULT_PASSWORD'] ?? '', 'base64');
    const salt = hash.subarray(0, 4);
    const url = new URL(others['edge']?.environment['AMQP_URL'] ?? '');
    assert.deepEqual(hash.subarray(4), createHash('sha256').update(salt).update(url.password).digest());
  });

  it(
    'chat - 50 clients in 10 rooms talk through HAProxy',
    logged(async () => {
      crowd = await Crowd.join(stack.port, 'crowd', ROOMS, MEMBERS_PER_ROOM);
      crowd.sayAll();
      await crowd.settled();
      crowd.assertNothingLost();
      const refused = await crowd.ask('you are a fucking idiot');
      assert.equal(refused.status, 'rejected');
    }),
  );

  it(
    'page - the chat page comes through HAProxy',
    logged(async () => {
      const response = await fetch(`http://127.0.0.1:${stack.port}/`);
      assert.equal(response.status, 200);
      assert.match(response.headers.get('content-type') ?? '', /text\/html/);
    }),
  );

  it(
    'metrics - Prometheus finds every replica by itself',
    logged(async () => {
      await eventually(async () => {
        const up = await stack.query('sum by (job) (up)');
        assert.deepEqual(
          Object.fromEntries([...up].map(([labels, value]) => [/job="(\w+)"/.exec(labels)?.[1], value])),
          {
            edge: 2,
            moderation: 2,
            fanout: 2,
            broker: 1,
            haproxy: 1,
            prometheus: 1,
          },
        );
      });
    }),
  );

  it(
    'scale - a third edge takes its share without a change anywhere',
    logged(async () => {
      await stack.up({ edge: 3 });
      await eventually(async () => {
        assert.deepEqual([...(await stack.query('max(haproxy_backend_active_servers{proxy="rooms"})')).values()], [3]);
      });
      const newcomers = await Crowd.join(stack.port, 'newcomers', NEWCOMERS, 1);
      try {
        newcomers.sayAll();
        await newcomers.settled();
        newcomers.assertNothingLost();
        await eventually(async () => {
          const connections = [...(await stack.query('maru_edge_connections')).values()];
          assert.equal(connections.length, 3);
          assert.ok(
            connections.every((count) => count > 0),
            `connections: ${connections.join()}`,
          );
        });
      } finally {
        newcomers.leave();
      }
    }),
  );

  for (const service of ['edge', 'moderation', 'fanout', 'haproxy', 'rabbitmq', 'prometheus'] satisfies ServiceName[]) {
    it(
      `kill - chat survives the sudden end of a container of ${service}`,
      logged(async () => {
        const victim = (await stack.containers(service)).find((container) => container.running);
        assert.ok(victim);
        await crowd.chatWhile(CHAT_INTERVAL_MS, async () => {
          await stack.kill(victim);
          await stack.start(victim);
          await stack.healthy();
        });
        await crowd.settled(service === 'rabbitmq');
        crowd.assertNothingLost();
      }),
    );
  }

  it(
    'replace - a rolling replacement of all edges loses and doubles nothing',
    logged(async () => {
      const old = new Set((await stack.containers('edge')).map((container) => container.id));
      const reconnects = crowd.reconnects;
      await crowd.chatWhile(CHAT_INTERVAL_MS, () => stack.replace('edge'));
      await crowd.settled();
      crowd.assertNothingLost();
      const edges = await stack.containers('edge');
      assert.equal(edges.length, old.size);
      assert.ok(edges.every((container) => container.health === 'healthy' && !old.has(container.id)));
      assert.ok(crowd.reconnects - reconnects >= ROOMS * MEMBERS_PER_ROOM, 'everybody was moved to a new edge');
    }),
  );

  it(
    'down - leaves no container, network or volume',
    logged(async () => {
      crowd.leave();
      await stack.down();
      assert.deepEqual(await stack.leftovers(), []);
    }),
  );
});

type Config = {
  services: Record<
    string,
    {
      image: string;
      environment: Record<string, string>;
      volumes: { target: string }[];
      read_only: unknown;
      cap_drop: unknown;
      security_opt: unknown;
      deploy: unknown;
      networks: unknown;
    }
  >;
};

/** Repeats a check until it holds; the last failure is what the test reports. */
async function eventually(check: () => Promise<void>): Promise<void> {
  const deadlineMs = Date.now() + EVENTUALLY_TIMEOUT_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
