import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findLinks, isBelow } from './links.js';
import { DEFAULT_SPAM_RULES, STRICT_SPAM_RULES } from './rules.js';
import type { SpamRules } from './rules.js';
import { shingles, similarity, skeleton } from './similarity.js';
import { shape, SPAM_LIMITS, Spam } from './spam.js';

const START_MS = 1_795_000_000_000;
let count = 0;
const said = (text: string, atMs: number, user = 'kim', room = 'lobby', id = `c${++count}`) => ({
  room,
  user,
  id,
  text,
  ts: START_MS + atMs,
});
const rules = (patch: Partial<SpamRules>): SpamRules => ({ ...DEFAULT_SPAM_RULES, ...patch });

test('default rules - a benchmark of 1,000 users with a marker and the same sentence trips nothing', () => {
  const spam = new Spam();
  for (let i = 0; i < 6_000; i++) {
    const atMs = i * 10;
    const message = said(
      `${START_MS + atMs}.${i % 1000} the quick brown fox jumps over the lazy dog`,
      atMs,
      `user-${i % 1000}`,
    );
    assert.equal(spam.check(message, DEFAULT_SPAM_RULES), undefined, `message ${i}`);
  }
});

test('default rules - a crowd that cheers and a person who laughs trip nothing', () => {
  const spam = new Spam();
  for (let i = 0; i < 500; i++) {
    assert.equal(spam.check(said('대한민국 파이팅!!!', i * 20, `fan-${i}`), DEFAULT_SPAM_RULES), undefined);
    assert.equal(spam.check(said('ㅋㅋㅋㅋ', i * 500, 'laugher'), DEFAULT_SPAM_RULES), undefined);
  }
});

test('repeats - the same text once too often is spam, whatever its case and spaces; another user or room is not', () => {
  const spam = new Spam();
  for (let i = 0; i < 10; i++)
    assert.equal(spam.check(said(i % 2 ? 'Buy  My Stuff' : 'buy my stuff', i), DEFAULT_SPAM_RULES), undefined);
  assert.deepEqual(spam.check(said('buy my stuff', 11), DEFAULT_SPAM_RULES), { reason: 'spam', kind: 'repeat' });
  assert.equal(spam.check(said('buy my stuff', 11, 'lee'), DEFAULT_SPAM_RULES), undefined);
  assert.equal(spam.check(said('buy my stuff', 11, 'kim', 'other'), DEFAULT_SPAM_RULES), undefined);
  assert.equal(spam.check(said('buy my stuff', 60_000), DEFAULT_SPAM_RULES), undefined, 'the window is over');
});

test('flood - more than the rule allows in a sliding window is spam', () => {
  const spam = new Spam();
  const strict = rules({ flood: { messages: 5, windowMs: 10_000 } });
  for (let i = 0; i < 5; i++) assert.equal(spam.check(said(`말 ${i}`, i * 100), strict), undefined);
  assert.deepEqual(spam.check(said('말 6', 600), strict), { reason: 'spam', kind: 'flood' });
  assert.equal(spam.check(said('말 7', 30_000), strict), undefined);
});

test('near-duplicates - alike texts of many users are spam where the rule is on', () => {
  const spam = new Spam();
  const on = rules({ nearDuplicates: STRICT_SPAM_RULES.nearDuplicates });
  const verdicts = Array.from({ length: 8 }, (_, i) =>
    spam.check(said(`join my free giveaway at channel ${i}!!`, i * 100, `bot-${i}`), on),
  );
  assert.deepEqual(verdicts.slice(0, 5), [undefined, undefined, undefined, undefined, undefined]);
  assert.deepEqual(verdicts[7], { reason: 'spam', kind: 'near-duplicate' });
  assert.equal(spam.check(said('what a lovely evening this is', 900, 'bot-9'), on), undefined);
});

test('the same message again - is not counted and gets the same answer', () => {
  const spam = new Spam();
  const message = said('buy my stuff', 0, 'kim', 'lobby', 'same-id');
  for (let i = 0; i < 50; i++) assert.equal(spam.check(message, DEFAULT_SPAM_RULES), undefined);
  for (let i = 0; i < 9; i++) assert.equal(spam.check(said('buy my stuff', i), DEFAULT_SPAM_RULES), undefined);
  const last = said('buy my stuff', 20);
  const verdict = { reason: 'spam', kind: 'repeat' };
  assert.deepEqual(spam.check(last, DEFAULT_SPAM_RULES), verdict);
  assert.deepEqual(
    spam.check({ ...last, ts: last.ts + 100_000 }, DEFAULT_SPAM_RULES),
    verdict,
    'even when the window is over',
  );
});

test('the same message again - every kind is answered as before, and another text of the same id is judged anew', () => {
  const spam = new Spam();
  const on = rules({ links: 'deny', caps: { share: 0.8, lettersMin: 12 } });
  const texts: [string, { reason: string; kind: string } | undefined][] = [
    ['see evil.com', { reason: 'link', kind: 'link' }],
    [`Z${'\u0351'.repeat(9)}algo`, { reason: 'spam', kind: 'zalgo' }],
    ['WHY IS EVERYBODY SHOUTING', { reason: 'spam', kind: 'caps' }],
    ['good evening', undefined],
  ];
  for (const [text, verdict] of texts)
    for (let i = 0; i < 2; i++)
      assert.deepEqual(spam.check(said(text, 0, 'kim', 'lobby', 'one-id'), on), verdict, text);
});

test('windows - stay bounded however many senders and rooms come', () => {
  let full = 0;
  const spam = new Spam(() => full++);
  for (let i = 0; i < 250_000; i++)
    spam.check(said('hello there everyone', i, `user-${i}`, `room-${i % 10_000}`), STRICT_SPAM_RULES);
  assert.ok(
    spam.size <= 2 * (SPAM_LIMITS.sendersMax + SPAM_LIMITS.roomsMax + SPAM_LIMITS.verdictsMax),
    `${spam.size} entries`,
  );
  assert.ok(full > 0, 'the limit is told');
});

const LINKS: readonly [text: string, hosts: readonly string[]][] = [
  ['see https://Example.com/path?x=1', ['example.com']],
  ['http://user:pass@evil.example:8080/x', ['evil.example']],
  ['https://naver.com@evil.io/', ['evil.io']],
  ['naver.com에서 봐요', ['naver.com']],
  ['www.example.org.', ['example.org']],
  ['free at exa\u200bmple[.]com', ['example.com']],
  ['ｅｘａｍｐｌｅ．ｃｏｍ', ['example.com']],
  ['join example dot com now', ['example.com']],
  ['t.me/channel', ['t.me']],
  ['I went home.to sleep', []],
  ['3.14 and 18.5 and v1.2.3', []],
  ['mail kim@example.com', []],
  ['안녕하세요.반갑습니다', []],
  ['wait... what', []],
];
for (const [text, hosts] of LINKS)
  test(`links - ${JSON.stringify(text)} has ${hosts.length}`, () => assert.deepEqual(findLinks(text), hosts));

test('links - an allow-list lets its domains and what lies below them through', () => {
  const listed = rules({ links: { allow: ['naver.com'] } });
  assert.equal(shape('https://cafe.naver.com/x', listed), undefined);
  assert.equal(shape('https://notnaver.com', listed), 'link');
  assert.equal(shape('naver.com and evil.com', listed), 'link');
  assert.equal(shape('naver.com', rules({ links: 'deny' })), 'link');
  assert.ok(isBelow('a.b.c', ['b.c']) && !isBelow('xb.c', ['b.c']));
});

test('shape - stacked marks and shouting are seen, ordinary scripts are not', () => {
  const on = rules({ caps: { share: 0.8, lettersMin: 12 } });
  assert.equal(shape(`Z${'\u0351'.repeat(9)}algo`, on), 'zalgo');
  assert.equal(shape('WHY IS EVERYBODY SHOUTING', on), 'caps');
  for (const text of ['OK GG', 'ที่นี่มีน้ำ', 'đường phố tiếng Việt', 'שָׁלוֹם', '👨‍👩‍👧‍👦🏳️‍🌈', '한글은 대소문자가 없다 정말로', 'е́'])
    assert.equal(shape(text, on), undefined, text);
});

test('similarity - is 1 for the same letters, low for others', () => {
  const of = (text: string) => shingles(skeleton(text));
  assert.equal(similarity(of('Hello WORLD 123'), of('hello, world!!!')), 1);
  assert.ok(similarity(of('buy cheap gold now at site one'), of('buy cheap gold now at site two')) > 0.7);
  assert.ok(similarity(of('good evening everyone'), of('what is the score of the match')) < 0.2);
  assert.equal(similarity(of(''), of('')), 0);
});

test('fuzz - no text throws, and none takes long', () => {
  const spam = new Spam();
  const all = rules({ ...STRICT_SPAM_RULES, flood: false });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 2_000 }),
        fc
          .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 2_000 })
          .map((units) => String.fromCharCode(...units)),
      ),
      (text) => {
        spam.check(said(text, 0), all);
      },
    ),
    { numRuns: 300 },
  );
  for (const unit of ['a.', '.', 'a', '\u0301', 'http://', 'dot ', '[.]', '가.', 'A', '-a.', '\ud800'])
    for (const text of [unit.repeat(2_000 / unit.length), `${unit.repeat(1_000 / unit.length)} com`]) {
      const started = performance.now();
      spam.check(said(text, 0), all);
      assert.ok(performance.now() - started < 100, `${unit}: ${performance.now() - started} ms`);
    }
});
