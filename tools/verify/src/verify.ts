import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Management, openBroker } from './broker.js';
import type { Broker, BrokerOptions } from './broker.js';
import type { Finding } from './checks.js';
import { makeSchedules, needsBrokerControl } from './faults.js';
import type { FaultKind, ServiceKind } from './faults.js';
import { Round } from './round.js';
import type { RoundReport } from './round.js';
import { roundLine, totalsOf } from './report.js';
import type { VerifyReport } from './report.js';
import { Stack } from './stack.js';
import type { StackOptions } from './stack.js';

/** Rooms are left quickly, so that a round can see that nothing is left of them. */
export const EDGE_LINGER_MS = 1_000;
export const FANOUT_LINGER_MS = 5_000;

/** A process that ended by itself is started again after this. */
const RESTART_WAIT_MS = 1_000;
/** Findings told at once after a round; the report has all. */
const FINDINGS_SHOWN_MAX = 5;

export type VerifyOptions = BrokerOptions & {
  seed: number;
  rounds: number;
  faults: readonly FaultKind[];
  faultsPerRound: number;
  counts: Record<ServiceKind, number>;
  /** Of the shards' queues (default classic). */
  queueType?: 'classic' | 'quorum';
  rooms: number;
  membersPerRoom: number;
  /** Messages a second. */
  rate: number;
  /** Share of messages with a word that moderation refuses. */
  badShare: number;
  preload?: StackOptions['preload'];
  progress: (line: string) => void;
  /** After every round. */
  done: (line: string) => void;
};

/** A broker, a stack on it, and the API that says what is left there. */
export type Bench = {
  broker: Broker;
  stack: Stack;
  management: Management | undefined;
  prefix: string;
  logFolder: string;
  crashes: string[];
  close(): Promise<void>;
};

export async function openBench(
  options: BrokerOptions &
    Pick<VerifyOptions, 'counts' | 'queueType' | 'preload' | 'progress'> & { env?: StackOptions['env'] },
): Promise<Bench> {
  options.progress('starting the broker');
  const broker = await openBroker(options);
  const prefix = `verify-${randomBytes(4).toString('hex')}`;
  const logFolder = mkdtempSync(join(tmpdir(), 'maru-verify-'));
  const crashes: string[] = [];
  const queues = { AMQP_QUEUE_TYPE: options.queueType ?? 'classic' };
  const management = broker.managementUrl === undefined ? undefined : new Management(broker.managementUrl, broker.url);
  try {
    options.progress('starting the services');
    const stack = await Stack.start({
      amqp: broker.url,
      prefix,
      counts: options.counts,
      logFolder,
      env: {
        moderation: { ...queues },
        edge: { ...queues, ROOM_LINGER_MS: String(EDGE_LINGER_MS), ...options.env?.edge },
        fanout: { ...queues, ROOM_LINGER_MS: String(FANOUT_LINGER_MS), ...options.env?.fanout },
      },
      ...(options.preload ? { preload: options.preload } : {}),
      crashed: (process, how) => {
        crashes.push(`${process.name} ended by itself: ${how}. See ${join(logFolder, `${process.name}.log`)}.`);
        // As an orchestrator does, with a wait for one that cannot start.
        setTimeout(() => process.start(), RESTART_WAIT_MS).unref();
      },
    });
    let closing: Promise<void> | undefined;
    const close = () =>
      (closing ??= (async () => {
        await stack.destroy();
        await management?.deleteAll(prefix).catch(() => undefined);
        await broker.destroy();
      })());
    // The processes are not this one's terminal's: they would outlive it.
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void close().finally(() => process.exit(130)));
    return { broker, stack, management, prefix, logFolder, crashes, close };
  } catch (error) {
    await broker.destroy();
    throw error;
  }
}

/** Runs all rounds on one stack. */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const startedAt = new Date().toISOString();
  const { seed, rounds, faultsPerRound, counts, rooms, membersPerRoom, rate, badShare } = options;
  const bench = await openBench(options);
  const reports: RoundReport[] = [];
  try {
    const kinds = options.faults.filter((kind) => !needsBrokerControl(kind) || bench.broker.stop !== undefined);
    for (const schedule of makeSchedules({ seed, rounds, kinds, faultsPerRound })) {
      const round = new Round(
        {
          ...bench,
          options: {
            seed,
            rooms,
            membersPerRoom,
            rate,
            badShare,
            prefix: bench.prefix,
            lingersMs: EDGE_LINGER_MS + FANOUT_LINGER_MS,
          },
          progress: options.progress,
        },
        schedule,
      );
      const report = await round.run();
      report.findings.push(
        ...bench.crashes.splice(0).map((detail): Finding => ({ check: 'crashes', room: '', detail })),
      );
      reports.push(report);
      options.done(roundLine(report));
      for (const { check, room, detail } of report.findings.slice(0, FINDINGS_SHOWN_MAX))
        options.done(`  ${check}: ${room} ${detail}`);
    }
    return {
      tool: 'maru verify',
      startedAt,
      seed,
      broker: options.amqp === undefined ? 'RabbitMQ, started for this run' : bench.broker.url.host,
      node: process.version,
      options: { rounds, faults: kinds, faultsPerRound, counts, rooms, membersPerRoom, rate, badShare },
      passed: reports.every(({ findings }) => findings.length === 0),
      totals: totalsOf(reports),
      rounds: reports,
      logs: bench.logFolder,
    };
  } finally {
    options.progress('stopping');
    await bench.close();
  }
}
