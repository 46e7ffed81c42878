import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Histogram } from './histogram.js';
import { htmlReport } from './html-report.js';
import { LOAD_OPTIONS } from './load-options.js';
import { readOptions } from './options.js';
import { noCounts } from './plan.js';
import type { ThreadResult } from './plan.js';
import { combineIntervals, problemsOf, summarize } from './summary.js';
import { barChart, lineChart, niceStep } from './svg.js';

const latency = new Histogram();
for (let i = 1; i <= 1_000; i++) latency.record(i * 100);

const thread = (more: Partial<ThreadResult> = {}): ThreadResult => ({
  counts: { ...noCounts(), deliveries: 1_000 },
  latency: latency.toData(),
  rejected: { profanity: 2 },
  errors: {},
  closes: {},
  lost: 0,
  unanswered: 0,
  behind: 0,
  views: [{ room: 0, messages: 5, hash: 77, last: 9 }],
  firstProblem: undefined,
  ...more,
});

describe('summarize', () => {
  it('threads - add up', () => {
    const summary = summarize([thread(), thread()], []);
    assert.equal(summary.counts.deliveries, 2_000);
    assert.deepEqual(summary.rejected, { profanity: 4 });
    assert.equal(summary.latency.count, 2_000);
    assert.ok(Math.abs(summary.latency.p99Ms - 99) < 1);
    assert.deepEqual(problemsOf(summary, undefined), []);
  });

  it('threads that saw a room differently - are a problem', () => {
    const summary = summarize([thread(), thread({ views: [{ room: 0, messages: 5, hash: 78, last: 9 }] })], []);
    assert.equal(summary.roomsSeenDifferently, 1);
    assert.match(problemsOf(summary, undefined).join(), /1 rooms were seen differently/);
  });

  for (const [name, broken] of [
    ['lost', thread({ lost: 1 })],
    ['behind', thread({ behind: 1 })],
    ['missing', thread({ counts: { ...noCounts(), deliveries: 1, missing: 1 } })],
    ['duplicates', thread({ counts: { ...noCounts(), deliveries: 1, duplicates: 1 } })],
    ['disorder', thread({ counts: { ...noCounts(), deliveries: 1, disorder: 1 } })],
    ['conflicts', thread({ counts: { ...noCounts(), deliveries: 1, conflicts: 1 } })],
    ['nothing delivered', thread({ counts: noCounts() })],
  ] as const) {
    it(`${name} - is a problem`, () => assert.equal(problemsOf(summarize([broken], []), undefined).length, 1));
  }

  it('p99 above the limit - is a problem', () => {
    assert.equal(problemsOf(summarize([thread()], []), 50).length, 1);
    assert.equal(problemsOf(summarize([thread()], []), 200).length, 0);
  });
});

describe('combineIntervals', () => {
  it('threads of one second - add up, percentiles over all', () => {
    const interval = {
      second: 3,
      counts: { ...noCounts(), sent: 5, deliveries: 50 },
      latency: latency.toData(),
      joined: 10,
    };
    const { second, joined, sent, deliveries, p50Ms } = combineIntervals([interval, interval]);
    assert.deepEqual([second, joined, sent, deliveries], [3, 20, 10, 100]);
    assert.ok(Math.abs(p50Ms - 50) < 1);
  });
});

describe('htmlReport', () => {
  const seconds = [1, 2, 3].map((second) => ({
    second,
    joined: 10,
    sent: 5,
    deliveries: 50,
    cuts: 0,
    p50Ms: 1,
    p99Ms: 3,
  }));
  const settings = readOptions(LOAD_OPTIONS, []).values;
  const report = (problems: string[]) =>
    htmlReport({
      kind: 'load',
      at: '2026-01-01T00:00:00Z',
      settings,
      problems,
      summary: summarize([thread({ rejected: { '<b>"bad"</b>': 1 } })], seconds),
    });

  it('page - has its plots inside and nothing from elsewhere', () => {
    const page = report([]);
    assert.equal(page.match(/<svg /g)?.length, 5);
    assert.doesNotMatch(
      page.replaceAll('http://www.w3.org/2000/svg', '').replaceAll('http://127.0.0.1:8080', ''),
      /https?:|<script|<link|src=/,
    );
    assert.match(page, /All promises of the protocol were kept/);
  });

  it('texts - are escaped', () => {
    const page = report(['1 <i>problem</i>']);
    assert.doesNotMatch(page, /<b>|<i>/);
    assert.match(page, /&#60;i&#62;problem/);
  });
});

describe('charts', () => {
  it('niceStep - is 1, 2 or 5 times a power of ten', () => {
    assert.deepEqual([1, 7, 10, 23, 99, 100_000].map(niceStep), [0.2, 2, 2, 5, 20, 20_000]);
  });

  it('points - lie within the frame, the largest at the top of its axis', () => {
    const svg = lineChart({ title: 't', x: 'x', y: 'y' }, [
      {
        name: 'a',
        color: '#000',
        points: [
          [0, 0],
          [10, 100],
        ],
      },
    ]);
    assert.match(svg, /<polyline points="58,214 626,34"/);
  });

  it('a single point and a zero - draw without NaN', () => {
    assert.doesNotMatch(
      lineChart({ title: 't', x: 'x', y: 'y' }, [{ name: 'a', color: '#000', points: [[5, 0]] }]),
      /NaN|Infinity/,
    );
  });

  it('bars - one per value, none where there is no value', () => {
    const svg = barChart({ title: 't', x: '', y: 'y' }, ['one', 'two'], [{ label: 'g', values: [1, null] }]);
    assert.equal(svg.match(/<rect [^>]*fill="#0072b2"/g)?.length, 2); // bar and legend
    assert.equal(svg.match(/<rect [^>]*fill="#d55e00"/g)?.length, 1); // legend only
  });
});
