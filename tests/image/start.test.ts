import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

const ROOT = join(import.meta.dirname, '../../..');
const START = join(ROOT, 'deploy/image/start.mjs');

/** What the image's entry point says when it does not start: every case here ends with an error. */
function start(args: string[], env: Record<string, string>): string {
  const { status, stderr, stdout } = spawnSync(process.execPath, [START, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
    timeout: 30_000,
  });
  assert.equal(status, 1, stdout + stderr);
  return stdout + stderr;
}

describe("the image's entry point", () => {
  const dir = mkdtempSync(join(tmpdir(), 'maru-image-'));
  const secret = join(dir, 'secret');
  writeFileSync(secret, 'too-short\n');
  after(() => rmSync(dir, { recursive: true }));

  it('without a service - says which there are', () => {
    assert.match(start([], {}), /edge, moderation, fanout/);
    assert.match(start(['broker'], {}), /edge, moderation, fanout/);
  });

  for (const [service, name] of [
    ['edge', 'ADMIN_TOKEN'],
    ['edge', 'ANON_SECRET'],
    ['fanout', 'AMQP_URL'],
  ] as const) {
    it(`${name}_FILE - is read in place of ${name}`, () => {
      const said = start([service], { [`${name}_FILE`]: secret });
      assert.match(said, new RegExp(`${name}: `));
      assert.ok(!said.includes('too-short'), 'a secret is not shown');
    });
  }

  it('a file that is not there - is named, with what to do', () => {
    const said = start(['edge'], { ADMIN_TOKEN_FILE: join(dir, 'none') });
    assert.match(said, /ADMIN_TOKEN_FILE: .*none can't be read \(ENOENT\): mount it/);
  });

  it('a value and a file - are one too many', () => {
    assert.match(start(['edge'], { ANON_SECRET: 'a', ANON_SECRET_FILE: secret }), /both set: keep one/);
  });

  it('an empty name - counts as not set', () => {
    assert.doesNotMatch(start(['fanout'], { AMQP_URL: 'x', AMQP_URL_FILE: '' }), /AMQP_URL_FILE/);
  });
});
