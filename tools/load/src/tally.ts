import { Histogram } from './histogram.js';
import { COUNTS, noCounts } from './plan.js';
import type { CountName, Counts, Interval } from './plan.js';

/** Named reasons that are told apart; further ones are counted as `other`. */
const REASONS_MAX = 50;

/** What one thread counts: for the whole run, and since the last second. */
export class Tally {
  readonly counts: Counts = noCounts();
  readonly latency = new Histogram();
  readonly rejected: Record<string, number> = {};
  readonly errors: Record<string, number> = {};
  readonly closes: Record<string, number> = {};
  firstProblem: string | undefined;
  joined = 0;
  #reported = noCounts();
  readonly #recent = new Histogram();

  add(name: CountName, count = 1): void {
    this.counts[name] += count;
  }

  /** `counted`: sent in the time that counts. The plots show all. */
  latencyUs(value: number, counted: boolean): void {
    this.#recent.record(value);
    if (counted) this.latency.record(value);
  }

  reason(of: 'rejected' | 'errors' | 'closes', name: string): void {
    const reasons = this[of];
    const key = name in reasons || Object.keys(reasons).length < REASONS_MAX ? name : 'other';
    reasons[key] = (reasons[key] ?? 0) + 1;
  }

  problem(text: string): void {
    this.firstProblem ??= text;
  }

  /** What happened since the last call. */
  interval(second: number): Interval {
    const counts = noCounts();
    for (const name of COUNTS) counts[name] = this.counts[name] - this.#reported[name];
    this.#reported = { ...this.counts };
    const latency = this.#recent.toData();
    this.#recent.reset();
    return { second, counts, latency, joined: this.joined };
  }
}
