import { categories, type Category, type Hit, type Severity } from './types.js';

/** What happens to a message, mildest first. */
export const verdicts = ['pass', 'mask', 'hold', 'reject'] as const;
export type Verdict = (typeof verdicts)[number];

/** Verdict by category and severity: `policy.slur[3]` is 'reject' by default. */
export type Policy = { readonly [C in Category]: { readonly [S in Severity]: Verdict } };

const row = (mild: Verdict, middling: Verdict, severe: Verdict): Policy[Category] => ({
  1: mild,
  2: middling,
  3: severe,
});

/**
 * Swear words are starred, the worst slurs and threats do not get through, and words of self-harm pass, so that
 * somebody in need is not silenced (moderators see them in the hits).
 */
export const defaultPolicy: Policy = {
  profanity: row('mask', 'mask', 'mask'),
  sexual: row('mask', 'mask', 'reject'),
  slur: row('mask', 'mask', 'reject'),
  insult: row('pass', 'pass', 'mask'),
  adult: row('pass', 'pass', 'mask'),
  threat: row('pass', 'hold', 'reject'),
  'self-harm': row('pass', 'pass', 'hold'),
  drugs: row('pass', 'pass', 'hold'),
};

/** A policy with some cells changed. Unknown names are refused by `parsePolicy`, not here. */
export type PolicyPatch = { readonly [C in Category]?: { readonly [S in Severity]?: Verdict } };

/** A base policy with the cells of a patch laid over it. */
export function extendPolicy(base: Policy, patch: PolicyPatch): Policy {
  const rows = categories.map((category) => [category, { ...base[category], ...patch[category] }] as const);
  return Object.fromEntries(rows) as unknown as Policy;
}

/**
 * Reads a policy patch from outside (JSON already parsed).
 * @throws TypeError naming the path of the first wrong cell and what it may be.
 */
export function parsePolicyPatch(value: unknown): PolicyPatch {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('policy: must be an object of categories.');
  for (const [category, cells] of Object.entries(value)) {
    if (!categories.includes(category as Category))
      throw new TypeError(`policy.${category}: unknown category; use ${categories.join(', ')}.`);
    if (typeof cells !== 'object' || cells === null)
      throw new TypeError(`policy.${category}: must be an object of severities 1 to 3.`);
    for (const [severity, verdict] of Object.entries(cells as Record<string, unknown>)) {
      if (!['1', '2', '3'].includes(severity))
        throw new TypeError(`policy.${category}.${severity}: unknown severity; use 1, 2 or 3.`);
      if (!verdicts.includes(verdict as Verdict))
        throw new TypeError(`policy.${category}.${severity}: unknown verdict; use ${verdicts.join(', ')}.`);
    }
  }
  return value;
}

export interface Decision {
  readonly verdict: Verdict;
  /** All hits, those that the policy lets pass included. */
  readonly hits: readonly Hit[];
  /** The hits to star out: every one that the policy does not let pass. */
  readonly masked: readonly Hit[];
}

/** The strictest verdict of all hits under a policy. */
export function decide(hits: readonly Hit[], policy: Policy = defaultPolicy): Decision {
  let worst = 0;
  const masked: Hit[] = [];
  for (const hit of hits) {
    const level = verdicts.indexOf(policy[hit.category][hit.severity]);
    if (level > 0) masked.push(hit);
    if (level > worst) worst = level;
  }
  return { verdict: verdicts[worst] ?? 'pass', hits, masked };
}
