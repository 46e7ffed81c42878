import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { takeToken, tokenRule } from './token-bucket.js';
import { DEPARTED_MAX, UserLimits } from './user-limits.js';

const rules = { send: tokenRule(5), frame: tokenRule(20) };
const make = () => {
  const clock = { nowMs: 1_000_000 };
  const full = mock.fn();
  return { clock, full, limits: new UserLimits(rules, () => clock.nowMs, full) };
};
/** Messages that get through at one moment. */
const spend = (holder: { sends: { tokens: number; atMs: number } }, nowMs: number) => {
  let sent = 0;
  while (takeToken(holder.sends, rules.send, nowMs) === 0) sent++;
  return sent;
};

test('user limits - connections of one user share a bucket', () => {
  const { clock, limits } = make();
  const one = limits.enter('kim', '10.0.0.1', false);
  const two = limits.enter('kim', '10.0.0.2', false);
  assert.equal(spend(one, clock.nowMs) + spend(two, clock.nowMs), rules.send.burst);
});

test('user limits - coming back brings the same bucket back', () => {
  const { clock, limits } = make();
  spend(limits.enter('kim', '10.0.0.1', false), clock.nowMs);
  limits.leave('kim', '10.0.0.1', false);
  clock.nowMs += 200;
  limits.sweep();
  assert.equal(spend(limits.enter('kim', '10.0.0.1', false), clock.nowMs), 1, 'one token has come back in 200 ms');
});

test('user limits - a new anonymous identity of the same address takes over what the last one left', () => {
  const { clock, limits } = make();
  spend(limits.enter('anon:a', '10.0.0.1', true), clock.nowMs);
  limits.leave('anon:a', '10.0.0.1', true);
  assert.equal(spend(limits.enter('anon:b', '10.0.0.1', true), clock.nowMs), 0);
  assert.equal(
    spend(limits.enter('anon:c', '10.0.0.9', true), clock.nowMs),
    rules.send.burst,
    'another address is another person',
  );
});

test('user limits - many names of one address bring no more than they left, and nobody shares for good', () => {
  const { clock, limits } = make();
  const names = ['a', 'b', 'c'].map((name) => `anon:${name}`);
  for (const name of names) spend(limits.enter(name, '10.0.0.1', true), clock.nowMs);
  for (const name of names) limits.leave(name, '10.0.0.1', true);
  const fresh = ['d', 'e', 'f'].map((name) => limits.enter(`anon:${name}`, '10.0.0.1', true));
  for (const budget of fresh) assert.equal(spend(budget, clock.nowMs), 0);
  assert.equal(spend(limits.enter('anon:a', '10.0.0.1', false), clock.nowMs), 0, 'the old name brings nothing either');
  assert.equal(
    spend(limits.enter('anon:g', '10.0.0.1', true), clock.nowMs),
    rules.send.burst,
    'three left, three came',
  );
  clock.nowMs += 1_000;
  for (const budget of fresh) assert.equal(spend(budget, clock.nowMs), 5, 'each refills by itself');
});

test('user limits - a typing that was relayed just now is remembered', () => {
  const { clock, limits } = make();
  limits.enter('kim', '10.0.0.1', false).typedMs = clock.nowMs;
  limits.leave('kim', '10.0.0.1', false);
  clock.nowMs += 2_900;
  limits.sweep();
  assert.equal(limits.enter('kim', '10.0.0.1', false).typedMs, clock.nowMs - 2_900);
});

test('user limits - a full bucket is forgotten', () => {
  const { clock, limits } = make();
  spend(limits.enter('kim', '10.0.0.1', false), clock.nowMs);
  limits.leave('kim', '10.0.0.1', true);
  assert.equal(limits.kept, 1);
  clock.nowMs += 2_000;
  limits.sweep();
  assert.equal(limits.kept, 0);
});

test('user limits - buckets of those who left are bounded: the oldest goes, and it is told', () => {
  const { clock, full, limits } = make();
  for (let i = 0; i <= DEPARTED_MAX; i++) {
    spend(limits.enter(`u${i}`, '10.0.0.1', false), clock.nowMs);
    limits.leave(`u${i}`, '10.0.0.1', false);
  }
  assert.equal(limits.kept, DEPARTED_MAX);
  assert.equal(full.mock.callCount(), 1);
  assert.equal(spend(limits.enter('u0', '10.0.0.1', false), clock.nowMs), rules.send.burst);
});
