import { LAG_PRECISION_MS } from '@maru/observability';
import { bars, instant, lines, query, stat, table } from './panels.js';
import type { Dashboard } from './panels.js';

const GOOD_BELOW = (warn: number, bad: number) => [
  { color: 'green', value: null },
  { color: 'orange', value: warn },
  { color: 'red', value: bad },
];

export const overview: Dashboard = {
  uid: 'maru-overview',
  title: 'Maru / Overview',
  description: 'Is the chat healthy: traffic, errors, latency, saturation, and how fast the error budgets burn.',
  variables: [],
  rows: [
    {
      title: 'Now',
      panels: [
        stat({
          title: 'Connections',
          description: 'Open sockets of all edges.',
          unit: 'short',
          queries: [query('sum(maru_edge_connections)', '')],
        }),
        stat({
          title: 'Rooms',
          description: 'Rooms held by fan-out: open ones, and those remembered for a while.',
          unit: 'short',
          queries: [query('sum(maru_fanout_rooms)', '')],
        }),
        stat({
          title: 'Messages',
          description: 'Messages that got their place in a room, per second.',
          unit: 'ops',
          queries: [query('sum(rate(maru_fanout_messages_total[$__rate_interval]))', '')],
        }),
        stat({
          title: 'Deliveries',
          description: 'Messages written to sockets, per second.',
          unit: 'ops',
          queries: [query('sum(rate(maru_edge_deliveries_total[$__rate_interval]))', '')],
        }),
        stat({
          title: 'End to end, p99',
          description:
            'From an edge taking a message to the socket write, over all deliveries of 5 minutes. The objective is 0.5 s.',
          unit: 's',
          thresholds: GOOD_BELOW(0.25, 0.5),
          queries: [query('maru:end_to_end_seconds:p99_5m', '')],
        }),
        stat({
          title: 'Alerts firing',
          description: 'Each has a page in docs/operations/runbooks.',
          unit: 'none',
          thresholds: GOOD_BELOW(1, 2),
          queries: [instant('count(ALERTS{alertname=~"Maru.*",alertstate="firing"}) or vector(0)')],
        }),
      ],
    },
    {
      title: 'Objectives',
      panels: [
        stat({
          title: 'Messages accepted',
          description:
            'Of the messages sent within the time range, the share that was accepted. Objective: 99.9 %. Refusals by a rate limit do not count against it.',
          unit: 'percentunit',
          decimals: 3,
          size: { w: 6, h: 4 },
          thresholds: [
            { color: 'red', value: null },
            { color: 'orange', value: 0.999 },
            { color: 'green', value: 0.9995 },
          ],
          queries: [
            instant(
              '1 - sum(increase(maru_edge_sends_total{outcome=~"unavailable|refused"}[$__range])) / (sum(increase(maru_edge_sends_total{outcome=~"accepted|unavailable|refused"}[$__range])) > 0)',
            ),
          ],
        }),
        stat({
          title: 'Delivered within 0.5 s',
          description: 'Of the deliveries within the time range. Objective: 99 %.',
          unit: 'percentunit',
          decimals: 3,
          size: { w: 6, h: 4 },
          thresholds: [
            { color: 'red', value: null },
            { color: 'orange', value: 0.99 },
            { color: 'green', value: 0.995 },
          ],
          queries: [
            instant(
              'sum(increase(maru_edge_end_to_end_seconds_bucket{le="0.5"}[$__range])) / (sum(increase(maru_edge_end_to_end_seconds_count[$__range])) > 0)',
            ),
          ],
        }),
        stat({
          title: 'Shown without a verdict',
          description:
            'Messages that got a place in a room beyond those that moderation let pass, in the last 15 minutes. Objective: 0. Small values after a replica was killed are counts it took with it.',
          unit: 'short',
          size: { w: 6, h: 4 },
          thresholds: GOOD_BELOW(1, 10),
          queries: [query('maru:unmoderated:increase15m', '')],
        }),
        stat({
          title: 'Resumes recovered',
          description: 'Of those who came back within the time range, the share that missed nothing.',
          unit: 'percentunit',
          decimals: 2,
          size: { w: 6, h: 4 },
          queries: [
            instant(
              'sum(increase(maru_edge_resumes_total{outcome="recovered"}[$__range])) / (sum(increase(maru_edge_resumes_total[$__range])) > 0)',
            ),
          ],
        }),
        lines({
          title: 'Burn rate: accepting',
          description:
            'Errors over what the objective of 99.9 % allows: at 1 the budget lasts exactly its 30 days. The page alert is at 14.4 over 5 minutes and an hour.',
          unit: 'none',
          queries: [
            query('maru:accept_errors:ratio_rate5m / 0.001', '5 m'),
            query('maru:accept_errors:ratio_rate1h / 0.001', '1 h'),
            query('maru:accept_errors:ratio_rate6h / 0.001', '6 h'),
          ],
        }),
        lines({
          title: 'Burn rate: delivering in time',
          description: 'Deliveries later than 0.5 s over what the objective of 99 % allows.',
          unit: 'none',
          queries: [
            query('maru:delivery_slow:ratio_rate5m / 0.01', '5 m'),
            query('maru:delivery_slow:ratio_rate1h / 0.01', '1 h'),
            query('maru:delivery_slow:ratio_rate6h / 0.01', '6 h'),
          ],
        }),
      ],
    },
    {
      title: 'Golden signals',
      panels: [
        lines({
          title: 'Traffic',
          description: 'Sent by clients, placed in rooms, and written to sockets.',
          unit: 'ops',
          queries: [
            query('sum(rate(maru_edge_sends_total[$__rate_interval]))', 'sent'),
            query('sum(rate(maru_fanout_messages_total[$__rate_interval]))', 'placed'),
            query('sum(rate(maru_edge_deliveries_total[$__rate_interval]))', 'delivered'),
          ],
        }),
        lines({
          title: 'What became of messages at the door',
          description:
            'accepted: the broker has them. unavailable, refused: failures of Maru or the broker. rate_limited: the sender was too fast.',
          unit: 'ops',
          queries: [query('sum by (outcome) (rate(maru_edge_sends_total[$__rate_interval]))', '{{outcome}}')],
        }),
        lines({
          title: 'Latency, end to end',
          description: 'From an edge taking a message to the socket write. Clocks of different hosts are compared.',
          unit: 's',
          queries: ['0.5', '0.95', '0.99'].map((q) =>
            query(
              `histogram_quantile(${q}, sum by (le) (rate(maru_edge_end_to_end_seconds_bucket[$__rate_interval])))`,
              `p${Number(q) * 100}`,
            ),
          ),
        }),
        bars({
          title: 'Where the time goes',
          description: 'Mean of each hop. accept runs beside the others.',
          unit: 's',
          queries: [
            query(
              'sum by (hop) (rate(maru_hop_seconds_sum[$__rate_interval])) / (sum by (hop) (rate(maru_hop_seconds_count[$__rate_interval])) > 0)',
              '{{hop}}',
            ),
          ],
        }),
        lines({
          title: 'CPU',
          description: 'Cores in use, by service. One process uses little more than one.',
          unit: 'none',
          queries: [
            query('sum by (service) (rate(process_cpu_seconds_total{service!=""}[$__rate_interval]))', '{{service}}'),
          ],
        }),
        lines({
          title: 'Event loop delay, p99',
          description: `The worst process of each service. ${LAG_PRECISION_MS} ms are the measurement; a process above ${LAG_PRECISION_MS + 100} ms is saturated.`,
          unit: 's',
          queries: [query('max by (service) (nodejs_eventloop_lag_p99_seconds)', '{{service}}')],
        }),
      ],
    },
    {
      title: 'Instances',
      panels: [
        table({
          title: 'What runs',
          description: 'Every process, its version, and whether its broker connection is up.',
          unit: 'short',
          by: 'instance',
          queries: [
            instant('maru_build_info', 'runs'),
            instant('max by (instance) (maru_bus_up)', 'broker up'),
            instant('max by (instance) (process_resident_memory_bytes{service!=""}) / 1048576', 'memory, MiB'),
            instant('max by (instance) (time() - process_start_time_seconds{service!=""})', 'up for, s'),
          ],
        }),
      ],
    },
  ],
};
