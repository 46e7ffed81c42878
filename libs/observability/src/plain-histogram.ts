/** A sample as the registry prints it. */
type Sample = { metricName: string; labels: Record<string, string | number>; value: number };

/** Counts of one histogram (or one label value of it) in plain numbers: observing costs a short search and two sums. */
export class HistogramCounts {
  readonly #buckets: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  /** @param buckets upper bounds, rising; the last one, infinity, is implied */
  constructor(buckets: readonly number[]) {
    this.#buckets = buckets;
    this.#counts = buckets.map(() => 0);
  }

  observe(value: number, times = 1): void {
    this.#sum += value * times;
    this.#count += times;
    for (let i = 0; i < this.#buckets.length; i++) {
      if (value > (this.#buckets[i] ?? Infinity)) continue;
      this.#counts[i] = (this.#counts[i] ?? 0) + times;
      return;
    }
  }

  /** Cumulative buckets, sum and count, as Prometheus wants them. */
  samples(name: string, labels: Record<string, string>): Sample[] {
    let cumulative = 0;
    const samples: Sample[] = this.#buckets.map((le, i) => {
      cumulative += this.#counts[i] ?? 0;
      return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: cumulative };
    });
    samples.push({ metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: this.#count });
    samples.push({ metricName: `${name}_sum`, labels, value: this.#sum });
    samples.push({ metricName: `${name}_count`, labels, value: this.#count });
    return samples;
  }
}

/** A histogram in the shape that prom-client's registry takes: `get` is all it calls. */
export class PlainHistogramMetric {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly name: string;
  readonly help: string;
  readonly #children: readonly { labels: Record<string, string>; counts: HistogramCounts }[];

  constructor(
    name: string,
    help: string,
    children: readonly { labels: Record<string, string>; counts: HistogramCounts }[],
  ) {
    this.name = name;
    this.help = help;
    this.#children = children;
  }

  async get() {
    const values = this.#children.flatMap(({ labels, counts }) => counts.samples(this.name, labels));
    return { name: this.name, help: this.help, type: this.type, aggregator: this.aggregator, values };
  }

  reset(): void {
    throw new Error('Counts of a process are never reset.');
  }
}
