import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Histogram, nowUs } from '@maru/load';
import { COUNTER, createShared } from './plan.js';
import type { FromWorker, Plan, Shared, ThreadResult, ToWorker, WorkerInput } from './plan.js';

const START_DELAY_MS = 50;
const DRAIN_POLL_MS = 5;

export type MeasureTiming = {
  /** Load before the counted window, ms. */
  warmupMs: number;
  durationMs: number;
  /** Longest wait for the last deliveries, ms. */
  drainMs: number;
};

/** Called at the moments between which a server's CPU time is taken. */
export type Moments = {
  beforeConnect(): void;
  connected(): void;
  settled(): void;
  windowBegins(): void;
  drained(): void;
};

export type Measured = {
  connections: number;
  joined: number;
  refused: number;
  closed: number;
  connectMs: number;
  sent: number;
  expected: number;
  received: number;
  duplicates: number;
  disorder: number;
  /** Rooms whose members did not all see the same messages in the same order. */
  roomsSeenDifferently: number;
  /** Messages that the client sent late: it was overloaded itself. */
  late: number;
  windowMs: number;
  latency: Histogram;
  bytesPerFrame: number;
  firstProblem: string | undefined;
};

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs a plan in worker threads of this process. */
export async function measure(plan: Plan, timing: MeasureTiming, moments: Moments): Promise<Measured> {
  const shared = createShared(plan.rooms);
  moments.beforeConnect();
  const beganUs = nowUs();
  const workers = await startWorkers(plan, shared);
  const connectMs = (nowUs() - beganUs) / 1_000;
  moments.connected();
  await delay(timing.warmupMs / 2);
  moments.settled();
  const stopped = workers.map((worker) => next(worker, 'stopped'));
  const startUs = nowUs() + START_DELAY_MS * 1_000;
  const measureUs = startUs + timing.warmupMs * 1_000;
  const schedule = { startUs, measureUs, stopUs: measureUs + timing.durationMs * 1_000 };
  for (const worker of workers) worker.postMessage({ type: 'publish', schedule } satisfies ToWorker);
  await delay((measureUs - nowUs()) / 1_000);
  moments.windowBegins();
  await Promise.all(stopped);
  const windowMs = (nowUs() - measureUs) / 1_000;
  await drain(shared, timing.drainMs);
  moments.drained();
  const results = await Promise.all(workers.map((worker) => finish(worker)));
  return summarize(plan, shared, results, { connectMs, windowMs });
}

async function startWorkers(plan: Plan, shared: Shared): Promise<Worker[]> {
  const url = new URL('./worker.js', import.meta.url);
  const workers = Array.from({ length: plan.threads }, (_, thread) => {
    const input: WorkerInput = { plan, shared, thread };
    return new Worker(url, { workerData: input });
  });
  await Promise.all(workers.map((worker) => next(worker, 'connected')));
  return workers;
}

/** The next message of a type. @throws what ended the worker */
function next<T extends FromWorker['type']>(worker: Worker, type: T): Promise<Extract<FromWorker, { type: T }>> {
  return new Promise((resolve, reject) => {
    const take = (message: FromWorker) => {
      if (message.type !== type) return;
      worker.off('message', take);
      worker.off('error', reject);
      resolve(message as Extract<FromWorker, { type: T }>);
    };
    worker.on('message', take);
    worker.once('error', reject);
  });
}

async function drain({ counters }: Shared, drainMs: number): Promise<void> {
  const deadlineUs = nowUs() + drainMs * 1_000;
  const missing = () => Atomics.load(counters, COUNTER.received) < Atomics.load(counters, COUNTER.expected);
  while (missing() && nowUs() < deadlineUs) await delay(DRAIN_POLL_MS);
}

async function finish(worker: Worker): Promise<ThreadResult> {
  const ended = once(worker, 'exit');
  const answer = next(worker, 'result');
  worker.postMessage({ type: 'finish' } satisfies ToWorker);
  const { result } = await answer;
  await ended;
  return result;
}

function summarize(
  plan: Plan,
  { counters }: Shared,
  results: ThreadResult[],
  times: { connectMs: number; windowMs: number },
): Measured {
  const latency = new Histogram();
  for (const result of results) latency.add(result.latency);
  const sum = (field: 'duplicates' | 'disorder' | 'bytes' | 'frames') =>
    results.reduce((total, result) => total + result[field], 0);
  const frames = sum('frames');
  return {
    ...times,
    connections: plan.connections,
    joined: Atomics.load(counters, COUNTER.ready),
    refused: Atomics.load(counters, COUNTER.failed),
    closed: Atomics.load(counters, COUNTER.closed),
    sent: Atomics.load(counters, COUNTER.sent),
    expected: Atomics.load(counters, COUNTER.expected),
    received: Atomics.load(counters, COUNTER.received),
    late: Atomics.load(counters, COUNTER.late),
    duplicates: sum('duplicates'),
    disorder: sum('disorder'),
    roomsSeenDifferently: countSplitRooms(results),
    latency,
    bytesPerFrame: frames === 0 ? 0 : sum('bytes') / frames,
    firstProblem: results.find(({ firstProblem }) => firstProblem !== undefined)?.firstProblem,
  };
}

function countSplitRooms(results: ThreadResult[]): number {
  const seen = new Map<number, string>();
  const split = new Set<number>();
  for (const [room, hash, messages] of results.flatMap(({ digests }) => digests)) {
    const view = `${hash}/${messages}`;
    if ((seen.get(room) ?? view) !== view) split.add(room);
    seen.set(room, view);
  }
  return split.size;
}
