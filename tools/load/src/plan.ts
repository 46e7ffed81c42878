import type { HistogramData } from './histogram.js';

/** Where an edge listens. */
export type Target = { host: string; port: number; secure: boolean; pathPrefix: string };

/** What a run does; times of the monotonic clock in µs. The same for all threads. */
export type Plan = {
  /** Marks this run's messages among others in the same rooms. */
  tag: string;
  targets: readonly Target[];
  rooms: number;
  roomPrefix: string;
  membersPerRoom: number;
  tokens: readonly string[];
  finalReceiptsOnly: boolean;
  /** Messages per second, all rooms together. */
  ratePerSec: number;
  /** Time in which the rate climbs from zero, s. */
  rateRampSec: number;
  /** Members that lose their connection per second, all rooms together. */
  cutsPerSec: number;
  /** Share of messages with bad words, 0 to 1. */
  badShare: number;
  badTexts: readonly string[];
  textLength: { min: number; max: number };
  seed: number;
  threads: number;
  /** Members join evenly between `connectUs` and `sendUs`; then sending begins. */
  connectUs: number;
  sendUs: number;
  /** Latencies count from here on; sending ends at `stopUs`, waiting for what is under way at `drainUs`. */
  measureUs: number;
  stopUs: number;
  drainUs: number;
};

export type WorkerInput = { plan: Plan; thread: number };

/** Events that are counted, each a plain number per thread. */
export const COUNTS = [
  'sent',
  'skipped',
  'accepted',
  'delivered',
  'held',
  'duplicateReceipts',
  'deliveries',
  'replayed',
  'masked',
  'badSent',
  'badShown',
  'goodRejected',
  'duplicates',
  'disorder',
  'conflicts',
  'gaps',
  'missing',
  'joins',
  'cuts',
  'resumed',
  'resumesLost',
  'closedByServer',
  'refused',
  'stopped',
  'badFrames',
  'received',
  'receivedBytes',
] as const;
export type CountName = (typeof COUNTS)[number];
export type Counts = Record<CountName, number>;
export const noCounts = (): Counts => Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts;

/** What happened in one second. */
export type Interval = {
  second: number;
  counts: Counts;
  latency: HistogramData;
  /** Members that are joined at its end. */
  joined: number;
};

/** What the members of one thread saw in a room: number of this run's messages, sum of their hashes, last position. */
export type RoomView = { room: number; messages: number; hash: number; last: number };

export type ThreadResult = {
  counts: Counts;
  latency: HistogramData;
  rejected: Record<string, number>;
  errors: Record<string, number>;
  closes: Record<string, number>;
  /** Accepted, but neither shown nor rejected by the end. */
  lost: number;
  /** Sent, but without any answer by the end. */
  unanswered: number;
  /** Members that end before what others of their room have seen. */
  behind: number;
  views: RoomView[];
  firstProblem: string | undefined;
};

export type FromWorker = { type: 'interval'; interval: Interval } | { type: 'result'; result: ThreadResult };

/** Messages due after `elapsedSec` of sending: the rate climbs evenly, then stays. */
export function messagesDue(elapsedSec: number, ratePerSec: number, rampSec: number): number {
  if (elapsedSec <= 0) return 0;
  if (elapsedSec < rampSec) return Math.floor((ratePerSec * elapsedSec * elapsedSec) / (2 * rampSec));
  return Math.floor(ratePerSec * (elapsedSec - rampSec / 2));
}

/** The thread that a member belongs to: whole rooms together, unless there are fewer rooms than threads. */
export function threadOf(plan: Pick<Plan, 'rooms' | 'threads'>, member: number): number {
  return plan.rooms >= plan.threads ? (member % plan.rooms) % plan.threads : member % plan.threads;
}
