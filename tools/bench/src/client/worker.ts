import { parentPort, workerData } from 'node:worker_threads';
import { Histogram, nowUs } from '@maru/load';
import { markedText } from './marker.js';
import { Member } from './member.js';
import type { ThreadCounts } from './member.js';
import { COUNTER } from './plan.js';
import type { FromWorker, Schedule, ThreadResult, ToWorker, WorkerInput } from './plan.js';

/** A message that leaves this long after its time was due shows that the client itself is overloaded. */
const LATE_US = 50_000;
/** Connections opened, or messages sent, before the sockets are looked at again: a client that is behind must not stop reading. */
const BURST_MAX = 128;
/** Connections that wait for their `joined` are looked at this often. */
const POLL_MS = 5;

const { plan, shared, thread } = workerData as WorkerInput;
const counts: ThreadCounts = {
  latency: new Histogram(),
  duplicates: 0,
  disorder: 0,
  bytes: 0,
  frames: 0,
  firstProblem: undefined,
  measureUs: Number.MAX_SAFE_INTEGER,
};
const members = new Map<number, Member>();
const post = (message: FromWorker) => parentPort?.postMessage(message);

/** Opens this thread's connections at their times, and waits until all are joined or have failed. */
async function connect(): Promise<void> {
  const startUs = nowUs();
  const stepUs = 1_000_000 / plan.connectPerSec;
  const deadlineUs = startUs + stepUs * plan.connections + plan.connectTimeoutMs * 1_000;
  let next = thread;
  for (;;) {
    for (let burst = 0; burst < BURST_MAX && next < plan.connections && startUs + next * stepUs <= nowUs(); burst++) {
      members.set(next, new Member(plan, shared, counts, next));
      next += plan.threads;
    }
    const done = Atomics.load(shared.counters, COUNTER.ready) + Atomics.load(shared.counters, COUNTER.failed);
    if ((next >= plan.connections && done >= plan.connections) || nowUs() > deadlineUs) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Sends what is due, at every tick of the timer (1 ms). */
async function publish({ startUs, measureUs, stopUs }: Schedule): Promise<void> {
  counts.measureUs = measureUs;
  const stepUs = 1_000_000 / plan.ratePerSec;
  for (let message = 0; ;) {
    const tickUs = nowUs();
    if (tickUs >= stopUs || plan.ratePerSec === 0) break;
    for (let burst = 0; burst < BURST_MAX && startUs + message * stepUs <= tickUs; burst++, message++) {
      const member = members.get(message % plan.connections);
      if (!member?.joined) continue;
      const seq = Atomics.add(shared.roomSeq, member.room, 1) + 1;
      const sentUs = nowUs();
      if (sentUs >= measureUs) {
        if (tickUs - (startUs + message * stepUs) > LATE_US) Atomics.add(shared.counters, COUNTER.late, 1);
        Atomics.add(shared.counters, COUNTER.sent, 1);
        Atomics.add(shared.counters, COUNTER.expected, Atomics.load(shared.roomSize, member.room));
      }
      member.send(message + 1, markedText(sentUs, seq, plan.payloadBytes));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function result(): ThreadResult {
  const joined = [...members.values()].filter((member) => member.joined);
  return {
    latency: counts.latency.toData(),
    duplicates: counts.duplicates,
    disorder: counts.disorder,
    digests: joined.map((member) => [member.room, member.hash, member.messages]),
    bytes: counts.bytes,
    frames: counts.frames,
    firstProblem: counts.firstProblem,
  };
}

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'publish') void publish(message.schedule).then(() => post({ type: 'stopped' }));
  else {
    const final = result();
    for (const member of members.values()) member.cut();
    post({ type: 'result', result: final });
    parentPort?.close();
  }
});
await connect();
post({ type: 'connected' });
