import { Histogram } from './histogram.js';
import type { LoadReport } from './report.js';
import { COLORS, lineChart } from './svg.js';
import type { Series } from './svg.js';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:46rem;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin-top:2rem}svg{max-width:100%;height:auto}
table{border-collapse:collapse;width:100%}td{border-bottom:1px solid #e4e4e4;padding:.2rem .4rem}td:last-child{text-align:right;font-variant-numeric:tabular-nums}
.good{color:#00664a}.bad{color:#a33b00}`;

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const number = (value: number): string => value.toLocaleString('en-US');
const table = (rows: readonly (readonly [string, string | number])[]): string =>
  `<table>${rows.map(([name, value]) => `<tr><td>${escape(name)}</td><td>${typeof value === 'number' ? number(value) : escape(value)}</td></tr>`).join('')}</table>`;

const SHOWN_PERCENTILES = ['50', '90', '99', '99.9', '99.99', '99.999'];
/** Place of a percentile on an axis that begins at the median and gives each nine the same room. */
const nines = (percentile: number): number => Math.log10(50 / (100 - percentile));

/** Percentiles from the median up to the slowest messages. */
function percentileChart(histogram: Histogram): string {
  const most = Math.log10(Math.max(2, histogram.count)) - Math.log10(2);
  const points = Array.from({ length: 51 }, (_, i) => (i * most) / 50).map(
    (x) => [x, histogram.percentile(1 - 0.5 * 10 ** -x) / 1_000] as const,
  );
  const ticks = SHOWN_PERCENTILES.map((text) => [nines(Number(text)), text] as const).filter(([x]) => x <= most);
  return lineChart({ title: 'Latency by percentile', x: 'percentile, %', y: 'ms', ticks }, [
    { name: 'latency', color: COLORS[0], points },
  ]);
}

function charts({ summary }: LoadReport): string {
  const { seconds, histogram } = summary;
  if (seconds.length === 0) return '';
  const series = (name: string, color: string, value: (second: (typeof seconds)[number]) => number): Series => ({
    name,
    color,
    points: seconds.map((second) => [second.second, value(second)]),
  });
  const [blue, red, green] = COLORS;
  const delivered = seconds.filter(({ deliveries }) => deliveries > 0);
  const x = 'seconds since the start';
  const parts = [
    lineChart({ title: 'Members joined', x, y: 'members' }, [
      series('joined', blue, ({ joined }) => joined),
      series('cut per second', red, ({ cuts }) => cuts),
    ]),
    lineChart({ title: 'Messages sent', x, y: 'per second' }, [series('sent', blue, ({ sent }) => sent)]),
    lineChart({ title: 'Deliveries', x, y: 'per second' }, [
      series('deliveries', green, ({ deliveries }) => deliveries),
    ]),
  ];
  if (delivered.length > 0) {
    const latency = (name: string, color: string, field: 'p50Ms' | 'p99Ms'): Series => ({
      name,
      color,
      points: delivered.map((second) => [second.second, second[field]]),
    });
    parts.push(
      lineChart({ title: 'Latency, from sending to every member', x, y: 'ms' }, [
        latency('p50', blue, 'p50Ms'),
        latency('p99', red, 'p99Ms'),
      ]),
    );
    if (histogram.buckets.length > 0) parts.push(percentileChart(Histogram.from(histogram)));
  }
  return parts.join('\n');
}

/** A page that needs no other file and no network. */
export function htmlReport(report: LoadReport): string {
  const { summary, problems, settings, at } = report;
  const { counts, latency } = summary;
  const reasons = (title: string, record: Record<string, number>): (readonly [string, number])[] =>
    Object.entries(record).map(([name, count]) => [`${title}: ${name}`, count]);
  const verdict =
    problems.length === 0
      ? '<p class="good">All promises of the protocol were kept: nothing lost, nothing doubled, one order in every room.</p>'
      : `<ul class="bad">${problems.map((problem) => `<li>${escape(problem)}</li>`).join('')}</ul>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Load report, ${escape(at)}</title><style>${STYLE}</style></head><body>
<h1>Load report</h1><p>${escape(at)}</p>${verdict}
<h2>Latency, from sending to every member</h2>${table([
    ['deliveries counted', latency.count],
    ['median, ms', latency.p50Ms],
    ['90 %, ms', latency.p90Ms],
    ['99 %, ms', latency.p99Ms],
    ['99.9 %, ms', latency.p999Ms],
    ['longest, ms', latency.maxMs],
  ])}
${charts(report)}
<h2>Messages</h2>${table([
    ['sent', counts.sent],
    ['accepted', counts.accepted],
    ['shown to the sender', counts.delivered],
    ['deliveries to all members', counts.deliveries],
    ['of these, replayed after a reconnect', counts.replayed],
    ['held for a decision', counts.held],
    ...reasons('rejected', summary.rejected),
    ...reasons('error', summary.errors),
    ['with bad words: sent', counts.badSent],
    ['with bad words: shown as they were', counts.badShown],
    ['shown with words starred out', counts.masked],
    ['harmless, but rejected', counts.goodRejected],
    ['not sent, since the member was away', counts.skipped],
    ['without any answer at the end', summary.unanswered],
    ['lost (accepted, without outcome)', summary.lost],
  ])}
<h2>Order</h2>${table([
    ['gaps', counts.gaps],
    ['deliveries missing', counts.missing],
    ['shown twice', counts.duplicates],
    ['seq that does not rise', counts.disorder],
    ['different orders seen', counts.conflicts + summary.roomsSeenDifferently],
    ['members behind at the end', summary.behind],
  ])}
<h2>Connections</h2>${table([
    ['joins', counts.joins],
    ['cut on purpose', counts.cuts],
    ['resumed without loss', counts.resumed],
    ['resumed too late for the history', counts.resumesLost],
    ['closed by the server', counts.closedByServer],
    ['upgrades refused', counts.refused],
    ...reasons('closed with', summary.closes),
  ])}
<h2>Settings</h2>${table(Object.entries(settings).map(([name, value]) => [name, value === undefined ? '–' : String(value)] as const))}
</body></html>
`;
}
