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
            'pass: shown as it is. mask: shown with words starred out. hold: waits for a decision. reject: not shown, the sender has a receipt.',
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
        bars({
          title: 'Words, by category',
          description:
            'Messages in the time range that the word lists refused, starred out or held, by what the word is.',
          unit: 'short',
          queries: [instant('sum by (category) (increase(maru_moderation_words_total[$__range])) > 0', '{{category}}')],
        }),
        bars({
          title: 'Words, by list',
          description: 'The same messages by the language of the list. A list that grows out of step matches too much.',
          unit: 'short',
          queries: [
            instant(
              'sum by (language) (increase(maru_moderation_words_by_language_total[$__range])) > 0',
              '{{language}}',
            ),
          ],
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
      title: 'Holds and spam',
      panels: [
        lines({
          title: 'Holds',
          description: 'Messages put on hold, and how holds ended. expired: nobody decided in time.',
          unit: 'ops',
          queries: [
            query('sum(rate(maru_moderation_holds_total[$__rate_interval]))', 'put on hold'),
            query('sum by (end) (rate(maru_moderation_holds_ended_total[$__rate_interval]))', '{{end}}'),
          ],
        }),
        lines({
          title: 'Waiting now',
          description:
            'Messages that wait for a decision, and of these the ones whose senders were told that they are held.',
          unit: 'short',
          queries: [
            query('sum(maru_moderation_undecided)', 'undecided'),
            query('sum(maru_moderation_on_hold)', 'on hold'),
          ],
        }),
        lines({
          title: 'Spam, by rule',
          description: 'Messages refused, per second.',
          unit: 'ops',
          queries: [query('sum by (rule) (rate(maru_moderation_spam_total[$__rate_interval]))', '{{rule}}')],
        }),
        lines({
          title: 'Memory of the spam rules',
          description: 'Senders, rooms and verdicts in the windows; bounded.',
          unit: 'short',
          queries: [query('sum by (instance) (maru_moderation_spam_entries)', '{{instance}}')],
        }),
        lines({
          title: 'Policies of rooms',
          description:
            'Rooms with a policy of their own, changes, and changes that named no known policy (should be 0).',
          unit: 'short',
          queries: [
            query('max(maru_moderation_room_policies)', 'rooms with a policy'),
            query('sum(increase(maru_moderation_policy_changes_total[$__rate_interval]))', 'changes'),
            query('sum(increase(maru_moderation_policy_unknown_total[$__rate_interval]))', 'unknown'),
          ],
        }),
        lines({
          title: 'Taken back',
          description: 'Messages retracted after they were shown.',
          unit: 'ops',
          queries: [query('sum(rate(maru_moderation_retracted_total[$__rate_interval]))', 'retracted')],
        }),
      ],
    },
    {
      title: 'Word lists',
      panels: [
        lines({
          title: 'Lists in use',
          description:
            'Replicas by the version and hash of the lists that decide. Two lines for longer than a roll-out: replicas disagree.',
          unit: 'none',
          queries: [query('count by (lists) (maru_moderation_lists_info)', '{{lists}}')],
        }),
        lines({
          title: 'Terms',
          description: 'live decides; shadow only looks on.',
          unit: 'short',
          queries: [query('max by (slot) (maru_moderation_lists_terms)', '{{slot}}')],
        }),
        lines({
          title: 'Changes and failures',
          description: 'Sets taken into use, and sets that could not be: those leave the earlier ones in place.',
          unit: 'none',
          queries: [
            query('sum by (slot) (increase(maru_moderation_list_swaps_total[$__rate_interval]))', 'taken, {{slot}}'),
            query(
              'sum by (slot) (increase(maru_moderation_list_failures_total[$__rate_interval]))',
              'failed, {{slot}}',
            ),
          ],
        }),
        lines({
          title: 'Replicas with other lists',
          description: 'As each replica sees the others.',
          unit: 'none',
          queries: [query('max by (lists) (maru_moderation_lists_replicas)', '{{lists}}')],
        }),
        lines({
          title: 'Cost of a change',
          description: 'Compiling happens in a worker; the pause is what messages feel.',
          unit: 's',
          queries: [
            query(
              'histogram_quantile(0.99, sum by (le) (rate(maru_moderation_list_pause_seconds_bucket[$__rate_interval])))',
              'pause, p99',
            ),
            query(
              'histogram_quantile(0.99, sum by (le) (rate(maru_moderation_list_compile_seconds_bucket[$__rate_interval])))',
              'compile, p99',
            ),
          ],
        }),
        lines({
          title: 'Shadow list',
          description: 'How its verdicts compare with those that were given: what would change if it were live.',
          unit: 'ops',
          queries: [query('sum by (outcome) (rate(maru_moderation_shadow_total[$__rate_interval]))', '{{outcome}}')],
        }),
      ],
    },
    {
      title: 'External moderator',
      panels: [
        lines({
          title: 'Its verdicts',
          description: 'Per second. Empty where none is set up (EXTERNAL_URL).',
          unit: 'ops',
          queries: [
            query('sum by (verdict) (rate(maru_moderation_external_verdicts_total[$__rate_interval]))', '{{verdict}}'),
          ],
        }),
        lines({
          title: 'Without its verdict',
          description: 'By why; EXTERNAL_FAILURE says what becomes of these.',
          unit: 'ops',
          queries: [
            query(
              'sum by (problem) (rate(maru_moderation_external_unanswered_total[$__rate_interval]))',
              '{{problem}}',
            ),
          ],
        }),
        lines({
          title: 'Requests, p99',
          description: 'Time of a request, by result.',
          unit: 's',
          queries: [
            query(
              'histogram_quantile(0.99, sum by (le, result) (rate(maru_moderation_external_request_seconds_bucket[$__rate_interval])))',
              '{{result}}',
            ),
          ],
        }),
        lines({
          title: 'Messages in a request, mean',
          description: 'Up to EXTERNAL_BATCH_MAX.',
          unit: 'none',
          queries: [
            query(
              'sum(rate(maru_moderation_external_batch_messages_sum[$__rate_interval])) / (sum(rate(maru_moderation_external_batch_messages_count[$__rate_interval])) > 0)',
              'mean',
            ),
          ],
        }),
        lines({
          title: 'Waiting for it',
          description:
            'Messages that wait for a request, requests under way, and shown messages that wait for a verdict.',
          unit: 'short',
          queries: [
            query('sum(maru_moderation_external_waiting)', 'waiting'),
            query('sum(maru_moderation_external_in_flight)', 'requests under way'),
            query('sum(maru_moderation_external_after_waiting)', 'shown, waiting'),
          ],
        }),
        lines({
          title: 'Its breaker',
          description: 'Replicas by the state of their breaker before the external moderator.',
          unit: 'none',
          queries: [query('sum by (state) (maru_moderation_external_breaker)', '{{state}}')],
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
