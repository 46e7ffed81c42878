import { REJECT_REASONS } from '@maru/contracts';
import type { RejectReason } from '@maru/contracts';
import { BATCH_BUCKETS, HOP_HELP } from '@maru/observability';
import type { Metrics } from '@maru/observability';

export type ModerationMetrics = ReturnType<typeof moderationMetrics>;

const VERDICTS = ['pass', 'mask', 'reject'] as const;
const NAMES = ['room', 'nick'] as const;
/** Limits of moderation that are counted when they bite. */
const LIMITS = [
  /** Too much waits for fan-out in a shard: the shard is paused. */
  'shard_depth',
  /** As many batches of a shard are under way as may be: more wait for a confirm. */
  'batches_in_flight',
] as const;
export type ModerationLimit = (typeof LIMITS)[number];

export function moderationMetrics(metrics: Metrics, totals: { paused(): number; waiting(): number; depths(): Record<string, number> }) {
  const verdicts = metrics.counterBy('maru_moderation_verdicts_total', 'Messages by verdict', 'verdict', VERDICTS);
  const rejected = metrics.counterBy('maru_moderation_rejected_total', 'Messages refused, by reason', 'reason', REJECT_REASONS);
  const names = metrics.counterBy('maru_moderation_names_refused_total', 'Room names and nicknames refused', 'kind', NAMES);
  const taken = metrics.histogram('maru_moderation_batch_messages', 'Items in a raw batch', BATCH_BUCKETS);
  const hops = metrics.histogramBy('maru_hop_seconds', HOP_HELP, 'hop', ['raw_broker', 'moderation']);
  const limits = metrics.counterBy('maru_moderation_limits_hit_total', 'Times a limit was hit, by its name', 'limit', LIMITS);
  const decide = metrics.histogram('maru_moderation_batch_seconds', 'Time to decide on a raw batch, s', [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]);
  metrics.gauge('maru_moderation_shards_paused', 'Shards paused because fan-out is behind', totals.paused);
  metrics.gauge('maru_moderation_batches_held', 'Raw batches taken and not yet acknowledged', totals.waiting);
  metrics.gauge('maru_moderation_approved_depth', 'Batches that wait for fan-out in a shard, as last seen by its owner', { label: 'shard', values: '0 to SHARDS - 1', read: totals.depths });
  return {
    verdict: (verdict: (typeof VERDICTS)[number]) => verdicts.inc(verdict),
    rejected: (reason: RejectReason) => rejected.inc(reason),
    nameRefused: (kind: (typeof NAMES)[number]) => names.inc(kind),
    batchTaken: (items: number, hopSeconds: number, decideSeconds: number) => {
      taken.observe(items);
      hops.observe('raw_broker', Math.max(0, hopSeconds), items);
      decide.observe(decideSeconds);
    },
    /** Items that go on to fan-out together, and how long ago the first of them came. */
    approved: (items: number, seconds: number) => hops.observe('moderation', seconds, items),
    limitHit: (limit: ModerationLimit) => limits.inc(limit),
  };
}
