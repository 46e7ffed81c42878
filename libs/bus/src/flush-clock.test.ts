import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { FlushClock } from './flush-clock.js';
import type { FlushClockOptions } from './flush-clock.js';

/** A clock on mocked timers that starts 7 ms after a tick of every length. */
const make = (options: FlushClockOptions = {}) =>
  new FlushClock({ now: () => Date.now(), wallNow: () => Date.now(), ...options });
const GRID_MS = 560;
const START_MS = 1_000_000_000_000 - (1_000_000_000_000 % GRID_MS) + 7;
const busy = (clock: FlushClock, perSec: number) => {
  for (let i = 0; i < 20; i++) {
    mock.timers.tick(50);
    for (let item = 0; item < perSec / 20; item++) clock.count();
  }
};
const calls = (flush: ReturnType<typeof mock.fn>) => flush.mock.callCount();
/** Brings the wall clock to 7 ms after a tick again. */
const rewind = () => mock.timers.tick((START_MS - Date.now() + GRID_MS * 1_000_000) % GRID_MS);

describe('FlushClock', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setImmediate', 'Date'], now: START_MS }));
  afterEach(() => mock.timers.reset());

  it('quiet - flushes at the end of the turn', () => {
    const flush = mock.fn();
    const clock = make();
    clock.schedule(flush);
    assert.equal(flush.mock.callCount(), 0);
    mock.timers.tick(0);
    assert.equal(flush.mock.callCount(), 1);
  });

  it('busy - flushes at the next tick of the wall clock, once however often it is asked', () => {
    const flush = mock.fn();
    const clock = make();
    busy(clock, 1_000);
    rewind();
    for (let i = 0; i < 3; i++) clock.schedule(flush);
    mock.timers.tick(48);
    assert.equal(flush.mock.callCount(), 0);
    mock.timers.tick(1);
    assert.equal(flush.mock.callCount(), 1);
    assert.equal(Date.now() % 56, 0);
  });

  it('what comes in the last moment of a tick - waits for the next: a timer that was early has flushed already', () => {
    const flush = mock.fn();
    const clock = make();
    mock.timers.tick(48);
    assert.equal(Date.now() % 56, 55);
    clock.schedule(flush, 56);
    mock.timers.tick(56);
    assert.equal(calls(flush), 0);
    mock.timers.tick(1);
    assert.equal(calls(flush), 1);
  });

  it('clocks with other loads - have ticks of one grid', () => {
    const times: number[][] = [[], [], []];
    [28, 56, 80].forEach((lingerMs, i) => make().schedule(() => times[i]?.push(Date.now() % GRID_MS), lingerMs));
    for (let i = 0; i < 80; i++) mock.timers.tick(1);
    assert.deepEqual(times, [[28], [56], [80]]);
  });

  it('a shorter wait that is asked for later - counts', () => {
    const flush = mock.fn();
    const clock = make();
    clock.schedule(flush, 80);
    clock.schedule(flush, 28);
    mock.timers.tick(21);
    assert.equal(flush.mock.callCount(), 1);
    mock.timers.tick(80);
    assert.equal(flush.mock.callCount(), 1);
  });

  it('a longer wait that is asked for later - does not', () => {
    const flush = mock.fn();
    const clock = make();
    clock.schedule(flush);
    clock.schedule(flush, 80);
    mock.timers.tick(0);
    assert.equal(flush.mock.callCount(), 1);
  });

  it('one is due - the others keep their time', () => {
    const [soon, late] = [mock.fn(), mock.fn()];
    const clock = make();
    clock.schedule(soon, 28);
    clock.schedule(late, 80);
    mock.timers.tick(21);
    assert.deepEqual([soon.mock.callCount(), late.mock.callCount()], [1, 0]);
    mock.timers.tick(52);
    assert.deepEqual([soon.mock.callCount(), late.mock.callCount()], [1, 1]);
  });

  it('aligned to the first item - waits from it on', () => {
    const flush = mock.fn();
    const clock = make({ lingerMaxMs: 5, align: 'first' });
    busy(clock, 1_000);
    rewind();
    clock.schedule(flush);
    mock.timers.tick(4);
    clock.schedule(flush);
    assert.equal(flush.mock.callCount(), 0);
    mock.timers.tick(1);
    assert.equal(flush.mock.callCount(), 1);
  });

  it('hastened - flushes at once what is scheduled, and nothing else', () => {
    const [here, other, idle] = [mock.fn(), mock.fn(), mock.fn()];
    const clock = make();
    clock.schedule(here, 80);
    clock.schedule(other, 80);
    clock.hasten(here);
    clock.hasten(idle);
    assert.deepEqual([here, other, idle].map(calls), [1, 0, 0]);
    mock.timers.tick(80);
    assert.deepEqual([here, other, idle].map(calls), [1, 1, 0]);
  });

  it('hastened when nothing else waits - leaves no timer', () => {
    const flush = mock.fn();
    const clock = make();
    clock.schedule(flush, 80);
    clock.hasten(flush);
    clock.schedule(flush, 28);
    mock.timers.tick(21);
    assert.equal(calls(flush), 2);
  });

  it('between quiet and busy - the wait grows with the rate', () => {
    const waits = [20, 80, 120].map((perSec) => {
      const clock = make();
      for (let second = 0; second < 2; second++) busy(clock, perSec);
      return Math.round(clock.lingerMs);
    });
    assert.deepEqual(waits, [0, 31, 56]);
  });

  it('after a pause - is quiet again', () => {
    const clock = make();
    busy(clock, 1_000);
    assert.equal(clock.lingerMs, 56);
    mock.timers.tick(2_000);
    clock.count();
    assert.equal(clock.lingerMs, 0);
  });
});
