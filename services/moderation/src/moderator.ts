import type { RawMessage, RejectReason } from '@maru/contracts';
import { moderate } from '@maru/word-filter';
import type { Filter, Hit } from '@maru/word-filter';
import type { Shadow } from './lists/shadow.js';
import type { ExternalRules, ModerationPolicy } from './policy/policy.js';
import type { PolicyTable } from './policy/policy-table.js';
import { shape } from './spam/spam.js';
import type { Spam } from './spam/spam.js';

/** What becomes of a text. `pass` carries the very same string; `mask` one with the words starred out. */
export type Shown = { status: 'pass'; text: string } | { status: 'mask'; text: string; category: string };
export type Refused = {
  status: 'reject';
  reason: RejectReason;
  category?: string;
  /** Version and hash of the word lists that refused it. */
  lists?: string;
};
/** A message that needs somebody else's decision, and what the receipt says when none comes. */
export type OnHold = { status: 'hold'; otherwise: Refused };
export type Verdict = Shown | Refused | OnHold;
export type Judged = { verdict: Verdict; external: ExternalRules };

export type ModeratedMessage = Pick<RawMessage, 'room' | 'user' | 'id' | 'text' | 'ts'> & Pick<RawMessage, 'policy'>;

/** Decides on texts by what this process knows. Synchronous and without a throw, whatever the text. */
export interface Moderator {
  message(message: ModeratedMessage): Judged;
  /** A message that was held and then let through: what may be shown of it. */
  released(message: ModeratedMessage): Shown | Refused;
  /** Another text for the message, from an external moderator: it is no more trusted than the first. */
  replaced(message: ModeratedMessage, text: string): Shown | Refused;
  /** Nicknames and room names: there is nothing to star out in a name, so it passes or it does not. */
  allowsName(name: string): boolean;
  /** A nickname that somebody without a token wishes for: no reserved one either. */
  allowsNick(nick: string): boolean;
}

export type ModeratorOptions = {
  /** The live lists, read anew for every message: a swap is a change of this reference. */
  filter: () => Filter;
  shadowFilter?: () => Filter | undefined;
  shadow?: Shadow;
  policies: PolicyTable;
  spam: Spam;
  /** Names that are kept for those who run the place (default none). */
  reserved?: Filter | undefined;
  /** Told of the word for which a message was not let pass. */
  caught?: (hit: Pick<Hit, 'category' | 'lang'>) => void;
};

/** Spam rules first, then the word lists, by the room's policy. */
export function createModerator(options: ModeratorOptions): Moderator {
  const { filter, shadowFilter, shadow, policies, spam, reserved, caught } = options;
  const words = (text: string, policy: ModerationPolicy, rules = policy.words, told?: typeof caught): Verdict => {
    const live = filter();
    const { verdict, masked, hits } = moderate(live, text, rules);
    const other = shadowFilter?.();
    if (other && shadow) shadow.compare(other, live, text, verdict, rules);
    if (verdict === 'pass') return { status: 'pass', text };
    const decisive = hits.find((hit) => rules[hit.category][hit.severity] === verdict);
    if (decisive) told?.(decisive);
    const category = decisive?.category ?? 'profanity';
    if (verdict === 'mask') return { status: 'mask', text: masked, category };
    const { version, hash } = live.lists;
    const refused: Refused = { status: 'reject', reason: 'profanity', category, lists: `${version}@${hash}` };
    return verdict === 'hold' ? { status: 'hold', otherwise: refused } : refused;
  };
  const settled = (verdict: Verdict): Shown | Refused => (verdict.status === 'hold' ? verdict.otherwise : verdict);
  const allowsName = (name: string): boolean => {
    const { names, spam: rules } = policies.default;
    return shape(name, { ...rules, caps: false }) === undefined && moderate(filter(), name, names).verdict === 'pass';
  };
  return {
    message: (message) => {
      const policy = policies.of(message.room, message.policy);
      const found = spam.check(message, policy.spam);
      const { external } = policy;
      if (found) return { verdict: { status: 'reject', reason: found.reason, category: found.kind }, external };
      return { verdict: words(message.text, policy, policy.words, caught), external };
    },
    released: (message) => {
      const policy = policies.of(message.room, message.policy);
      return settled(words(message.text, policy, policy.released));
    },
    replaced: (message, text) => settled(words(text, policies.of(message.room, message.policy))),
    allowsName,
    allowsNick: (nick) => allowsName(nick) && (reserved === undefined || reserved.scan(nick).length === 0),
  };
}
