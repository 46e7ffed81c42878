import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Metric } from 'prom-client';
import { HistogramCounts, PlainHistogramMetric } from './plain-histogram.js';

/** A counter on a hot path: a plain number, handed to the registry when it is scraped. */
export type PlainCounter = { inc(by?: number): void };
/** The same with one label of a fixed set of values; anything else counts as `other`. */
export type LabelledCounter<L extends string> = { inc(value: L, by?: number): void };
export type PlainHistogram = { observe(value: number, times?: number): void };

export type MetricType = 'counter' | 'gauge' | 'histogram';
/** A metric as the reference describes it. */
export type MetricDescription = {
  name: string;
  type: MetricType;
  help: string;
  /** Labels beside `service`, each with its values, or with words for them. */
  labels: Readonly<Record<string, readonly string[] | string>>;
};

/** Seconds, from half a millisecond to ten: for hops and for end to end. */
export const LATENCY_BUCKETS_SEC = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;
/** Help of `maru_hop_seconds`, whose hops the services measure each for themselves. */
export const HOP_HELP =
  'Latency of one hop, s, for every message (those that travel together count as the first of them)';
/**
 * The event loop's delay is sampled this often, ms, and shows as at least this. prom-client's 10 ms wake every idle
 * process a hundred times a second: 1 % of a core each, for nothing. Alerts and autoscaling have their thresholds
 * above it.
 */
export const LAG_PRECISION_MS = 100;
/** Messages in a batch. */
export const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] as const;

/** A labelled gauge: `values` says in words (or lists) what the label takes. */
export type GaugeBy = { label: string; values?: readonly string[] | string; read(): Record<string, number> };

/**
 * A service's metrics. Names start with `maru_`. Labels only ever take values of a set that is fixed in the code or by
 * the configuration: no room, no user, nothing a client can choose.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #described: MetricDescription[] = [];

  constructor(service: string, options: { version: string }) {
    this.registry.setDefaultLabels({ service });
    this.gauge('maru_build_info', 'Version that runs; the value is always 1', {
      label: 'version',
      values: 'versions',
      read: () => ({ [options.version]: 1 }),
    });
  }

  /** Process and event-loop metrics of Node itself. Once per process. */
  withProcessMetrics(): this {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_PRECISION_MS });
    return this;
  }

  /** Every metric made through this object, in the order of making. Node's own are not among them. */
  describe(): readonly MetricDescription[] {
    return this.#described;
  }

  counter(name: string, help: string): PlainCounter {
    let count = 0;
    this.#describe(name, 'counter', help);
    new Counter({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(count);
      },
    });
    return { inc: (by = 1) => void (count += by) };
  }

  counterBy<L extends string>(name: string, help: string, label: string, values: readonly L[]): LabelledCounter<L> {
    const counts = new Map<string, number>(values.map((value) => [value, 0]));
    this.#describe(name, 'counter', help, { [label]: values });
    new Counter({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [value, count] of counts) this.inc({ [label]: value }, count);
      },
    });
    return {
      inc: (value, by = 1) => {
        const key = counts.has(value) ? value : 'other';
        counts.set(key, (counts.get(key) ?? 0) + by);
      },
    };
  }

  /** A value that is read when it is scraped; with a label, one value per key. */
  gauge(name: string, help: string, read: (() => number) | GaugeBy): void {
    this.#describe(name, 'gauge', help, typeof read === 'function' ? {} : { [read.label]: read.values ?? 'fixed' });
    new Gauge({
      name,
      help,
      labelNames: typeof read === 'function' ? [] : [read.label],
      registers: [this.registry],
      collect() {
        this.reset();
        if (typeof read === 'function') this.set(read());
        else for (const [value, number] of Object.entries(read.read())) this.set({ [read.label]: value }, number);
      },
    });
  }

  histogram(name: string, help: string, buckets: readonly number[] = LATENCY_BUCKETS_SEC): PlainHistogram {
    const counts = new HistogramCounts(buckets);
    this.#describe(name, 'histogram', help);
    this.#register(new PlainHistogramMetric(name, help, [{ labels: {}, counts }]));
    return counts;
  }

  /** One histogram with a label of a fixed set of values; any other value is not counted. */
  histogramBy<L extends string>(
    name: string,
    help: string,
    label: string,
    values: readonly L[],
    buckets: readonly number[] = LATENCY_BUCKETS_SEC,
  ): { observe(value: L, seconds: number, times?: number): void } {
    const children = new Map(values.map((value) => [value, new HistogramCounts(buckets)]));
    this.#describe(name, 'histogram', help, { [label]: values });
    this.#register(
      new PlainHistogramMetric(
        name,
        help,
        [...children].map(([value, counts]) => ({ labels: { [label]: value }, counts })),
      ),
    );
    return { observe: (value, seconds, times) => children.get(value)?.observe(seconds, times) };
  }

  #register(metric: PlainHistogramMetric): void {
    // The registry only ever asks a metric for its name and calls `get`; its type names prom-client's own classes.
    this.registry.registerMetric(metric as unknown as Metric);
  }

  #describe(name: string, type: MetricType, help: string, labels: MetricDescription['labels'] = {}): void {
    this.#described.push({ name, type, help, labels });
  }
}
