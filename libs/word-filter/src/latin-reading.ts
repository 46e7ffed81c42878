import type { Automaton } from './automaton.js';
import { GAP_DIGIT, GAP_FOREIGN, GAP_SPACE, GAP_SYMBOL, KIND_AT, longer, packSymbol, type Stream } from './stream.js';
import { CYRILLIC, DIGIT, HANGUL, JAMO, LATIN, LEET, LETTER, LOOKALIKE, PUNCT, SPACE, type Units } from './fold.js';

/** Letters by digit, 0 where a digit looks like none. */
const digitLetters = Uint8Array.from('oizeasgtbg', (c) => c.charCodeAt(0) - 0x60);
/** Cyrillic letter number → Latin letter it looks like, 0 for none; in the order of the Cyrillic alphabet. */
const cyrillicLatin = Uint8Array.from('a0br0ex3n0k0mhonpcty0xu0w000b000'.padEnd(33, '0'), (c) =>
  c >= 'a' ? c.charCodeAt(0) - 0x60 : 0,
);

/** The same for the sound of a letter (`фuck`); ш and щ give their first letter, so lists spell them out. */
const cyrillicSound = Uint8Array.from('abvgdezziiklmnoprstufhcss0y0eua'.padEnd(33, '0'), (c) =>
  c >= 'a' ? c.charCodeAt(0) - 0x60 : 0,
);

/** Latin letters by the sound of Hangul initials, vowels and finals, in their order in the syllable. */
const initialSounds = 'g k n d t r m b p s s _ j j c k t p h'.split(' ');
const vowelSounds = 'a e ya ye u e yu ye o wa we we yo u wo we wi u _ i i'.split(' ');
const finalSounds = '_ k k k n n n t l k m l l l l l m p p t t ng t t k t p t'.split(' ');

/** Sounds already spelled out, by code; at most one for each syllable and vowel. */
const hangulSounds = new Map<number, readonly number[]>();

/** `우` → u, `ㅜ` → u, `잇` → it: the sound of one Hangul syllable or vowel, as letter numbers. */
function soundOfHangul(cls: number, value: number): readonly number[] {
  const known = hangulSounds.get(value);
  if (known !== undefined) return known;
  const s = value - 0xac00;
  const spelled =
    cls === HANGUL
      ? `${initialSounds[Math.floor(s / 588)]}${vowelSounds[Math.floor((s % 588) / 28)]}${finalSounds[s % 28]}`
      : (vowelSounds[value - 0x314f] ?? '');
  const letters = Array.from(spelled.replaceAll('_', ''), (letter) => letter.charCodeAt(0) - 0x60);
  hangulSounds.set(value, letters);
  return letters;
}

/** True for a Hangul unit in the middle of a Latin word. */
export function isHangulInLatin(units: Units, i: number): boolean {
  const c = units.cls[i];
  return (
    (c === HANGUL || c === JAMO) &&
    i > 0 &&
    i + 1 < units.count &&
    units.cls[i - 1] === LATIN &&
    units.cls[i + 1] === LATIN &&
    // One letter on either side is no word yet.
    (units.cls[i - 2] === LATIN || (i + 2 < units.count && units.cls[i + 2] === LATIN))
  );
}

/** Kinds of Latin symbols. */
export const PLAIN = 0;
export const LEET_KIND = 1;
export const LOOKALIKE_KIND = 2;
/** From the LOOKALIKE bit of a value to LOOKALIKE_KIND in a symbol. */
const LOOKALIKE_TO_KIND = Math.log2(LOOKALIKE_KIND << KIND_AT) - Math.log2(LOOKALIKE);

/** Letters and the symbol of none. */
export const latinAlphabetSize = 27;
const stay = latinAlphabetSize;

/** Reads of the same text: digits as letters, `1` and `|` as l, digits as separators, Cyrillic by its sound. */
export type LatinReading = 'letters' | 'ell' | 'separators' | 'sound';

function isLatinLike(cls: number | undefined): boolean {
  return cls === LATIN || cls === LEET || cls === DIGIT;
}

/** Letter that a digit or symbol stands for at this place, 0 when it is only a digit or symbol. */
function leetLetter(units: Units, i: number, reading: LatinReading): number {
  const { cls, val } = units;
  const before = i > 0 ? cls[i - 1] : SPACE;
  const after = i + 1 < units.count ? cls[i + 1] : SPACE;
  const value = val[i] as number;
  if (reading === 'separators') return 0;
  if (cls[i] === DIGIT) {
    if (before !== LATIN && after !== LATIN && !(before === LEET || after === LEET)) return 0;
    return value === 1 && reading === 'ell' ? 12 : (digitLetters[value] as number);
  }
  // ! | + ¡ must have letters on both sides, else they are punctuation; @ and $ need one.
  if (value === 9 || value === 20) {
    if (!isLatinLike(before) || !isLatinLike(after)) return 0;
    return value === 9 && reading === 'ell' ? 12 : value;
  }
  // `put@` too, but not the start of an address.
  if (value === 1) return after === LATIN || after === LEET || before === LATIN ? 1 : 0;
  return before === LATIN || after === LATIN || before === LEET ? value : 0;
}

/** The letter in a value of a LATIN unit, and its kind where a symbol has it; nothing of other units. */
const letterMask = new Uint16Array(16);
letterMask[LATIN] = LETTER | LOOKALIKE;
/** The symbol of what {@link letterMask} leaves, without its kind: the automaton stays where it is for what is no letter. */
const letterSymbols = Uint8Array.from({ length: 256 }, (_, v) => (v === 0 ? stay : v & LETTER));
/** The gap that a unit leaves which is no Latin letter, by its class. */
const gapOf = new Uint8Array(16).fill(GAP_FOREIGN);
gapOf[SPACE] = GAP_SPACE;
gapOf[PUNCT] = GAP_SYMBOL;
gapOf[LEET] = GAP_SYMBOL;
gapOf[DIGIT] = GAP_DIGIT;
/** Classes of units that may stand for letters, in the reading by sound and in the others. */
const standIns = (1 << DIGIT) | (1 << LEET) | (1 << CYRILLIC);
const soundStandIns = standIns | (1 << HANGUL) | (1 << JAMO);

/**
 * Puts what stands for a letter into the stream, behind the symbol `newest` (0 for one that nothing joins). Returns the
 * newest symbol then, or -1 when the unit stands for none.
 */
function putStandIn(
  units: Units,
  stream: Stream,
  i: number,
  gap: number,
  newest: number,
  reading: LatinReading,
  mixed: boolean,
): number {
  const c = units.cls[i] as number;
  if (c === HANGUL || c === JAMO) {
    if (gap !== 0 || !isHangulInLatin(units, i)) return -1;
    const letters = soundOfHangul(c, units.val[i] as number);
    for (const letter of letters) stream.push(letter, LOOKALIKE_KIND, 0, i);
    return letters.at(-1) ?? 0;
  }
  const cyrillic = c === CYRILLIC;
  if (cyrillic && !mixed) return -1;
  const symbol = cyrillic
    ? ((reading === 'sound' ? cyrillicSound : cyrillicLatin)[((units.val[i] as number) & 0x3f) - 1] as number)
    : leetLetter(units, i, reading);
  if (symbol === 0) return -1;
  if (gap === 0 && symbol === newest) stream.extend(i);
  else stream.push(symbol, cyrillic ? LOOKALIKE_KIND : LEET_KIND, gap, i);
  return symbol;
}

/**
 * Fills the Latin stream. Cyrillic letters that look Latin take part when `mixed` (the text has Latin letters too).
 * Letters and what lies between them are read alike, as in `readHangul`: where words end cannot be guessed.
 */
export function readLatin(
  units: Units,
  stream: Stream,
  automaton: Automaton,
  reading: LatinReading,
  mixed: boolean,
): void {
  const { cls, val, count } = units;
  stream.begin(count, automaton);
  const { data, first, last, ends } = stream;
  const { next, shift, firstFinal } = automaton;
  const others = reading === 'sound' ? soundStandIns : standIns;
  let n = 0;
  let endCount = 0;
  let state = 0;
  let gap = 0;
  let newest = 0;
  for (let i = 0; i < count; i++) {
    for (; i < count; i++) {
      const c = cls[i] as number;
      if (((1 << c) & others) !== 0) break;
      const letter = (val[i] as number) & (letterMask[c] as number);
      const symbol = letterSymbols[letter] as number;
      if (((newest ^ symbol) | gap) === 0) {
        data[n - 1] = longer(data[n - 1] as number);
        last[n - 1] = i;
        continue;
      }
      newest = symbol;
      data[n] = packSymbol(symbol, 0, gap) | ((letter & LOOKALIKE) << LOOKALIKE_TO_KIND);
      first[n] = i;
      last[n] = i;
      state = next[((state << shift) + symbol) | 0] as number;
      const between = (letter - 1) >> 31;
      if (state >= firstFinal && between === 0) {
        ends[endCount] = n;
        ends[endCount + 1] = state;
        endCount += 2;
      }
      n = (n + 1 + between) | 0;
      gap = (gap | (gapOf[c] as number)) & between;
    }
    if (i === count) break;
    stream.count = n;
    stream.state = state;
    stream.endCount = endCount;
    const put = putStandIn(units, stream, i, gap, newest, reading, mixed);
    if (put < 0) gap |= gapOf[cls[i] as number] as number;
    else {
      newest = put;
      gap = 0;
      n = stream.count;
      state = stream.state;
      endCount = stream.endCount;
    }
  }
  stream.count = n;
  stream.endCount = endCount;
}
