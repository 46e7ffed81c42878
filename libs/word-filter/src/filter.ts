import { beginsInsideWord } from './cjk-words.js';
import { sharesCompound } from './cjk-compounds.js';
import { acceptCjk, CjkMix, hasLatinBesideCjk, readCjk, type CjkReading } from './cjk.js';
import { acceptCyrillic, readCyrillic, type CyrillicReading } from './cyrillic.js';
import { decodeEntities, unreverse, type Derived } from './derived.js';
import {
  CJK,
  CYRILLIC,
  DIGIT,
  HANGUL,
  HAS_BIDI,
  HAS_MASK,
  HAS_ESCAPE,
  HAS_STAR,
  JAMO,
  LATIN,
  LEET,
  SPACE,
  Units,
} from './fold.js';
import { acceptHangul } from './korean.js';
import { isCaretInitial, isMask, readHangul, type HangulReading } from './korean-reading.js';
import { LanguageGuard } from './language.js';
import { acceptLatin, inHexId } from './latin.js';
import { isHangulInLatin, readLatin, type LatinReading } from './latin-reading.js';
import type { CompiledLists, StreamLists, TermInfo } from './lists.js';
import { findMasked, indexMaskable, type MaskIndex } from './masked.js';
import { Stream } from './stream.js';
import { foulCategories, type Hit } from './types.js';

/** Longest text looked at, in UTF-16 units; what lies beyond is not scanned. Messages are far shorter. */
export const maxTextLength = 65_536;
/** Most findings kept of one text; a message with more is nothing but such words. */
export const maxHits = 256;
/** Findings of one text that are looked up in a dictionary, 3 µs each; what follows is taken as it is. */
const wordChecksMax = 8;

/** A ready filter: reusable buffers around one compiled list set. Not for concurrent use from several threads. */
export interface Filter {
  readonly lists: CompiledLists;
  /**
   * Finds every listed word in a text, ordered by position; words inside longer findings are left out.
   * Never throws, whatever the text.
   */
  scan(text: string): Hit[];
}

const hangulMask = (1 << HANGUL) | (1 << JAMO);
const foreignMask = (1 << LATIN) | (1 << DIGIT) | (1 << LEET) | (1 << CJK) | HAS_MASK;
const none: Hit[] = [];

class Scanner implements Filter {
  readonly lists: CompiledLists;
  readonly #units = new Units();
  readonly #stream: Stream;
  /** Made for the first text with stars, so that a swap of lists does not wait for it. */
  #masks: MaskIndex | undefined;
  #text = '';
  #hits: Hit[] = none;
  readonly #guard = new LanguageGuard();
  readonly #cjkMix = new CjkMix();
  #hangulReading: HangulReading = 'skip';
  #cjkReading: CjkReading = 'plain';
  /** First and last symbol and term of what was accepted, three numbers each; emptied by its count, to stay as it is. */
  readonly #found: number[] = [];
  #foundCount = 0;
  /** First and last symbol of allow-list entries, two numbers each. */
  readonly #vetoes: number[] = [];
  #vetoCount = 0;

  constructor(lists: CompiledLists) {
    this.lists = lists;
    this.#stream = new Stream(lists.latin);
  }

  scan(text: string): Hit[] {
    const source = text.length > maxTextLength ? text.slice(0, maxTextLength) : text;
    const flags = this.#scanReading(source);
    let hits = this.#hits;
    if ((flags & (HAS_ESCAPE | HAS_BIDI)) !== 0) {
      if ((flags & HAS_BIDI) !== 0) hits = hits.concat(this.#scanDerived(unreverse(source), true));
      if ((flags & HAS_ESCAPE) !== 0) hits = hits.concat(this.#scanDerived(decodeEntities(source), false));
    }
    this.#hits = none;
    this.#text = '';
    return hits.length < 2 ? hits : withoutContained(hits.length > maxHits ? hits.slice(0, maxHits) : hits);
  }

  #scanDerived(derived: Derived | undefined, reversed: boolean): Hit[] {
    if (derived === undefined) return none;
    this.#scanReading(derived.text);
    return this.#hits.map((hit) => {
      const span = derived.offsets.subarray(hit.start, hit.end);
      const start = span.reduce((a, b) => Math.min(a, b), Infinity);
      const end = reversed ? span.reduce((a, b) => Math.max(a, b), 0) + 1 : (derived.offsets[hit.end] ?? start + 1);
      return { ...hit, start, end };
    });
  }

  /** Scans one reading of the text into #hits; returns the units' flags. */
  #scanReading(text: string): number {
    this.#text = text;
    this.#hits = none;
    this.#guard.load(text);
    this.#cjkMix.load();
    const units = this.#units;
    units.load(text);
    const flags = units.flags;
    if ((flags & (1 << LATIN)) !== 0) this.#scanLatin(flags);
    if ((flags & HAS_STAR) !== 0) this.#scanMasked();
    if ((flags & hangulMask) !== 0) this.#scanHangul(flags);
    if ((flags & (1 << CJK)) !== 0) {
      this.#cjk('plain');
      if ((flags & ((1 << LATIN) | (1 << DIGIT))) !== 0) this.#cjk('mixed');
      if ((flags & (1 << LATIN)) !== 0 && hasLatinBesideCjk(units)) this.#cjk('romaji');
      if ((flags & HAS_MASK) !== 0) this.#cjk('masked');
    }
    if ((flags & (1 << CYRILLIC)) !== 0) {
      this.#cyrillic('shape');
      if ((flags & (1 << LATIN)) !== 0) this.#cyrillic('sound');
      if ((flags & (1 << DIGIT)) !== 0) this.#cyrillic('separators');
    }
    return flags;
  }

  #cyrillic(reading: CyrillicReading): void {
    readCyrillic(this.#units, this.#stream, this.lists.cyrillic, reading);
    this.#run(this.lists.cyrillic);
  }

  #scanLatin(flags: number): void {
    this.#latin('letters', flags);
    if ((flags & (1 << CYRILLIC)) !== 0 || ((flags & hangulMask) !== 0 && hasHangulInLatin(this.#units)))
      this.#latin('sound', flags);
    if ((flags & ((1 << DIGIT) | (1 << LEET))) !== 0) {
      const doubt = digitsInWords(this.#units);
      if ((doubt & 1) !== 0) this.#latin('ell', flags);
      if ((doubt & 2) !== 0) this.#latin('separators', flags);
    }
  }

  #scanMasked(): void {
    this.#masks ??= indexMaskable(this.lists.maskable);
    findMasked(this.#units, this.#text, this.#masks, (word, from, to) => {
      if (inHexId(this.#units, this.#text, from, to)) return;
      this.#add(this.lists.terms[word.term], from, to);
    });
  }

  #latin(reading: LatinReading, flags: number): void {
    readLatin(this.#units, this.#stream, this.lists.latin, reading, (flags & (1 << CYRILLIC)) !== 0);
    this.#run(this.lists.latin);
  }

  #scanHangul(flags: number): void {
    this.#hangul('skip', 0, this.#units.count);
    if ((flags & foreignMask) === 0) return;
    const mixed = mixedTokens(this.#units);
    if (mixed === undefined) return;
    this.#hangul('shape', mixed.from, mixed.to);
    if (!mixed.letters) return;
    this.#hangul('sound', mixed.from, mixed.to);
    this.#hangul('keys', mixed.from, mixed.to);
  }

  #hangul(reading: HangulReading, from: number, to: number): void {
    this.#hangulReading = reading;
    readHangul(this.#units, this.#stream, this.lists.hangul, reading, from, to);
    this.#run(this.lists.hangul);
  }

  #cjk(reading: CjkReading): void {
    this.#cjkReading = reading;
    readCjk(this.#units, this.#text, this.#stream, this.lists.cjk, this.lists.cjkSymbols, reading);
    this.#run(this.lists.cjk);
  }

  /** Looks at every place where patterns end in the stream; what is accepted and not vetoed becomes hits. */
  #run(lists: StreamLists): void {
    if (this.#hits.length === maxHits) return;
    const { out, firstFinal } = lists;
    const { ends, endCount } = this.#stream;
    for (let k = 0; k < endCount; k += 2)
      this.#check(lists, out[(ends[k + 1] as number) - firstFinal] as number, ends[k] as number);
    if (this.#foundCount > 0) this.#settle(lists);
    this.#vetoCount = 0;
  }

  /** Looks at the patterns that end at symbol i. */
  #check(lists: StreamLists, output: number, i: number): void {
    const { outputs, length, runs, offset } = lists;
    const run = this.#stream.run(i);
    let foundTerm = -1;
    let foundAt = -1;
    for (let k = output; ; k++) {
      const pattern = outputs[k] as number;
      if (pattern < 0) return;
      const symbols = length[pattern] as number;
      // Most that is not there fails for its last symbol already: it has to stand twice.
      if (run < (runs[(offset[pattern] as number) + symbols - 1] as number)) continue;
      const i0 = i - symbols + 1;
      const term = lists.termOf[pattern] as number;
      // Another spelling of what was found here already.
      if (term === foundTerm && i0 === foundAt) continue;
      if (!this.#accepts(lists, pattern, i0, i)) continue;
      if (term < 0) {
        this.#vetoes[this.#vetoCount++] = i0;
        this.#vetoes[this.#vetoCount++] = i;
      } else {
        this.#found[this.#foundCount++] = i0;
        this.#found[this.#foundCount++] = i;
        this.#found[this.#foundCount++] = term;
        foundTerm = term;
        foundAt = i0;
      }
    }
  }

  #accepts(lists: StreamLists, pattern: number, i0: number, i1: number): boolean {
    const units = this.#units;
    const stream = this.#stream;
    switch (lists) {
      case this.lists.latin: {
        const info = this.lists.terms[lists.termOf[pattern] as number];
        return acceptLatin(units, this.#text, stream, lists, pattern, i0, i1, info, this.#guard);
      }
      case this.lists.hangul:
        return acceptHangul(units, stream, lists, pattern, i0, i1, this.#hangulReading);
      case this.lists.cjk: {
        const info = this.lists.terms[lists.termOf[pattern] as number];
        if (
          info !== undefined &&
          info.category !== 'slur' &&
          this.#cjkMix.foreign(units, info.lang, lists.length[pattern] as number)
        )
          return false;
        return (
          acceptCjk(units, this.#text, stream, lists, pattern, i0, i1, this.#cjkReading) &&
          !(info?.lang === 'zh' && sharesCompound(units, stream.first[i0] as number, stream.last[i1] as number))
        );
      }
      default:
        return acceptCyrillic(units, stream, lists, pattern, i0, i1);
    }
  }

  /** Makes hits of what was found and no allow-list entry covers. */
  #settle(lists: StreamLists): void {
    const found = this.#found;
    const checked = lists === this.lists.cjk && this.#cjkReading === 'plain' ? 3 * wordChecksMax : 0;
    const reach = this.#vetoCount > 0 ? vetoReach(this.#vetoes, this.#vetoCount, this.#stream.count) : undefined;
    for (let k = 0; k < this.#foundCount; k += 3) {
      const i0 = found[k] as number;
      const i1 = found[k + 1] as number;
      if (reach !== undefined && ((reach[i0] as number) >= i1 || (i0 > 0 && (reach[i0 - 1] as number) * 2 >= i0 + i1)))
        continue;
      const from = this.#stream.first[i0] as number;
      const to = this.#stream.last[i1] as number;
      if (k < checked && beginsInsideWord(this.#units, this.#text, from, to)) continue;
      this.#add(this.lists.terms[found[k + 2] as number], from, to);
    }
    this.#foundCount = 0;
  }

  #add(info: TermInfo | undefined, from: number, to: number): void {
    if (info === undefined || this.#hits.length === maxHits) return;
    const start = this.#units.pos[from] as number;
    const end = this.#units.end[to] as number;
    const hit = { term: info.term, category: info.category, severity: info.severity, lang: info.lang, start, end };
    if (this.#hits === none) this.#hits = [hit];
    else this.#hits.push(hit);
  }
}

/** For each symbol the farthest end of a veto that begins at or before it; -1 for none. */
function vetoReach(vetoes: readonly number[], vetoCount: number, count: number): Int32Array {
  const reach = new Int32Array(count).fill(-1);
  for (let k = 0; k < vetoCount; k += 2) {
    const from = vetoes[k] as number;
    reach[from] = Math.max(reach[from] as number, vetoes[k + 1] as number);
  }
  for (let i = 1; i < count; i++)
    if ((reach[i] as number) < (reach[i - 1] as number)) reach[i] = reach[i - 1] as number;
  return reach;
}

function hasHangulInLatin(units: Units): boolean {
  for (let i = 1; i < units.count - 1; i++) if (isHangulInLatin(units, i)) return true;
  return false;
}

/** Bit 1: a 1, | or capital I that may be an l; bit 2: digits between letters that may be mere separators. */
function digitsInWords(units: Units): number {
  const { cls, val, count } = units;
  let doubt = 0;
  for (let i = 0; i < count; i++) {
    const c = cls[i];
    if (c !== DIGIT && c !== LEET) continue;
    const before = i > 0 && cls[i - 1] === LATIN;
    const after = i + 1 < count && cls[i + 1] === LATIN;
    if (after && (before || letterBeforeDigits(cls, i))) doubt |= 2;
    if ((before || after) && (c === DIGIT ? val[i] === 1 : val[i] === 9)) doubt |= 1;
  }
  return doubt;
}

/** True when a row of at most three digits that ends here has a letter before it. */
function letterBeforeDigits(cls: Uint8Array, i: number): boolean {
  let from = i;
  while (from > 0 && from > i - 3 && cls[from] === DIGIT) from--;
  return cls[from] === LATIN;
}

/** The words around Latin letters, digits or masks that stand right beside Hangul. */
interface MixedTokens {
  readonly from: number;
  readonly to: number;
  readonly letters: boolean;
}

function mixedTokens(units: Units): MixedTokens | undefined {
  const { cls, count } = units;
  let first = -1;
  let last = 0;
  let letters = false;
  for (let i = 0; i < count; i++) {
    const c = cls[i] as number;
    if (c !== LATIN && c !== DIGIT && c !== LEET && c !== CJK && !isMask(units, i) && !isCaretInitial(units, i))
      continue;
    const before = i > 0 && (cls[i - 1] === HANGUL || cls[i - 1] === JAMO);
    const after = i + 1 < count && (cls[i + 1] === HANGUL || cls[i + 1] === JAMO);
    if (!before && !after) continue;
    // `!` stands for ㅣ inside a word only; at its end it is what it is.
    if (c === LEET && (units.val[i] !== 9 || !before || !after)) continue;
    if (first < 0) first = i;
    last = i;
    if (c === LATIN || c === CJK) letters = true;
  }
  if (first < 0) return undefined;
  // Two words before and two after: `이런 18`.
  return { from: beyondSpaces(units, first, -1), to: beyondSpaces(units, last, 1) + 1, letters };
}

/** The farthest unit in a direction before the second space from a unit. */
function beyondSpaces(units: Units, unit: number, step: number): number {
  let spaces = 0;
  let i = unit;
  while (i + step >= 0 && i + step < units.count) {
    if (units.cls[i + step] === SPACE && ++spaces === 2) break;
    i += step;
  }
  return i;
}

function weight(hit: Hit): number {
  return (foulCategories.has(hit.category) ? 4 : 0) + hit.severity;
}

const sortKeys = new Float64Array(maxHits);
const weights = new Uint8Array(maxHits);

/**
 * Orders hits and drops those inside another that says at least as much. The order (start, longest, heaviest) is packed
 * into one number per hit, 16 + 17 + 3 bits and the index, since sorting numbers is several times faster.
 */
function withoutContained(hits: readonly Hit[]): Hit[] {
  const count = hits.length;
  for (let i = 0; i < count; i++) {
    const hit = hits[i] as Hit;
    const heavy = weight(hit);
    weights[i] = heavy;
    const key = ((hit.start * 0x20000 + (0x1ffff - hit.end)) * 8 + 7 - heavy) * maxHits + i;
    // Most come in order, and few: each goes where it belongs at once.
    let at = i;
    if (count <= fewHits)
      for (; at > 0 && (sortKeys[at - 1] as number) > key; at--) sortKeys[at] = sortKeys[at - 1] as number;
    sortKeys[at] = key;
  }
  if (count > fewHits) sortKeys.subarray(0, count).sort();
  const kept: Hit[] = [];
  let reach: Hit | undefined;
  let reachWeight = 0;
  for (let i = 0; i < count; i++) {
    const at = (sortKeys[i] as number) % maxHits;
    const hit = hits[at] as Hit;
    const own = weights[at] as number;
    if (
      reach !== undefined &&
      hit.end <= reach.end &&
      ((hit.start === reach.start && hit.end === reach.end) || own <= reachWeight)
    )
      continue;
    kept.push(hit);
    if (reach === undefined || hit.end >= reach.end) {
      reach = hit;
      reachWeight = own;
    }
  }
  return kept;
}

/** Up to so many hits are put in order one by one. */
const fewHits = 24;

/** Makes a filter around compiled lists. Costs a few kilobytes of buffers; the lists are shared, not copied. */
export function createFilter(lists: CompiledLists): Filter {
  return new Scanner(lists);
}
