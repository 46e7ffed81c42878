import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../../deploy/prometheus/', import.meta.url));
const promtool = (...args: string[]) => spawnSync('promtool', args, { encoding: 'utf8' });
const missing =
  promtool('--version').status === 0 ? false : 'promtool is not installed (Debian: apt-get install prometheus)';

describe('Prometheus rules', { skip: missing }, () => {
  for (const name of readdirSync(join(FOLDER, 'rules'))) {
    it(`${name} - is what Prometheus understands`, () => {
      const { status, stdout, stderr } = promtool(
        'check',
        'rules',
        '--lint=all',
        '--lint-fatal',
        join(FOLDER, 'rules', name),
      );
      assert.equal(status, 0, stdout + stderr);
    });
  }

  for (const name of readdirSync(join(FOLDER, 'rule-tests'))) {
    it(`${name} - the rules say what the examples expect`, () => {
      const { status, stdout, stderr } = promtool('test', 'rules', join(FOLDER, 'rule-tests', name));
      assert.equal(status, 0, stdout + stderr);
    });
  }
});
