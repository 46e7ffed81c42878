import { REJECT_REASONS } from '@maru/contracts';
import type { RejectReason } from '@maru/contracts';
import { BATCH_BUCKETS } from '@maru/observability';
import type { Metrics } from '@maru/observability';

export type ModerationMetrics = ReturnType<typeof moderationMetrics>;

const VERDICTS = ['pass', 'mask', 'reject'] as const;
const NAMES = ['room', 'nick'] as const;

export function moderationMetrics(metrics: Metrics, totals: { paused(): number; waiting(): number }) {
  const verdicts = metrics.counterBy('maru_moderation_verdicts_total', 'Messages by verdict', 'verdict', VERDICTS);
  const rejected = metrics.counterBy('maru_moderation_rejected_total', 'Messages refused, by reason', 'reason', REJECT_REASONS);
  const names = metrics.counterBy('maru_moderation_names_refused_total', 'Room names and nicknames refused', 'kind', NAMES);
  const taken = metrics.histogram('maru_moderation_batch_messages', 'Items in a raw batch', BATCH_BUCKETS);
  const hop = metrics.histogram('maru_moderation_hop_seconds', 'From the publishing of a raw batch to its processing, s');
  const decide = metrics.histogram('maru_moderation_batch_seconds', 'Time to decide on a raw batch, s', [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]);
  metrics.gauge('maru_moderation_shards_paused', 'Shards paused because fan-out is behind', totals.paused);
  metrics.gauge('maru_moderation_batches_held', 'Raw batches taken and not yet acknowledged', totals.waiting);
  return {
    verdict: (verdict: (typeof VERDICTS)[number]) => verdicts.inc(verdict),
    rejected: (reason: RejectReason) => rejected.inc(reason),
    nameRefused: (kind: (typeof NAMES)[number]) => names.inc(kind),
    batchTaken: (items: number, hopSeconds: number, decideSeconds: number) => {
      taken.observe(items);
      hop.observe(Math.max(0, hopSeconds));
      decide.observe(decideSeconds);
    },
  };
}
