import { LAG_PRECISION_MS } from '@maru/observability';
import { bars, lines, query, stat } from './panels.js';
import type { Dashboard } from './panels.js';

const HERE = '{instance=~"$instance"}';
const here = (more: string): string => `{instance=~"$instance",${more}}`;

export const edge: Dashboard = {
  uid: 'maru-edge',
  title: 'Maru / Edge',
  description: 'Sockets, limits, slow consumers, and what a connection costs.',
  variables: [{ name: 'instance', label: 'Edge', query: 'label_values(maru_edge_connections, instance)' }],
  rows: [
    {
      title: 'Now',
      panels: [
        stat({
          title: 'Connections',
          description: 'Open sockets.',
          unit: 'short',
          queries: [query(`sum(maru_edge_connections${HERE})`, '')],
        }),
        stat({
          title: 'Members',
          description: 'Connections that have joined their room.',
          unit: 'short',
          queries: [query(`sum(maru_edge_members${HERE})`, '')],
        }),
        stat({
          title: 'Rooms',
          description: 'Rooms open on these edges; a room on two edges counts twice.',
          unit: 'short',
          queries: [query(`sum(maru_edge_rooms${HERE})`, '')],
        }),
        stat({
          title: 'Memory per connection',
          description: 'Resident memory over connections. With few connections it is the process itself.',
          unit: 'bytes',
          queries: [
            query(
              `sum(process_resident_memory_bytes${here('service="edge"')}) / (sum(maru_edge_connections${HERE}) > 0)`,
              '',
            ),
          ],
        }),
        stat({
          title: 'Fullest edge',
          description: 'Connections over the limit of the edge (CONNECTIONS_MAX).',
          unit: 'percentunit',
          thresholds: [
            { color: 'green', value: null },
            { color: 'orange', value: 0.8 },
            { color: 'red', value: 0.95 },
          ],
          queries: [
            query(`max(maru_edge_connections${HERE} / (maru_edge_connections_limit${HERE} > 0)) or vector(0)`, ''),
          ],
        }),
        stat({
          title: 'Breakers open',
          description: 'Edges that refuse new messages because the broker does not answer.',
          unit: 'none',
          thresholds: [
            { color: 'green', value: null },
            { color: 'red', value: 1 },
          ],
          queries: [query(`sum(maru_edge_breaker_state${here('state=~"open|half-open"')})`, '')],
        }),
      ],
    },
    {
      title: 'Sockets',
      panels: [
        lines({
          title: 'Connections',
          description: 'By edge.',
          unit: 'short',
          queries: [query(`maru_edge_connections${HERE}`, '{{instance}}')],
        }),
        lines({
          title: 'Coming and going',
          description: 'Upgrades, joins and closes per second.',
          unit: 'ops',
          queries: [
            query(`sum(rate(maru_edge_upgrades_total${HERE}[$__rate_interval]))`, 'upgrades'),
            query(`sum(rate(maru_edge_joins_total${HERE}[$__rate_interval]))`, 'joins'),
            query(`sum(rate(maru_edge_closes_total${HERE}[$__rate_interval]))`, 'closes'),
          ],
        }),
        lines({
          title: 'Closes by code',
          description:
            '1001: drain. 1006: cut off by the network. 4000: slow consumer. 4001: broker lost. 4002: idle. 45xx: sent away.',
          unit: 'ops',
          queries: [query(`sum by (code) (rate(maru_edge_closes_total${HERE}[$__rate_interval])) > 0`, '{{code}}')],
        }),
        lines({
          title: 'Refused upgrades',
          description: 'By code, per second.',
          unit: 'ops',
          queries: [
            query(`sum by (code) (rate(maru_edge_upgrades_refused_total${HERE}[$__rate_interval])) > 0`, '{{code}}'),
          ],
        }),
        lines({
          title: 'Resumes',
          description: 'Those who came back and missed nothing, and those for whom the history did not reach back.',
          unit: 'ops',
          queries: [query(`sum by (outcome) (rate(maru_edge_resumes_total${HERE}[$__rate_interval]))`, '{{outcome}}')],
        }),
        lines({
          title: 'Rooms',
          description: 'Empty ones wait out their linger.',
          unit: 'short',
          queries: [
            query(`sum(maru_edge_rooms${HERE})`, 'open'),
            query(`sum(maru_edge_rooms_empty${HERE})`, 'of these empty'),
          ],
        }),
        lines({
          title: 'Opening a room, p99',
          description: 'Binding it on the broker.',
          unit: 's',
          queries: [
            query(
              `histogram_quantile(0.99, sum by (le) (rate(maru_edge_room_open_seconds_bucket${HERE}[$__rate_interval])))`,
              'p99',
            ),
          ],
        }),
      ],
    },
    {
      title: 'Traffic',
      panels: [
        lines({
          title: 'Frames from clients',
          description: 'By type, per second.',
          unit: 'ops',
          queries: [
            query(`sum by (type) (rate(maru_edge_frames_received_total${HERE}[$__rate_interval]))`, '{{type}}'),
          ],
        }),
        lines({
          title: 'Bytes',
          description: 'Frames from clients, and room frames written to sockets.',
          unit: 'Bps',
          queries: [
            query(`sum(rate(maru_edge_received_bytes_total${HERE}[$__rate_interval]))`, 'in'),
            query(`sum(rate(maru_edge_sent_bytes_total${HERE}[$__rate_interval]))`, 'out'),
          ],
        }),
        lines({
          title: 'Deliveries and writes',
          description: 'Deliveries over writes is how much one write carries.',
          unit: 'ops',
          queries: [
            query(`sum(rate(maru_edge_deliveries_total${HERE}[$__rate_interval]))`, 'deliveries'),
            query(`sum(rate(maru_edge_writes_total${HERE}[$__rate_interval]))`, 'writes'),
            query(`sum(rate(maru_edge_messages_total${HERE}[$__rate_interval]))`, 'messages received for rooms'),
            query(`sum(maru_edge_deliveries_per_second${HERE})`, 'as the windows see it'),
          ],
        }),
        lines({
          title: 'Write window, mean',
          description: 'How long a busy room gathers messages before it writes.',
          unit: 's',
          queries: [
            query(
              `sum(rate(maru_edge_window_seconds_sum${HERE}[$__rate_interval])) / (sum(rate(maru_edge_window_seconds_count${HERE}[$__rate_interval])) > 0)`,
              'mean',
            ),
          ],
        }),
        lines({
          title: 'Receipts',
          description: 'By status, per second.',
          unit: 'ops',
          queries: [query(`sum by (status) (rate(maru_edge_receipts_total${HERE}[$__rate_interval]))`, '{{status}}')],
        }),
        lines({
          title: 'Error frames',
          description: 'By code, per second.',
          unit: 'ops',
          queries: [query(`sum by (code) (rate(maru_edge_errors_total${HERE}[$__rate_interval])) > 0`, '{{code}}')],
        }),
      ],
    },
    {
      title: 'Limits and slow consumers',
      panels: [
        bars({
          title: 'Limits hit',
          description: 'Within the time range, by name. docs/operations/metrics.md says what each means.',
          unit: 'short',
          queries: [
            {
              ...query(`sum by (limit) (increase(maru_edge_limits_hit_total${HERE}[$__range])) > 0`, '{{limit}}'),
              instant: true,
            },
          ],
          size: { w: 12, h: 10 },
        }),
        lines({
          title: 'Slow consumers closed',
          description:
            'Closed because too much waited for them (4000), and cut off beyond the hard limit. They resume when they can read again.',
          unit: 'ops',
          queries: [
            query(
              `sum by (limit) (rate(maru_edge_limits_hit_total${here('limit=~"slow_consumer_bytes|backpressure_bytes"')}[$__rate_interval]))`,
              '{{limit}}',
            ),
          ],
          size: { w: 12, h: 10 },
        }),
        lines({
          title: 'Limits hit over time',
          description: 'Per second, by name.',
          unit: 'ops',
          queries: [
            query(`sum by (limit) (rate(maru_edge_limits_hit_total${HERE}[$__rate_interval])) > 0`, '{{limit}}'),
          ],
        }),
        lines({
          title: 'Breaker',
          description: 'Times it opened.',
          unit: 'none',
          queries: [
            query(
              `sum by (instance) (increase(maru_edge_breaker_opened_total${HERE}[$__rate_interval]))`,
              '{{instance}}',
            ),
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
          queries: [
            query(`rate(process_cpu_seconds_total${here('service="edge"')}[$__rate_interval])`, '{{instance}}'),
          ],
        }),
        lines({
          title: 'Event loop delay',
          description: `99th percentile and mean; ${LAG_PRECISION_MS} ms are the measurement.`,
          unit: 's',
          queries: [
            query(`nodejs_eventloop_lag_p99_seconds${here('service="edge"')}`, 'p99 {{instance}}'),
            query(`nodejs_eventloop_lag_mean_seconds${here('service="edge"')}`, 'mean {{instance}}'),
          ],
        }),
        lines({
          title: 'Memory',
          description: 'Resident, heap, and buffers outside the heap. Sockets live outside the heap.',
          unit: 'bytes',
          queries: [
            query(`process_resident_memory_bytes${here('service="edge"')}`, 'resident {{instance}}'),
            query(`nodejs_heap_size_used_bytes${here('service="edge"')}`, 'heap {{instance}}'),
            query(`nodejs_external_memory_bytes${here('service="edge"')}`, 'external {{instance}}'),
          ],
        }),
        lines({
          title: 'Memory per connection',
          description: 'Resident memory over connections, by edge.',
          unit: 'bytes',
          queries: [
            query(
              `max by (instance) (process_resident_memory_bytes${here('service="edge"')}) / (max by (instance) (maru_edge_connections${HERE}) > 0)`,
              '{{instance}}',
            ),
          ],
        }),
        lines({
          title: 'Garbage collection',
          description: 'Share of time.',
          unit: 'percentunit',
          queries: [
            query(
              `sum by (kind) (rate(nodejs_gc_duration_seconds_sum${here('service="edge"')}[$__rate_interval]))`,
              '{{kind}}',
            ),
          ],
        }),
        lines({
          title: 'Open files',
          description: 'A socket is one; the limit of the process (ulimit -n) must be well above.',
          unit: 'short',
          queries: [query(`process_open_fds${here('service="edge"')}`, '{{instance}}')],
        }),
      ],
    },
  ],
};
