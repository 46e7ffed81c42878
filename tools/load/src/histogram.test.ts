import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Histogram } from './histogram.js';

const filled = (values: Iterable<number>): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
};
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('Histogram', () => {
  it('percentile - is within 1 % over the whole range', () => {
    for (const scale of [1, 37, 1_000, 12_345, 900_000]) {
      const histogram = filled(upTo(1_000).map((value) => value * scale));
      for (const share of [0.5, 0.9, 0.99, 0.999, 1]) {
        const exact = share * 1_000 * scale;
        const found = histogram.percentile(share);
        assert.ok(Math.abs(found - exact) <= exact * 0.01 + 1, `${share} of ${scale}: ${found} instead of ${exact}`);
      }
    }
  });

  it('small values - are exact', () => {
    const histogram = filled([3, 5, 200]);
    assert.deepEqual([histogram.percentile(0.3), histogram.percentile(0.5), histogram.percentile(1)], [3, 5, 200]);
  });

  it('percentile - never exceeds the largest value', () => {
    assert.equal(filled([1_000_001]).percentile(0.5), 1_000_001);
  });

  it('out of range - is counted at the ends', () => {
    const histogram = filled([-5, 2 ** 40]);
    assert.deepEqual([histogram.count, histogram.percentile(0.5), histogram.max], [2, 0, 2 ** 30 - 1]);
  });

  it('nothing recorded - is zero', () => {
    const histogram = new Histogram();
    assert.deepEqual([histogram.percentile(0.99), histogram.mean, histogram.max, histogram.count], [0, 0, 0, 0]);
  });

  it('toData - two halves add up to the whole', () => {
    const whole = filled(upTo(5_000));
    const sum = Histogram.from(filled(upTo(2_500)).toData());
    sum.add(filled(upTo(5_000).slice(2_500)).toData());
    assert.deepEqual(sum.toData(), whole.toData());
    assert.equal(sum.mean, 2_500.5);
  });

  it('reset - forgets everything', () => {
    const histogram = filled([10, 20]);
    histogram.reset();
    assert.deepEqual(histogram.toData(), new Histogram().toData());
  });
});
