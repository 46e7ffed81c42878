import type { Automaton } from './automaton.js';
import {
  CJK,
  DIGIT,
  isKatakanaCode,
  LATIN,
  LEET,
  LETTER,
  LONG_MARK,
  MASK_SIGN,
  PUNCT,
  SPACE,
  type Units,
} from './fold.js';
import { EXACT, HIRAGANA, KATAKANA, NO_DISGUISE, WORD, type StreamLists } from './lists.js';
import type { Lang } from './types.js';
import { GAP_DIGIT, GAP_FOREIGN, GAP_LONG_MARK, GAP_SENTENCE, GAP_SPACE, GAP_SYMBOL, type Stream } from './stream.js';

/**
 * Reads of the same text: characters only; with Latin letters and digits; with symbols that hide one character; with
 * Latin syllables as kana (`manこ`).
 */
export type CjkReading = 'plain' | 'mixed' | 'masked' | 'romaji';

/** Code of the symbol that a list writes as ○. */
export const cjkMask = 0xe001;

/** `w`, the laugh of Japanese chat. */
const laughter = 23;

/** Fills the stream of kana and Chinese characters. */
export function readCjk(
  units: Units,
  text: string,
  stream: Stream,
  automaton: Automaton,
  symbols: Uint16Array,
  reading: CjkReading,
): void {
  const { cls, val, count } = units;
  stream.begin(count, automaton);
  let gap = 0;
  let last = 0;
  for (let i = 0; i < count; i++) {
    let symbol = 0;
    const c = cls[i];
    if (c === LATIN && reading === 'romaji') {
      const syllable = romajiAt(units, i);
      if (syllable !== undefined) {
        stream.push(symbols[syllable.kana] as number, 0, gap, i);
        i += syllable.length - 1;
        stream.last[stream.count - 1] = i;
        last = 0;
        gap = 0;
        continue;
      }
    }
    if (c === CJK) symbol = symbols[val[i] as number] as number;
    else if (c === LATIN && reading === 'mixed') symbol = symbols[0x60 + ((val[i] as number) & LETTER)] as number;
    else if (c === DIGIT && reading === 'mixed') symbol = symbols[0x30 + (val[i] as number)] as number;
    else if (c === PUNCT && reading === 'masked' && val[i] === MASK_SIGN) symbol = symbols[cjkMask] as number;
    else {
      if (c === SPACE) gap |= GAP_SPACE;
      else if (c === DIGIT) gap |= GAP_DIGIT;
      else if (c === LEET) gap |= GAP_SYMBOL;
      else if (c === PUNCT)
        gap |=
          val[i] === LONG_MARK
            ? GAP_LONG_MARK
            : isSentenceMark(text.charCodeAt(units.pos[i] as number))
              ? GAP_SENTENCE
              : GAP_SYMBOL;
      else gap |= c === LATIN && ((val[i] as number) & LETTER) === laughter ? GAP_SYMBOL : GAP_FOREIGN;
      continue;
    }
    if (symbol === last && gap === 0 && sameKana(text, units.pos[i] as number)) stream.extend(i);
    else stream.push(symbol, 0, gap, i);
    last = symbol;
    gap = 0;
  }
}

/** False where hiragana changes to katakana: a particle and a word, not one drawn out (`がガイジ`). */
function sameKana(text: string, at: number): boolean {
  return isHiragana(text.charCodeAt(at - 1)) === isHiragana(text.charCodeAt(at));
}

/** Whether a Latin syllable can stand for a kana: right beside a character. */
export function hasLatinBesideCjk({ cls, count }: Units): boolean {
  for (let i = 1; i < count; i++) {
    const c = cls[i];
    const before = cls[i - 1];
    if ((c === LATIN && before === CJK) || (c === CJK && before === LATIN)) return true;
  }
  return false;
}

interface RomajiSyllable {
  readonly kana: number;
  readonly length: number;
}

/** Kana by their Latin spelling. */
const romaji: ReadonlyMap<string, number> = (() => {
  const table = new Map<string, number>();
  const rows = {
    '': 'あいうえお',
    k: 'かきくけこ',
    s: 'さしすせそ',
    t: 'たちつてと',
    n: 'なにぬねの',
    h: 'はひふへほ',
    m: 'まみむめも',
    r: 'らりるれろ',
    g: 'がぎぐげご',
    z: 'ざじずぜぞ',
    d: 'だぢづでど',
    b: 'ばびぶべぼ',
    p: 'ぱぴぷぺぽ',
  };
  for (const [consonant, kana] of Object.entries(rows))
    [...'aiueo'].forEach((vowel, i) => table.set(consonant + vowel, kana.charCodeAt(i)));
  for (const [spelling, kana] of Object.entries({
    shi: 'し',
    chi: 'ち',
    tsu: 'つ',
    fu: 'ふ',
    ji: 'じ',
    ya: 'や',
    yu: 'ゆ',
    yo: 'よ',
    wa: 'わ',
    n: 'ん',
  }))
    table.set(spelling, kana.charCodeAt(0));
  return table;
})();

function romajiAt(units: Units, i: number): RomajiSyllable | undefined {
  let spelling = '';
  for (let k = i; k < i + 3 && k < units.count && units.cls[k] === LATIN; k++)
    spelling += String.fromCharCode(0x60 + ((units.val[k] as number) & LETTER));
  for (let length = spelling.length; length > 0; length--) {
    const kana = romaji.get(spelling.slice(0, length));
    if (kana !== undefined) return { kana, length };
  }
  return undefined;
}

function isSentenceMark(code: number): boolean {
  return (
    code === 0x3001 ||
    code === 0x3002 ||
    code === 0xff0c ||
    code === 0xff01 ||
    code === 0xff1f ||
    code === 0x21 ||
    code === 0x3f ||
    code === 0x2c
  );
}

/** Most units between two characters of one word. */
const maxGapUnits = 3;

function isKana(units: Units, unit: number): boolean {
  const v = units.val[unit] as number;
  return unit >= 0 && unit < units.count && units.cls[unit] === CJK && v >= 0x3041 && v < 0x3100;
}

const ma = 0x307e;
/** `の` is written in Chinese too, for fun. */
const no = 0x306e;

/** How much kana and how many Chinese characters a text has. */
export class CjkMix {
  #kana = 0;
  #han = 0;
  #known = false;

  /** Begins with another text. */
  load(): void {
    this.#known = false;
  }

  /**
   * True when a word of `length` characters means something else here: a Japanese one in a text of several more Chinese
   * characters and no kana (`金玉`), a Chinese one among kana (`尻`).
   */
  foreign(units: Units, lang: Lang, length: number): boolean {
    if (!this.#known) {
      this.#known = true;
      this.#kana = 0;
      this.#han = 0;
      for (let i = 0; i < units.count; i++) {
        if (units.cls[i] !== CJK) continue;
        if (!isKana(units, i)) this.#han++;
        else if (units.val[i] !== no) this.#kana++;
      }
    }
    return lang === 'ja' ? this.#kana === 0 && this.#han > length + 2 : lang === 'zh' && this.#kana > 1;
  }
}

/** Decides whether symbols i0…i1 really are the pattern. */
export function acceptCjk(
  units: Units,
  text: string,
  stream: Stream,
  lists: StreamLists,
  pattern: number,
  i0: number,
  i1: number,
  reading: CjkReading,
): boolean {
  const flags = lists.flags[pattern] as number;
  const base = (lists.offset[pattern] as number) - i0;
  const from = stream.first[i0] as number;
  const to = stream.last[i1] as number;
  let gaps = 0;
  let torn = 0;
  for (let i = i0; i <= i1; i++) {
    const want = lists.runs[base + i] as number;
    const have = stream.run(i);
    if (have < want) return false;
    if (have > want && i !== i0 && i !== i1 && have - want < 2) return false;
    const gap = i === i0 ? 0 : stream.gap(i);
    if (gap === 0 || lists.spaces[base + i] === 1) continue;
    if ((stream.first[i] as number) - (stream.last[i - 1] as number) - 1 > maxGapUnits) return false;
    gaps |= gap;
    torn++;
  }
  if (gaps !== 0) {
    // A symbol or a Latin syllable that stands for a character stands right beside the others: `アスタリスク (*) が`.
    if (torn < i1 - i0 && (reading === 'masked' || reading === 'romaji')) return false;
    if ((flags & NO_DISGUISE) !== 0 || (gaps & GAP_FOREIGN) !== 0) return false;
    if ((gaps & GAP_SENTENCE) !== 0 && (torn < i1 - i0 || i1 - i0 < 2)) return false;
    if ((gaps & GAP_LONG_MARK) !== 0 && (isKana(units, to + 1) || isKana(units, from - 1))) return false;
    if (
      (gaps & GAP_SPACE) !== 0 &&
      i1 - i0 < 2 &&
      (units.cls[from - 1] === CJK || (to + 1 < units.count && units.cls[to + 1] === CJK))
    )
      return false;
  }
  // `や く そ く`: a longer word that is spelled out.
  if ((flags & WORD) !== 0 && (gaps & GAP_SPACE) !== 0 && torn === i1 - i0 && followsLone(units, from)) return false;
  if ((flags & WORD) !== 0 && (sameScript(units, from - 1, from) || sameScript(units, to + 1, to))) return false;
  if ((flags & KATAKANA) !== 0 && isHiragana(text.charCodeAt(units.pos[from] as number))) return false;
  if ((flags & HIRAGANA) !== 0 && hasKatakana(text, units.pos[from] as number, units.end[to] as number)) return false;
  if ((lists.termOf[pattern] as number) >= 0 && isKana(units, from) && insideKatakana(units, text, from, to))
    return false;
  // `10まん`: ten times ten thousand.
  if (units.val[from] === ma && from > 0 && units.cls[from - 1] === DIGIT) return false;
  if ((flags & EXACT) !== 0 && !text.slice(units.pos[from], units.end[to]).includes(lists.exact[pattern] ?? ''))
    return false;
  return reading === 'plain' || hasBoth(units, stream, i0, i1, from, to);
}

/** True when a single character stands before, apart by a space. */
function followsLone({ cls }: Units, from: number): boolean {
  return from > 1 && cls[from - 1] === SPACE && cls[from - 2] === CJK && cls[from - 3] !== CJK;
}

/** Longest katakana word that may be a part of another one. */
const katakanaPartMax = 4;

/**
 * True when katakana of the match belongs to a longer word: on both sides (`アニメクラス`), or on the side where the match
 * changes to hiragana (`ドラマそこ`, `ちんコメント`).
 */
function insideKatakana(units: Units, text: string, from: number, to: number): boolean {
  const before = isKatakana(units, text, from - 1);
  const after = isKatakana(units, text, to + 1);
  if (!before && !after) {
    // `にグロ`: a particle, and a word in katakana.
    return particles.includes(text.charAt(units.pos[from] as number)) && isKatakana(units, text, from + 1);
  }
  const first = isKatakana(units, text, from);
  const last = isKatakana(units, text, to);
  if (first && last) return before && after && to - from < katakanaPartMax;
  return (first && before) || (last && after);
}

const particles = 'がはにのをへもとでかや';

/** True for katakana; a vowel that is drawn out counts when katakana goes on behind it. */
function isKatakana(units: Units, text: string, unit: number): boolean {
  if (unit < 0 || unit >= units.count) return false;
  const code = text.charCodeAt(units.pos[unit] as number);
  if ('ァィゥェォー'.includes(String.fromCharCode(code))) return isKatakana(units, text, unit + 1);
  return isKatakanaCode(code);
}

function hasKatakana(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isKatakanaCode(text.charCodeAt(i))) return true;
  return false;
}

function isHiragana(code: number): boolean {
  return code >= 0x3041 && code <= 0x3096;
}

/** Words of one script end where the script changes: kana for kana, characters for characters. */
function sameScript(units: Units, neighbour: number, unit: number): boolean {
  if (neighbour < 0 || neighbour >= units.count) return false;
  if (units.cls[neighbour] === PUNCT && units.val[neighbour] === LONG_MARK) return true;
  if (units.cls[neighbour] !== CJK) return units.cls[neighbour] === LATIN && units.cls[unit] === LATIN;
  return isKana(units, neighbour) === isKana(units, unit) && units.cls[unit] === CJK;
}

function hasBoth(units: Units, stream: Stream, i0: number, i1: number, from: number, to: number): boolean {
  let latin = false;
  let other = false;
  for (let i = i0; i <= i1; i++) {
    if (units.cls[stream.first[i] as number] !== CJK) latin = true;
    else other = true;
  }
  if (!latin || !other) return false;
  if (units.cls[from] === LATIN && from > 0 && units.cls[from - 1] === LATIN) return false;
  return !(units.cls[to] === LATIN && to + 1 < units.count && units.cls[to + 1] === LATIN);
}
