import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '@maru/service-kit';
import { readConfig } from '../config.js';
import { builtInPolicies } from './policy.js';
import { readPolicyFile } from './policy-file.js';
import { PolicyTable, ROOM_POLICIES_MAX } from './policy-table.js';

const builtIn = builtInPolicies('reject', { mode: 'off', onFailure: 'open' });
const read = (policies: unknown) => readPolicyFile(JSON.stringify({ policies }), builtIn);

test('policy file - a policy takes what it does not say from its base', () => {
  const { policies, problems } = read({
    kids: { base: 'strict', words: { insult: { 1: 'mask' } }, spam: { links: { allow: ['naver.com'] }, caps: false } },
    default: { base: 'mask' },
  });
  assert.deepEqual(problems, []);
  const kids = policies.get('kids');
  assert.equal(kids?.words.insult[1], 'mask');
  assert.equal(kids.words.insult[2], 'reject');
  assert.equal(kids.spam.caps, false);
  assert.deepEqual(kids.spam.flood, builtIn.get('strict')?.spam.flood);
  assert.equal(policies.get('default')?.words.profanity[1], 'mask');
  assert.equal(policies.get('default')?.name, 'default');
});

test('policy file - all problems at once, each with its path', () => {
  const { problems } = read({
    kids: {
      base: 'nope',
      words: { insult: { 4: 'mask' }, swear: {} },
      spam: { links: 'sometimes', caps: { share: 2 }, flood: true },
    },
    Upper: {},
    ext: { external: { mode: 'x', onFailure: 'open' }, extra: 1 },
  });
  for (const path of [
    '/kids/words/insult/4',
    '/kids/words/swear',
    '/kids/spam/links',
    '/kids/spam/caps/share',
    '/kids/spam/caps/lettersMin',
    '/kids/spam/flood',
    '/Upper',
    '/ext/external/mode',
    '/ext/extra',
  ])
    assert.equal(
      problems.filter((problem) => problem.startsWith(`/policies${path}: `)).length,
      1,
      `${path} in ${problems.join('\n')}`,
    );
});

test('policy file - bases that are missing or go round are problems', () => {
  const { problems } = read({ a: { base: 'b' }, b: { base: 'a' }, c: { base: 'zz' } });
  assert.ok(problems.some((problem) => problem.includes('a → b → a')));
  assert.ok(problems.some((problem) => problem.startsWith('/policies/c/base: there is no policy "zz"')));
});

test('configuration - names POLICY_FILE beside the other problems', () => {
  const dir = mkdtempSync(join(tmpdir(), 'maru-policy-'));
  try {
    writeFileSync(join(dir, 'p.json'), '{"policies":{"a":{"words":{"x":{}}}}}');
    assert.throws(
      () => readConfig({ POLICY_FILE: join(dir, 'p.json'), HOLD_TIME_MS: 'soon' }),
      (error) =>
        error instanceof ConfigError &&
        error.problems.length === 2 &&
        error.problems.some((one) => one.startsWith('POLICY_FILE: /policies/a/words/x')),
    );
    assert.throws(() => readConfig({ POLICY_FILE: join(dir, 'none.json') }), /POLICY_FILE: cannot be read/);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("policy table - a room's mode goes before what is set for the room, that before what is set for all", () => {
  let nowMs = 1_000;
  const table = new PolicyTable(builtIn, () => nowMs);
  const set = (at: number, policy?: string, room?: string, untilMs?: number) =>
    table.apply({
      type: 'room-policy',
      v: 1,
      at,
      ...(policy ? { policy } : {}),
      ...(room ? { room } : {}),
      ...(untilMs ? { untilMs } : {}),
    });
  assert.equal(table.of('a').name, 'default');
  assert.ok(set(1, 'mask'));
  assert.ok(set(2, 'strict', 'a', 5_000));
  assert.deepEqual(
    [
      table.of('a').name,
      table.of('b').name,
      table.of('a', 'library').name,
      table.of('a', 'default').name,
      table.default.name,
    ],
    ['strict', 'mask', 'library', 'strict', 'mask'],
  );
  assert.equal(table.of('b', 'unknown').name, 'mask');
  nowMs = 6_000;
  assert.equal(table.of('a').name, 'mask', 'its time is over');
  assert.ok(!set(1, 'reject', 'a'), 'an older one changes nothing');
  assert.ok(!set(9, 'unknown', 'a'), 'nor does one that does not exist');
  assert.ok(set(9));
  assert.equal(table.of('b').name, 'default');
});

test('policy table - remembers a bounded number of rooms', () => {
  let gone = 0;
  const table = new PolicyTable(
    builtIn,
    () => 0,
    () => gone++,
  );
  for (let i = 0; i < ROOM_POLICIES_MAX + 10; i++)
    table.apply({ type: 'room-policy', v: 1, at: i + 1, room: `r${i}`, policy: 'mask' });
  assert.equal(table.rooms, ROOM_POLICIES_MAX);
  assert.equal(gone, 10);
  assert.equal(table.of('r0').name, 'default');
  assert.equal(table.of(`r${ROOM_POLICIES_MAX}`).name, 'mask');
});
