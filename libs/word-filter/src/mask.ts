import type { Filter } from './filter.js';
import { decide, defaultPolicy, type Policy } from './policy.js';
import type { Hit } from './types.js';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Most rounds of masking before everything is starred: starring can join what stood apart. */
const maxRounds = 4;
const star = '*';

/**
 * Stars the spans of the hits, one star per visible character, spaces kept. A span that begins or ends inside a
 * character (surrogate pair, combining marks, emoji sequence) takes the whole of it. Without hits the very same
 * string comes back.
 */
export function maskText(text: string, hits: readonly Pick<Hit, 'start' | 'end'>[]): string {
  if (hits.length === 0) return text;
  const covered = new Uint8Array(text.length);
  for (const hit of hits) covered.fill(1, Math.max(0, hit.start), Math.min(text.length, hit.end));
  let out = '';
  for (const { segment, index } of segmenter.segment(text)) {
    const hidden = covered.indexOf(1, index);
    if (hidden < 0) return out + text.slice(index);
    out += hidden < index + segment.length && segment.trim() !== '' ? star : segment;
  }
  return out;
}

export interface Moderated {
  readonly verdict: ReturnType<typeof decide>['verdict'];
  /** The text to show when the verdict is `pass` or `mask`; spans that the policy does not let pass are starred. */
  readonly masked: string;
  readonly hits: readonly Hit[];
}

/**
 * Scans, decides and masks. What comes back as `masked` passes when it is moderated again under the same lists and
 * policy: leftovers of the first round are starred too, and in the last resort the whole text.
 */
export function moderate(filter: Filter, text: string, policy: Policy = defaultPolicy): Moderated {
  const hits = filter.scan(text);
  if (hits.length === 0) return { verdict: 'pass', masked: text, hits };
  const decision = decide(hits, policy);
  if (decision.verdict === 'pass') return { verdict: 'pass', masked: text, hits };
  let masked = maskText(text, decision.masked);
  for (let round = 0; round < maxRounds; round++) {
    const again = decide(filter.scan(masked), policy);
    if (again.verdict === 'pass') return { verdict: decision.verdict, masked, hits };
    masked = maskText(masked, again.masked);
  }
  return { verdict: decision.verdict, masked: maskText(text, [{ start: 0, end: text.length }]), hits };
}
