import type { Management } from './broker.js';
import { checkRoom } from './checks.js';
import type { Finding } from './checks.js';
import { describeFault } from './faults.js';
import type { Schedule } from './faults.js';
import { Injector } from './inject.js';
import type { Injected } from './inject.js';
import type { Broker } from './broker.js';
import { awaitNothingLeft } from './leftovers.js';
import { Member } from './member.js';
import type { Door } from './member.js';
import { Random } from './random.js';
import { sleep } from './stack.js';
import type { Stack } from './stack.js';
import { makeText } from './texts.js';
import { percentile } from './figures.js';
import type { MemberTrace } from './trace.js';

export type RoundOptions = {
  seed: number;
  rooms: number;
  membersPerRoom: number;
  /** Messages a second, over all rooms. */
  rate: number;
  badShare: number;
  prefix: string;
  lingersMs: number;
};
export type RoundContext = {
  stack: Stack;
  broker: Broker;
  management: Management | undefined;
  options: RoundOptions;
  progress: (line: string) => void;
};

export type FaultReport = {
  fault: string;
  target: string;
  atMs: number;
  tookMs: number;
  sent: number;
  verdictP50Ms: number;
  verdictP99Ms: number;
  verdictMaxMs: number;
};
export type RoundReport = {
  round: number;
  sent: number;
  messages: number;
  deliveries: number;
  resumes: number;
  recovered: number;
  /** From the first write of a message to its verdict, ms. */
  verdictP50Ms: number;
  verdictP99Ms: number;
  verdictMaxMs: number;
  faults: FaultReport[];
  outcomes: Record<string, number>;
  findings: Finding[];
  tookMs: number;
};

const JOIN_TIMEOUT_MS = 30_000;
/** Traffic goes on this long after the last fault is over. */
const TAIL_MS = 3_000;
/** Without faults, a round's traffic. */
const CALM_MS = 5_000;
const SETTLE_TIMEOUT_MS = 90_000;
const LAST_WORD_TIMEOUT_MS = 30_000;
/** Something shown twice comes soon after the first time. */
const ECHO_MS = 700;
const LEFTOVERS_EXTRA_MS = 20_000;
const TICK_MS = 20;
/** A member's sends that wait for their verdict, at most: people stop when nothing happens. */
const UNSETTLED_MAX = 200;
/** From a fault's start, messages that count as hit by it. */
const HIT_MS = 5_000;

/** How members behave, in turns. */
const HABITS = ['stays', 'drops', 'stays', 'stalls', 'reconnects', 'stays', 'leaves', 'comes late'] as const;
type Habit = (typeof HABITS)[number];
type Actor = { member: Member; habit: Habit; nextAt: number };

/** One round: new rooms and members, traffic under the schedule's faults, quiet, checks, and nothing left behind. */
export class Round {
  readonly #context: RoundContext;
  readonly #schedule: Schedule;
  readonly #random: Random;
  readonly #findings: Finding[] = [];
  readonly #actors: Actor[] = [];
  readonly #doors: Door[];
  #numbers = 0;

  constructor(context: RoundContext, schedule: Schedule) {
    this.#context = context;
    this.#schedule = schedule;
    this.#random = new Random(context.options.seed * 1_000 + schedule.round);
    this.#doors = context.stack.of('edge').map((edge) => ({ name: edge.name, port: () => edge.clients?.port ?? 0 }));
  }

  async run(): Promise<RoundReport> {
    const started = performance.now();
    const { stack, management, options, progress } = this.#context;
    const { round } = this.#schedule;
    progress(`round ${round}: ${options.rooms * options.membersPerRoom} members join`);
    await this.#join();
    const injected = await this.#traffic();
    progress(`round ${round}: settling`);
    await this.#settle();
    const traces = this.#actors.map(({ member }) => member.trace);
    const report = this.#report(traces, injected);
    for (const { member } of this.#actors) member.close();
    progress(`round ${round}: waiting for nothing to be left`);
    const left = await awaitNothingLeft({
      stack,
      management,
      prefix: options.prefix,
      timeoutMs: options.lingersMs + LEFTOVERS_EXTRA_MS,
    });
    for (const detail of left) report.findings.push({ check: 'leftovers', room: '', detail });
    return { ...report, tookMs: Math.round(performance.now() - started) };
  }

  async #join(): Promise<void> {
    const { rooms, membersPerRoom, seed } = this.#context.options;
    for (let room = 0; room < rooms; room++) {
      // Every other name needs its encoding.
      const name =
        room % 2 === 0
          ? `verify-${seed}-${this.#schedule.round}-${room}`
          : `검증-${seed}-${this.#schedule.round}-${room}`;
      for (let index = 0; index < membersPerRoom; index++) {
        const habit = HABITS[index % HABITS.length] as Habit;
        if (habit !== 'comes late') this.#enter(name, `m${room}.${index}`, habit, room + index);
      }
    }
    await this.#until('every member is in its room', JOIN_TIMEOUT_MS, () =>
      this.#actors.every(({ member }) => member.live),
    );
  }

  #enter(room: string, name: string, habit: Habit, door: number): void {
    const member = new Member({
      name,
      room,
      doors: this.#doors,
      firstDoor: door,
      random: this.#random,
      now: () => performance.now(),
    });
    this.#actors.push({ member, habit, nextAt: performance.now() + this.#random.between(1_000, 4_000) });
  }

  async #traffic(): Promise<Injected[]> {
    const { stack, broker, progress } = this.#context;
    const { round, faults } = this.#schedule;
    const injector = new Injector({
      stack,
      broker,
      now: () => performance.now(),
      problem: (detail) => this.#found('crashes', detail),
    });
    const injected: Injected[] = [];
    let over = false;
    const all = Promise.all(
      faults.map(async (fault) => {
        await sleep(fault.atMs);
        progress(`round ${round}: ${describeFault(fault)}`);
        injected.push(await injector.inject(fault));
      }),
    );
    const ended = (faults.length === 0 ? sleep(CALM_MS) : all)
      .then(() => stack.ready())
      .catch((error: unknown) => this.#found('crashes', (error as Error).message))
      .then(() => sleep(TAIL_MS))
      .then(() => (over = true));
    await this.#send(() => over);
    await ended;
    return injected.sort((a, b) => a.startedAt - b.startedAt);
  }

  /** Messages at the rate, and members who do what they are used to, until `over`. */
  async #send(over: () => boolean): Promise<void> {
    const { rate } = this.#context.options;
    const started = performance.now();
    let due = 0;
    let late = false;
    while (!over()) {
      const now = performance.now();
      for (; due < ((now - started) / 1000) * rate; due++) this.#say();
      for (const actor of this.#actors) this.#behave(actor, now);
      if (!late && now - started > 3_000) {
        late = true;
        this.#latecomers();
      }
      await sleep(TICK_MS);
    }
    for (const { member } of this.#actors) member.read();
  }

  #say(): void {
    const { member } = this.#random.pick(this.#actors);
    if (!member.trace.stayed || member.room.unsettled >= UNSETTLED_MAX || member.room.state.state === 'stopped') return;
    const { text, bad } = makeText(this.#random, member.name, ++this.#numbers, this.#context.options.badShare);
    member.send(text, bad);
  }

  #behave(actor: Actor, now: number): void {
    if (now < actor.nextAt) return;
    const { member, habit } = actor;
    actor.nextAt = now + this.#random.between(2_000, 7_000);
    switch (habit) {
      case 'drops':
        return member.drop();
      case 'reconnects':
        return member.room.reconnect();
      case 'stalls':
        member.stall();
        setTimeout(() => member.read(), this.#random.between(500, 2_500)).unref();
        return;
      case 'leaves':
        if (member.trace.stayed) member.leave();
        return;
      case 'stays':
      case 'comes late':
    }
  }

  #latecomers(): void {
    const rooms = new Set(this.#actors.map(({ member }) => member.trace.room));
    let index = 0;
    for (const room of rooms)
      if (this.#context.options.membersPerRoom >= HABITS.length)
        this.#enter(room, `late${index}`, 'comes late', index++);
  }

  /** Everybody is told what became of their messages, comes back, and sees the last word of their room. */
  async #settle(): Promise<void> {
    const staying = this.#actors.map(({ member }) => member).filter(({ trace }) => trace.stayed);
    await this.#until('every message has its verdict', SETTLE_TIMEOUT_MS, () =>
      staying.every(({ room, live }) => live && room.unsettled === 0),
    );
    for (const member of staying)
      if (!member.live)
        this.#found('crashes', `${member.name} is ${member.room.state.state} at the end and cannot get in.`);
    const lastWords = new Map<string, string>();
    for (const member of staying)
      if (member.live && !lastWords.has(member.trace.room))
        lastWords.set(member.trace.room, member.send(`끝 last word (${member.name})`, false));
    await this.#until('everybody sees the last word', LAST_WORD_TIMEOUT_MS, () =>
      staying.every(({ trace }) => sawLast(trace, lastWords.get(trace.room))),
    );
    await sleep(ECHO_MS);
  }

  #report(traces: readonly MemberTrace[], injected: readonly Injected[]): RoundReport {
    const { round } = this.#schedule;
    const wallNow = (at: number) => performance.timeOrigin + at;
    const totals = { messages: 0, deliveries: 0, resumes: 0, recovered: 0 };
    const findings = [...this.#findings];
    for (const room of new Set(traces.map((trace) => trace.room))) {
      const report = checkRoom(
        traces.filter((trace) => trace.room === room),
        wallNow,
      );
      findings.push(...report.findings);
      totals.messages += report.messages;
      totals.deliveries += report.deliveries;
      totals.resumes += report.resumes;
      totals.recovered += report.recovered;
    }
    const verdicts = traces.flatMap(verdictTimes);
    const outcomes: Record<string, number> = {};
    for (const trace of traces)
      for (const { outcome } of trace.sent.values())
        outcomes[outcome ?? 'none'] = (outcomes[outcome ?? 'none'] ?? 0) + 1;
    const summary = (times: readonly VerdictTime[]) => {
      const took = times.map(({ tookMs }) => tookMs);
      return {
        verdictP50Ms: percentile(took, 0.5),
        verdictP99Ms: percentile(took, 0.99),
        verdictMaxMs: percentile(took, 1),
      };
    };
    const started = injected[0]?.startedAt ?? 0;
    return {
      round,
      sent: traces.reduce((sum, { sent }) => sum + sent.size, 0),
      ...totals,
      ...summary(verdicts),
      faults: injected.map(({ fault, target, startedAt, endedAt }) => {
        const hit = verdicts.filter(({ at }) => at >= startedAt && at < startedAt + HIT_MS);
        return {
          fault: describeFault(fault),
          target,
          atMs: Math.round(startedAt - started),
          tookMs: Math.round(endedAt - startedAt),
          sent: hit.length,
          ...summary(hit),
        };
      }),
      outcomes,
      findings,
      tookMs: 0,
    };
  }

  async #until(what: string, timeoutMs: number, check: () => boolean): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!check()) {
      if (performance.now() > deadline)
        return this.#found('receipts', `It took more than ${timeoutMs} ms until ${what}.`);
      await sleep(TICK_MS);
    }
  }

  #found(check: Finding['check'], detail: string): void {
    this.#findings.push({ check, room: '', detail });
  }
}

type VerdictTime = { at: number; tookMs: number };

/** From the first write of each message to the first frame that settled it: its own message, or a rejection. */
export function verdictTimes(trace: MemberTrace): VerdictTime[] {
  const written = new Map<string, number>();
  const settled = new Map<string, number>();
  for (const event of trace.events) {
    if (event.kind === 'send' && !written.has(event.id)) written.set(event.id, event.at);
    else if (
      event.kind === 'message' ||
      (event.kind === 'receipt' && (event.status === 'rejected' || event.status === 'duplicate'))
    ) {
      if (trace.sent.has(event.id) && !settled.has(event.id)) settled.set(event.id, event.at);
    }
  }
  return [...settled].flatMap(([id, at]) => {
    const from = written.get(id);
    return from === undefined ? [] : [{ at: from, tookMs: at - from }];
  });
}

function sawLast(trace: MemberTrace, id: string | undefined): boolean {
  if (id === undefined) return false;
  return (
    trace.events.findLast(
      (event) =>
        (event.kind === 'message' && event.id === id) ||
        (event.kind === 'joined' && event.recent.some((message) => message.id === id)),
    ) !== undefined
  );
}
