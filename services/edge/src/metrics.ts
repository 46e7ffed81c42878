import { CLOSE, ERROR_CODES, RECEIPT_STATUSES, UPGRADE_CODES } from '@maru/contracts';
import type { ErrorCode, ReceiptStatus, UpgradeCode } from '@maru/contracts';
import { BATCH_BUCKETS } from '@maru/observability';
import type { Metrics } from '@maru/observability';

export type EdgeMetrics = ReturnType<typeof edgeMetrics>;

const LIMITS = ['sends_per_sec', 'frames_per_sec', 'connections_per_ip', 'connects_per_sec', 'connections_max', 'slow_consumer_bytes', 'bad_frames', 'idle_timeout', 'broker_grace'] as const;
export type EdgeLimit = (typeof LIMITS)[number];
const FRAMES = ['send', 'typing', 'ping'] as const;
const RESUMES = ['recovered', 'lost'] as const;
const BREAKER = ['closed', 'half-open', 'open'] as const;
const CLOSES = [...Object.values(CLOSE).map(String), 'other'];
const SECONDS_MS = 1000;

export type EdgeTotals = {
  connections(): number;
  rooms(): number;
  emptyRooms(): number;
  pending(): number;
  deliveriesPerSec(): number;
  breaker(): (typeof BREAKER)[number];
};

export function edgeMetrics(metrics: Metrics, totals: EdgeTotals) {
  metrics.gauge('maru_edge_connections', 'Open sockets', totals.connections);
  metrics.gauge('maru_edge_rooms', 'Rooms open on this edge', totals.rooms);
  metrics.gauge('maru_edge_rooms_empty', 'Rooms without members that wait out their linger', totals.emptyRooms);
  metrics.gauge('maru_edge_pending_messages', 'Messages that wait for their outcome', totals.pending);
  metrics.gauge('maru_edge_deliveries_per_second', 'Deliveries per second, smoothed, as the write windows go by it', totals.deliveriesPerSec);
  metrics.gauge('maru_edge_breaker_state', 'State of the circuit breaker before the broker: 1 for the one it is in', {
    label: 'state',
    read: () => Object.fromEntries(BREAKER.map((state) => [state, totals.breaker() === state ? 1 : 0])),
  });
  const joins = metrics.counter('maru_edge_joins_total', 'Connections that joined their room');
  const upgraded = metrics.counter('maru_edge_upgrades_total', 'Upgrades taken');
  const refused = metrics.counterBy('maru_edge_upgrades_refused_total', 'Refused upgrades by code', 'code', UPGRADE_CODES);
  const limits = metrics.counterBy('maru_edge_limits_hit_total', 'Times a limit was hit, by its name', 'limit', LIMITS);
  const frames = metrics.counterBy('maru_edge_frames_received_total', 'Frames taken from clients, by type', 'type', FRAMES);
  const bytesIn = metrics.counter('maru_edge_received_bytes_total', 'Bytes of frames from clients');
  const errors = metrics.counterBy('maru_edge_errors_total', 'Error frames sent, by code', 'code', ERROR_CODES);
  const receipts = metrics.counterBy('maru_edge_receipts_total', 'Receipts by status', 'status', RECEIPT_STATUSES);
  const closes = metrics.counterBy('maru_edge_closes_total', 'Closed sockets by code', 'code', CLOSES);
  const resumes = metrics.counterBy('maru_edge_resumes_total', 'Resumes, recovered or not', 'outcome', RESUMES);
  const repaired = metrics.counter('maru_edge_gaps_total', 'Gaps seen in a room and asked of its owner');
  const duplicates = metrics.counter('maru_edge_stale_deliveries_total', 'Deliveries of a replaced owner, dropped');
  const repeats = metrics.counter('maru_edge_repeated_publishes_total', 'Messages published again because their outcome was late');
  const unavailable = metrics.counter('maru_edge_refused_by_broker_total', 'Messages that the broker did not take');
  const messages = metrics.counter('maru_edge_messages_total', 'Messages of rooms received for delivery');
  const deliveries = metrics.counter('maru_edge_deliveries_total', 'Messages written to sockets');
  const writes = metrics.counter('maru_edge_writes_total', 'Socket writes of room messages');
  const coalesced = metrics.histogram('maru_edge_write_messages', 'Messages in one write to a room', BATCH_BUCKETS);
  const window = metrics.histogram('maru_edge_window_seconds', "A room's write window, s", [0, 0.002, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1]);
  const batches = metrics.histogram('maru_edge_raw_batch_messages', 'Items in a raw batch', BATCH_BUCKETS);
  const hop = metrics.histogram('maru_edge_hop_seconds', 'From the publishing of a delivery to its arrival, s');
  const endToEnd = metrics.histogram('maru_edge_end_to_end_seconds', "From an edge taking a message to this edge's delivery of it, s (one of a batch)");
  const opened = metrics.histogram('maru_edge_room_open_seconds', 'Time to open a room, s');
  return {
    joined: () => joins.inc(),
    upgraded: () => upgraded.inc(),
    upgradeRefused: (code: UpgradeCode) => refused.inc(code),
    limitHit: (limit: EdgeLimit) => limits.inc(limit),
    frame: (type: (typeof FRAMES)[number], bytes: number) => {
      frames.inc(type);
      bytesIn.inc(bytes);
    },
    error: (code: ErrorCode) => errors.inc(code),
    receipt: (status: ReceiptStatus) => receipts.inc(status),
    closed: (code: number) => closes.inc(CLOSES.includes(String(code)) ? String(code) : 'other'),
    resumed: (outcome: (typeof RESUMES)[number]) => resumes.inc(outcome),
    gap: () => repaired.inc(),
    stale: () => duplicates.inc(),
    repeated: () => repeats.inc(),
    refusedByBroker: () => unavailable.inc(),
    rawBatch: (items: number) => batches.observe(items),
    delivered: (count: number) => messages.inc(count),
    arrived: (ageMs: number, oldestMs: number | undefined) => {
      hop.observe(Math.max(0, ageMs) / SECONDS_MS);
      if (oldestMs !== undefined) endToEnd.observe(Math.max(0, oldestMs) / SECONDS_MS);
    },
    flushed: (sockets: number, count: number, windowMs: number) => {
      writes.inc(sockets);
      deliveries.inc(sockets * count);
      coalesced.observe(count);
      window.observe(windowMs / SECONDS_MS);
    },
    roomOpened: (milliseconds: number) => opened.observe(milliseconds / SECONDS_MS),
  };
}
