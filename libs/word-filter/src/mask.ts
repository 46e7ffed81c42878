import type { Filter } from './filter.js';
import { decide, defaultPolicy, type Policy, type Verdict } from './policy.js';
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
  return maskPlain(text, hits) ?? maskGraphemes(text, hits);
}

/**
 * For hits in order whose characters, and those on either side, stand alone: nearly all. Undefined for others, which
 * take the segmenter.
 */
function maskPlain(text: string, hits: readonly Pick<Hit, 'start' | 'end'>[]): string | undefined {
  let out = '';
  let from = 0;
  for (const { start, end } of hits) {
    if (start < 0 || end > text.length || !isPlain(text, Math.max(0, start - 1), Math.min(text.length, end + 1)))
      return undefined;
    if (end <= from) continue;
    if (start > from) out += text.slice(from, start);
    for (let i = Math.max(from, start); i < end; i++) {
      const code = text.charCodeAt(i);
      out += code === SPACE_CODE || code === IDEOGRAPHIC_SPACE ? text.charAt(i) : star;
    }
    from = end;
  }
  return out + text.slice(from);
}

const SPACE_CODE = 0x20;
const IDEOGRAPHIC_SPACE = 0x3000;

/** True when every code unit of a stretch is a character of its own, and visible or one of two spaces. */
function isPlain(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    // Of those that stand alone beyond ASCII some are spaces or invisible: left to who knows them all.
    if (code < 0x7f ? code < SPACE_CODE : !isVisible(code)) return false;
  }
  return true;
}

/** Blocks without spaces, marks and invisible characters, in which every character stands alone. */
function isVisible(code: number): boolean {
  return (
    (code > 0xa0 && code < 0x300 && code !== 0xad) ||
    (code >= 0x370 && code < 0x483) ||
    (code >= 0x48a && code < 0x530) ||
    (code >= 0x3000 && code < 0x302a) ||
    (code >= 0x3030 && code < 0x3099) ||
    (code >= 0x309b && code < 0xa000) ||
    (code >= 0xac00 && code < 0xd7a4) ||
    (code >= 0xff01 && code < 0xff9e)
  );
}

function maskGraphemes(text: string, hits: readonly Pick<Hit, 'start' | 'end'>[]): string {
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

/** What comes of a text under a policy. */
export class Moderated {
  readonly verdict: Verdict;
  readonly hits: readonly Hit[];
  readonly #filter: Filter;
  readonly #text: string;
  readonly #policy: Policy;
  #masked: string | undefined;

  constructor(filter: Filter, text: string, policy: Policy, verdict: Verdict, hits: readonly Hit[]) {
    this.verdict = verdict;
    this.hits = hits;
    this.#filter = filter;
    this.#text = text;
    this.#policy = policy;
  }

  /**
   * The text to show when the verdict is `pass` or `mask`; spans that the policy does not let pass are starred. Made when
   * it is first read, since most that is not let pass is refused. It passes when it is moderated again under the same
   * lists and policy: leftovers of the first round are starred too, and in the last resort the whole text.
   */
  get masked(): string {
    return (this.#masked ??= this.verdict === 'pass' ? this.#text : this.#mask());
  }

  toJSON(): { verdict: Verdict; masked: string; hits: readonly Hit[] } {
    return { verdict: this.verdict, masked: this.masked, hits: this.hits };
  }

  #mask(): string {
    const text = this.#text;
    if (this.hits.length > maxMaskedSpans) return starWhole(text);
    let masked = maskText(text, decide(this.hits, this.#policy).masked);
    for (let round = 0; round < maxRounds && round * text.length < maxRescanned; round++) {
      const again = decide(this.#filter.scan(masked), this.#policy);
      if (again.verdict === 'pass') return masked;
      masked = maskText(masked, again.masked);
    }
    return starWhole(text);
  }
}

/** Scans and decides; masks when the masked text is read. */
export function moderate(filter: Filter, text: string, policy: Policy = defaultPolicy): Moderated {
  const hits = filter.scan(text);
  return new Moderated(filter, text, policy, hits.length === 0 ? 'pass' : decide(hits, policy).verdict, hits);
}
