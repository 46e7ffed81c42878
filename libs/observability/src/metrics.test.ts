import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Metrics } from './metrics.js';

const lines = async (metrics: Metrics, start: string) =>
  (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(start));

describe('Metrics', () => {
  it('histogram - counts cumulatively, bounds included, what is beyond only in +Inf', async () => {
    const metrics = new Metrics('test', { version: '1.2.3' });
    const histogram = metrics.histogram('maru_x_seconds', 'x', [1, 2]);
    histogram.observe(1);
    histogram.observe(1.5, 3);
    histogram.observe(9);
    assert.deepEqual(await lines(metrics, 'maru_x_seconds'), [
      'maru_x_seconds_bucket{le="1",service="test"} 1',
      'maru_x_seconds_bucket{le="2",service="test"} 4',
      'maru_x_seconds_bucket{le="+Inf",service="test"} 5',
      'maru_x_seconds_sum{service="test"} 14.5',
      'maru_x_seconds_count{service="test"} 5',
    ]);
  });

  it('histogramBy - keeps one set of buckets per value and shows those without an observation', async () => {
    const metrics = new Metrics('test', { version: '1.2.3' });
    metrics.histogramBy('maru_hop', 'x', 'hop', ['a', 'b'], [1]).observe('b', 0.5, 2);
    assert.deepEqual(await lines(metrics, 'maru_hop_count'), [
      'maru_hop_count{hop="a",service="test"} 0',
      'maru_hop_count{hop="b",service="test"} 2',
    ]);
  });

  it('counterBy - shows every value from the start, and what is in no list as other', async () => {
    const metrics = new Metrics('test', { version: '1.2.3' });
    const counter = metrics.counterBy<string>('maru_c_total', 'x', 'kind', ['a']);
    counter.inc('a', 2);
    counter.inc('zzz');
    assert.deepEqual(await lines(metrics, 'maru_c_total'), [
      'maru_c_total{kind="a",service="test"} 2',
      'maru_c_total{kind="other",service="test"} 1',
    ]);
  });

  it('describe - names every metric with its type and labels', () => {
    const metrics = new Metrics('test', { version: '1.2.3' });
    metrics.counterBy('maru_c_total', 'Counts', 'kind', ['a', 'b']);
    assert.deepEqual(metrics.describe().at(-1), {
      name: 'maru_c_total',
      type: 'counter',
      help: 'Counts',
      labels: { kind: ['a', 'b'] },
    });
  });
});
