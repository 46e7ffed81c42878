import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort, rabbitMqCommand, startRabbitMq } from '@maru/local-broker';
import type { LocalBroker } from '@maru/local-broker';
import { panelQueries, rulesOf, seriesOf } from '@maru/operations';
import { startService } from '../support/stack.js';
import type { ServiceName, ServiceProcess } from '../support/stack.js';
import { Crowd, member, refusedUpgrade, words } from './crowd.js';
import { startExternalModerator } from './external-moderator.js';
import type { ExternalModerator } from './external-moderator.js';
import { prometheusInstalled, startPrometheus } from './prometheus.js';
import type { Prometheus } from './prometheus.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const missing = !prometheusInstalled()
  ? 'Prometheus is not installed (Debian: apt-get install prometheus)'
  : rabbitMqCommand() === undefined
    ? 'RabbitMQ is not installed (Debian: apt-get install rabbitmq-server)'
    : false;

/** Shortened, so that a test sees in seconds what takes minutes in operation. */
const WINDOWS: Record<string, string> = {
  '1m': '10s',
  '5m': '10s',
  '15m': '15s',
  '30m': '20s',
  '1h': '20s',
  '6h': '20s',
};
const shortened = (rules: string): string =>
  rules
    .replace(/\[(\d+[mh])\]/g, (_, window: string) => `[${WINDOWS[window] ?? window}]`)
    .replace(/for: \d+[smh]/g, 'for: 1s')
    .replace('(maru_edge_oldest_pending_seconds) > 10', '(maru_edge_oldest_pending_seconds) > 3');

/** What a healthy stack has no series of; everything else must have one. */
const EXPECTED_EMPTY = new Set<string>([
  // `> 0` hides what is not there, which is what it is for.
  'Limits of the pipeline hit',
  // Shards are taken over once, at the start, before the window of the query.
  'Takeovers',
]);
const HOPS = ['accept', 'approved_broker', 'delivery', 'delivery_broker', 'fanout', 'moderation', 'raw_broker'];
/** Alerts that each fault must raise; none of them may fire before. */
const FAULTS = {
  flood: ['MaruMessageFlood'],
  slow: ['MaruSlowConsumers'],
  fanout: ['MaruFanoutDown', 'MaruOutcomesLate'],
  broker: ['MaruBrokerUnreachable', 'MaruAcceptBudgetBurnsFast'],
} as const;

const SEND_LIMIT = '20';
/** Longest wait for data in every panel. */
const DATA_TIMEOUT_MS = 45_000;
const FIRE_TIMEOUT_MS = 45_000;
const CLEAR_TIMEOUT_MS = 60_000;

describe('Prometheus', { skip: missing, timeout: 240_000 }, () => {
  let broker: LocalBroker;
  let prometheus: Prometheus;
  let external: ExternalModerator;
  const services = new Map<string, ServiceProcess>();
  const opsPorts = new Map<string, number>();
  const crowd = new Crowd();

  const start = async (key: string, name: ServiceName, env: Record<string, string> = {}) => {
    services.set(key, await startService(name, { AMQP_URL: broker.url, OPS_PORT: String(opsPorts.get(key)), ...env }));
  };
  const port = (key: string): number => services.get(key)?.port ?? 0;
  const until = async (what: string, timeoutMs: number, done: () => Promise<boolean>) => {
    const deadline = Date.now() + timeoutMs;
    while (!(await done())) {
      if (Date.now() > deadline)
        assert.fail(`${what}: not within ${timeoutMs} ms; firing: ${[...(await prometheus.firing())].join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  const fires = (alerts: readonly string[]) =>
    until(`${alerts.join(', ')} fire`, FIRE_TIMEOUT_MS, async () => {
      const firing = await prometheus.firing();
      return alerts.every((alert) => firing.has(alert));
    });
  const clears = (alerts: readonly string[]) =>
    until(`${alerts.join(', ')} clear`, CLEAR_TIMEOUT_MS, async () => {
      const firing = await prometheus.firing();
      return alerts.every((alert) => !firing.has(alert));
    });

  before(async () => {
    broker = await startRabbitMq({ metrics: true });
    external = await startExternalModerator();
    for (const key of ['edge-1', 'edge-2', 'moderation', 'fanout']) opsPorts.set(key, await freePort());
    const target = (key: string) => `127.0.0.1:${opsPorts.get(key)}`;
    const rules = readdirSync(join(ROOT, 'deploy/prometheus/rules')).map((name) =>
      shortened(readFileSync(join(ROOT, 'deploy/prometheus/rules', name), 'utf8')),
    );
    prometheus = await startPrometheus({
      jobs: {
        edge: ['edge-1', 'edge-2'].map(target),
        moderation: [target('moderation')],
        fanout: [target('fanout')],
        broker: [new URL(broker.metricsUrl ?? '').host],
      },
      rules,
    });
    await Promise.all([
      start('moderation', 'moderation', { EXTERNAL_URL: external.url }),
      start('fanout', 'fanout'),
      start('edge-1', 'edge', { SENDS_PER_SEC: SEND_LIMIT, CONNECTIONS_MAX: '1000' }),
      start('edge-2', 'edge', { SLOW_CONSUMER_BYTES: '4096' }),
    ]);
    for (let i = 0; i < 20; i++) crowd.join(port(i % 2 === 0 ? 'edge-1' : 'edge-2'), `room-${i % 4}`);
  });

  after(async () => {
    crowd.stop();
    await prometheus?.stop();
    for (const service of services.values()) await service.stop('SIGKILL');
    await broker?.destroy();
    external?.close();
  });

  it('a healthy stack - fires none of the alerts, and every target is scraped', async () => {
    await until('all is scraped', 30_000, async () => (await prometheus.query('sum(up)'))[0]?.value === 5);
    await until(
      'messages are delivered within the windows',
      30_000,
      async () => (await prometheus.query('maru:end_to_end_seconds:p99_5m > 0')).length > 0,
    );
    await until(
      'somebody has resumed',
      30_000,
      async () =>
        (await prometheus.query('sum(increase(maru_edge_resumes_total{outcome="recovered"}[1m])) > 0')).length > 0,
    );
    const firing = await prometheus.firing();
    assert.deepEqual(
      Object.values(FAULTS)
        .flat()
        .filter((alert) => firing.has(alert)),
      [],
    );
  });

  it('dashboards - every query of every panel gives data', async () => {
    const files = readdirSync(join(ROOT, 'grafana/dashboards'));
    assert.ok(files.length >= 4);
    const queries = files
      .flatMap((file) => panelQueries(readFileSync(join(ROOT, 'grafana/dashboards', file), 'utf8')))
      .filter(({ panel }) => !panel.startsWith('annotation'));
    const titles = new Set(queries.map(({ panel }) => panel));
    assert.deepEqual(
      [...EXPECTED_EMPTY].filter((panel) => !titles.has(panel)),
      [],
      'panels that are gone',
    );
    let empty = queries.filter(({ panel }) => !EXPECTED_EMPTY.has(panel));
    // What shows events has to wait for them: the crowd does everything now and then.
    const deadline = Date.now() + DATA_TIMEOUT_MS;
    for (;;) {
      const still: typeof empty = [];
      for (const one of empty) {
        const expression = one.expr
          .replaceAll('$__rate_interval', '15s')
          .replaceAll('$__range', '1m')
          .replaceAll('$instance', '.*');
        if ((await prometheus.query(expression)).length === 0) still.push(one);
      }
      empty = still;
      if (empty.length === 0 || Date.now() > deadline) break;
      await refusedUpgrade(port('edge-1'));
    }
    assert.deepEqual(
      empty.map(({ dashboard, panel, expr }) => `${dashboard}, ${panel}: ${expr}`),
      [],
    );
  });

  it('hops - every one is measured', async () => {
    const samples = await prometheus.query('sum by (hop) (maru_hop_seconds_count) > 0');
    assert.deepEqual(samples.map(({ metric }) => metric['hop']).sort(), HOPS);
  });

  it('rules - every series that an alert or a recording reads is there', async () => {
    const rules = readdirSync(join(ROOT, 'deploy/prometheus/rules')).flatMap((name) =>
      rulesOf(readFileSync(join(ROOT, 'deploy/prometheus/rules', name), 'utf8')),
    );
    const names = new Set(rules.flatMap(({ expr }) => seriesOf(expr).map(({ name }) => name)));
    for (const name of names) assert.ok((await prometheus.query(`count(${name})`)).length > 0, name);
    for (const { record } of rules)
      if (record !== undefined) assert.ok((await prometheus.query(record)).length > 0, record);
  });

  it('flood - the alert fires while a client sends too much, and clears after', async () => {
    const socket = await member(port('edge-1'), 'flooded');
    let id = 0;
    const flood = setInterval(() => {
      for (let i = 0; i < 20; i++) socket.send(JSON.stringify({ type: 'send', id: `f${++id}`, text: 'flood' }));
    }, 100);
    await fires(FAULTS.flood).finally(() => clearInterval(flood));
    socket.terminate();
    await clears(FAULTS.flood);
  });

  it('slow consumers - the alert fires when connections stop reading a busy room, and clears after', async () => {
    const slow = await Promise.all([1, 2, 3, 4].map(() => member(port('edge-2'), 'busy')));
    const senders = await Promise.all([1, 2, 3, 4, 5, 6].map(() => member(port('edge-2'), 'busy')));
    for (const socket of slow) socket.pause();
    let id = 0;
    // What the kernel buffers for a socket comes first: some megabytes. Texts that resemble each other would be spam.
    const talk = setInterval(() => {
      for (const sender of senders) sender.send(JSON.stringify({ type: 'send', id: `s${++id}`, text: words(1_900) }));
    }, 10);
    await fires(FAULTS.slow).finally(() => clearInterval(talk));
    for (const socket of [...slow, ...senders]) socket.terminate();
    await clears(FAULTS.slow);
  });

  it('fan-out killed - the alerts fire, and clear once it is back', async () => {
    await services.get('fanout')?.stop('SIGKILL');
    await fires(FAULTS.fanout);
    await start('fanout', 'fanout');
    await clears(FAULTS.fanout);
  });

  it('broker killed - the alerts fire, and clear once it is back', async () => {
    await broker.kill();
    await fires(FAULTS.broker);
    await broker.start();
    await clears(FAULTS.broker);
  });
});
