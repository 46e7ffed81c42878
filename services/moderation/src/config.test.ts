import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '@maru/service-kit';
import { readConfig } from './config.js';

test('config - every problem is told at once, by name', () => {
  const wrong = { LISTS_DIR: '/there/is/no/such/folder', RESERVED_NICKS: 'boss,12', EXTERNAL_BATCH_MAX: '0' };
  assert.throws(
    () => readConfig(wrong),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.problems.map((problem) => problem.slice(0, problem.indexOf(':'))).sort(),
        Object.keys(wrong).sort(),
      );
      return true;
    },
  );
});

test('config - reserved nicknames can be left out', () => {
  assert.equal(readConfig({ RESERVED_NICKS: 'none' }).RESERVED_NICKS, undefined);
  assert.equal(readConfig({}).RESERVED_NICKS?.scan('운영자').length, 1);
});
