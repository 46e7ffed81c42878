import type { Automaton } from './automaton.js';
import {
  ALONE,
  CHO,
  compatJamo,
  finalSymbols,
  firstVowel,
  jamoAlphabetSize,
  jamoSymbol,
  JONG,
  JUNG_FIRST,
  maskSymbol,
  silentInitial,
} from './hangul.js';
import { longer, packSymbol, GAP_DIGIT, GAP_FOREIGN, GAP_NOISE, GAP_SPACE, GAP_SYMBOL, type Stream } from './stream.js';
import { CARET, CJK, DIGIT, JAMO, LATIN, LEET, LETTER, MASK_SIGN, PUNCT, SPACE, UPPER, type Units } from './fold.js';

/** The symbol of a syllable's part that is not there: the automaton stays where it is. */
const stay = jamoAlphabetSize;
const VOWEL_AT = 6;
const FINAL_AT = 12;
const SECOND_FINAL_AT = 18;
const INITIAL_BIT = 24;
const VOWEL_BIT = 25;
const FINAL_BIT = 26;
const NO_SYLLABLE_BIT = 31;
const PART = 0x3f;

/**
 * What each value of a unit is made of: the symbols of initial, vowel and two finals in six bits each, and which are
 * there. Other values than those of syllables have no part, so that what stands between syllables is read the same way.
 */
const syllables = (() => {
  const table = new Int32Array(0x10000).fill(stay | (stay << VOWEL_AT) | (stay << FINAL_AT) | (1 << NO_SYLLABLE_BIT));
  for (let s = 0; s < 11172; s++) {
    const initial = Math.floor(s / 588) + 1;
    const vowel = Math.floor((s % 588) / 28) + firstVowel;
    const finals = finalSymbols[s % 28] ?? 0;
    const final = finals & 0xff;
    table[0xac00 + s] =
      (initial === silentInitial ? stay : initial | (1 << INITIAL_BIT)) |
      (vowel << VOWEL_AT) |
      (1 << VOWEL_BIT) |
      (final === 0 ? stay << FINAL_AT : (final << FINAL_AT) | (1 << FINAL_BIT)) |
      ((finals >> 8) << SECOND_FINAL_AT);
  }
  return table;
})();

/** The gap that a unit leaves which is no part of a Korean word, by its class. */
const gapOf = new Uint8Array(16).fill(GAP_FOREIGN);
gapOf[SPACE] = GAP_SPACE;
gapOf[PUNCT] = GAP_SYMBOL;
gapOf[LEET] = GAP_SYMBOL;
gapOf[DIGIT] = GAP_DIGIT;
gapOf[JAMO] = 0;

/**
 * Reads of Latin letters and digits beside Hangul: `skip` (separators), `shape` (what they look like: l → ㅣ),
 * `sound` (how they are spoken: si → 시), `keys` (which jamo is on that key).
 */
export type HangulReading = 'skip' | 'shape' | 'sound' | 'keys';

const shapes: Readonly<Record<string, string>> = {
  '1': 'ㅣ',
  l: 'ㅣ',
  i: 'ㅣ',
  '0': 'ㅇ',
  o: 'ㅇ',
  '7': 'ㄱ',
  '8': 'ㅂㅏㄹ',
  c: 'ㅆㅣ',
  g: 'ㅈㅣ',
  a: 'ㅅ',
  h: 'ㅐ',
  t: 'ㅜ',
  z: 'ㅈ',
  r: 'ㅏ',
  k: 'ㅏ',
  v: 'ㅅ',
  e: 'ㅌ',
  x: 'x',
  '2': 'ㅣ',
  人: 'ㅅ',
  入: 'ㅅ',
  丨: 'ㅣ',
  卜: 'ㅏ',
  口: 'ㅁ',
  己: 'ㄹ',
  乙: 'ㄹ',
  廿: 'ㅂ',
  甘: 'ㅂ',
  の: 'ㅅ',
  八: 'ㅅ',
};
const sounds: readonly (readonly [string, string])[] = [
  ['yeo', 'ㅕ'],
  ['yae', 'ㅒ'],
  ['wae', 'ㅙ'],
  ['ae', 'ㅐ'],
  ['eo', 'ㅓ'],
  ['eu', 'ㅡ'],
  ['ya', 'ㅑ'],
  ['yo', 'ㅛ'],
  ['yu', 'ㅠ'],
  ['ye', 'ㅖ'],
  ['wa', 'ㅘ'],
  ['wi', 'ㅟ'],
  ['oo', 'ㅜ'],
  ['ee', 'ㅣ'],
  ['ss', 'ㅆ'],
  ['kk', 'ㄲ'],
  ['gg', 'ㄲ'],
  ['jj', 'ㅉ'],
  ['tt', 'ㄸ'],
  ['bb', 'ㅃ'],
  ['pp', 'ㅃ'],
  ['ch', 'ㅊ'],
  ['sh', 'ㅅ'],
  ['ng', 'ㅇ'],
  ['a', 'ㅏ'],
  ['e', 'ㅐ'],
  ['i', 'ㅣ'],
  ['o', 'ㅗ'],
  ['u', 'ㅜ'],
  ['g', 'ㄱ'],
  ['n', 'ㄴ'],
  ['d', 'ㄷ'],
  ['r', 'ㄹ'],
  ['l', 'ㄹ'],
  ['m', 'ㅁ'],
  ['b', 'ㅂ'],
  ['p', 'ㅂ'],
  ['s', 'ㅅ'],
  ['j', 'ㅈ'],
  ['z', 'ㅈ'],
  ['c', 'ㅊ'],
  ['k', 'ㄲ'],
  ['t', 'ㅌ'],
  ['h', 'ㅎ'],
];
const characterSounds: Readonly<Record<string, string>> = {
  十: 'ㅅㅣㅂ',
  氏: 'ㅆㅣ',
  八: 'ㅍㅏㄹ',
  發: 'ㅂㅏㄹ',
  发: 'ㅂㅏㄹ',
  足: 'ㅂㅏㄹ',
  病: 'ㅂㅕㅇ',
  兵: 'ㅂㅕㅇ',
  瓶: 'ㅂㅕㅇ',
  神: 'ㅅㅣㄴ',
  身: 'ㅅㅣㄴ',
  信: 'ㅅㅣㄴ',
  新: 'ㅅㅣㄴ',
  犬: 'ㄱㅐ',
  狗: 'ㄱㅐ',
  開: 'ㄱㅐ',
  个: 'ㄱㅐ',
  子: 'ㅈㅏ',
  地: 'ㅈㅣ',
  之: 'ㅈㅣ',
  年: 'ㄴㅕㄴ',
  女: 'ㄴㅕ',
  娼: 'ㅊㅏㅇ',
  窓: 'ㅊㅏㅇ',
  鳥: 'ㅅㅐ',
  美: 'ㅁㅣ',
  親: 'ㅊㅣㄴ',
  市: 'ㅅㅣ',
  時: 'ㅅㅣ',
  始: 'ㅅㅣ',
  寶: 'ㅂㅗ',
  步: 'ㅂㅗ',
  し: 'ㅅㅣ',
  ば: 'ㅂㅏ',
  る: 'ㄹ',
  ぱ: 'ㅃㅏ',
  ら: 'ㄹㅏ',
  じ: 'ㅈㅣ',
  び: 'ㅂㅣ',
  ん: 'ㄴ',
  せ: 'ㅅㅐ',
  き: 'ㄲㅣ',
  け: 'ㄱㅐ',
  ぼ: 'ㅂㅗ',
  ち: 'ㅊㅣ',
  み: 'ㅁㅣ',
  の: 'ㄴㅗ',
  な: 'ㄴㅏ',
  そ: 'ㅅㅗ',
  と: 'ㄸㅗ',
};
const keys: Readonly<Record<string, string>> = {
  q: 'ㅂ',
  w: 'ㅈ',
  e: 'ㄷ',
  r: 'ㄱ',
  t: 'ㅅ',
  y: 'ㅛ',
  u: 'ㅕ',
  i: 'ㅑ',
  o: 'ㅐ',
  p: 'ㅔ',
  a: 'ㅁ',
  s: 'ㄴ',
  d: 'ㅇ',
  f: 'ㄹ',
  g: 'ㅎ',
  h: 'ㅗ',
  j: 'ㅓ',
  k: 'ㅏ',
  l: 'ㅣ',
  z: 'ㅋ',
  x: 'ㅌ',
  c: 'ㅊ',
  v: 'ㅍ',
  b: 'ㅠ',
  n: 'ㅜ',
  m: 'ㅡ',
};

function isVowelJamo(units: Units, i: number): boolean {
  return (
    i < units.count &&
    units.cls[i] === JAMO &&
    (compatJamo[(units.val[i] as number) - 0x3130] as number) >= firstVowel &&
    (units.val[i] as number) >= 0x314f
  );
}

export function isConsonantJamo(units: Units, i: number): boolean {
  return i >= 0 && i < units.count && units.cls[i] === JAMO && (units.val[i] as number) < 0x314f;
}

/** ㅋ and ㅎ that laugh, ㅠ ㅜ ㅡ that cry: not part of a word unless jamo around them build one. */
export function isNoise(units: Units, i: number): boolean {
  switch (units.val[i]) {
    case 0x314b:
    case 0x314e:
      return !isVowelJamo(units, i + 1);
    case 0x315c:
    case 0x3160:
    case 0x3161:
      return !isConsonantJamo(units, i - 1) || isLaugh(units, i - 1);
    default:
      return false;
  }
}

export function isLaugh(units: Units, i: number): boolean {
  return units.cls[i] === JAMO && (units.val[i] === 0x314b || units.val[i] === 0x314e);
}

/** Puts one jamo into the stream, lengthening a vowel that goes on. */
function put(stream: Stream, symbol: number, kind: number, gap: number, unit: number): void {
  const n = stream.count - 1;
  if (
    gap === 0 &&
    n >= 0 &&
    stream.symbol(n) === symbol &&
    (symbol >= firstVowel || (kind === ALONE && stream.kind(n) === ALONE)) &&
    symbol !== maskSymbol
  )
    stream.extend(unit);
  else stream.push(symbol, kind, gap, unit);
}

/** Puts a jamo that stands alone into the stream. Returns the last unit taken, or -1 when it says nothing. */
function putJamo(units: Units, stream: Stream, i: number, gap: number): number {
  const pair = compatJamo[(units.val[i] as number) - 0x3130] as number;
  if (pair === silentInitial && isVowelJamo(units, i + 1)) return -1;
  if (pair === 0) return -1;
  put(stream, pair & 0xff, ALONE, gap, i);
  if (pair >> 8 !== 0) put(stream, pair >> 8, ALONE, 0, i);
  return i;
}

/** Symbols of each character of a table, by its code. */
function symbolTable(table: Readonly<Record<string, string>>): ReadonlyMap<number, readonly number[]> {
  const toSymbol = (char: string): number => (char === 'x' ? maskSymbol : jamoSymbol(char));
  return new Map(Object.entries(table).map(([char, jamo]) => [char.charCodeAt(0), [...jamo].map(toSymbol)]));
}

const shapeSymbols = symbolTable(shapes);
const keySymbols = symbolTable(keys);
const characterSymbols = symbolTable(characterSounds);

/** Symbol (low byte) and length (high byte) of the longest sound at three letters `(a * 27 + b) * 27 + c`. */
const soundTable: Uint16Array = (() => {
  const table = new Uint16Array(27 ** 3);
  // Backwards, so that what stands earlier in `sounds` overwrites what stands later.
  for (const [sound, jamo] of [...sounds].reverse()) {
    const span = 27 ** (3 - sound.length);
    const from = [...sound].reduce((sum, c) => sum * 27 + c.charCodeAt(0) - 0x60, 0) * span;
    table.fill(jamoSymbol(jamo) | (sound.length << 8), from, from + span);
  }
  return table;
})();

function letterAt(units: Units, i: number): number {
  return i < units.count && units.cls[i] === LATIN ? (units.val[i] as number) & LETTER : 0;
}

/** Code under which a unit stands in the tables of shapes, keys and characters; 0 for none. */
function foreignCode(units: Units, i: number): number {
  const value = units.val[i] as number;
  switch (units.cls[i]) {
    case LATIN:
      return 0x60 + (value & LETTER);
    case DIGIT:
      return 0x30 + value;
    case CJK:
      return value;
    case LEET:
      return value === 9 ? 0x31 : 0;
    default:
      return 0;
  }
}

/** Signs, Latin letters and digits read as jamo. Returns the last unit taken, or -1 when they say nothing. */
function putForeign(units: Units, stream: Stream, i: number, gap: number, reading: HangulReading): number {
  if (units.cls[i] === PUNCT) {
    const sign = reading !== 'shape' ? 0 : isMask(units, i) ? maskSymbol : isCaretInitial(units, i) ? caretSymbol : 0;
    if (sign === 0) return -1;
    put(stream, sign, ALONE, gap, i);
    return i;
  }
  if (reading === 'sound' && units.cls[i] !== CJK) {
    const letter = letterAt(units, i);
    if (letter === 0) return -1;
    const second = letterAt(units, i + 1);
    const sound = soundTable[(letter * 27 + second) * 27 + (second === 0 ? 0 : letterAt(units, i + 2))] as number;
    if (sound === 0) return -1;
    put(stream, sound & 0xff, ALONE, gap, i);
    const last = i + (sound >> 8) - 1;
    stream.last[stream.count - 1] = last;
    return last;
  }
  const table = reading === 'shape' ? shapeSymbols : reading === 'keys' ? keySymbols : characterSymbols;
  // A capital L is drawn like ㄴ, a small one like ㅣ.
  const drawnN = reading === 'shape' && units.cls[i] === LATIN && units.val[i] === capitalL;
  const symbols = drawnN ? [jamoSymbol('ㄴ')] : table.get(foreignCode(units, i));
  if (symbols === undefined) return -1;
  for (let k = 0; k < symbols.length; k++) put(stream, symbols[k] as number, ALONE, k === 0 ? gap : 0, i);
  return i;
}

/** Classes of units beside syllables that are no mere gap, in the first reading and in the others. */
const readFirst = 1 << JAMO;
const readOthers = readFirst | (1 << PUNCT) | (1 << DIGIT) | (1 << LATIN) | (1 << LEET) | (1 << CJK);

/**
 * Fills the Hangul stream from the units of a range (default: all).
 *
 * Which parts a syllable has and where a word ends follows no pattern, and a branch that is guessed wrong costs as much
 * as a syllable. So syllables and gaps are read alike, as if they had all parts: what is not there is written too, but
 * not counted, so that the next part overwrites it, and the automaton stays where it is.
 */
export function readHangul(
  units: Units,
  stream: Stream,
  automaton: Automaton,
  reading: HangulReading,
  from = 0,
  to = units.count,
): void {
  const { cls, val } = units;
  stream.begin(to - from, automaton);
  const { data, first, last, ends } = stream;
  const { next, shift, firstFinal } = automaton;
  const others = reading === 'skip' ? readFirst : readOthers;
  const lastPlain = firstFinal - 1;
  let n = 0;
  let endCount = 0;
  let state = 0;
  let gap = 0;
  let newest = 0;
  for (let i = from; i < to; i++) {
    for (; i < to; i++) {
      const c = cls[i] as number;
      if (((1 << c) & others) !== 0) break;
      let parts = syllables[val[i] as number] as number;
      const hasInitial = (parts >> INITIAL_BIT) & 1;
      const hasFinal = (parts >> FINAL_BIT) & 1;
      const spoken = (parts >> VOWEL_AT) & PART;
      const final = (parts >> FINAL_AT) & PART;
      if (((newest ^ spoken) | gap | hasInitial) === 0) {
        // A vowel that goes on (`시이발`).
        data[n - 1] = longer(data[n - 1] as number);
        last[n - 1] = i;
        parts ^= (1 << VOWEL_BIT) | ((spoken ^ stay) << VOWEL_AT);
      }
      const initial = parts & PART;
      const vowel = (parts >> VOWEL_AT) & PART;
      const vowelAt = (n + hasInitial) | 0;
      const finalAt = (vowelAt + ((parts >> VOWEL_BIT) & 1)) | 0;
      data[n] = packSymbol(initial, CHO, gap);
      first[n] = i;
      last[n] = i;
      data[vowelAt] = packSymbol(vowel, (JUNG_FIRST - 3 * hasInitial) | 0, gap & (hasInitial - 1));
      first[vowelAt] = i;
      last[vowelAt] = i;
      data[finalAt] = packSymbol(final, JONG, 0);
      first[finalAt] = i;
      last[finalAt] = i;
      const s1 = next[((state << shift) + initial) | 0] as number;
      const s2 = next[((s1 << shift) + vowel) | 0] as number;
      state = next[((s2 << shift) + final) | 0] as number;
      if (((lastPlain - s1) | (lastPlain - s2) | (lastPlain - state)) < 0) {
        if (s1 > lastPlain && hasInitial === 1) {
          ends[endCount] = n;
          ends[endCount + 1] = s1;
          endCount += 2;
        }
        if (s2 > lastPlain && finalAt > vowelAt) {
          ends[endCount] = vowelAt;
          ends[endCount + 1] = s2;
          endCount += 2;
        }
        if (state > lastPlain && hasFinal === 1) {
          ends[endCount] = finalAt;
          ends[endCount + 1] = state;
          endCount += 2;
        }
      }
      newest = (spoken + Math.imul(final - spoken, hasFinal)) | 0;
      n = (finalAt + hasFinal) | 0;
      gap = (gap | (gapOf[c] as number)) & (parts >> NO_SYLLABLE_BIT);
      const second = (parts >> SECOND_FINAL_AT) & PART;
      if (second !== 0) {
        data[n] = packSymbol(second, JONG, 0);
        first[n] = i;
        last[n] = i;
        state = next[((state << shift) + second) | 0] as number;
        if (state > lastPlain) {
          ends[endCount] = n;
          ends[endCount + 1] = state;
          endCount += 2;
        }
        newest = second;
        n++;
      }
    }
    if (i === to) break;
    const c = cls[i] as number;
    if (c === JAMO && isNoise(units, i)) {
      gap |= GAP_NOISE;
      continue;
    }
    stream.count = n;
    stream.state = state;
    stream.endCount = endCount;
    const taken = c === JAMO ? putJamo(units, stream, i, gap) : putForeign(units, stream, i, gap, reading);
    if (taken < 0) gap |= c === CJK ? GAP_SYMBOL : (gapOf[c] as number);
    else {
      i = taken;
      gap = 0;
      n = stream.count;
      state = stream.state;
      endCount = stream.endCount;
      newest = stream.symbol(n - 1);
    }
  }
  stream.count = n;
  stream.endCount = endCount;
}

const capitalL = 12 | UPPER;
const caretSymbol = jamoSymbol('ㅆ');

/** `^` before a vowel is drawn for ㅅ or ㅆ. */
export function isCaretInitial(units: Units, i: number): boolean {
  if (units.cls[i] !== PUNCT || units.val[i] !== CARET) return false;
  return (
    isVowelJamo(units, i + 1) ||
    (units.cls[i + 1] === LATIN && (letterAt(units, i + 1) === 9 || letterAt(units, i + 1) === 12))
  );
}

/** A symbol right after Hangul that hides a syllable (`병*`, `씨○`). */
export function isMask(units: Units, i: number): boolean {
  return units.cls[i] === PUNCT && units.val[i] === MASK_SIGN;
}
