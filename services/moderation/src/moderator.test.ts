import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createFilter, defaultLists } from '@maru/word-filter';
import type { Filter } from '@maru/word-filter';
import { createModerator } from './moderator.js';
import { builtInPolicies } from './policy/policy.js';
import { PolicyTable } from './policy/policy-table.js';
import { RESERVED_NICKS_DEFAULT, reservedNicks } from './reserved-nicks.js';
import { SenderOrder } from './sender-order.js';
import { Spam } from './spam/spam.js';

const filter = createFilter(defaultLists());
let count = 0;
const moderator = (preset: 'reject' | 'mask', reserved?: Filter) =>
  createModerator({
    filter: () => filter,
    policies: new PolicyTable(builtInPolicies(preset, { mode: 'off', onFailure: 'open' }), Date.now),
    spam: new Spam(),
    reserved,
  });
const message = (text: string, policy?: string) => ({
  room: 'lobby',
  user: 'kim',
  id: `c${++count}`,
  text,
  ts: 1,
  ...(policy ? { policy } : {}),
});

test('moderator - a clean text comes back as the very same string', () => {
  const { verdict } = moderator('reject').message(message('안녕하세요 여러분'));
  assert.deepEqual(verdict, { status: 'pass', text: '안녕하세요 여러분' });
});

test('moderator - what is masked passes when it is decided on again', () => {
  const masks = moderator('mask');
  for (const text of ['야 이 씨발놈아', 'what the fuck', 'f u c k this', '시1발 ㅅㅂ']) {
    const { verdict } = masks.message(message(text));
    assert.equal(verdict.status, 'mask', text);
    if (verdict.status === 'mask')
      assert.equal(masks.message(message(verdict.text)).verdict.status, 'pass', verdict.text);
  }
});

test('moderator - a held message says what becomes of it without a decision, and what is shown when it is let through', () => {
  const moderates = moderator('reject');
  const held = moderates.message(message('죽여버린다', 'library'));
  assert.ok(held.verdict.status === 'hold' && held.verdict.otherwise.reason === 'profanity');
  assert.deepEqual(moderates.released(message('죽여버린다', 'library')), { status: 'pass', text: '죽여버린다' });
  assert.equal(moderates.replaced(message('x'), '씨발').status, 'reject', 'a replaced text is no more trusted');
});

test('moderator - no text throws under any policy, nor any name', () => {
  const moderates = moderator('mask');
  const units = fc
    .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 300 })
    .map((all) => String.fromCharCode(...all));
  fc.assert(
    fc.property(
      fc.oneof(units, fc.string({ unit: 'binary', minLength: 1, maxLength: 2_000 })),
      fc.constantFrom('library', 'mask', 'reject', 'strict', 'default', 'unknown'),
      (text, policy) => {
        moderates.message(message(text, policy));
        moderates.allowsName(text.slice(0, 64));
      },
    ),
    { numRuns: 500 },
  );
});

test('sender order - what waits keeps its place, others pass', () => {
  const order = new SenderOrder();
  const gone: string[] = [];
  const go = (name: string) => () => void gone.push(name);
  const first = order.reserve('kim');
  order.pass('kim', go('second'));
  const third = order.reserve('kim');
  order.pass('lee', go('lee'));
  third(go('third'));
  assert.deepEqual(gone, ['lee']);
  first(go('first'));
  assert.deepEqual(gone, ['lee', 'first', 'second', 'third']);
  assert.equal(order.size, 0);
});

test('moderator - tells the category and the list of the word that decided, once for each message', () => {
  const told: string[] = [];
  const moderates = createModerator({
    filter: () => filter,
    policies: new PolicyTable(builtInPolicies('reject', { mode: 'off', onFailure: 'open' }), Date.now),
    spam: new Spam(),
    caught: ({ category, lang }) => told.push(`${lang} ${category}`),
  });
  moderates.message(message('안녕하세요 여러분'));
  moderates.message(message('야 이 씨발놈아'));
  moderates.message(message('what the fuck'));
  const held = message('죽여버린다', 'library');
  moderates.message(held);
  moderates.released(held);
  assert.deepEqual(told, ['ko profanity', 'en profanity', 'ko threat']);
});

test('nicknames of those who run the place - cannot be wished for, however they are written', () => {
  const moderates = moderator('reject', reservedNicks(RESERVED_NICKS_DEFAULT));
  for (const nick of [
    '운영자',
    '서버 운 영 자',
    '운@영@자',
    'Admin',
    'ADM1N',
    'a d m i n',
    'admin 1',
    'аdmin',
    '管理员',
  ])
    assert.equal(moderates.allowsNick(nick), false, nick);
  for (const nick of ['badminton', 'systematic', '영자', 'Kim', '관리 잘하는 여우'])
    assert.equal(moderates.allowsNick(nick), true, nick);
  assert.equal(moderates.allowsName('admin'), true, 'a room may be called so');
});
