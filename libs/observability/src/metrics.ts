import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** A counter on a hot path: a plain number, handed to the registry when it is scraped. */
export type PlainCounter = { inc(by?: number): void };
/** The same with one label of a fixed set of values; anything else counts as `other`. */
export type LabelledCounter<L extends string> = { inc(value: L, by?: number): void };
export type PlainHistogram = { observe(value: number, times?: number): void };

/** Seconds, from half a millisecond to ten: for hops and for end to end. */
export const LATENCY_BUCKETS_SEC = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
/** Messages in a batch. */
export const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] as const;

/**
 * A service's metrics. Names start with `maru_`. Labels only ever take values of a set that is fixed in the code: no
 * room, no user, nothing a client can choose.
 */
export class Metrics {
  readonly registry = new Registry();

  constructor(service: string, options: { version: string }) {
    this.registry.setDefaultLabels({ service });
    this.gauge('maru_build_info', 'Version that runs; the value is always 1', { label: 'version', read: () => ({ [options.version]: 1 }) });
  }

  /** Process and event-loop metrics of Node itself. Once per process. */
  withProcessMetrics(): this {
    collectDefaultMetrics({ register: this.registry });
    return this;
  }

  counter(name: string, help: string): PlainCounter {
    let count = 0;
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
  gauge(name: string, help: string, read: (() => number) | { label: string; read(): Record<string, number> }): void {
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
    const histogram = new Histogram({ name, help, buckets: [...buckets], registers: [this.registry] });
    return {
      observe: (value, times = 1) => {
        for (let i = 0; i < times; i++) histogram.observe(value);
      },
    };
  }

  /** One histogram with a label of a fixed set of values. */
  histogramBy<L extends string>(name: string, help: string, label: string, values: readonly L[], buckets: readonly number[] = LATENCY_BUCKETS_SEC): { observe(value: L, seconds: number): void } {
    const histogram = new Histogram({ name, help, labelNames: [label], buckets: [...buckets], registers: [this.registry] });
    const children = new Map(values.map((value) => [value, histogram.labels({ [label]: value })]));
    return { observe: (value, seconds) => children.get(value)?.observe(seconds) };
  }
}
