import { Histogram } from './histogram.js';
import type { HistogramData } from './histogram.js';
import { COUNTS, noCounts } from './plan.js';
import type { Counts, Interval, ThreadResult } from './plan.js';

export type Latency = {
  count: number;
  meanMs: number;
  p50Ms: number;
  p90Ms: number;
  p99Ms: number;
  p999Ms: number;
  maxMs: number;
};
/** One second of the run, all threads together. */
export type Second = {
  second: number;
  joined: number;
  sent: number;
  deliveries: number;
  cuts: number;
  p50Ms: number;
  p99Ms: number;
};

export type Summary = {
  counts: Counts;
  latency: Latency;
  histogram: HistogramData;
  rejected: Record<string, number>;
  errors: Record<string, number>;
  closes: Record<string, number>;
  lost: number;
  unanswered: number;
  behind: number;
  /** Rooms of which threads have seen different messages or orders. */
  roomsSeenDifferently: number;
  seconds: Second[];
  firstProblem: string | undefined;
};

const MS_US = 1_000;
const round = (value: number) => Math.round(value * 100) / 100;

export function latencyOf(histogram: Histogram): Latency {
  const ms = (share: number) => round(histogram.percentile(share) / MS_US);
  return {
    count: histogram.count,
    meanMs: round(histogram.mean / MS_US),
    p50Ms: ms(0.5),
    p90Ms: ms(0.9),
    p99Ms: ms(0.99),
    p999Ms: ms(0.999),
    maxMs: round(histogram.max / MS_US),
  };
}

/** The same second of all threads. */
export function combineIntervals(intervals: readonly Interval[]): Second {
  const latency = new Histogram();
  let [joined, sent, deliveries, cuts] = [0, 0, 0, 0];
  for (const interval of intervals) {
    latency.add(interval.latency);
    joined += interval.joined;
    sent += interval.counts.sent;
    deliveries += interval.counts.deliveries;
    cuts += interval.counts.cuts;
  }
  const { p50Ms, p99Ms } = latencyOf(latency);
  return { second: intervals[0]?.second ?? 0, joined, sent, deliveries, cuts, p50Ms, p99Ms };
}

export function summarize(results: readonly ThreadResult[], seconds: readonly Second[]): Summary {
  const counts = noCounts();
  const latency = new Histogram();
  for (const result of results) {
    for (const name of COUNTS) counts[name] += result.counts[name];
    latency.add(result.latency);
  }
  const sum = (field: 'lost' | 'unanswered' | 'behind') => results.reduce((total, result) => total + result[field], 0);
  return {
    counts,
    latency: latencyOf(latency),
    histogram: latency.toData(),
    rejected: addUp(results.map(({ rejected }) => rejected)),
    errors: addUp(results.map(({ errors }) => errors)),
    closes: addUp(results.map(({ closes }) => closes)),
    lost: sum('lost'),
    unanswered: sum('unanswered'),
    behind: sum('behind'),
    roomsSeenDifferently: countSplitRooms(results),
    seconds: [...seconds],
    firstProblem: results.find(({ firstProblem }) => firstProblem !== undefined)?.firstProblem,
  };
}

function addUp(records: readonly Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [name, count] of records.flatMap((record) => Object.entries(record)))
    total[name] = (total[name] ?? 0) + count;
  return total;
}

/** Rooms with members in several threads are compared by what the threads have seen of them. */
function countSplitRooms(results: readonly ThreadResult[]): number {
  const seen = new Map<number, string>();
  const split = new Set<number>();
  for (const { room, messages, hash, last } of results.flatMap(({ views }) => views)) {
    const view = `${messages}/${hash}/${last}`;
    if ((seen.get(room) ?? view) !== view) split.add(room);
    seen.set(room, view);
  }
  return split.size;
}

/** Promises of the protocol that were broken, and limits of the caller that were passed; none when all is well. */
export function problemsOf(summary: Summary, maxP99Ms: number | undefined): string[] {
  const { counts, lost, behind, roomsSeenDifferently, latency } = summary;
  const broken: [number, string][] = [
    [lost, 'accepted messages were neither shown nor rejected'],
    [counts.missing, 'deliveries are missing'],
    [counts.gaps, 'gaps in the order of a room (prev is not the message before)'],
    [behind, 'members ended behind the others of their room'],
    [counts.duplicates, 'messages were shown twice'],
    [counts.disorder, 'messages came with a seq that does not rise'],
    [counts.conflicts, 'times members of one room saw different orders'],
    [roomsSeenDifferently, 'rooms were seen differently by their members'],
    [counts.badFrames, 'frames were not JSON'],
  ];
  const problems = broken
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count.toLocaleString('en-US')} ${words}`);
  if (maxP99Ms !== undefined && latency.p99Ms > maxP99Ms)
    problems.push(`p99 is ${latency.p99Ms} ms, above ${maxP99Ms} ms`);
  if (counts.deliveries === 0)
    problems.push(`nothing was delivered${summary.firstProblem === undefined ? '' : ` (${summary.firstProblem})`}`);
  return problems;
}
