import type { MetricDescription } from '@maru/observability';
import { catalogue } from './catalogue.js';

const labelText = (labels: MetricDescription['labels']): string =>
  Object.entries(labels)
    .map(([label, values]) =>
      typeof values === 'string' ? `\`${label}\` (${values})` : `\`${label}\`: ${values.join(', ')}`,
    )
    .join('; ');

/** docs/operations/metrics.md */
export function metricsPage(): string {
  const sections = catalogue().map(({ title, text, metrics }) =>
    [
      `## ${title}`,
      '',
      text,
      '',
      '| name | type | labels | meaning |',
      '| --- | --- | --- | --- |',
      ...metrics.map(({ name, type, labels, help }) => `| \`${name}\` | ${type} | ${labelText(labels)} | ${help} |`),
      '',
    ].join('\n'),
  );
  return `# Metrics

Generated from the code by \`npm run generate:operations\`; a test fails when it is stale.

Each process answers \`/metrics\` on its ops port. Every metric also has the label \`service\` (edge, moderation, fanout).
Labels take values of a fixed set only: no room, no user, nothing a client can choose. Histograms are listed by their
base name; latencies are in seconds. Values that span two processes (\`raw_broker\`, \`approved_broker\`,
\`delivery_broker\`, end to end) compare two clocks: keep the hosts' clocks within a few milliseconds of each other.

The way of a message in \`maru_hop_seconds\`: \`accept\` (an edge takes it, until the broker confirms it) ·
\`raw_broker\` (published by the edge, until moderation has it) · \`moderation\` (until the approved batch leaves) ·
\`approved_broker\` (until fan-out has it) · \`fanout\` (until its delivery leaves) · \`delivery_broker\` (until an edge has
it) · \`delivery\` (until it is written to the sockets). \`accept\` runs beside the others, not before them. Messages that
travel in one batch count once each, all with the time of the first of them.

Sizes that batches and writes may have are limits too; they show in the last bucket of the batch histograms.

${sections.join('\n')}`;
}
