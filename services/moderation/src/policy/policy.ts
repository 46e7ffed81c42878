import { defaultPolicy, extendPolicy } from '@maru/word-filter';
import type { Policy as WordPolicy, PolicyPatch, Verdict as WordVerdict } from '@maru/word-filter';
import { DEFAULT_SPAM_RULES, STRICT_SPAM_RULES } from '../spam/rules.js';
import type { SpamRules } from '../spam/rules.js';

/** When somebody else's service is asked about a message: never, before it is shown, or after. */
export const EXTERNAL_MODES = ['off', 'inline', 'after'] as const;
export type ExternalMode = (typeof EXTERNAL_MODES)[number];
/** What holds when that service does not answer: the word lists' verdict, a refusal, or a longer wait. */
export const EXTERNAL_FAILURES = ['open', 'closed', 'hold'] as const;
export type ExternalFailure = (typeof EXTERNAL_FAILURES)[number];
export type ExternalRules = { mode: ExternalMode; onFailure: ExternalFailure };

/** Everything that is decided by the room. */
export type ModerationPolicy = {
  name: string;
  /** Category × severity → pass, mask, hold, reject. */
  words: WordPolicy;
  /** The same for nicknames and room names, where anything but pass is a refusal. */
  names: WordPolicy;
  /** `words` with everything that was held passed: for a message that was held and then let through. */
  released: WordPolicy;
  spam: SpamRules;
  external: ExternalRules;
};

/** The policy of a room that nobody gave one. */
export const DEFAULT_POLICY = 'default';
/** Policies that are always there; a policy file may build on them, and replace `default` and `strict`. */
export const BUILT_IN_POLICIES = ['default', 'library', 'reject', 'mask', 'strict'] as const;
export const POLICIES_MAX = 64;

function mapWords(policy: WordPolicy, change: (verdict: WordVerdict) => WordVerdict): WordPolicy {
  const rows = Object.entries(policy).map(([category, row]) => [
    category,
    Object.fromEntries(Object.entries(row).map(([severity, verdict]) => [severity, change(verdict)])),
  ]);
  return extendPolicy(policy, Object.fromEntries(rows) as PolicyPatch);
}

/** A policy with everything that it does not let pass turned into one verdict. */
export const uniformPolicy = (verdict: 'reject' | 'mask', base: WordPolicy = defaultPolicy): WordPolicy =>
  mapWords(base, (cell) => (cell === 'pass' ? 'pass' : verdict));

/** A policy from its parts. */
export function makePolicy(
  name: string,
  words: WordPolicy,
  names: WordPolicy,
  spam: SpamRules,
  external: ExternalRules,
): ModerationPolicy {
  return { name, words, names, released: mapWords(words, (cell) => (cell === 'hold' ? 'pass' : cell)), spam, external };
}

/**
 * The policies that are there without a file.
 * @param preset what `default` is
 */
export function builtInPolicies(preset: 'reject' | 'mask', external: ExternalRules): Map<string, ModerationPolicy> {
  const policy = (name: string, words: WordPolicy, spam = DEFAULT_SPAM_RULES) =>
    [name, makePolicy(name, words, uniformPolicy('reject'), spam, external)] as const;
  // For a room under attack: rude words too, and what would be held is refused.
  const strict = uniformPolicy(
    'reject',
    extendPolicy(defaultPolicy, { insult: { 2: 'reject' }, threat: { 1: 'reject' } }),
  );
  return new Map([
    policy(DEFAULT_POLICY, uniformPolicy(preset)),
    policy('library', defaultPolicy),
    policy('reject', uniformPolicy('reject')),
    policy('mask', uniformPolicy('mask')),
    policy('strict', strict, STRICT_SPAM_RULES),
  ]);
}
