import { REJECT_REASONS } from '@maru/contracts';
import type { RejectReason } from '@maru/contracts';
import { BATCH_BUCKETS, HOP_HELP } from '@maru/observability';
import type { Metrics } from '@maru/observability';
import { categories as WORD_CATEGORIES, langs as WORD_LANGUAGES } from '@maru/word-filter';
import type { Hit } from '@maru/word-filter';
import { EXTERNAL_PROBLEMS } from './external/external-moderator.js';
import type { ExternalProblem } from './external/external-moderator.js';
import type { ExternalVerdict } from './external/protocol.js';
import type { SlotName } from './lists/list-slot.js';
import { SHADOW_OUTCOMES } from './lists/shadow.js';
import type { ShadowOutcome } from './lists/shadow.js';
import { SPAM_KINDS } from './spam/spam.js';
import type { SpamKind } from './spam/spam.js';

export type ModerationMetrics = ReturnType<typeof moderationMetrics>;

const VERDICTS = ['pass', 'mask', 'hold', 'reject'] as const;
const NAMES = ['room', 'nick'] as const;
const SLOTS = ['live', 'shadow'] as const;
const HOLD_ENDS = ['released', 'rejected', 'expired', 'crowded_out'] as const;
const EXTERNAL_VERDICTS = ['pass', 'mask', 'hold', 'reject'] as const;
const BREAKER_STATES = ['closed', 'half-open', 'open'] as const;
const OTHERS = ['same', 'other'] as const;
/** Limits of moderation that are counted when they bite. */
const LIMITS = [
  /** Too much waits for fan-out in a shard: the shard is paused. */
  'shard_depth',
  /** As many batches of a shard are under way as may be: more wait for a confirm. */
  'batches_in_flight',
  /** Held messages keep as many batches unacknowledged as may be: the longest hold ends early. */
  'parked_batches',
  /** A spam window is full: it reaches back less far than its rule says. */
  'spam_window',
  /** As many shown messages wait for the external moderator as may be: more count as not answered. */
  'after_waiting',
  /** Remembered verdicts on messages that come again: they reach back less far than they should. */
  'remembered_outcomes',
  /** Rooms with a policy of their own: the oldest setting goes. */
  'room_policies',
  /** Replicas whose word lists are compared: one more is left out. */
  'compared_replicas',
] as const;
export type ModerationLimit = (typeof LIMITS)[number];
const PAUSE_BUCKETS_SEC = [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.1];
const COMPILE_BUCKETS_SEC = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export type ModerationTotals = {
  paused: () => number;
  waiting: () => number;
  depths: () => Record<string, number>;
  undecided?: () => number;
  onHold?: () => number;
  spamEntries?: () => number;
  roomPolicies?: () => number;
  lists?: () => { version: string; hash: string };
  listTerms?: () => Record<string, number>;
  replicas?: () => Record<(typeof OTHERS)[number], number>;
  external?():
    { waiting: number; inFlight: number; afterWaiting: number; breaker: (typeof BREAKER_STATES)[number] } | undefined;
};

export function moderationMetrics(metrics: Metrics, totals: ModerationTotals) {
  metrics.gauge('maru_moderation_shards_paused', 'Shards paused because fan-out is behind', totals.paused);
  metrics.gauge('maru_moderation_batches_held', 'Raw batches taken and not yet acknowledged', totals.waiting);
  metrics.gauge(
    'maru_moderation_approved_depth',
    'Batches that wait for fan-out in a shard, as last seen by its owner',
    {
      label: 'shard',
      values: '0 to SHARDS - 1',
      read: totals.depths,
    },
  );
  return {
    ...decisionMetrics(metrics, totals),
    ...listMetrics(metrics, totals),
    ...externalMetrics(metrics, totals),
  };
}

function decisionMetrics(metrics: Metrics, totals: ModerationTotals) {
  const verdicts = metrics.counterBy('maru_moderation_verdicts_total', 'Messages by verdict', 'verdict', VERDICTS);
  const rejected = metrics.counterBy(
    'maru_moderation_rejected_total',
    'Messages refused, by reason',
    'reason',
    REJECT_REASONS,
  );
  const spam = metrics.counterBy(
    'maru_moderation_spam_total',
    'Messages refused as spam, by the rule',
    'rule',
    SPAM_KINDS,
  );
  const categories = metrics.counterBy(
    'maru_moderation_words_total',
    'Messages that the word lists did not let pass (refused, starred out or held), by the category of the word',
    'category',
    WORD_CATEGORIES,
  );
  const languages = metrics.counterBy(
    'maru_moderation_words_by_language_total',
    'The same messages, by the language of the list that the word is in; any: signs of no language',
    'language',
    WORD_LANGUAGES,
  );
  const names = metrics.counterBy(
    'maru_moderation_names_refused_total',
    'Room names and nicknames refused',
    'kind',
    NAMES,
  );
  const holds = metrics.counter('maru_moderation_holds_total', 'Messages put on hold');
  const holdEnds = metrics.counterBy('maru_moderation_holds_ended_total', 'Holds ended, by how', 'end', HOLD_ENDS);
  const policies = metrics.counter(
    'maru_moderation_policy_changes_total',
    'Policies of rooms changed over the control bus',
  );
  const unknown = metrics.counter('maru_moderation_policy_unknown_total', 'Policy changes that named no known policy');
  const taken = metrics.histogram('maru_moderation_batch_messages', 'Items in a raw batch', BATCH_BUCKETS);
  const hops = metrics.histogramBy('maru_hop_seconds', HOP_HELP, 'hop', ['raw_broker', 'moderation']);
  const limits = metrics.counterBy(
    'maru_moderation_limits_hit_total',
    'Times a limit was hit, by its name',
    'limit',
    LIMITS,
  );
  const decide = metrics.histogram(
    'maru_moderation_batch_seconds',
    'Time to decide on a raw batch, s',
    [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1],
  );
  metrics.gauge('maru_moderation_undecided', 'Messages that wait for a decision', totals.undecided ?? zero);
  metrics.gauge('maru_moderation_on_hold', 'Messages on hold', totals.onHold ?? zero);
  metrics.gauge(
    'maru_moderation_spam_entries',
    'Senders, rooms and verdicts in the spam windows',
    totals.spamEntries ?? zero,
  );
  metrics.gauge('maru_moderation_room_policies', 'Rooms with a policy of their own', totals.roomPolicies ?? zero);
  return {
    verdict: (verdict: (typeof VERDICTS)[number]) => verdicts.inc(verdict),
    rejected: (reason: RejectReason, category?: string) => {
      rejected.inc(reason);
      if (reason === 'spam' || reason === 'link') spam.inc(category as SpamKind);
    },
    wordCaught: ({ category, lang }: Pick<Hit, 'category' | 'lang'>) => {
      categories.inc(category);
      languages.inc(lang);
    },
    nameRefused: (kind: (typeof NAMES)[number]) => names.inc(kind),
    held: () => holds.inc(),
    holdEnded: (end: (typeof HOLD_ENDS)[number]) => holdEnds.inc(end),
    policyChanged: () => policies.inc(),
    policyUnknown: () => unknown.inc(),
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

function listMetrics(metrics: Metrics, totals: ModerationTotals) {
  const swaps = metrics.counterBy('maru_moderation_list_swaps_total', 'Word list sets taken into use', 'slot', SLOTS);
  const failures = metrics.counterBy(
    'maru_moderation_list_failures_total',
    'Word list sets that could not be used',
    'slot',
    SLOTS,
  );
  const pause = metrics.histogram(
    'maru_moderation_list_pause_seconds',
    'Longest stop of the event loop while a set came into use, s',
    PAUSE_BUCKETS_SEC,
  );
  const compile = metrics.histogram(
    'maru_moderation_list_compile_seconds',
    'Time to compile a set, in its worker, s',
    COMPILE_BUCKETS_SEC,
  );
  const shadow = metrics.counterBy(
    'maru_moderation_shadow_total',
    "Messages by how the shadow lists' verdict compares with the live one",
    'outcome',
    SHADOW_OUTCOMES,
  );
  metrics.gauge('maru_moderation_lists_info', 'Word lists that decide; the value is always 1', {
    label: 'lists',
    values: 'version@hash of the set in use, one at a time',
    read: () => {
      const lists = totals.lists?.();
      return lists ? { [`${lists.version}@${lists.hash}`]: 1 } : {};
    },
  });
  metrics.gauge('maru_moderation_lists_terms', 'Terms of the word lists', {
    label: 'slot',
    values: SLOTS,
    read: totals.listTerms ?? (() => ({})),
  });
  metrics.gauge('maru_moderation_lists_replicas', 'Other replicas by the word lists that they run', {
    label: 'lists',
    values: OTHERS,
    read: totals.replicas ?? (() => ({})),
  });
  return {
    listsSwapped: (slot: SlotName, compiled: { compileMs: number; pauseMs: number }) => {
      swaps.inc(slot);
      pause.observe(compiled.pauseMs / 1000);
      compile.observe(compiled.compileMs / 1000);
    },
    listsFailed: (slot: SlotName) => failures.inc(slot),
    shadowCompared: (outcome: ShadowOutcome) => shadow.inc(outcome),
  };
}

function externalMetrics(metrics: Metrics, totals: ModerationTotals) {
  const verdicts = metrics.counterBy(
    'maru_moderation_external_verdicts_total',
    'Verdicts of the external moderator',
    'verdict',
    EXTERNAL_VERDICTS,
  );
  const problems = metrics.counterBy(
    'maru_moderation_external_unanswered_total',
    'Messages without a verdict of the external moderator, by why',
    'problem',
    EXTERNAL_PROBLEMS,
  );
  const requests = metrics.histogramBy(
    'maru_moderation_external_request_seconds',
    'Requests to the external moderator, s',
    'result',
    ['ok', 'failed'],
  );
  const batch = metrics.histogram(
    'maru_moderation_external_batch_messages',
    'Messages in a request to the external moderator',
    BATCH_BUCKETS,
  );
  const retracted = metrics.counter('maru_moderation_retracted_total', 'Messages taken back after they were shown');
  metrics.gauge(
    'maru_moderation_external_waiting',
    'Messages that wait for a request to the external moderator',
    () => totals.external?.()?.waiting ?? 0,
  );
  metrics.gauge(
    'maru_moderation_external_in_flight',
    'Requests to the external moderator under way',
    () => totals.external?.()?.inFlight ?? 0,
  );
  metrics.gauge(
    'maru_moderation_external_after_waiting',
    'Messages shown that wait for a verdict',
    () => totals.external?.()?.afterWaiting ?? 0,
  );
  metrics.gauge(
    'maru_moderation_external_breaker',
    "The external moderator's circuit breaker: 1 for the state it is in",
    {
      label: 'state',
      values: BREAKER_STATES,
      read: () => {
        const now = totals.external?.()?.breaker;
        return now ? Object.fromEntries(BREAKER_STATES.map((state) => [state, state === now ? 1 : 0])) : {};
      },
    },
  );
  return {
    externalAnswered: (verdict: ExternalVerdict['verdict']) => verdicts.inc(verdict),
    externalUnanswered: (problem: ExternalProblem) => problems.inc(problem),
    externalRequest: (items: number, seconds: number, ok: boolean) => {
      requests.observe(ok ? 'ok' : 'failed', seconds);
      batch.observe(items);
    },
    retracted: () => retracted.inc(),
  };
}

const zero = () => 0;
