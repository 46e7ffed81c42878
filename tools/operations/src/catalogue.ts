import { edgeMetrics } from '@maru/edge';
import { fanoutMetrics } from '@maru/fanout';
import { moderationMetrics } from '@maru/moderation';
import { LAG_PRECISION_MS, Metrics, createLogger } from '@maru/observability';
import type { MetricDescription } from '@maru/observability';
import { observeBus } from '@maru/service-kit/broker';

export type Section = { title: string; text: string; metrics: readonly MetricDescription[] };

const plain = (
  name: string,
  type: MetricDescription['type'],
  help: string,
  labels: MetricDescription['labels'] = {},
): MetricDescription => ({ name, type, help, labels });

/** What the dashboards and alerts use of Node's own metrics; there are more. Every process exports them. */
export const PROCESS_METRICS = [
  plain('process_cpu_seconds_total', 'counter', 'CPU time of the process, s'),
  plain('process_resident_memory_bytes', 'gauge', 'Memory of the process that is in RAM'),
  plain('process_start_time_seconds', 'gauge', 'When the process started, Unix time'),
  plain('process_open_fds', 'gauge', 'Open files and sockets of the process'),
  plain(
    'nodejs_eventloop_lag_mean_seconds',
    'gauge',
    `Mean delay of the event loop since the last scrape, s; ${LAG_PRECISION_MS} ms of it are the measurement`,
  ),
  plain(
    'nodejs_eventloop_lag_p99_seconds',
    'gauge',
    `99th percentile of the delay of the event loop since the last scrape, s; ${LAG_PRECISION_MS} ms of it are the measurement`,
  ),
  plain('nodejs_heap_size_used_bytes', 'gauge', 'Heap of JavaScript in use'),
  plain('nodejs_external_memory_bytes', 'gauge', 'Memory outside the heap: buffers'),
  plain('nodejs_gc_duration_seconds', 'histogram', 'Garbage collections, s', {
    kind: ['major', 'minor', 'incremental', 'weakcb'],
  }),
] as const;

/** What the dashboards use of RabbitMQ's own exporter (plugin rabbitmq_prometheus, with metrics per object). */
export const BROKER_METRICS = [
  plain('rabbitmq_queue_messages_ready', 'gauge', 'Messages that wait in a queue', { queue: 'queues of the shards' }),
  plain('rabbitmq_queue_messages_unacked', 'gauge', 'Messages that a consumer holds', {
    queue: 'queues of the shards',
  }),
  plain('rabbitmq_process_resident_memory_bytes', 'gauge', 'Memory of the broker'),
  plain('rabbitmq_alarms_memory_used_watermark', 'gauge', '1 while the broker blocks publishes for want of memory'),
  plain('rabbitmq_alarms_free_disk_space_watermark', 'gauge', '1 while the broker blocks publishes for want of disk'),
  plain('rabbitmq_connections', 'gauge', 'Connections to the broker'),
] as const;

const zero = () => 0;

/** Every metric of every service, from the code that makes them. */
export function catalogue(): Section[] {
  const service = (name: string, make: (metrics: Metrics) => void): readonly MetricDescription[] => {
    const metrics = new Metrics(name, { version: '' });
    const before = metrics.describe().length;
    make(metrics);
    return metrics.describe().slice(before);
  };
  const bus = service('all', (metrics) => void observeBus(createLogger('all', 'silent'), metrics, () => undefined));
  const [buildInfo] = new Metrics('all', { version: '' }).describe();
  const edge = service(
    'edge',
    (metrics) =>
      void edgeMetrics(metrics, {
        connections: zero,
        connectionsMax: zero,
        members: zero,
        rooms: zero,
        emptyRooms: zero,
        pending: zero,
        oldestPendingMs: zero,
        deliveriesPerSec: zero,
        breaker: () => 'closed',
      }),
  );
  const moderation = service(
    'moderation',
    (metrics) => void moderationMetrics(metrics, { paused: zero, waiting: zero, depths: () => ({}) }),
  );
  const fanout = service(
    'fanout',
    (metrics) =>
      void fanoutMetrics(metrics, { rooms: zero, lingering: zero, members: zero, edges: zero, shards: zero }),
  );
  return [
    {
      title: 'Every service',
      text: 'The connection to the broker, and what runs.',
      metrics: [...(buildInfo ? [buildInfo] : []), ...bus],
    },
    { title: 'Edge', text: 'Sockets, and what goes in and out of them.', metrics: edge },
    { title: 'Moderation', text: 'Verdicts, and the way to fan-out.', metrics: moderation },
    { title: 'Fan-out', text: 'Rooms and their order.', metrics: fanout },
    {
      title: 'Process',
      text: "The part of Node's own metrics that dashboards and alerts use.",
      metrics: PROCESS_METRICS,
    },
    {
      title: 'Broker',
      text: "From RabbitMQ's own exporter (port 15692), for the dashboards; nothing in Maru depends on it. LavinMQ names its metrics differently: those panels stay empty there.",
      metrics: BROKER_METRICS,
    },
  ];
}

/** Names as Prometheus stores them, each with its labels: a histogram is three series. */
export function storedSeries(): Map<string, ReadonlySet<string>> {
  const series = new Map<string, Set<string>>();
  const add = (name: string, labels: readonly string[]) =>
    series.set(name, new Set([...(series.get(name) ?? []), ...labels]));
  for (const { name, type, labels } of catalogue().flatMap(({ metrics }) => metrics)) {
    const names = ['service', 'instance', 'job', ...Object.keys(labels)];
    if (type !== 'histogram') add(name, names);
    else {
      add(`${name}_bucket`, [...names, 'le']);
      add(`${name}_sum`, names);
      add(`${name}_count`, names);
    }
  }
  for (const name of ['up', 'scrape_duration_seconds']) add(name, ['instance', 'job']);
  return series;
}
