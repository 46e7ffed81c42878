import type { ChatMessage, Gap, JoinedFrame, Person, RoomMode, RoomState, SendState, Verdict } from '@maru/client';

/** Lines kept in the page: enough to scroll back a while, few enough to stay smooth at 1,000 messages a minute. */
export const ITEMS_MAX = 400;
/** While the reader is scrolled up, lines above are kept up to this, so that the text does not move away. */
export const ITEMS_MAX_READING = 800;
/** People that the list names. */
export const PEOPLE_MAX = 200;
/** Names shown in one line of comings and goings. */
export const NAMES_MAX = 5;
/** Presence in this time after coming in names who was there before, and so is no news. It is told once a second. */
export const SETTLING_MS = 1_500;
/** `typing` is shown this long after it was said last. */
export const TYPING_SHOWN_MS = 5_000;

export type Item =
  | { kind: 'message'; key: string; message: ChatMessage; retracted: boolean }
  | { kind: 'notice'; key: string; text: string; level: string; ts: number }
  | { kind: 'people'; key: string; joined: Person[]; left: Person[] }
  | { kind: 'gap'; key: string };

/** One of the user's own messages that is not (yet) in the room. */
export interface Outgoing {
  id: string;
  text: string;
  state: SendState;
  /** Set when it ended without being delivered; the text stays here until it is edited or discarded. */
  failure?: Exclude<Verdict, { status: 'delivered' }>;
}

export interface ChatState {
  connection: RoomState;
  /** True once the room was live. */
  everLive: boolean;
  me: Person | undefined;
  members: number;
  people: Person[];
  mode: RoomMode;
  items: Item[];
  outgoing: Outgoing[];
  typing: { user: string; nick: string; untilMs: number }[];
  /** The reader sees the newest line: scrolled down, page visible. */
  atEnd: boolean;
  unread: number;
  /** The line above which the "new" mark stands. */
  unreadKey: string | undefined;
  joinedMs: number | undefined;
  /** When the user's own last message was delivered, for the slow-mode countdown. */
  lastOwnMs: number | undefined;
}

export type Action =
  | { type: 'connection'; state: RoomState }
  | { type: 'joined'; frame: JoinedFrame; nowMs: number }
  | { type: 'message'; message: ChatMessage; nowMs: number }
  | { type: 'retract'; uid: string }
  | { type: 'presence'; members: number; joined: Person[]; left: Person[]; nowMs: number }
  | { type: 'typing'; user: string; nick: string; nowMs: number }
  | { type: 'notice'; text: string; level: string; ts: number }
  | { type: 'mode'; mode: RoomMode }
  | { type: 'gap'; gap: Gap }
  | { type: 'sending'; id: string; text: string }
  | { type: 'progress'; id: string; state: SendState }
  | { type: 'verdict'; id: string; verdict: Verdict }
  | { type: 'discard'; id: string }
  | { type: 'at-end'; atEnd: boolean }
  | { type: 'tick'; nowMs: number };

export function initialState(connection: RoomState): ChatState {
  return {
    connection,
    everLive: false,
    me: undefined,
    members: 0,
    people: [],
    mode: { slowModeSec: 0, locked: false, policy: '' },
    items: [],
    outgoing: [],
    typing: [],
    atEnd: true,
    unread: 0,
    unreadKey: undefined,
    joinedMs: undefined,
    lastOwnMs: undefined,
  };
}

/** The page's next state. Pure: time comes with the actions. */
export function reduce(state: ChatState, action: Action): ChatState {
  switch (action.type) {
    case 'connection':
      return { ...state, connection: action.state, everLive: state.everLive || action.state.state === 'live' };
    case 'joined':
      return { ...onJoined(state, action.frame), joinedMs: action.nowMs };
    case 'message':
      return onMessage(state, action.message, action.nowMs);
    case 'retract':
      return { ...state, items: state.items.map((item) => retract(item, action.uid)) };
    case 'presence':
      return onPresence(state, action);
    case 'typing':
      return onTyping(state, action);
    case 'notice':
      return append(state, {
        kind: 'notice',
        key: nextKey('n'),
        text: action.text,
        level: action.level,
        ts: action.ts,
      });
    case 'mode':
      return { ...state, mode: action.mode };
    case 'gap':
      return append(state, { kind: 'gap', key: nextKey('g') }, false);
    case 'at-end':
      return onAtEnd(state, action.atEnd);
    case 'tick':
      return onTick(state, action.nowMs);
    default:
      return reduceOutgoing(state, action);
  }
}

function reduceOutgoing(
  state: ChatState,
  action: Extract<Action, { type: 'sending' | 'progress' | 'verdict' | 'discard' }>,
): ChatState {
  const without = state.outgoing.filter((one) => one.id !== action.id);
  const current = state.outgoing.find((one) => one.id === action.id);
  switch (action.type) {
    case 'sending':
      return {
        ...state,
        outgoing: [...without, { id: action.id, text: action.text, state: 'queued' }],
        unreadKey: state.atEnd ? undefined : state.unreadKey,
      };
    case 'progress':
      return change(state, action.id, (one) => ({ ...one, state: action.state }));
    case 'verdict': {
      const { verdict } = action;
      if (verdict.status === 'delivered') return { ...state, outgoing: without };
      if (current === undefined) return state;
      const failed = change(state, action.id, (one) => ({ ...one, failure: verdict }));
      // Somebody new who has not written yet waits from when they came in.
      return verdict.reason === 'slow_mode' ? { ...failed, lastOwnMs: state.lastOwnMs ?? state.joinedMs } : failed;
    }
    case 'discard':
      return { ...state, outgoing: without };
  }
}

function change(state: ChatState, id: string, update: (one: Outgoing) => Outgoing): ChatState {
  return { ...state, outgoing: state.outgoing.map((one) => (one.id === id ? update(one) : one)) };
}

function onJoined(state: ChatState, frame: JoinedFrame): ChatState {
  const me = { user: frame.user, nick: frame.nick };
  return { ...state, me, members: frame.members, people: [me], mode: frame.mode, typing: [] };
}

function onMessage(state: ChatState, message: ChatMessage, nowMs: number): ChatState {
  const item: Item = { kind: 'message', key: message.uid, message, retracted: false };
  const next = append(state, item, !message.own);
  return {
    ...next,
    // Its own line replaces the waiting one in the same update, so that nothing jumps.
    outgoing: message.own ? next.outgoing.filter((one) => one.id !== message.id) : next.outgoing,
    typing: next.typing.filter((one) => one.user !== message.user),
    people: message.history ? next.people : addPeople(next.people, [message]),
    lastOwnMs: message.own && !message.history ? nowMs : next.lastOwnMs,
  };
}

function onPresence(state: ChatState, change: Extract<Action, { type: 'presence' }>): ChatState {
  // Presence comes up to a second late, so of the user themself `joined` knows better, a new nickname above all.
  const others = (list: Person[]): Person[] => list.filter((person) => person.user !== state.me?.user);
  const joined = others(change.joined);
  const left = others(change.left);
  const gone = new Set(left.map((person) => person.user));
  const people = addPeople(
    state.people.filter((person) => !gone.has(person.user)),
    joined,
  );
  const next = { ...state, members: change.members, people, typing: state.typing.filter((one) => !gone.has(one.user)) };
  const isKnown = ({ user }: Person): boolean => state.people.some((known) => known.user === user);
  // Whoever has been read already is no news either, but it is when one of those who were there goes.
  const settling = change.nowMs - (state.joinedMs ?? 0) < SETTLING_MS;
  const came = settling ? [] : joined.filter((person) => !isKnown(person));
  const went = left.filter(isKnown);
  return came.length === 0 && went.length === 0 ? next : addComings(next, came, went);
}

/** Comings and goings in a row become one line, and somebody who came and went within it is no news. */
function addComings(state: ChatState, joined: Person[], left: Person[]): ChatState {
  const last = state.items.at(-1);
  if (last?.kind !== 'people') return append(state, { kind: 'people', key: nextKey('p'), joined, left }, false);
  const users = (list: Person[]): Set<string> => new Set(list.map((person) => person.user));
  const [cameBefore, wentBefore, came, went] = [users(last.joined), users(last.left), users(joined), users(left)];
  const merged: Item = {
    ...last,
    joined: unique([...last.joined, ...joined]).filter((one) => !went.has(one.user) && !wentBefore.has(one.user)),
    left: unique([...last.left, ...left]).filter((one) => !came.has(one.user) && !cameBefore.has(one.user)),
  };
  const before = state.items.slice(0, -1);
  return { ...state, items: merged.joined.length + merged.left.length === 0 ? before : [...before, merged] };
}

function unique(people: Person[]): Person[] {
  return [...new Map(people.map((person) => [person.user, person])).values()];
}

function addPeople(people: Person[], more: readonly Person[]): Person[] {
  const fresh = more.filter((one) => !people.some((known) => known.user === one.user && known.nick === one.nick));
  if (fresh.length === 0) return people;
  const replaced = new Set(fresh.map((person) => person.user));
  const kept = people.filter((person) => !replaced.has(person.user));
  const added = fresh.map(({ user, nick }) => ({ user, nick }));
  // The first is the user; those seen longest ago make room.
  const all = [...kept, ...added];
  return all.length <= PEOPLE_MAX ? all : [...all.slice(0, 1), ...all.slice(all.length - PEOPLE_MAX + 1)];
}

function onTyping(state: ChatState, { user, nick, nowMs }: { user: string; nick: string; nowMs: number }): ChatState {
  if (user === state.me?.user) return state;
  const others = state.typing.filter((one) => one.user !== user);
  return {
    ...state,
    typing: [...others, { user, nick, untilMs: nowMs + TYPING_SHOWN_MS }].slice(-PEOPLE_MAX),
    people: addPeople(state.people, [{ user, nick }]),
  };
}

function onTick(state: ChatState, nowMs: number): ChatState {
  const typing = state.typing.filter((one) => one.untilMs > nowMs);
  return typing.length === state.typing.length ? state : { ...state, typing };
}

function onAtEnd(state: ChatState, atEnd: boolean): ChatState {
  if (atEnd === state.atEnd) return state;
  // The mark stays where it was until there is something newer to mark.
  return {
    ...state,
    atEnd,
    unread: atEnd ? 0 : state.unread,
    items: atEnd ? cap(state.items, ITEMS_MAX) : state.items,
  };
}

function append(state: ChatState, item: Item, news = true): ChatState {
  const items = cap([...state.items, item], state.atEnd ? ITEMS_MAX : ITEMS_MAX_READING);
  if (!news || state.atEnd) return { ...state, items };
  return { ...state, items, unread: state.unread + 1, unreadKey: state.unread === 0 ? item.key : state.unreadKey };
}

function cap(items: Item[], max: number): Item[] {
  return items.length > max ? items.slice(items.length - max) : items;
}

function retract(item: Item, uid: string): Item {
  if (item.kind !== 'message' || item.message.uid !== uid) return item;
  return { ...item, retracted: true, message: { ...item.message, text: '' } };
}

let keys = 0;
function nextKey(prefix: string): string {
  return `${prefix}${keys++}`;
}

/** Seconds until the user may write again in slow mode; 0 when at once. */
export function slowModeLeftSec(state: ChatState, nowMs: number): number {
  if (state.mode.slowModeSec <= 0 || state.lastOwnMs === undefined) return 0;
  return Math.max(0, Math.ceil((state.lastOwnMs + state.mode.slowModeSec * 1000 - nowMs) / 1000));
}
