import assert from 'node:assert/strict';
import { createClient, memoryStorage } from '../src/index.js';
import type { Client, Room, RoomEvents, Verdict, WebSocketConstructor, WebSocketLike } from '../src/index.js';
import type { Behaviour, Case, Given, Step } from './behaviour.js';
import { FakeRuntime, settled } from './fake-runtime.js';
import { deadSocket } from './transport.js';
import type { ServerEnd, Transport } from './transport.js';

const EVENTS: (keyof RoomEvents)[] = [
  'message',
  'retract',
  'presence',
  'typing',
  'notice',
  'mode',
  'gap',
  'error',
  'joined',
];

/** What the client did to one socket, and when it noticed what the server did. */
interface Seen {
  url: string;
  sent: string[];
  closeCode: number | undefined;
  events: number;
}

/** Runs one case of the table over a transport, with a clock and a chance of its own. */
export class CaseRunner {
  readonly #behaviour: Behaviour;
  readonly #transport: Transport;
  readonly #runtime = new FakeRuntime();
  readonly #client: Client;
  #room: Room | undefined;
  #networkDown = false;
  readonly #attempts: Seen[] = [];
  #current: Seen | undefined;
  #server: ServerEnd | undefined;
  #sentChecked = 0;
  #log: [string, unknown][] = [];
  readonly #verdicts = new Map<string, Verdict | undefined>();
  readonly #progress = new Map<string, string>();
  #wakeUp: (() => void) | undefined;

  constructor(behaviour: Behaviour, transport: Transport, given: Given = {}) {
    this.#behaviour = behaviour;
    this.#transport = transport;
    const storage = memoryStorage();
    if (given.anon !== undefined) storage.set(`maru.anon:${new URL(transport.url).host}`, given.anon);
    let ids = 0;
    const tokens = given.tokens === undefined ? undefined : [...given.tokens];
    const nextToken = (): string => {
      const token = tokens?.shift();
      if (token === undefined) throw new Error('no more tokens');
      return token;
    };
    this.#client = createClient({
      url: transport.url,
      WebSocket: this.#recording(transport.WebSocket),
      runtime: this.#runtime,
      createId: () => `m${++ids}`,
      storage,
      nick: given.nick,
      token: tokens === undefined ? given.token : nextToken,
      ...(given.receipts === undefined ? {} : { receipts: given.receipts }),
      ...(given.queueMax === undefined ? {} : { queueMax: given.queueMax }),
    });
  }

  async run(one: Case): Promise<void> {
    const opening: Step[] = [{ app: 'join', room: 'lobby' }, { connect: { path: '/ws/lobby' } }, { server: 'joined' }];
    if (one.start === 'live') {
      for (const step of opening) await this.#step(step);
      this.#log = [];
    }
    for (const [index, step] of one.steps.entries()) {
      try {
        await this.#step(step);
        await settled();
      } catch (error) {
        if (error instanceof Error) error.message = `step ${index + 1} ${JSON.stringify(step)}: ${error.message}`;
        throw error;
      }
    }
  }

  stop(): void {
    this.#client.close();
    this.#server?.abort();
  }

  async #step(step: Step): Promise<void> {
    if ('app' in step) return this.#app(step);
    if ('connect' in step) return this.#connect(step.connect);
    if ('refuse' in step) return this.#refuse();
    if ('network' in step) this.#networkDown = true;
    else if ('server' in step) return this.#say(this.#frame(step.server, step.with));
    else if ('serverFrame' in step) return this.#say(step.serverFrame);
    else if ('serverText' in step) return this.#stimulus((server) => server.send(step.serverText));
    else if ('serverClose' in step) return this.#stimulus((end) => end.close(step.serverClose, step.reason ?? ''));
    else if ('abort' in step) return this.#stimulus((server) => server.abort());
    else if ('advanceMs' in step) return this.#runtime.advance(step.advanceMs);
    else if ('random' in step) this.#runtime.chance = step.random;
    else return this.#check(step);
  }

  #app(step: Extract<Step, { app: string }>): void {
    switch (step.app) {
      case 'join':
        return this.#join(step);
      case 'send':
        return this.#send(step.text.repeat(step.repeat ?? 1));
      case 'rename':
        if (step.refused) return void assert.throws(() => this.#client.rename(step.nick), RangeError);
        return this.#client.rename(step.nick);
      case 'wake':
        return this.#client.wake();
      case 'typing':
        return this.#joinedRoom().typing();
      case 'leave':
        return this.#joinedRoom().leave();
      case 'reopen':
        return this.#joinedRoom().reopen();
    }
  }

  #join(step: { room: string; refused?: true }): void {
    if (step.refused) return void assert.throws(() => this.#client.join(step.room), RangeError);
    const room = this.#client.join(step.room);
    if (room === this.#room) return;
    this.#room = room;
    for (const event of EVENTS) room.on(event, (value) => this.#log.push([event, value]));
  }

  #joinedRoom(): Room {
    assert.ok(this.#room !== undefined, 'the case joins a room first');
    return this.#room;
  }

  #send(text: string): void {
    const id = `m${this.#verdicts.size + 1}`;
    this.#verdicts.set(id, undefined);
    const verdict = this.#joinedRoom().send(text, { onState: (state) => this.#progress.set(id, state) });
    void verdict.then((value) => this.#verdicts.set(id, value));
  }

  async #connect(expected: { path: string; query?: Record<string, string> }): Promise<void> {
    await settled();
    const url = new URL(this.#nextAttempt().url);
    assert.equal(url.pathname, expected.path);
    if (expected.query !== undefined) assert.deepEqual(Object.fromEntries(url.searchParams), expected.query);
    const attempt = await this.#transport.nextAttempt();
    await this.#noticed(() => (this.#server = attempt.accept()));
    this.#sentChecked = 0;
  }

  async #refuse(): Promise<void> {
    await settled();
    this.#nextAttempt();
    const attempt = await this.#transport.nextAttempt();
    await this.#noticed(() => attempt.refuse());
  }

  #nextAttempt(): Seen {
    const [seen, ...more] = this.#attempts.splice(0);
    assert.ok(seen !== undefined, 'the client connects');
    assert.equal(more.length, 0, 'the client connects once');
    this.#current = seen;
    return seen;
  }

  #frame(type: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
    const frame = { ...this.#behaviour.frames[type], ...fields };
    if (typeof frame['uid'] === 'string') frame['uid'] = frame['uid'].replace('{seq}', String(frame['seq']));
    return frame;
  }

  #say(frame: Record<string, unknown>): Promise<void> {
    return this.#stimulus((server) => server.send(JSON.stringify(frame)));
  }

  #stimulus(act: (server: ServerEnd) => void): Promise<void> {
    const server = this.#server;
    assert.ok(server !== undefined, 'the case connects first');
    return this.#noticed(() => act(server));
  }

  /** Acts, and waits until the client's socket has seen it. */
  async #noticed(act: () => void): Promise<void> {
    const seen = this.#current as Seen;
    const before = seen.events;
    act();
    while (seen.events === before) await new Promise<void>((resolve) => (this.#wakeUp = resolve));
    await settled();
  }

  async #check(step: Step): Promise<void> {
    await settled();
    if ('noConnect' in step) return assert.equal(this.#attempts.length, 0, 'the client does not connect');
    if ('sends' in step) return this.#checkSends(step.sends);
    if ('closes' in step) return this.#checkClose(step.closes);
    if ('events' in step) return this.#checkEvents(step.events, step.none ?? []);
    if ('state' in step) return assertPartial(this.#joinedRoom().state, step.state);
    if ('progress' in step) return assert.equal(this.#progress.get(step.progress), step.is);
    if ('verdict' in step) {
      const verdict = this.#verdicts.get(step.verdict);
      assert.ok(verdict !== undefined, `${step.verdict} has a verdict`);
      return assertPartial(verdict, { id: step.verdict, ...step.is });
    }
    if ('unsettled' in step) {
      const open = [...this.#verdicts].filter(([, verdict]) => verdict === undefined).map(([id]) => id);
      return assert.deepEqual(open, step.unsettled);
    }
    throw new Error(`Unknown step ${JSON.stringify(step)}`);
  }

  async #checkSends(expected: Record<string, unknown>[]): Promise<void> {
    const sent = this.#current?.sent ?? [];
    assert.deepEqual(
      sent.slice(this.#sentChecked).map((frame) => JSON.parse(frame) as unknown),
      expected,
    );
    this.#sentChecked = sent.length;
    if (expected.length > 0) assert.deepEqual(await this.#server?.received(sent.length), sent);
  }

  async #checkClose(code: number): Promise<void> {
    assert.equal(this.#current?.closeCode, code);
    assert.equal(await this.#server?.closed, code);
  }

  #checkEvents(expected: [string, Record<string, unknown>][], none: string[]): void {
    const names = new Set([...expected.map(([name]) => name), ...none]);
    const seen = this.#log.filter(([name]) => names.has(name));
    assert.deepEqual(
      seen.map(([name]) => name),
      expected.map(([name]) => name),
      'the events and their order',
    );
    for (const [index, [, fields]] of expected.entries()) assertPartial(seen[index]?.[1], fields);
    this.#log = [];
  }

  /** The given implementation, with every call of the client and every event for it written down. */
  #recording(Inner: WebSocketConstructor): WebSocketConstructor {
    const start = (url: string, protocols?: string | string[]): WebSocketLike => {
      if (this.#networkDown) return deadSocket();
      assert.equal(protocols, 'chat.v1');
      const seen: Seen = { url, sent: [], closeCode: undefined, events: 0 };
      this.#attempts.push(seen);
      return this.#record(new Inner(url, protocols), seen);
    };
    return function Recording(url: string, protocols?: string | string[]) {
      return start(url, protocols);
    } as unknown as WebSocketConstructor;
  }

  #record(socket: WebSocketLike, seen: Seen): WebSocketLike {
    const noticed = (): void => {
      seen.events++;
      this.#wakeUp?.();
    };
    // The `error` before a failed attempt's `close` is not counted: only the close ends it.
    const add = socket.addEventListener.bind(socket) as (type: string, listener: (event: never) => void) => void;
    add('open', noticed);
    return {
      get readyState() {
        return socket.readyState;
      },
      send(data) {
        seen.sent.push(data);
        socket.send(data);
      },
      close(code, reason) {
        seen.closeCode = code;
        socket.close(code, reason);
      },
      addEventListener(type: string, listener: (event: never) => void) {
        add(type, (event: never) => {
          listener(event);
          if (type !== 'error') noticed();
        });
      },
    };
  }
}

/** Every expected field is there with that value; others don't matter. */
function assertPartial(actual: unknown, expected: Record<string, unknown>): void {
  const fields = actual as Record<string, unknown>;
  const part = Object.fromEntries(Object.keys(expected).map((name) => [name, fields[name]]));
  assert.deepEqual(part, expected);
}
