import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BUS_LIMIT_NAMES } from '@maru/bus';
import { LAG_PRECISION_MS, Metrics } from '@maru/observability';
import {
  PROCESS_METRICS,
  catalogue,
  documents,
  groupingsOf,
  panelQueries,
  rulesOf,
  seriesOf,
  storedSeries,
} from '../src/index.js';
import type { SeriesUse } from '../src/index.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const files = (folder: string, end: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(end))
    .map((name) => `${folder}/${name}`);

const rules = files('deploy/prometheus/rules', '.yml').flatMap((path) => rulesOf(read(path)));
const panels = files('grafana/dashboards', '.json').flatMap((path) => panelQueries(read(path)));
const recorded = new Set(rules.flatMap(({ record }) => (record === undefined ? [] : [record])));

describe('generated documents', () => {
  for (const [path, content] of documents()) {
    it(`${path} - is what the code says now (npm run generate:operations)`, () => {
      assert.ok(existsSync(join(ROOT, path)), 'is missing');
      assert.equal(read(path), content);
    });
  }

  it('dashboards - there is no file that nothing generates', () => {
    for (const path of files('grafana/dashboards', '.json')) assert.ok(documents().has(path), path);
  });
});

describe('metrics', () => {
  it('names - follow the conventions', () => {
    for (const { name, type, help, labels } of catalogue().flatMap(({ metrics }) => metrics)) {
      if (!name.startsWith('maru_')) continue;
      assert.match(name, /^maru_[a-z0-9_]+$/);
      if (type === 'counter') assert.match(name, /_total$/, name);
      else assert.doesNotMatch(name, /_total$/, name);
      assert.match(help, /^[A-Z0-9]/, name);
      for (const values of Object.values(labels))
        if (typeof values !== 'string')
          assert.ok(values.length > 0 && values.length <= 64, `${name}: ${values.length} label values`);
    }
  });

  it('process metrics - are those that Node exports', async () => {
    const text = await new Metrics('test', { version: '1' }).withProcessMetrics().registry.metrics();
    for (const { name, type } of PROCESS_METRICS) assert.ok(text.includes(`# TYPE ${name} ${type}`), name);
  });

  it('event loop delay - alerts and autoscaling start above what an idle process shows', () => {
    const alert = rules.find((rule) => rule.alert === 'MaruEventLoopLag')?.expr ?? '';
    const thresholdsMs = [1_000 * Number(/> ([\d.]+)/.exec(alert)?.[1])];
    for (const service of ['edge', 'moderation', 'fanout']) {
      const target = /eventloop_lag_p99_seconds \}\s+target: .*averageValue: (\d+)m/.exec(
        read(`deploy/kubernetes/${service}.yaml`),
      );
      thresholdsMs.push(Number(target?.[1]));
    }
    for (const ms of thresholdsMs) assert.ok(ms >= 1.25 * LAG_PRECISION_MS, `${ms} ms`);
  });
});

describe('queries', () => {
  const known = storedSeries();
  const check = (where: string, expr: string) => {
    const uses = seriesOf(expr);
    assert.ok(uses.length > 0, `${where}: no series in ${expr}`);
    const labels = new Set<string>();
    for (const use of uses) for (const label of labelsOf(use, where)) labels.add(label);
    for (const label of groupingsOf(expr)) assert.ok(labels.has(label), `${where}: no series has the label ${label}`);
  };
  /** All labels of a series; fails for one that nothing exports, or that does not have what it is selected by. */
  const labelsOf = ({ name, labels }: SeriesUse, where: string): Iterable<string> => {
    if (name === 'ALERTS') return ['alertname', 'alertstate', 'severity'];
    if (recorded.has(name)) return ['hop'];
    const has = known.get(name);
    assert.ok(has, `${where}: nothing exports ${name}`);
    for (const label of labels) assert.ok(has.has(label), `${where}: ${name} has no label ${label}`);
    return has;
  };

  it('seriesOf - finds names and labels, and nothing else', () => {
    assert.deepEqual(
      seriesOf('sum by (a) (rate(x_total{b="c{d",e=~"f"}[5m])) / on (g) (y > 0) or vector(1) offset 5m'),
      [
        { name: 'x_total', labels: ['b', 'e'] },
        { name: 'y', labels: [] },
      ],
    );
  });

  for (const { dashboard, panel, expr } of panels)
    it(`${dashboard}, ${panel} - reads what is exported: ${expr.slice(0, 60)}`, () =>
      check(panel, expr.replaceAll('$__rate_interval', '1m').replaceAll('$__range', '1h')));
  for (const { record, alert, expr } of rules)
    it(`rule ${record ?? alert} - reads what is exported`, () => check(record ?? alert ?? '', expr));

  it('metrics - every one is on a dashboard or in an alert', () => {
    const used = new Set(
      [...panels, ...rules].flatMap(({ expr }) =>
        seriesOf(expr).map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')),
      ),
    );
    const unused = catalogue()
      .flatMap(({ metrics }) => metrics)
      .map(({ name }) => name)
      .filter((name) => !used.has(name));
    assert.deepEqual(unused, []);
  });
});

describe('alerts', () => {
  const alerts = rules.filter(({ alert }) => alert !== undefined);

  it('each - says how bad it is, what it is, and where to read on', () => {
    for (const { alert, labels, annotations } of alerts) {
      assert.match(labels?.['severity'] ?? '', /^(page|ticket)$/, alert);
      assert.ok(annotations?.['summary'] && annotations['description'], alert);
      assert.equal(annotations['runbook'], `docs/operations/runbooks/${alert}.md`);
      assert.ok(existsSync(join(ROOT, annotations['runbook'])), `${alert} has no runbook`);
    }
  });

  it('MaruBusLimitHit - its runbook says what stands behind every limit', () => {
    const text = read('docs/operations/runbooks/MaruBusLimitHit.md');
    for (const limit of BUS_LIMIT_NAMES) assert.ok(text.includes(`\`${limit}\``), limit);
  });

  it('each - fires in an example of the rule tests', () => {
    const examples = files('deploy/prometheus/rule-tests', '.yml').map(read).join('\n');
    const expected = new Set([...examples.matchAll(/alertname(?:: |=")(\w+)/g)].map(([, name]) => name));
    assert.deepEqual(
      alerts.map(({ alert }) => alert).filter((alert) => !expected.has(alert)),
      [],
    );
  });

  it('runbooks - there is none without an alert', () => {
    const names = new Set(alerts.map(({ alert }) => `${alert}.md`));
    for (const name of readdirSync(join(ROOT, 'docs/operations/runbooks')))
      assert.ok(names.has(name) || name === 'README.md', name);
  });
});
