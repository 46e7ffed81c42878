import { bars, heatmap, lines, query } from './panels.js';
import type { Dashboard } from './panels.js';

const quantile = (q: number, metric: string, by = ''): string =>
  `histogram_quantile(${q}, sum by (le${by}) (rate(${metric}_bucket[$__rate_interval])))`;
const mean = (metric: string, by: string): string =>
  `sum by (${by}) (rate(${metric}_sum[$__rate_interval])) / (sum by (${by}) (rate(${metric}_count[$__rate_interval])) > 0)`;
/** The hops that follow each other; accept runs beside them. */
const WAY = ['raw_broker', 'moderation', 'approved_broker', 'fanout', 'delivery_broker', 'delivery'];

export const pipeline: Dashboard = {
  uid: 'maru-pipeline',
  title: 'Maru / Pipeline',
  description:
    'From an edge through moderation and fan-out back to the edges: hops, batches, shards, and the broker between them.',
  variables: [],
  rows: [
    {
      title: 'Hops',
      panels: [
        lines({
          title: 'Waterfall of means',
          description:
            'The hops after each other, stacked: together about the end-to-end mean without the wait for a first batch.',
          unit: 's',
          stacked: true,
          queries: WAY.map((hop) =>
            query(
              `sum(rate(maru_hop_seconds_sum{hop="${hop}"}[$__rate_interval])) / (sum(rate(maru_hop_seconds_count{hop="${hop}"}[$__rate_interval])) > 0)`,
              hop,
            ),
          ),
        }),
        bars({
          title: 'p99 of each hop',
          description: 'The hop to look at first when end to end is slow.',
          unit: 's',
          queries: [query(quantile(0.99, 'maru_hop_seconds', ', hop'), '{{hop}}')],
        }),
        lines({
          title: 'p50 and p99 of accepting',
          description:
            'From an edge taking a message to the confirm of the broker: what a sender waits for the receipt.',
          unit: 's',
          queries: [
            query(quantile(0.5, 'maru_hop_seconds'), 'p50, all hops'),
            query(
              'histogram_quantile(0.99, sum by (le) (rate(maru_hop_seconds_bucket{hop="accept"}[$__rate_interval])))',
              'p99, accept',
            ),
          ],
        }),
        heatmap({
          title: 'End to end',
          description: 'Every delivery by its latency.',
          unit: 's',
          queries: [query('sum by (le) (increase(maru_edge_end_to_end_seconds_bucket[$__rate_interval]))', '{{le}}')],
        }),
      ],
    },
    {
      title: 'Flow and batches',
      panels: [
        lines({
          title: 'Messages at each stage',
          description: 'Lines that part are a stage that falls behind, or refuses.',
          unit: 'ops',
          queries: [
            query('sum(rate(maru_edge_sends_total{outcome="accepted"}[$__rate_interval]))', 'accepted by edges'),
            query('sum(rate(maru_moderation_verdicts_total[$__rate_interval]))', 'decided by moderation'),
            query('sum(rate(maru_moderation_verdicts_total{verdict!="reject"}[$__rate_interval]))', 'not refused'),
            query('sum(rate(maru_fanout_messages_total[$__rate_interval]))', 'placed by fan-out'),
          ],
        }),
        lines({
          title: 'Messages in a batch, mean',
          description: 'Grows with load: batching is what makes high rates cheap.',
          unit: 'none',
          queries: [
            query(mean('maru_edge_raw_batch_messages', 'service'), 'raw, by edges'),
            query(mean('maru_moderation_batch_messages', 'service'), 'raw, at moderation'),
            query(mean('maru_fanout_batch_messages', 'service'), 'approved, at fan-out'),
            query(mean('maru_fanout_delivery_messages', 'service'), 'delivery, by fan-out'),
            query(mean('maru_edge_write_messages', 'service'), 'socket write, by edges'),
          ],
        }),
        lines({
          title: 'Waiting for an outcome',
          description: 'Accepted messages whose outcome the edge does not know yet.',
          unit: 'short',
          queries: [query('sum(maru_edge_pending_messages)', 'messages')],
        }),
        lines({
          title: 'Oldest without an outcome',
          description: 'Seconds that the oldest message has waited. Above a few seconds a stage stands still.',
          unit: 's',
          queries: [query('max by (instance) (maru_edge_oldest_pending_seconds)', '{{instance}}')],
        }),
        lines({
          title: 'Repeats and duplicates',
          description:
            'Published again because an outcome was late or the broker came back; dropped because they were delivered before.',
          unit: 'ops',
          queries: [
            query('sum(rate(maru_edge_repeated_publishes_total[$__rate_interval]))', 'published again'),
            query('sum(rate(maru_fanout_duplicates_total[$__rate_interval]))', 'duplicates dropped'),
            query(
              'sum(rate(maru_edge_stale_deliveries_total[$__rate_interval]))',
              'deliveries of a replaced owner dropped',
            ),
          ],
        }),
        lines({
          title: 'Gaps',
          description: "A gap costs its room one snapshot. A reset sends the room's members to reconnect.",
          unit: 'ops',
          queries: [
            query('sum(rate(maru_edge_gaps_total[$__rate_interval]))', 'seen'),
            query('sum(rate(maru_edge_gaps_repaired_total[$__rate_interval]))', 'repaired'),
            query('sum(rate(maru_edge_room_resets_total[$__rate_interval]))', 'rooms reset'),
            query('sum(rate(maru_fanout_snapshots_total[$__rate_interval]))', 'snapshots sent'),
          ],
        }),
      ],
    },
    {
      title: 'Shards',
      panels: [
        lines({
          title: 'Shards that deliver here',
          description: 'Shares of moderation and fan-out replicas. A shard without traffic counts nowhere.',
          unit: 'none',
          queries: [query('sum by (service, instance) (maru_bus_shard_active)', '{{service}} {{instance}}')],
        }),
        lines({
          title: 'Owners of a shard',
          description: 'More than one at a time is a hand-over; for longer it is a fault.',
          unit: 'none',
          queries: [query('sum by (service, shard) (maru_bus_shard_active)', '{{service}} {{shard}}')],
        }),
        lines({
          title: 'Takeovers',
          description: 'How long a new owner needed to read the log and go on, mean.',
          unit: 's',
          queries: [
            query(
              'sum(rate(maru_fanout_takeover_seconds_sum[$__rate_interval])) / (sum(rate(maru_fanout_takeover_seconds_count[$__rate_interval])) > 0)',
              'mean',
            ),
          ],
        }),
        lines({
          title: 'Fan-out behind',
          description: 'Batches that wait for fan-out, as moderation sees it, and shards it has paused for that.',
          unit: 'short',
          queries: [
            query('sum by (shard) (maru_moderation_approved_depth)', 'waiting, shard {{shard}}'),
            query('sum(maru_moderation_shards_paused)', 'shards paused'),
          ],
        }),
        lines({
          title: 'Rooms of fan-out',
          description: 'Lingering rooms have no edge any more and are remembered for a while.',
          unit: 'short',
          queries: [
            query('sum by (instance) (maru_fanout_rooms)', '{{instance}}'),
            query('sum(maru_fanout_rooms_lingering)', 'lingering'),
          ],
        }),
        lines({
          title: 'Shards of each replica',
          description: 'As the bus counts them (for fan-out, as the service does too).',
          unit: 'none',
          queries: [
            query('sum by (service, instance) (maru_bus_shards_active)', '{{service}} {{instance}}'),
            query('sum(maru_fanout_shards_owned)', 'owned, all of fan-out'),
          ],
        }),
        lines({
          title: 'Members and edges, as fan-out knows them',
          description:
            'Members over all rooms, and the edges that each replica hears. Replicas that hear different numbers of edges have a fault between them.',
          unit: 'short',
          queries: [
            query('sum(maru_fanout_members)', 'members'),
            query('max by (instance) (maru_fanout_edges)', 'edges, {{instance}}'),
          ],
        }),
        lines({
          title: 'Rooms opened and closed by fan-out',
          description: 'Per second.',
          unit: 'ops',
          queries: [
            query('sum(rate(maru_fanout_rooms_opened_total[$__rate_interval]))', 'opened'),
            query('sum(rate(maru_fanout_rooms_closed_total[$__rate_interval]))', 'closed'),
          ],
        }),
      ],
    },
    {
      title: 'Broker',
      panels: [
        lines({
          title: 'Connection',
          description: '1 while a service is connected and the broker takes publishes.',
          unit: 'none',
          max: 1,
          queries: [
            query('min by (service) (maru_bus_up)', '{{service}}'),
            query('max(maru_bus_state{state="blocked"})', 'blocked'),
          ],
        }),
        lines({
          title: 'Reconnects',
          description: 'Connections made again.',
          unit: 'none',
          queries: [query('sum by (service) (increase(maru_bus_reconnects_total[$__rate_interval]))', '{{service}}')],
        }),
        lines({
          title: 'Confirm, p99',
          description: 'From a publish to the confirm of the broker.',
          unit: 's',
          queries: [query(quantile(0.99, 'maru_bus_confirm_seconds', ', service'), '{{service}}')],
        }),
        lines({
          title: 'Unconfirmed',
          description: 'Publishes that wait for their confirm.',
          unit: 'short',
          queries: [query('sum by (service) (maru_bus_unconfirmed_messages)', '{{service}}')],
        }),
        lines({
          title: 'Unconfirmed bytes',
          description: 'At 32 MiB an edge refuses new messages, at 64 MiB the bus does.',
          unit: 'bytes',
          queries: [query('sum by (service) (maru_bus_unconfirmed_bytes)', '{{service}}')],
        }),
        lines({
          title: 'Delivery confirmed, p99',
          description: 'What fan-out waits for the broker to confirm a delivery.',
          unit: 's',
          queries: [query(quantile(0.99, 'maru_fanout_confirm_seconds'), 'p99')],
        }),
        lines({
          title: 'Published',
          description: 'Bus messages per second; each carries a batch.',
          unit: 'ops',
          queries: [query('sum by (service) (rate(maru_bus_published_total[$__rate_interval]))', '{{service}}')],
        }),
        lines({
          title: 'Published bytes',
          description: 'Bytes per second.',
          unit: 'Bps',
          queries: [query('sum by (service) (rate(maru_bus_published_bytes_total[$__rate_interval]))', '{{service}}')],
        }),
        lines({
          title: 'Rooms bound',
          description:
            'Rooms opened on the broker per second, and how long one takes. After a broker restart every room is bound again.',
          unit: 'none',
          queries: [
            query('sum(rate(maru_bus_room_bind_seconds_count[$__rate_interval]))', 'rooms/s'),
            query(quantile(0.99, 'maru_bus_room_bind_seconds'), 'p99, s'),
          ],
        }),
        lines({
          title: 'Dead letters and malformed',
          description:
            'Both should be 0: something publishes what it should not, or code cannot process what it takes.',
          unit: 'none',
          queries: [
            query(
              'sum by (service) (increase(maru_bus_dead_letters_total[$__rate_interval]))',
              'dead letters, {{service}}',
            ),
            query('sum by (service) (increase(maru_bus_malformed_total[$__rate_interval]))', 'malformed, {{service}}'),
          ],
        }),
        lines({
          title: 'Limits of the pipeline hit',
          description: 'Per second, by name. docs/operations/metrics.md says what each means.',
          unit: 'ops',
          queries: [
            query('sum by (limit) (rate(maru_bus_limits_hit_total[$__rate_interval])) > 0', 'bus: {{limit}}'),
            query(
              'sum by (limit) (rate(maru_moderation_limits_hit_total[$__rate_interval])) > 0',
              'moderation: {{limit}}',
            ),
            query('sum by (limit) (rate(maru_fanout_limits_hit_total[$__rate_interval])) > 0', 'fan-out: {{limit}}'),
          ],
        }),
        lines({
          title: 'Queues of the shards (RabbitMQ)',
          description: "Messages that wait, by queue. From RabbitMQ's own exporter.",
          unit: 'short',
          queries: [
            query('sum by (queue) (rabbitmq_queue_messages_ready{queue=~".*\\\\.(raw|approved)\\\\..*"})', '{{queue}}'),
            query('sum(rabbitmq_queue_messages_unacked)', 'unacknowledged'),
          ],
        }),
        lines({
          title: 'Memory and connections (RabbitMQ)',
          description: "From RabbitMQ's own exporter.",
          unit: 'bytes',
          queries: [query('rabbitmq_process_resident_memory_bytes', 'memory')],
        }),
        lines({
          title: 'Alarms and connections (RabbitMQ)',
          description: 'An alarm blocks every publisher.',
          unit: 'none',
          queries: [
            query('max(rabbitmq_alarms_memory_used_watermark)', 'memory alarm'),
            query('max(rabbitmq_alarms_free_disk_space_watermark)', 'disk alarm'),
            query('sum(rabbitmq_connections)', 'connections'),
          ],
        }),
      ],
    },
  ],
};
