import { parentPort, workerData } from 'node:worker_threads';
import { nowUs } from './clock.js';
import { Member } from './member.js';
import { messagesDue, threadOf } from './plan.js';
import type { FromWorker, RoomView, Target, ThreadResult, WorkerInput } from './plan.js';
import { seededRandom } from './random.js';
import { RoomLedger } from './room-ledger.js';
import { Tally } from './tally.js';
import { makeText } from './texts.js';

const TICK_MS = 1;
/** Connections opened, or messages sent, in one tick: a client that is behind must not stop reading. */
const BURST_MAX = 128;
const SECOND_US = 1_000_000;

const { plan, thread } = workerData as WorkerInput;
const tally = new Tally();
const random = seededRandom(plan.seed + thread);
const ledgers = new Map<number, RoomLedger>();
const members: Member[] = [];
const total = plan.rooms * plan.membersPerRoom;
const post = (message: FromWorker) => parentPort?.postMessage(message);
const tick = () => new Promise((resolve) => setTimeout(resolve, TICK_MS));
let seconds = 0;

/** Reports every second that has passed. */
function report(): void {
  while (nowUs() >= plan.connectUs + (seconds + 1) * SECOND_US)
    post({ type: 'interval', interval: tally.interval(++seconds) });
}

function open(number: number): void {
  const room = number % plan.rooms;
  let ledger = ledgers.get(room);
  if (!ledger) ledgers.set(room, (ledger = new RoomLedger()));
  // Neighbours in a room go to different edges.
  const target = plan.targets[(number + Math.floor(number / plan.rooms)) % plan.targets.length] as Target;
  const member = new Member({ plan, tally, target, ledger, random }, number);
  members.push(member);
  member.connect();
}

async function connectAll(): Promise<void> {
  const own = Array.from({ length: total }, (_, number) => number).filter(
    (number) => threadOf(plan, number) === thread,
  );
  const stepUs = (plan.sendUs - plan.connectUs) / total;
  for (let next = 0; next < own.length || nowUs() < plan.sendUs;) {
    const end = Math.min(own.length, next + BURST_MAX);
    for (; next < end && plan.connectUs + (own[next] as number) * stepUs <= nowUs(); next++) open(own[next] as number);
    report();
    await tick();
  }
}

/** Sends and cuts what is due until the time is over. */
async function load(): Promise<void> {
  const share = members.length / total;
  const startSec = plan.sendUs / SECOND_US;
  let sent = 0;
  let cuts = 0;
  for (let now = nowUs(); now < plan.stopUs; now = nowUs()) {
    const elapsedSec = now / SECOND_US - startSec;
    const due = Math.min(messagesDue(elapsedSec, plan.ratePerSec * share, plan.rateRampSec), sent + BURST_MAX);
    for (; sent < due; sent++) sendOne(sent);
    for (const dueCuts = Math.floor(elapsedSec * plan.cutsPerSec * share); cuts < dueCuts; cuts++) {
      const member = members[Math.floor(random() * members.length)];
      if (member?.joined) member.cut();
    }
    report();
    await tick();
  }
}

function sendOne(number: number): void {
  const member = members[number % members.length];
  if (!member?.joined) return tally.add('skipped');
  const bad = random() < plan.badShare;
  const text = bad ? plan.badTexts[Math.floor(random() * plan.badTexts.length)] : undefined;
  member.send(text ?? makeText(plan.textLength, random), text !== undefined);
}

/** Waits for the outcome of what is under way. */
async function drain(): Promise<void> {
  // Everybody is back, has an outcome for what they sent, and has seen what the others of their room have seen.
  const settled = () =>
    members.every(
      (member) =>
        member.stopped ||
        (member.joined && member.pendingCount === 0 && member.seq >= (ledgers.get(member.room)?.last ?? 0)),
    );
  while (nowUs() < plan.drainUs && !settled()) {
    report();
    await tick();
  }
}

function result(): ThreadResult {
  const pending = members.flatMap((member) => [...member.pending]).filter(({ held }) => !held);
  const views: RoomView[] = [...ledgers].map(([room, ledger]) => ({ room, ...ledger.view, last: ledger.last }));
  let behind = 0;
  for (const member of members) {
    const ledger = ledgers.get(member.room);
    if (!ledger || !member.joined || member.seq >= ledger.last) continue;
    behind++;
    tally.add('missing', ledger.countBetween(member.seq, ledger.last));
  }
  const { counts, latency, rejected, errors, closes, firstProblem } = tally;
  return {
    counts,
    latency: latency.toData(),
    rejected,
    errors,
    closes,
    firstProblem,
    lost: pending.filter(({ accepted }) => accepted).length,
    unanswered: pending.filter(({ accepted }) => !accepted).length,
    behind,
    views,
  };
}

await connectAll();
await load();
await drain();
post({ type: 'interval', interval: tally.interval(++seconds) });
post({ type: 'result', result: result() });
for (const member of members) member.leave();
