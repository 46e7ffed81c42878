import { randomInt } from 'node:crypto';
import { measure } from './client/measure.js';
import { canMeasureCpu, usageOf } from './processes.js';
import type { Usage } from './processes.js';
import type { Scenario } from './scenarios.js';
import type { System } from './systems/system.js';

const PAYLOAD_BYTES = 60;
const CONNECT_TIMEOUT_MS = 60_000;
const DRAIN_MS = 3_000;

export type RunOptions = { threads: number; warmupMs: number; spread: boolean };

/** Figures of one scenario on one system. CPU figures are null where the OS does not tell them. */
export type Result = {
  system: string;
  scenario: string;
  connections: number;
  joined: number;
  refused: number;
  closed: number;
  connectMs: number;
  sent: number;
  expected: number;
  received: number;
  missing: number;
  duplicates: number;
  disorder: number;
  roomsSeenDifferently: number;
  late: number;
  sentPerSec: number;
  deliveriesPerSec: number;
  p50Ms: number;
  p99Ms: number;
  p999Ms: number;
  maxMs: number;
  cpuUsPerDelivery: number | null;
  cpuUsPerMessage: number | null;
  cpuUsPerJoin: number | null;
  rssBytesPerConnection: number | null;
  /** CPU of each process over the window, µs per message. */
  cpuUsPerMessageByProcess: Record<string, number>;
  /** CPU of each process while the connections were made, µs per join. */
  cpuUsPerJoinByProcess: Record<string, number>;
  rssBytesPerConnectionByProcess: Record<string, number>;
  bytesPerFrame: number;
  problem: string | null;
};

type Snapshot = Map<string, Usage>;
type Moment = 'before' | 'connected' | 'settled' | 'begin' | 'end';

export async function runScenario(
  kind: string,
  system: System,
  scenario: Scenario,
  options: RunOptions,
): Promise<Result> {
  const snapshots = {} as Record<Moment, Snapshot>;
  const take = (moment: Moment) => () => {
    snapshots[moment] = new Map(system.processes.map(({ name, pid }) => [name, usageOf(pid)]));
  };
  const measured = await measure(
    {
      wire: system.wire,
      ports: system.ports,
      connections: scenario.connections,
      rooms: scenario.rooms,
      // Digits of their own: letters among them may spell what no room may be called.
      roomPrefix: `${scenario.name}-${randomInt(1e5, 1e6)}-r`,
      connectPerSec: scenario.connectPerSec,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      ratePerSec: scenario.ratePerSec,
      payloadBytes: PAYLOAD_BYTES,
      spread: options.spread,
      threads: options.threads,
    },
    { warmupMs: options.warmupMs, durationMs: scenario.durationMs, drainMs: DRAIN_MS },
    {
      beforeConnect: take('before'),
      connected: take('connected'),
      settled: take('settled'),
      windowBegins: take('begin'),
      drained: take('end'),
    },
  );
  const per = (from: Moment, to: Moment, field: keyof Usage, count: number): Record<string, number> => {
    if (!canMeasureCpu() || count === 0) return {};
    const scale = field === 'cpuMs' ? 1_000 : 1;
    const used = (name: string) => (snapshots[to].get(name)?.[field] ?? 0) - (snapshots[from].get(name)?.[field] ?? 0);
    return Object.fromEntries(system.processes.map(({ name }) => [name, round((used(name) * scale) / count, 3)]));
  };
  const { latency, joined, sent, received, expected, windowMs } = measured;
  const byMessage = per('begin', 'end', 'cpuMs', sent);
  const byDelivery = per('begin', 'end', 'cpuMs', received);
  const byJoin = per('before', 'connected', 'cpuMs', joined);
  const memory = per('before', 'settled', 'rssBytes', joined);
  const ms = (share: number) => round(latency.percentile(share) / 1_000, 2);
  return {
    system: kind,
    scenario: scenario.name,
    connections: measured.connections,
    joined,
    refused: measured.refused,
    closed: measured.closed,
    connectMs: Math.round(measured.connectMs),
    sent,
    expected,
    received,
    missing: expected - received,
    duplicates: measured.duplicates,
    disorder: measured.disorder,
    roomsSeenDifferently: measured.roomsSeenDifferently,
    late: measured.late,
    sentPerSec: perSec(sent, windowMs),
    deliveriesPerSec: perSec(received, windowMs),
    p50Ms: ms(0.5),
    p99Ms: ms(0.99),
    p999Ms: ms(0.999),
    maxMs: round(latency.max / 1_000, 2),
    cpuUsPerDelivery: total(byDelivery, 3),
    cpuUsPerMessage: total(byMessage, 1),
    cpuUsPerJoin: total(byJoin, 1),
    rssBytesPerConnection: total(memory, 0),
    cpuUsPerMessageByProcess: byMessage,
    cpuUsPerJoinByProcess: byJoin,
    rssBytesPerConnectionByProcess: memory,
    bytesPerFrame: Math.round(measured.bytesPerFrame),
    problem: measured.firstProblem ?? null,
  };
}

const perSec = (count: number, windowMs: number): number =>
  windowMs <= 0 ? 0 : Math.round((count * 1_000) / windowMs);

function total(byProcess: Record<string, number>, digits: number): number | null {
  const values = Object.values(byProcess);
  return values.length === 0
    ? null
    : round(
        values.reduce((sum, value) => sum + value, 0),
        digits,
      );
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
