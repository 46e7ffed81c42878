import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NickChecks } from './nick-checks.js';

test('nickname checks - a verdict that does not come in time is none, and is not heard later', () => {
  let nowMs = 0;
  let timedOut = 0;
  const refs: string[] = [];
  const heard: string[] = [];
  const checks = new NickChecks({
    shards: 1,
    check: (_shard, ref) => refs.push(ref),
    timedOut: () => timedOut++,
    now: () => nowMs,
  });
  for (const nick of ['Kim', 'Lee', 'Park']) checks.ask(nick, false, (verdict) => heard.push(`${nick} ${verdict}`));
  checks.verdict(refs[0] ?? '', true);
  checks.verdict(refs[1] ?? '', false);
  nowMs = 5_001;
  checks.expire();
  checks.verdict(refs[2] ?? '', true);
  assert.deepEqual(heard, ['Kim allowed', 'Lee refused', 'Park unknown']);
  assert.equal(timedOut, 1);
});
