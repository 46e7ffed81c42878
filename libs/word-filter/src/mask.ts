import type { Filter } from './filter.js';
import { decide, defaultPolicy, type Policy } from './policy.js';
import type { Hit } from './types.js';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Most rounds of masking before everything is starred: starring can join what stood apart. */
const maxRounds = 4;
/** Most UTF-16 units scanned again in those rounds; a long text gets one. */
const maxRescanned = 1_024;
/** A message with more findings than this is nothing but such words, and starred whole. */
const maxMaskedSpans = 32;
const star = '*';

/**
 * True for code points that are a character of their own beside others such: letters, digits, signs and pictures that
 * neither attach to what stands before them nor draw in what follows. Everything else is left to the segmenter.
 */
function standsAlone(code: number): boolean {
  if (code < 0x300) return code > 0x1f && !(code > 0x7e && code < 0xa1) && code !== 0xad;
  if (code < 0x10000)
    return (
      (code >= 0x370 && code < 0x483) ||
      (code >= 0x48a && code < 0x530) ||
      // Invisible controls end what stands before them.
      code === 0x200b ||
      (code >= 0x2028 && code < 0x202f) ||
      (code >= 0x2060 && code < 0x2070) ||
      (code >= 0x3000 && code < 0x302a) ||
      (code >= 0x3030 && code < 0x3099) ||
      (code >= 0x309b && code < 0xa000) ||
      (code >= 0xac00 && code < 0xd7a4) ||
      (code >= 0xff01 && code < 0xff9e)
    );
  return (
    (code >= 0x1d400 && code < 0x1d800) ||
    (code >= 0x1f000 && code < 0x1f1e6) ||
    (code >= 0x1f200 && code < 0x1f3fb) ||
    (code >= 0x1f400 && code < 0x1fb00)
  );
}

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
  let from = 0;
  const put = (to: number): void => {
    const hidden = covered.indexOf(1, from);
    const segment = text.slice(from, to);
    out += hidden >= 0 && hidden < to && segment.trim() !== '' ? star : segment;
    from = to;
  };
  while (from < text.length) {
    const code = text.codePointAt(from) as number;
    let to = from + (code > 0xffff ? 2 : 1);
    if (standsAlone(code) && (to >= text.length || standsAlone(text.codePointAt(to) as number))) {
      if (covered[from] === 0 && (to - from === 1 || covered[from + 1] === 0)) {
        out += text.slice(from, to);
        from = to;
      } else put(to);
      continue;
    }
    // From here to the first of two that stand alone, the segmenter knows where characters end.
    while (to < text.length) {
      const next = text.codePointAt(to) as number;
      const behind = to + (next > 0xffff ? 2 : 1);
      if (standsAlone(next) && (behind >= text.length || standsAlone(text.codePointAt(behind) as number))) break;
      to = behind;
    }
    if (to < text.length) to += (text.codePointAt(to) as number) > 0xffff ? 2 : 1;
    const window = text.slice(from, to);
    if (covered.subarray(from, to).includes(1)) {
      const base = from;
      for (const { segment, index } of segmenter.segment(window)) put(base + index + segment.length);
    } else {
      out += window;
      from = to;
    }
  }
  return out;
}

/** A text of nothing but stars: one for each character that is not a mark or invisible, spaces kept. */
function starWhole(text: string): string {
  return text.replace(/[\p{M}\p{Cf}]+/gu, '').replace(/\S/gu, star);
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
  if (hits.length > maxMaskedSpans) return { verdict: decision.verdict, masked: starWhole(text), hits };
  let masked = maskText(text, decision.masked);
  for (let round = 0; round < maxRounds && round * text.length < maxRescanned; round++) {
    const again = decide(filter.scan(masked), policy);
    if (again.verdict === 'pass') return { verdict: decision.verdict, masked, hits };
    masked = maskText(masked, again.masked);
  }
  return { verdict: decision.verdict, masked: starWhole(text), hits };
}
