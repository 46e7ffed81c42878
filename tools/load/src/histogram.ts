/** Buckets per power of two: the relative error of a percentile is at most 1/128. */
const SUB_BUCKET_BITS = 7;
const SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
/** Larger values are counted as this one: 2^30 µs are 18 minutes. */
const VALUE_MAX = 2 ** 30 - 1;
const BUCKETS = (30 - SUB_BUCKET_BITS + 1) * SUB_BUCKETS;

/** Plain form of a histogram, for another thread or a file: filled buckets only, `[index, count]`. */
export type HistogramData = { buckets: [number, number][]; sum: number; max: number };

/**
 * Latencies in whole microseconds, in buckets that grow with the value (as HdrHistogram does it): recording is a few
 * instructions, memory is 24 KB whatever is recorded, and histograms of several threads add up.
 */
export class Histogram {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #sum = 0;
  #max = 0;

  static from(data: HistogramData): Histogram {
    const histogram = new Histogram();
    histogram.add(data);
    return histogram;
  }

  get count(): number {
    return this.#count;
  }
  get max(): number {
    return this.#max;
  }
  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  record(valueUs: number): void {
    const value = valueUs < 0 ? 0 : valueUs > VALUE_MAX ? VALUE_MAX : valueUs | 0;
    const index = bucketOf(value);
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#count++;
    this.#sum += value;
    if (value > this.#max) this.#max = value;
  }

  add(data: HistogramData): void {
    for (const [index, count] of data.buckets) {
      this.#counts[index] = (this.#counts[index] ?? 0) + count;
      this.#count += count;
    }
    this.#sum += data.sum;
    this.#max = Math.max(this.#max, data.max);
  }

  /** The value that `share` (0 to 1) of all values do not exceed; 0 when nothing was recorded. */
  percentile(share: number): number {
    if (this.#count === 0) return 0;
    const wanted = Math.max(1, Math.ceil(this.#count * share));
    let seen = 0;
    for (let index = 0; index < BUCKETS; index++) {
      seen += this.#counts[index] as number;
      if (seen >= wanted) return Math.min(this.#max, middleOf(index));
    }
    return this.#max;
  }

  reset(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#sum = 0;
    this.#max = 0;
  }

  toData(): HistogramData {
    const buckets: [number, number][] = [];
    this.#counts.forEach((count, index) => {
      if (count > 0) buckets.push([index, count]);
    });
    return { buckets, sum: this.#sum, max: this.#max };
  }
}

function bucketOf(value: number): number {
  const shift = Math.max(0, 31 - Math.clz32(value) - SUB_BUCKET_BITS);
  return shift * SUB_BUCKETS + (value >> shift);
}

function middleOf(index: number): number {
  const shift = Math.max(0, Math.floor(index / SUB_BUCKETS) - 1);
  const low = (index - shift * SUB_BUCKETS) * 2 ** shift;
  return low + Math.floor(2 ** shift / 2);
}
