import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAULT_KINDS, makeSchedules } from './faults.js';

const schedules = (seed: number, rounds: number) =>
  makeSchedules({ seed, rounds, kinds: FAULT_KINDS, faultsPerRound: 4 });

describe('makeSchedules', () => {
  it('the same seed - gives the same schedule, another one another', () => {
    assert.deepEqual(schedules(42, 10), schedules(42, 10));
    assert.notDeepEqual(schedules(42, 10), schedules(43, 10));
  });

  it('the first rounds - do not depend on how many follow', () => {
    assert.deepEqual(schedules(42, 3), schedules(42, 10).slice(0, 3));
  });

  it('kinds - all come up once before any comes up again', () => {
    const rounds = FAULT_KINDS.length / 4;
    const kinds = schedules(7, rounds).flatMap(({ faults }) => faults.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), [...FAULT_KINDS].sort());
  });

  it('no kinds - rounds without faults', () => {
    assert.deepEqual(
      makeSchedules({ seed: 1, rounds: 2, kinds: [], faultsPerRound: 4 }).map(({ faults }) => faults),
      [[], []],
    );
  });
});
