import { CLOSE, ERROR_CODES, RECEIPT_STATUSES, UPGRADE_CODES } from '@maru/contracts';
import type { ErrorCode, ReceiptStatus, UpgradeCode } from '@maru/contracts';
import { HISTORY_LIMIT_NAMES } from '@maru/history';
import { BATCH_BUCKETS, HOP_HELP } from '@maru/observability';
import type { Metrics } from '@maru/observability';

export type EdgeMetrics = ReturnType<typeof edgeMetrics>;

/** Limits of an edge that are counted when they bite. */
const LIMITS = [
  'sends_per_sec',
  'frames_per_sec',
  'frame_bytes',
  'payload_bytes',
  'bad_frames',
  'typing_interval',
  'connections_max',
  'connections_per_ip',
  'connects_per_ip',
  'connects_per_sec',
  'pending_upgrades',
  'raid_joins',
  'order_actions',
  'slow_consumer_bytes',
  'replay_history',
  'backpressure_bytes',
  'idle_timeout',
  'broker_grace',
  'pending_messages',
  'pending_bytes',
  'unconfirmed_bytes',
  'batches_in_flight',
  'outcome_timeout',
  'outcome_age',
  'presence_rooms',
  'snapshot_timeout',
  'nick_verdict_timeout',
  'departed_users',
  'moderators',
  'order_body_bytes',
  'sanctions',
  'speakers',
  'listed_replicas',
  ...HISTORY_LIMIT_NAMES,
] as const;
export type EdgeLimit = (typeof LIMITS)[number];
const FRAMES = ['send', 'typing', 'ping'] as const;
const RESUMES = ['recovered', 'lost'] as const;
const BREAKER = ['closed', 'half-open', 'open'] as const;
const SENDS = ['accepted', 'unavailable', 'refused', 'rate_limited'] as const;
/** Ours, and those of the protocol beneath: normal, without a code, cut off, too large. */
const CLOSES = [...Object.values(CLOSE).map(String), '1000', '1005', '1006', '1009', 'other'];
const SECONDS_MS = 1000;

export type EdgeTotals = {
  connections(): number;
  connectionsMax(): number;
  members(): number;
  rooms(): number;
  emptyRooms(): number;
  pending(): number;
  oldestPendingMs(): number;
  deliveriesPerSec(): number;
  breaker(): (typeof BREAKER)[number];
};

export function edgeMetrics(metrics: Metrics, totals: EdgeTotals) {
  metrics.gauge('maru_edge_connections', 'Open sockets', totals.connections);
  metrics.gauge(
    'maru_edge_connections_limit',
    'Open sockets that this edge takes at most; 0 for no limit',
    totals.connectionsMax,
  );
  metrics.gauge('maru_edge_members', 'Members of rooms on this edge: connections that have joined', totals.members);
  metrics.gauge('maru_edge_rooms', 'Rooms open on this edge', totals.rooms);
  metrics.gauge('maru_edge_rooms_empty', 'Rooms without members that wait out their linger', totals.emptyRooms);
  metrics.gauge('maru_edge_pending_messages', 'Messages that wait for their outcome', totals.pending);
  metrics.gauge(
    'maru_edge_oldest_pending_seconds',
    'How long the oldest message waits for its outcome; held ones are left out',
    () => totals.oldestPendingMs() / SECONDS_MS,
  );
  metrics.gauge(
    'maru_edge_deliveries_per_second',
    'Deliveries per second, smoothed, as the write windows go by it',
    totals.deliveriesPerSec,
  );
  metrics.gauge('maru_edge_breaker_state', 'State of the circuit breaker before the broker: 1 for the one it is in', {
    label: 'state',
    values: BREAKER,
    read: () => Object.fromEntries(BREAKER.map((state) => [state, totals.breaker() === state ? 1 : 0])),
  });
  const breakerOpened = metrics.counter(
    'maru_edge_breaker_opened_total',
    'Times the circuit breaker before the broker opened',
  );
  const joins = metrics.counter('maru_edge_joins_total', 'Connections that joined their room');
  const upgraded = metrics.counter('maru_edge_upgrades_total', 'Upgrades taken');
  const refused = metrics.counterBy(
    'maru_edge_upgrades_refused_total',
    'Refused upgrades by code',
    'code',
    UPGRADE_CODES,
  );
  const limits = metrics.counterBy(
    'maru_edge_limits_hit_total',
    'Times a limit was hit, by its name; for the history, messages that had to go early',
    'limit',
    LIMITS,
  );
  const frames = metrics.counterBy(
    'maru_edge_frames_received_total',
    'Frames taken from clients, by type',
    'type',
    FRAMES,
  );
  const bytesIn = metrics.counter('maru_edge_received_bytes_total', 'Bytes of frames from clients');
  const errors = metrics.counterBy('maru_edge_errors_total', 'Error frames sent, by code', 'code', ERROR_CODES);
  const sends = metrics.counterBy(
    'maru_edge_sends_total',
    'Messages that clients sent, by what became of them at the door; for availability, unavailable and refused are failures',
    'outcome',
    SENDS,
  );
  const receipts = metrics.counterBy('maru_edge_receipts_total', 'Receipts by status', 'status', RECEIPT_STATUSES);
  const closes = metrics.counterBy('maru_edge_closes_total', 'Closed sockets by code', 'code', CLOSES);
  const resumes = metrics.counterBy('maru_edge_resumes_total', 'Resumes, recovered or not', 'outcome', RESUMES);
  const gaps = metrics.counter('maru_edge_gaps_total', 'Gaps seen in a room and asked of its owner');
  const repaired = metrics.counter(
    'maru_edge_gaps_repaired_total',
    'Rooms brought up to date from a snapshot, after a gap or a reconnect',
  );
  const resets = metrics.counter(
    'maru_edge_room_resets_total',
    'Rooms that could not be brought up to date: their members were asked to come again',
  );
  const duplicates = metrics.counter('maru_edge_stale_deliveries_total', 'Deliveries of a replaced owner, dropped');
  const repeats = metrics.counter(
    'maru_edge_repeated_publishes_total',
    'Messages published again because their outcome was late',
  );
  const messages = metrics.counter('maru_edge_messages_total', 'Messages of rooms received for delivery');
  const deliveries = metrics.counter('maru_edge_deliveries_total', 'Messages written to sockets');
  const bytesOut = metrics.counter('maru_edge_sent_bytes_total', 'Bytes of room frames written to sockets');
  const writes = metrics.counter('maru_edge_writes_total', 'Socket writes of room messages');
  const coalesced = metrics.histogram('maru_edge_write_messages', 'Messages in one write to a room', BATCH_BUCKETS);
  const window = metrics.histogram(
    'maru_edge_window_seconds',
    "A room's write window, s",
    [0, 0.002, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1],
  );
  const batches = metrics.histogram('maru_edge_raw_batch_messages', 'Items in a raw batch', BATCH_BUCKETS);
  const hops = metrics.histogramBy('maru_hop_seconds', HOP_HELP, 'hop', ['accept', 'delivery_broker', 'delivery']);
  const endToEnd = metrics.histogram(
    'maru_edge_end_to_end_seconds',
    "From an edge taking a message to this edge's socket write, s, for every delivery (those of one write count as the first of them)",
  );
  const opened = metrics.histogram('maru_edge_room_open_seconds', 'Time to open a room, s');
  return {
    joined: () => joins.inc(),
    upgraded: () => upgraded.inc(),
    upgradeRefused: (code: UpgradeCode) => refused.inc(code),
    limitHit: (limit: EdgeLimit, times = 1) => limits.inc(limit, times),
    breakerOpened: () => breakerOpened.inc(),
    frame: (type: (typeof FRAMES)[number], bytes: number) => {
      frames.inc(type);
      bytesIn.inc(bytes);
    },
    error: (code: ErrorCode) => errors.inc(code),
    receipt: (status: ReceiptStatus) => receipts.inc(status),
    closed: (code: number) => closes.inc(CLOSES.includes(String(code)) ? String(code) : 'other'),
    resumed: (outcome: (typeof RESUMES)[number]) => resumes.inc(outcome),
    gap: () => gaps.inc(),
    repaired: () => repaired.inc(),
    reset: () => resets.inc(),
    stale: () => duplicates.inc(),
    repeated: () => repeats.inc(),
    send: (outcome: (typeof SENDS)[number]) => sends.inc(outcome),
    /** A raw batch has the broker's confirm: how many messages, and how long ago the first came. */
    batchAccepted: (count: number, ageMs: number) => hops.observe('accept', Math.max(0, ageMs) / SECONDS_MS, count),
    rawBatch: (items: number) => batches.observe(items),
    delivered: (count: number) => messages.inc(count),
    arrived: (count: number, ageMs: number) => hops.observe('delivery_broker', Math.max(0, ageMs) / SECONDS_MS, count),
    /** One write to a room: sockets, frames of it and their bytes, the window in force, how long the first frame waited. */
    flushed: (sockets: number, count: number, bytes: number, windowMs: number, waitedMs: number) => {
      writes.inc(sockets);
      deliveries.inc(sockets * count);
      bytesOut.inc(sockets * bytes);
      hops.observe('delivery', waitedMs / SECONDS_MS, sockets * count);
      coalesced.observe(count);
      window.observe(windowMs / SECONDS_MS);
    },
    /** Deliveries of a write with messages in it, and how long ago an edge took the first of these. */
    endToEnd: (deliveries: number, ageMs: number) => endToEnd.observe(Math.max(0, ageMs) / SECONDS_MS, deliveries),
    roomOpened: (milliseconds: number) => opened.observe(milliseconds / SECONDS_MS),
  };
}
