import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { PRESENCE_TOLD_AT_ONCE, PRESENCE_TOLD_PER_SEC, PRESENCE_WAIT_MAX_MS, PresencePace } from './presence-pace.js';

describe('presence pace', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  /** Every room asks once a second for so long. Returns when each was told, ms, and how many members at a moment. */
  function run(rooms: number, members: number, seconds: number) {
    const told = Array.from({ length: rooms }, () => [] as number[]);
    const atOnce = new Map<number, number>();
    let waits = 0;
    const start = Date.now();
    const pace = new PresencePace<number>({
      tell: (room) => {
        const ms = Date.now() - start;
        told[room]?.push(ms);
        atOnce.set(ms, (atOnce.get(ms) ?? 0) + members);
      },
      waits: () => waits++,
      now: Date.now,
    });
    for (let ms = 0; ms < seconds * 1_000; ms += 20) {
      if (ms % 1_000 === 0) for (let room = 0; room < rooms; room++) pace.ask(room, members);
      mock.timers.tick(20);
    }
    pace.clear();
    return { told, waits, moments: atOnce.size, most: Math.max(...atOnce.values()) };
  }
  const gaps = (times: number[]) => times.slice(1).map((ms, n) => ms - (times[n] ?? 0));

  it('few members - are told when they ask', () => {
    const { told, waits } = run(20, 10, 10);
    assert.equal(waits, 0);
    for (const times of told) assert.deepEqual(gaps(times), Array(9).fill(1_000));
  });

  it('a large hall - is told as often as the budget allows', () => {
    const { told } = run(1, PRESENCE_TOLD_PER_SEC * 3, 30);
    const reports = told[0]?.length ?? 0;
    assert.ok(reports >= 9 && reports <= 11, `${reports} in 30 s`);
  });

  it('very many members - rooms take turns, soon enough, in few moments, and never many at one', () => {
    const { told, waits, moments, most } = run(1_500, 10, 40);
    assert.ok(waits > 0);
    for (const times of told) assert.ok(Math.max(...gaps(times)) <= PRESENCE_WAIT_MAX_MS * 2.1, times.join());
    assert.ok(most <= PRESENCE_TOLD_AT_ONCE + 10, `${most} at one moment`);
    // Each moment is a message through the broker. 15,000 members in turn are 3,000 a second.
    assert.ok(moments <= 40 * 4, `${moments} moments`);
  });

  it('more than can be told in time - are told more at one moment, not later', () => {
    const { told, moments, most } = run(10_000, 10, 15);
    for (const times of told) assert.ok(Math.max(...gaps(times)) <= PRESENCE_WAIT_MAX_MS * 2.1, times.join());
    assert.ok(most <= PRESENCE_TOLD_AT_ONCE * 2 + 10, `${most} at one moment`);
    assert.ok(moments <= 15 * 10 + 1, `${moments} moments`);
  });

  it('who is forgotten while waiting - is not told', () => {
    const told: number[] = [];
    const pace = new PresencePace<number>({ tell: (room) => told.push(room), waits: () => undefined, now: Date.now });
    pace.ask(1, 5_000);
    pace.ask(2, 10);
    pace.clear();
    mock.timers.tick(60_000);
    assert.deepEqual(told, [1]);
  });
});
