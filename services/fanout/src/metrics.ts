import { BATCH_BUCKETS, HOP_HELP } from '@maru/observability';
import { HISTORY_LIMIT_NAMES } from '@maru/history';
import type { Metrics } from '@maru/observability';

export type FanoutMetrics = ReturnType<typeof fanoutMetrics>;

/** Limits of fan-out that are counted when they bite. */
const LIMITS = [
  ...HISTORY_LIMIT_NAMES,
  /** A room's memory of what it delivered is full: the oldest part of the idempotency window goes. */
  'dedupe_entries',
  /** So many closed rooms' deliveries are remembered: those of the longest closed are forgotten. */
  'departed_rooms',
  /** As many deliveries are under way as may be: more wait for a confirm. */
  'deliveries_in_flight',
  /** As many batches of receipts to one edge are under way as may be: more wait for a confirm. */
  'receipts_in_flight',
  /** So many members are told who came and went that a room's report waits. */
  'presence_told',
] as const;
export type FanoutLimit = (typeof LIMITS)[number];
export type FanoutLimitHit = (limit: FanoutLimit, times?: number) => void;
type Totals = { rooms(): number; lingering(): number; members(): number; edges(): number; shards(): number };

export function fanoutMetrics(metrics: Metrics, totals: Totals) {
  const placed = metrics.counter('maru_fanout_messages_total', 'Messages given a place in their room');
  const duplicates = metrics.counter(
    'maru_fanout_duplicates_total',
    'Messages dropped because they were delivered before',
  );
  const opened = metrics.counter('maru_fanout_rooms_opened_total', 'Rooms whose state was made');
  const closed = metrics.counter('maru_fanout_rooms_closed_total', 'Rooms whose state was dropped after the linger');
  const snapshots = metrics.counter('maru_fanout_snapshots_total', 'Room snapshots sent to edges');
  const takeovers = metrics.histogram('maru_fanout_takeover_seconds', 'Time to take over a shard, s');
  const taken = metrics.histogram('maru_fanout_batch_messages', 'Items in an approved batch', BATCH_BUCKETS);
  const sent = metrics.histogram('maru_fanout_delivery_messages', 'Messages in a delivery batch', BATCH_BUCKETS);
  const hops = metrics.histogramBy('maru_hop_seconds', HOP_HELP, 'hop', ['approved_broker', 'fanout']);
  const limits = metrics.counterBy(
    'maru_fanout_limits_hit_total',
    'Times a limit was hit, by its name; for the history, messages that had to go early',
    'limit',
    LIMITS,
  );
  const confirm = metrics.histogram('maru_fanout_confirm_seconds', "Until the broker's confirm of a delivery, s");
  metrics.gauge('maru_fanout_rooms', 'Rooms held', totals.rooms);
  metrics.gauge(
    'maru_fanout_rooms_lingering',
    'Rooms without an edge, waiting out their linger: what is left of them',
    totals.lingering,
  );
  metrics.gauge('maru_fanout_members', 'Members over all rooms held', totals.members);
  metrics.gauge('maru_fanout_edges', 'Edges heard lately', totals.edges);
  metrics.gauge('maru_fanout_shards_owned', 'Shards owned', totals.shards);
  return {
    messagePlaced: () => placed.inc(),
    duplicateDropped: () => duplicates.inc(),
    roomOpened: () => opened.inc(),
    roomClosed: () => closed.inc(),
    snapshotsSent: (rooms: number) => snapshots.inc(rooms),
    takenOver: (seconds: number) => takeovers.observe(seconds),
    batchTaken: (items: number, hopSeconds: number) => {
      taken.observe(items);
      hops.observe('approved_broker', Math.max(0, hopSeconds), items);
    },
    /** Messages that were gathered into a delivery, and how long ago the first of them came. */
    gathered: (messages: number, seconds: number) => hops.observe('fanout', seconds, messages),
    limitHit: (limit: FanoutLimit, times = 1) => limits.inc(limit, times),
    published: (messages: number, confirmSeconds: number) => {
      sent.observe(messages);
      confirm.observe(confirmSeconds);
    },
  };
}
