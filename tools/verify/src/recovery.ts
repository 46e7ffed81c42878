import { percentile } from './figures.js';
import { Member } from './member.js';
import type { Door } from './member.js';
import { Random } from './random.js';
import { verdictTimes } from './round.js';
import { sleep } from './stack.js';
import { openBench } from './verify.js';
import type { Bench, VerifyOptions } from './verify.js';

/** What must hold, and what was measured. */
export type Figure = { name: string; limit: number; measured: number; unit: 'ms' | 'MB'; passed: boolean };
export const figure = (name: string, measured: number, limit: number, unit: Figure['unit'] = 'ms'): Figure => ({
  name,
  limit,
  measured: Math.round(measured),
  unit,
  passed: measured <= limit,
});

const LOAD_PER_SEC = 500;
const LOAD_ROOMS = 20;
const LOAD_MEMBERS = 5;
const WARM_UP_MS = 3_000;
/** Messages written this long after a kill count as sent meanwhile. */
const MEANWHILE_MS = 5_000;
const AFTER_MS = 12_000;
const RESTART_WAIT_MS = 1_000;
const RECOVERY_LIMIT_MS = 5_000;
const OPEN_ROOMS = 1_000;
const ROOMS_LIMIT_MS = 20_000;
const ROOMS_TIMEOUT_MS = 120_000;
const TICK_MS = 20;
/** Connections opened side by side. */
const OPENING_MAX = 50;

type RecoveryOptions = Omit<VerifyOptions, 'done'>;

/** Kills one process of each kind under load, and restarts the broker under many open rooms. */
export async function recovery(options: RecoveryOptions): Promise<Figure[]> {
  const bench = await openBench(options);
  try {
    const figures: Figure[] = [];
    for (const kind of ['moderation', 'fanout'] as const) {
      options.progress(`SIGKILL of a ${kind} process under ${LOAD_PER_SEC} messages/s`);
      figures.push(
        figure(
          `SIGKILL of ${kind}: p99 until the verdict, messages sent in the next ${MEANWHILE_MS / 1000} s`,
          await killUnderLoad(bench, kind),
          RECOVERY_LIMIT_MS,
        ),
      );
    }
    options.progress('SIGKILL of an edge');
    figures.push(
      figure(
        'SIGKILL of an edge: until the last of its clients is current on another',
        await killEdge(bench),
        RECOVERY_LIMIT_MS,
      ),
    );
    if (bench.broker.stop) {
      options.progress(`restart of the broker with ${OPEN_ROOMS} open rooms`);
      figures.push(
        figure(
          `broker restart, ${OPEN_ROOMS} open rooms: from the broker being up until all deliver`,
          await restartBroker(bench, options.progress),
          ROOMS_LIMIT_MS,
        ),
      );
    }
    return figures;
  } finally {
    await bench.close();
  }
}

const doorsOf = (bench: Bench): Door[] =>
  bench.stack.of('edge').map((edge) => ({ name: edge.name, port: () => edge.clients?.port ?? 0 }));

function makeMembers(bench: Bench, label: string, rooms: number, perRoom: number): Member[] {
  const random = new Random(1);
  const doors = doorsOf(bench);
  return Array.from(
    { length: rooms * perRoom },
    (_, index) =>
      new Member({
        name: `${label}${index}`,
        room: `${label}-${index % rooms}`,
        doors,
        firstDoor: Math.floor(index / rooms) + index,
        random,
        now: () => performance.now(),
      }),
  );
}

async function until(check: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!check()) {
    if (performance.now() > deadline) return false;
    await sleep(TICK_MS);
  }
  return true;
}

/** Sends at the load's rate until `over`. */
async function load(members: readonly Member[], over: () => boolean): Promise<void> {
  const started = performance.now();
  let count = 0;
  while (!over()) {
    for (; count < ((performance.now() - started) / 1000) * LOAD_PER_SEC; count++)
      members[count % members.length]?.send(`안녕하세요 message ${count}`, false);
    await sleep(TICK_MS);
  }
}

async function killUnderLoad(bench: Bench, kind: 'moderation' | 'fanout'): Promise<number> {
  const members = makeMembers(bench, `load-${kind}`, LOAD_ROOMS, LOAD_MEMBERS);
  await until(() => members.every(({ live }) => live), ROOMS_TIMEOUT_MS);
  let over = false;
  const sending = load(members, () => over);
  await sleep(WARM_UP_MS);
  const [victim] = bench.stack.of(kind);
  const killedAt = performance.now();
  await victim?.kill();
  await sleep(RESTART_WAIT_MS);
  victim?.start();
  await sleep(AFTER_MS - RESTART_WAIT_MS);
  over = true;
  await sending;
  const settled = await until(() => members.every(({ room }) => room.unsettled === 0), ROOMS_TIMEOUT_MS);
  const took = members
    .flatMap(({ trace }) => verdictTimes(trace))
    .filter(({ at }) => at >= killedAt && at < killedAt + MEANWHILE_MS);
  for (const member of members) member.close();
  await bench.stack.ready();
  // One without a verdict would be left out of the figure.
  return took.length === 0 || !settled
    ? Infinity
    : percentile(
        took.map(({ tookMs }) => tookMs),
        0.99,
      );
}

/** From the kill until the last client of the edge has joined another one and has all that it missed. */
async function killEdge(bench: Bench): Promise<number> {
  const members = makeMembers(bench, 'edge', LOAD_ROOMS, LOAD_MEMBERS);
  await until(() => members.every(({ live }) => live), ROOMS_TIMEOUT_MS);
  let over = false;
  const sending = load(members, () => over);
  await sleep(WARM_UP_MS);
  const [victim] = bench.stack.of('edge');
  const hit = members.filter(({ edge }) => edge === victim?.name);
  const killedAt = performance.now();
  await victim?.kill();
  const current = (member: Member) => {
    const joined = member.trace.events.findLast((event) => event.kind === 'joined');
    if (joined?.kind !== 'joined' || joined.at < killedAt) return false;
    return (
      joined.recovered &&
      member.trace.events.some((event) => event.kind === 'message' && event.at >= joined.at && event.seq >= joined.seq)
    );
  };
  await until(() => hit.every(current), ROOMS_TIMEOUT_MS);
  const tookMs = performance.now() - killedAt;
  over = true;
  await sending;
  victim?.start();
  for (const member of members) member.close();
  await bench.stack.ready();
  return tookMs;
}

async function restartBroker(bench: Bench, progress: (line: string) => void): Promise<number> {
  const members: Member[] = [];
  const random = new Random(2);
  const doors = doorsOf(bench);
  for (let index = 0; index < OPEN_ROOMS; index++) {
    members.push(
      new Member({
        name: `open${index}`,
        room: `open-${index}`,
        doors,
        firstDoor: index,
        random,
        now: () => performance.now(),
      }),
    );
    if (index % OPENING_MAX === OPENING_MAX - 1) await until(() => members.every(({ live }) => live), ROOMS_TIMEOUT_MS);
  }
  progress(`restart of the broker: ${OPEN_ROOMS} rooms are open`);
  await bench.broker.stop?.();
  await bench.broker.start?.();
  const upAt = performance.now();
  // One message in every room; a room delivers when its member has seen it.
  const words = members.map((member) => member.send('다시 왔어요', false));
  const delivered = (member: Member, index: number) =>
    member.trace.events.some((event) => event.kind === 'message' && event.id === words[index]);
  const all = await until(() => members.every(delivered), ROOMS_TIMEOUT_MS);
  const tookMs = performance.now() - upAt;
  for (const member of members) member.close();
  return all ? tookMs : Infinity;
}
