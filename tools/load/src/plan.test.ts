import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LOAD_OPTIONS } from './load-options.js';
import { makePlan, readTarget } from './make-plan.js';
import { formatId, parseId } from './message-id.js';
import { UsageError, describeOptions, readOptions } from './options.js';
import { messagesDue, threadOf } from './plan.js';
import { seededRandom } from './random.js';
import { makeText } from './texts.js';

const files = { badTexts: undefined, tokens: [] };
const valuesOf = (...args: string[]) => readOptions(LOAD_OPTIONS, args).values;

describe('messagesDue', () => {
  it('no ramp - is the rate times the time', () => {
    assert.deepEqual([messagesDue(0, 10, 0), messagesDue(0.5, 10, 0), messagesDue(3, 10, 0)], [0, 5, 30]);
  });

  it('ramp - climbs evenly: half as many by its end, then the full rate', () => {
    assert.deepEqual([messagesDue(5, 10, 10), messagesDue(10, 10, 10), messagesDue(11, 10, 10)], [12, 50, 60]);
  });
});

describe('threadOf', () => {
  it('many rooms - a room belongs to one thread', () => {
    const threads = new Map<number, Set<number>>();
    for (let member = 0; member < 60; member++)
      threads.set(member % 6, (threads.get(member % 6) ?? new Set()).add(threadOf({ rooms: 6, threads: 4 }, member)));
    assert.ok([...threads.values()].every((set) => set.size === 1));
  });

  it('one room - its members are shared out', () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((member) => threadOf({ rooms: 1, threads: 2 }, member)),
      [0, 1, 0, 1],
    );
  });
});

describe('message ids', () => {
  it("round trip - through the protocol's 64 printable characters", () => {
    const id = { member: 99_999, number: 1_000_000, bad: true, sentUs: 9_007_199_254_740_991 };
    const text = formatId('l0123abcd', id);
    assert.match(text, /^[\x21-\x7e]{1,64}$/);
    assert.deepEqual(parseId('l0123abcd', text), id);
  });

  it('ids of others - are not read', () => {
    assert.equal(parseId('l1', 'l2.1.1.g.1'), undefined);
    assert.equal(parseId('l1', 'l12.1.1.g.1'), undefined);
    assert.equal(parseId('l1', undefined), undefined);
  });
});

describe('makeText', () => {
  it('length - is within its bounds, without spaces at the ends', () => {
    const random = seededRandom(7);
    for (let i = 0; i < 500; i++) {
      const text = makeText({ min: 1, max: 40 }, random);
      assert.ok(text.length >= 1 && text.length <= 40 && text === text.trim(), JSON.stringify(text));
    }
  });

  it('seed - the same one makes the same texts', () => {
    const [one, other] = [seededRandom(3), seededRandom(3)];
    assert.equal(makeText({ min: 20, max: 80 }, one), makeText({ min: 20, max: 80 }, other));
  });
});

describe('options', () => {
  it('defaults - make a plan', () => {
    const plan = makePlan(valuesOf(), files, 'l1');
    assert.deepEqual(plan.targets, [{ host: '127.0.0.1', port: 8080, secure: false, pathPrefix: '' }]);
    assert.ok(plan.connectUs < plan.sendUs && plan.sendUs < plan.measureUs && plan.measureUs < plan.stopUs);
  });

  it('several problems - are reported together', () => {
    assert.throws(
      () => valuesOf('--rooms', '0', '--rate', 'fast', '--receipts', 'none'),
      (error) => error instanceof UsageError && /--rooms.*--rate.*--receipts/s.test(error.message),
    );
  });

  it('unknown option - is refused by name', () => {
    assert.throws(
      () => valuesOf('--romos', '5'),
      (error) => error instanceof UsageError && error.message.includes('romos'),
    );
  });

  it('text length - must be a range', () => {
    assert.throws(() => makePlan(valuesOf('--text-length', '80-20'), files, 'l1'), UsageError);
  });

  it('help - names every option with unit and default', () => {
    const help = describeOptions(LOAD_OPTIONS);
    for (const [name, option] of Object.entries(LOAD_OPTIONS)) {
      assert.ok(help.includes(`--${name} <`), name);
      if (option.default !== undefined) assert.ok(help.includes(`Default: ${option.default}.`), name);
    }
  });
});

describe('readTarget', () => {
  it('https behind a path - is secure, port 443, with the path', () => {
    assert.deepEqual(readTarget('https://chat.example/live/'), {
      host: 'chat.example',
      port: 443,
      secure: true,
      pathPrefix: '/live',
    });
  });

  it('IPv6 - loses its brackets', () => {
    assert.equal(readTarget('ws://[::1]:8080').host, '::1');
  });

  it('other schemes - are refused', () => {
    assert.throws(() => readTarget('ftp://host'), UsageError);
  });
});
