import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatMessage, JoinedFrame } from '@maru/client';
import {
  ITEMS_MAX,
  ITEMS_MAX_READING,
  PEOPLE_MAX,
  SETTLING_MS,
  initialState,
  reduce,
  slowModeLeftSec,
} from './state.js';
import type { Action, ChatState, Item } from './state.js';

const JOINED: JoinedFrame = {
  type: 'joined',
  room: 'lobby',
  user: 'me',
  nick: 'Me',
  epoch: 'e',
  seq: 0,
  members: 1,
  recovered: false,
  limits: { textMax: 2000, frameBytesMax: 4096, sendPerSec: 0, slowModeSec: 0 },
  mode: { slowModeSec: 0, locked: false, policy: 'reject' },
};

function message(seq: number, fields: Partial<ChatMessage> = {}): Action {
  const base = { seq, prev: seq - 1, uid: `u${seq}`, user: 'ben', nick: 'Ben', text: `t${seq}`, ts: seq };
  return { type: 'message', nowMs: 1_000, message: { ...base, own: false, history: false, ...fields } };
}

function after(...actions: Action[]): ChatState {
  const start = reduce(initialState({ state: 'live' }), { type: 'joined', frame: JOINED, nowMs: 500 });
  return actions.reduce(reduce, start);
}

const range = (count: number): Action[] => Array.from({ length: count }, (_, index) => message(index + 1));
const kinds = (items: Item[]): string[] => items.map((item) => item.kind);
const person = (user: string): { user: string; nick: string } => ({ user, nick: user.toUpperCase() });
const presence = (joined: string[], left: string[] = [], nowMs = 500 + SETTLING_MS): Action => ({
  type: 'presence',
  nowMs,
  members: 5,
  joined: joined.map(person),
  left: left.map(person),
});

describe('page state, own messages', () => {
  it('delivered - the waiting line goes as the message comes', () => {
    const sending = after({ type: 'sending', id: 'a', text: 'hi' }, { type: 'progress', id: 'a', state: 'accepted' });
    assert.deepEqual(sending.outgoing, [{ id: 'a', text: 'hi', state: 'accepted' }]);
    const done = reduce(sending, message(1, { user: 'me', id: 'a', own: true }));
    assert.deepEqual([done.outgoing, kinds(done.items)], [[], ['message']]);
  });

  it('refused - the text stays with its reason until it is discarded', () => {
    const verdict = { status: 'rejected', id: 'a', reason: 'profanity' } as const;
    const refused = after({ type: 'sending', id: 'a', text: 'bad' }, { type: 'verdict', id: 'a', verdict });
    assert.deepEqual(refused.outgoing, [{ id: 'a', text: 'bad', state: 'queued', failure: verdict }]);
    assert.deepEqual(reduce(refused, { type: 'discard', id: 'a' }).outgoing, []);
  });

  it('somebody else with the same id - changes nothing', () => {
    const state = after({ type: 'sending', id: 'a', text: 'hi' }, message(1, { id: 'a' }));
    assert.equal(state.outgoing.length, 1);
  });

  it('slow mode - counts from the last own message', () => {
    const mode = { slowModeSec: 10, locked: false, policy: 'reject' };
    const state = after(message(1, { own: true }), { type: 'mode', mode });
    assert.equal(slowModeLeftSec(state, 1_000), 10);
    assert.equal(slowModeLeftSec(state, 10_500), 1);
    assert.equal(slowModeLeftSec(state, 11_000), 0);
    const verdict = { status: 'rejected', id: 'a', reason: 'slow_mode' } as const;
    const refused: Action[] = [
      { type: 'sending', id: 'a', text: 'hi' },
      { type: 'verdict', id: 'a', verdict },
    ];
    assert.equal(slowModeLeftSec(after({ type: 'mode', mode }, ...refused), 1_500), 9, 'for the new, from coming in');
    assert.equal(slowModeLeftSec(after(message(1, { own: true })), 1_000), 0);
    assert.equal(slowModeLeftSec(after(message(1, { own: true, history: true }), { type: 'mode', mode }), 1_000), 0);
  });
});

describe('page state, list', () => {
  it('limit - the oldest lines go; a reader who is scrolled up keeps more', () => {
    const state = after(...range(ITEMS_MAX + 10));
    assert.equal(state.items.length, ITEMS_MAX);
    const reading = after({ type: 'at-end', atEnd: false }, ...range(ITEMS_MAX_READING + 10));
    assert.equal(reading.items.length, ITEMS_MAX_READING);
    assert.equal(reduce(reading, { type: 'at-end', atEnd: true }).items.length, ITEMS_MAX);
  });

  it('unread - counted and marked from the first one while the reader is elsewhere', () => {
    const away = after(message(1), { type: 'at-end', atEnd: false }, message(2), message(3));
    assert.deepEqual([away.unread, away.unreadKey], [2, 'u2']);
    const back = reduce(away, { type: 'at-end', atEnd: true });
    assert.deepEqual([back.unread, back.unreadKey], [0, 'u2']);
    const again = [{ type: 'at-end', atEnd: false } as const, message(4)].reduce<ChatState>(reduce, back);
    assert.deepEqual([again.unread, again.unreadKey], [1, 'u4']);
  });

  it('retract - the text is gone, the place stays', () => {
    const [item] = after(message(1), { type: 'retract', uid: 'u1' }).items;
    assert.ok(item?.kind === 'message');
    assert.deepEqual([item.retracted, item.message.text], [true, '']);
  });
});

describe('page state, people', () => {
  it('comings and goings - in a row are one line', () => {
    const state = after(presence(['dan'], [], 501), presence(['ann']), presence(['ben', 'cem'], ['dan']));
    assert.deepEqual(kinds(state.items), ['people']);
    const [item] = state.items;
    assert.ok(item?.kind === 'people');
    assert.deepEqual(
      [item.joined.map((one) => one.user), item.left.map((one) => one.user)],
      [['ann', 'ben', 'cem'], ['dan']],
    );
  });

  it('came and went - is no news, either way round', () => {
    assert.deepEqual(after(presence(['ann']), presence([], ['ann'])).items, []);
    assert.deepEqual(after(presence(['ann'], [], 501), presence([], ['ann']), presence(['ann'])).items, []);
  });

  it('somebody whom nobody knew goes - is no news', () => {
    assert.deepEqual(after(presence([], ['ann'])).items, []);
  });

  it('who was there before - is listed, not announced', () => {
    const state = after(presence(['ann', 'ben'], [], 501));
    assert.deepEqual([state.items, state.people.map((one) => one.user)], [[], ['me', 'ann', 'ben']]);
    assert.deepEqual(kinds(reduce(state, presence([], ['ann'])).items), ['people']);
  });

  it('who was there before and goes at once - is announced', () => {
    const state = after(presence(['ann', 'ben'], [], 501), presence([], ['ann', 'dan'], 502));
    const [item] = state.items;
    assert.ok(item?.kind === 'people');
    assert.deepEqual([item.joined, item.left.map((one) => one.user)], [[], ['ann']]);
  });

  it('who has written already - does not come in afterwards', () => {
    const state = after(message(1, { user: 'ann', nick: 'ANN' }), presence(['ann']));
    assert.deepEqual(kinds(state.items), ['message']);
  });

  it('the user - is never announced, and keeps the name that joined told', () => {
    const state = after(presence(['me'], []), presence([], ['me']));
    assert.deepEqual([state.items, state.people], [[], [{ user: 'me', nick: 'Me' }]]);
  });

  it('list - is limited, with the user first', () => {
    const crowd = Array.from({ length: PEOPLE_MAX + 5 }, (_, index) => `p${index}`);
    const { people } = after(presence(crowd));
    assert.equal(people.length, PEOPLE_MAX);
    assert.equal(people[0]?.user, 'me');
    assert.equal(people.at(-1)?.user, `p${PEOPLE_MAX + 4}`);
  });

  it('typing - is shown once a person, until it is old or they write', () => {
    const typing = (nowMs: number): Action => ({ type: 'typing', user: 'ben', nick: 'Ben', nowMs });
    const state = after(typing(0), typing(2_000), { type: 'typing', user: 'me', nick: 'Me', nowMs: 0 });
    assert.deepEqual(
      state.typing.map((one) => one.user),
      ['ben'],
    );
    assert.equal(reduce(state, { type: 'tick', nowMs: 6_999 }).typing.length, 1);
    assert.equal(reduce(state, { type: 'tick', nowMs: 7_000 }).typing.length, 0);
    assert.equal(reduce(state, message(1)).typing.length, 0);
  });
});
