import type { RejectReason } from '@maru/contracts';
import { defaultPolicy, extendPolicy, moderate } from '@maru/word-filter';
import type { Filter, Policy, PolicyPatch, Verdict as WordVerdict } from '@maru/word-filter';

/** What becomes of a text. `pass` carries the very same string; `mask` one with the words starred out. */
export type Verdict =
  | { status: 'pass'; text: string }
  | { status: 'mask'; text: string; category: string }
  | { status: 'reject'; reason: RejectReason; category?: string };

/** Decides on texts. Synchronous: a message's place in the order must not depend on how long a decision takes. */
export interface Moderator {
  message(text: string): Verdict;
  /** Nicknames and room names: there is nothing to star out in a name, so it passes or it does not. */
  allowsName(name: string): boolean;
}

/** The default policy, with everything it does not let pass turned into one verdict. */
export function uniformPolicy(verdict: 'reject' | 'mask'): Policy {
  const patch = Object.fromEntries(
    Object.entries(defaultPolicy).map(([category, row]) => [
      category,
      Object.fromEntries(Object.entries(row as Record<string, WordVerdict>).map(([severity, cell]) => [severity, cell === 'pass' ? 'pass' : verdict])),
    ]),
  ) as PolicyPatch;
  return extendPolicy(defaultPolicy, patch);
}

/** Decides by the word lists. */
export function wordModerator(filter: Filter, policy: Policy): Moderator {
  return {
    message: (text) => {
      const { verdict, masked, hits } = moderate(filter, text, policy);
      const category = hits[0]?.category;
      if (verdict === 'pass') return { status: 'pass', text };
      if (verdict === 'mask') return { status: 'mask', text: masked, category: category ?? 'profanity' };
      return { status: 'reject', reason: 'profanity', ...(category ? { category } : {}) };
    },
    allowsName: (name) => moderate(filter, name, policy).verdict === 'pass',
  };
}
