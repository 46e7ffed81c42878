import { bars, instant, lines, query, stat } from './panels.js';
import type { Dashboard } from './panels.js';

export const moderation: Dashboard = {
  uid: 'maru-moderation',
  title: 'Maru / Moderation',
  description: 'Verdicts, reasons, names, how long deciding takes, and the way to fan-out.',
  variables: [],
  rows: [
    {
      title: 'Now',
      panels: [
        stat({
          title: 'Decided',
          description: 'Messages decided on, per second.',
          unit: 'ops',
          size: { w: 6, h: 4 },
          queries: [query('sum(rate(maru_moderation_verdicts_total[$__rate_interval]))', '')],
        }),
        stat({
          title: 'Refused',
          description: 'Share of the messages of 5 minutes. A jump is an attack, or a list that matches too much.',
          unit: 'percentunit',
          decimals: 2,
          size: { w: 6, h: 4 },
          queries: [query('maru:rejected:ratio_rate5m', '')],
        }),
        stat({
          title: 'Shown without a verdict',
          description: 'Objective: 0. See the overview.',
          unit: 'short',
          size: { w: 6, h: 4 },
          thresholds: [
            { color: 'green', value: null },
            { color: 'red', value: 10 },
          ],
          queries: [query('maru:unmoderated:increase15m', '')],
        }),
        stat({
          title: 'Replicas',
          description: 'Moderation processes that run.',
          unit: 'none',
          size: { w: 6, h: 4 },
          thresholds: [
            { color: 'red', value: null },
            { color: 'orange', value: 1 },
            { color: 'green', value: 2 },
          ],
          queries: [query('count(maru_build_info{service="moderation"})', '')],
        }),
      ],
    },
    {
      title: 'Verdicts',
      panels: [
        lines({
          title: 'Verdicts',
          description:
            'pass: shown as it is. mask: shown with words starred out. reject: not shown, the sender has a receipt.',
          unit: 'ops',
          stacked: true,
          queries: [query('sum by (verdict) (rate(maru_moderation_verdicts_total[$__rate_interval]))', '{{verdict}}')],
        }),
        lines({
          title: 'Refused, by reason',
          description: 'Per second.',
          unit: 'ops',
          queries: [
            query('sum by (reason) (rate(maru_moderation_rejected_total[$__rate_interval])) > 0', '{{reason}}'),
          ],
        }),
        bars({
          title: 'Reasons in the time range',
          description: 'How many messages each reason refused.',
          unit: 'short',
          queries: [instant('sum by (reason) (increase(maru_moderation_rejected_total[$__range])) > 0', '{{reason}}')],
        }),
        lines({
          title: 'Names refused',
          description: 'Room names and nicknames.',
          unit: 'ops',
          queries: [query('sum by (kind) (rate(maru_moderation_names_refused_total[$__rate_interval]))', '{{kind}}')],
        }),
      ],
    },
    {
      title: 'Latency',
      panels: [
        lines({
          title: 'Deciding on a batch',
          description: 'Time in the word filter, for all messages of a batch.',
          unit: 's',
          queries: ['0.5', '0.99'].map((q) =>
            query(
              `histogram_quantile(${q}, sum by (le) (rate(maru_moderation_batch_seconds_bucket[$__rate_interval])))`,
              `p${Number(q) * 100}`,
            ),
          ),
        }),
        lines({
          title: 'Time per message',
          description: 'Deciding time over messages: CPU of the word filter.',
          unit: 's',
          queries: [
            query(
              'sum(rate(maru_moderation_batch_seconds_sum[$__rate_interval])) / (sum(rate(maru_moderation_batch_messages_sum[$__rate_interval])) > 0)',
              'mean',
            ),
          ],
        }),
        lines({
          title: 'Hops',
          description: 'raw_broker: until moderation has a message. moderation: until it is on its way to fan-out.',
          unit: 's',
          queries: [
            query(
              'histogram_quantile(0.99, sum by (le, hop) (rate(maru_hop_seconds_bucket{hop=~"raw_broker|moderation"}[$__rate_interval])))',
              'p99 {{hop}}',
            ),
          ],
        }),
        lines({
          title: 'Batches held',
          description: 'Taken and not yet acknowledged: what would come again after a crash.',
          unit: 'short',
          queries: [query('sum by (instance) (maru_moderation_batches_held)', '{{instance}}')],
        }),
      ],
    },
    {
      title: 'Way to fan-out',
      panels: [
        lines({
          title: 'Waiting for fan-out',
          description:
            'Batches, by shard. Above SHARD_DEPTH_MAX moderation pauses the shard, and edges refuse messages when its raw queue is full.',
          unit: 'short',
          queries: [query('max by (shard) (maru_moderation_approved_depth)', 'shard {{shard}}')],
        }),
        lines({
          title: 'Paused',
          description: 'Shards, and the times that a limit was hit.',
          unit: 'short',
          queries: [
            query('sum(maru_moderation_shards_paused)', 'shards paused'),
            query('sum by (limit) (increase(maru_moderation_limits_hit_total[$__rate_interval]))', '{{limit}}'),
          ],
        }),
      ],
    },
    {
      title: 'Process',
      panels: [
        lines({
          title: 'CPU',
          description: 'Cores in use.',
          unit: 'none',
          queries: [query('rate(process_cpu_seconds_total{service="moderation"}[$__rate_interval])', '{{instance}}')],
        }),
        lines({
          title: 'Memory',
          description: 'Resident memory. The lists take a part of it that does not grow.',
          unit: 'bytes',
          queries: [query('process_resident_memory_bytes{service="moderation"}', '{{instance}}')],
        }),
      ],
    },
  ],
};
