import type { HistogramData } from '@maru/load';
import type { Wire } from './wire.js';

/** What the measuring threads do together. Connection `i` is in room `i % rooms`, and is thread `i % threads`' own. */
export type Plan = {
  wire: Wire;
  ports: readonly number[];
  connections: number;
  rooms: number;
  /** Start of every room's name, so that no run meets the rooms of the one before. */
  roomPrefix: string;
  /** Connections opened per second. */
  connectPerSec: number;
  connectTimeoutMs: number;
  /** Messages per second, all rooms together; connections send in turn. 0 sends none. */
  ratePerSec: number;
  payloadBytes: number;
  /** Members of one room on all ports. Otherwise port `i % ports`, which keeps a room on one of two edges when the number of rooms is even. */
  spread: boolean;
  threads: number;
};

export const portOf = (plan: Plan, connection: number): number => {
  const turn = plan.spread ? connection + Math.floor(connection / plan.rooms) : connection;
  return plan.ports[turn % plan.ports.length] as number;
};

/** Counters that all threads and the main thread share. */
export const COUNTER = { ready: 0, failed: 1, closed: 2, sent: 3, expected: 4, received: 5, late: 6 } as const;

export type Shared = {
  counters: Int32Array;
  /** Messages sent to each room so far. */
  roomSeq: Int32Array;
  /** Members of each room that are joined. */
  roomSize: Int32Array;
};

export const createShared = (rooms: number): Shared => ({
  counters: new Int32Array(new SharedArrayBuffer(4 * Object.keys(COUNTER).length)),
  roomSeq: new Int32Array(new SharedArrayBuffer(4 * rooms)),
  roomSize: new Int32Array(new SharedArrayBuffer(4 * rooms)),
});

export type WorkerInput = { plan: Plan; shared: Shared; thread: number };

/** Times are of the monotonic clock, µs: sending begins, counting begins, sending ends. */
export type Schedule = { startUs: number; measureUs: number; stopUs: number };
export type ToWorker = { type: 'publish'; schedule: Schedule } | { type: 'finish' };
export type FromWorker = { type: 'connected' } | { type: 'stopped' } | { type: 'result'; result: ThreadResult };

/** What members of a room saw, the same for all who saw the same: room, hash of the order, messages. */
export type Digest = [room: number, hash: number, messages: number];

export type ThreadResult = {
  latency: HistogramData;
  duplicates: number;
  /** Messages that came before an earlier one of the same room. Only edges that race each other make some. */
  disorder: number;
  digests: Digest[];
  bytes: number;
  frames: number;
  /** The first reason of a refused or lost connection. */
  firstProblem: string | undefined;
};
