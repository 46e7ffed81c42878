import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createClient } from '@maru/client';
import type { Client, Room, Verdict } from '@maru/client';
import { WebSocket } from 'ws';

/** Longest wait until everybody is in their room, in ms. */
const JOIN_TIMEOUT_MS = 30_000;
/** Longest wait for something to settle after a fault, in ms. */
const SETTLE_TIMEOUT_MS = 60_000;

type Frame = { type: string; id?: string; status?: string; epoch?: string; seq?: number; recovered?: boolean };

/** One person in one room, with a record of everything the server sent, before the client library tidies it. */
class Member {
  readonly room: Room;
  readonly #client: Client;
  /** Ids of messages in the order they were shown, each once. */
  readonly shown: string[] = [];
  /** Ids that the server took responsibility for. */
  readonly accepted = new Set<string>();
  /** Positions that the server sent twice. */
  readonly repeated: string[] = [];
  /** Places where messages may be missing. */
  readonly gaps: string[] = [];
  connections = 0;
  readonly #positions = new Set<string>();
  #epoch = '';

  constructor(port: number, room: string, nick: string, onChange: () => void) {
    const record = (frame: Frame) => this.#record(frame, onChange);
    const opened = () => this.connections++;
    class Tapped extends WebSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols);
        this.once('open', opened);
        this.on('message', (data: Buffer) => record(JSON.parse(data.toString('utf8')) as Frame));
      }
    }
    this.#client = createClient({
      url: `http://127.0.0.1:${port}`,
      nick,
      WebSocket: Tapped,
      pingIntervalMs: 4_000,
      pongTimeoutMs: 4_000,
    });
    this.room = this.#client.join(room);
    this.room.on('message', (message) => {
      this.shown.push(message.id ?? '');
      onChange();
    });
    this.room.on('gap', (gap) => this.gaps.push(JSON.stringify(gap)));
  }

  #record(frame: Frame, onChange: () => void): void {
    if (frame.type === 'joined') this.#epoch = frame.epoch ?? '';
    if (frame.type === 'receipt' && frame.status === 'accepted') this.accepted.add(frame.id ?? '');
    if (frame.type === 'message') {
      const position = `${this.#epoch}:${frame.seq}`;
      if (this.#positions.has(position)) this.repeated.push(position);
      this.#positions.add(position);
    }
    onChange();
  }

  leave(): void {
    this.#client.close();
  }
}

/** Several rooms of people who all stay until the end, and what each of them must have seen. */
export class Crowd {
  readonly #members: Member[] = [];
  readonly #rooms = new Map<string, Member[]>();
  #verdicts: Promise<Verdict>[] = [];
  /** Ids that the server refused to take because it had no broker: nobody may see them. */
  readonly #refused = new Set<string>();
  readonly #sent = new Map<string, string>();
  readonly #changed = new EventTarget();
  readonly #name: string;
  #counter = 0;

  private constructor(name: string) {
    this.#name = name;
  }

  /** Opens the rooms; `name` keeps the rooms and messages of several crowds apart. */
  static async join(port: number, name: string, rooms: number, membersPerRoom: number): Promise<Crowd> {
    const crowd = new Crowd(name);
    const onChange = () => crowd.#changed.dispatchEvent(new Event('change'));
    for (let room = 0; room < rooms; room++) {
      const roomName = `방-${name}-${room}`;
      const members = Array.from(
        { length: membersPerRoom },
        (_, index) => new Member(port, roomName, `손님${room}x${index}`, onChange),
      );
      crowd.#rooms.set(roomName, members);
      crowd.#members.push(...members);
    }
    try {
      const live = crowd.#members.map((member) => member.room.whenLive());
      await within(JOIN_TIMEOUT_MS, 'not everybody came in', Promise.all(live));
    } catch (error) {
      crowd.leave();
      throw error;
    }
    return crowd;
  }

  get reconnects(): number {
    return this.#members.reduce((sum, member) => sum + member.connections - 1, 0);
  }

  #say(member: Member): void {
    const id = `${this.#name}-${++this.#counter}`;
    this.#sent.set(id, member.room.name);
    this.#verdicts.push(member.room.send(`안녕하세요 hello ${id}`, { id }));
  }

  /** Everybody says something once. */
  sayAll(): void {
    for (const member of this.#members) this.#say(member);
  }

  /** Sends one text from one member and gives what became of it. It counts as sent only when it may be shown. */
  ask(text: string): Promise<Verdict> {
    const member = this.#members[0];
    assert.ok(member);
    return member.room.send(text, { id: `${this.#name}-${++this.#counter}` });
  }

  /** Everybody talks, one after the other, every `intervalMs`, until `work` is done. */
  async chatWhile(intervalMs: number, work: () => Promise<void>): Promise<void> {
    let index = 0;
    const timer = setInterval(() => this.#say(this.#members[index++ % this.#members.length]!), intervalMs);
    try {
      await work();
    } finally {
      clearInterval(timer);
    }
  }

  /**
   * Waits until every message has its verdict and every member has seen all of theirs, or the time is up. Without a
   * broker the edge takes nothing and says so; where that may happen, `refusable`, such messages are left out.
   */
  async settled(refusable = false): Promise<void> {
    const verdicts = await within(SETTLE_TIMEOUT_MS, 'messages without a verdict', Promise.all(this.#verdicts));
    this.#verdicts = [];
    for (const verdict of verdicts) {
      if (refusable && verdict.status === 'failed' && verdict.reason === 'unavailable') {
        this.#sent.delete(verdict.id);
        this.#refused.add(verdict.id);
      } else {
        assert.equal(verdict.status, 'delivered', JSON.stringify(verdict));
      }
    }
    const signal = AbortSignal.timeout(SETTLE_TIMEOUT_MS);
    const complete = () => this.#members.every((member) => this.#missing(member).length === 0);
    while (!complete() && !signal.aborted) {
      await Promise.race([once(this.#changed, 'change'), once(signal, 'abort')]);
    }
  }

  #missing(member: Member): string[] {
    const shown = new Set(member.shown);
    return [...this.#sent].filter(([id, room]) => room === member.room.name && !shown.has(id)).map(([id]) => id);
  }

  /** After `accepted` each message is shown exactly once to every member, in one order, and the server repeats none. */
  assertNothingLost(): void {
    for (const [room, members] of this.#rooms) {
      const order = members[0]?.shown ?? [];
      for (const [index, member] of members.entries()) {
        const who = `${room} member ${index}`;
        assert.deepEqual(this.#missing(member), [], `${who} misses messages; gaps: ${member.gaps.join()}`);
        assert.equal(new Set(member.shown).size, member.shown.length, `${who} saw a message twice`);
        assert.deepEqual(member.repeated, [], `${who} was sent a position twice`);
        assert.deepEqual(member.shown, order, `${who} sees another order than member 0`);
        for (const id of member.accepted) {
          if (this.#sent.has(id)) assert.ok(order.includes(id), `${id} was accepted and not delivered`);
          assert.ok(!this.#refused.has(id), `${id} was accepted and then called not taken`);
        }
        for (const id of member.shown) assert.ok(!this.#refused.has(id), `${id} was called not taken and shown`);
      }
    }
  }

  leave(): void {
    for (const member of this.#members) member.leave();
  }
}

/** The promise, or a failure that says what did not happen in time. */
async function within<T>(timeoutMs: number, problem: string, promise: Promise<T>): Promise<T> {
  const late = once(AbortSignal.timeout(timeoutMs), 'abort').then(() =>
    assert.fail(`${problem} within ${timeoutMs} ms`),
  );
  return await Promise.race([promise, late]);
}
