import { createClient, webStorage } from '@maru/client';
import type { Client, IdentityStorage, Room, Verdict } from '@maru/client';
import { initialState, reduce } from './state.js';
import type { Action, ChatState } from './state.js';

/** A hidden page gets no animation frames; its state moves on at this pace. */
const HIDDEN_FLUSH_MS = 250;

export interface SessionOptions {
  /** Address of the edge. */
  url: string;
  room: string;
  token?: string | undefined;
  storage?: IdentityStorage;
}

/** One open room and the state of its page. Changes are gathered and shown once per frame. */
export class Session {
  readonly room: Room;
  /** Called with the code of an error that belongs to no message, such as a nickname that is not allowed. */
  onProblem: ((code: string) => void) | undefined;
  readonly #client: Client;
  #state: ChatState;
  #actions: Action[] = [];
  #scheduled = false;
  /** Told once the room is joined: without that the error was about the room. */
  #nickRefused = false;
  readonly #listeners = new Set<() => void>();

  constructor({ url, room, token, storage }: SessionOptions) {
    this.#client = createClient({ url, token, storage: storage ?? identityStorage() });
    this.room = this.#client.join(room);
    this.#state = initialState(this.room.state);
    this.#listen();
  }

  get state(): ChatState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispatch(action: Action): void {
    this.#actions.push(action);
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (document.hidden) setTimeout(() => this.#flush(), HIDDEN_FLUSH_MS);
    else requestAnimationFrame(() => this.#flush());
  }

  /** Sends a text and shows where it is until it is delivered or refused. */
  async send(text: string): Promise<Verdict> {
    const id = newId();
    this.dispatch({ type: 'sending', id, text });
    const verdict = await this.room.send(text, {
      id,
      onState: (state) => this.dispatch({ type: 'progress', id, state }),
    });
    this.dispatch({ type: 'verdict', id, verdict });
    return verdict;
  }

  rename(nick: string): void {
    this.#client.rename(nick);
  }

  wake(): void {
    this.#client.wake();
  }

  /** Comes in as somebody else in this window only; other windows keep the stored identity. */
  joinAsOther(): void {
    sessionStorage.setItem(OTHER_GUEST, '1');
    location.reload();
  }

  #flush(): void {
    this.#scheduled = false;
    const actions = this.#actions;
    this.#actions = [];
    this.#state = actions.reduce(reduce, this.#state);
    for (const listener of this.#listeners) listener();
  }

  #listen(): void {
    const room = this.room;
    room.on('state', (state) => this.dispatch({ type: 'connection', state }));
    room.on('joined', (frame) => {
      this.dispatch({ type: 'joined', frame, nowMs: Date.now() });
      if (this.#nickRefused) this.onProblem?.('not_allowed');
      this.#nickRefused = false;
    });
    room.on('message', (message) => this.dispatch({ type: 'message', message, nowMs: Date.now() }));
    room.on('retract', ({ uid }) => this.dispatch({ type: 'retract', uid }));
    room.on('presence', ({ members, joined = [], left = [] }) =>
      this.dispatch({ type: 'presence', members, joined, left, nowMs: Date.now() }),
    );
    room.on('typing', ({ user, nick }) => this.dispatch({ type: 'typing', user, nick, nowMs: Date.now() }));
    room.on('notice', ({ text, level, ts }) => this.dispatch({ type: 'notice', text, level, ts }));
    room.on('mode', (mode) => this.dispatch({ type: 'mode', mode }));
    room.on('error', ({ code, id, local }) => {
      if (id !== undefined || local) return;
      if (code === 'not_allowed' && room.state.state !== 'live') this.#nickRefused = true;
      else this.onProblem?.(code);
    });
    room.on('gap', (gap) => this.dispatch({ type: 'gap', gap }));
  }
}

const OTHER_GUEST = 'maru.other-guest';

/** The browser remembers one guest; a window that asked to be another one remembers its own. */
function identityStorage(): IdentityStorage {
  return webStorage(sessionStorage.getItem(OTHER_GUEST) === null ? localStorage : sessionStorage);
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
