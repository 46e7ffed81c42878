import type { Automaton } from './automaton.js';
import { CYRILLIC, cyrillicLetters, DIGIT, LATIN, LEET, LETTER, PUNCT, SPACE, UPPER, type Units } from './fold.js';
import { NO_DISGUISE, NOT_NAME, START, WORD, type StreamLists } from './lists.js';
import { GAP_DIGIT, GAP_FOREIGN, GAP_SPACE, GAP_SYMBOL, type Stream } from './stream.js';

const letterNumber = (char: string): number => cyrillicLetters.indexOf(char) + 1;

/** Latin letter number → Cyrillic letter it looks or sounds like, 0 for none. */
export const fromLatin: Uint8Array = new Uint8Array(32);
for (const [latin, cyrillic] of Object.entries({
  a: 'а',
  b: 'ь',
  c: 'с',
  d: 'д',
  e: 'е',
  g: 'д',
  h: 'н',
  i: 'и',
  k: 'к',
  m: 'м',
  n: 'п',
  o: 'о',
  p: 'р',
  r: 'г',
  t: 'т',
  u: 'и',
  v: 'в',
  w: 'ш',
  x: 'х',
  y: 'у',
}))
  fromLatin[latin.charCodeAt(0) - 0x60] = letterNumber(cyrillic);
const soundOfLatin = new Uint8Array(32);
for (const [latin, cyrillic] of Object.entries({
  a: 'а',
  b: 'б',
  c: 'ц',
  d: 'д',
  e: 'е',
  f: 'ф',
  g: 'г',
  h: 'х',
  i: 'и',
  j: 'й',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  v: 'в',
  x: 'х',
  y: 'ы',
  z: 'з',
}))
  soundOfLatin[latin.charCodeAt(0) - 0x60] = letterNumber(cyrillic);
const fromDigit = new Uint8Array(10);
for (const [digit, cyrillic] of Object.entries({ 0: 'о', 1: 'и', 3: 'з', 4: 'ч', 6: 'б', 9: 'д' }))
  fromDigit[Number(digit)] = letterNumber(cyrillic);

/** Reads of the same text: Latin letters and digits by shape, Latin letters by sound, digits as separators. */
export type CyrillicReading = 'shape' | 'sound' | 'separators';

/** Fills the Cyrillic stream. */
export function readCyrillic(units: Units, stream: Stream, automaton: Automaton, reading: CyrillicReading): void {
  const { cls, val, count } = units;
  stream.begin(count, automaton);
  let gap = 0;
  let last = 0;
  for (let i = 0; i < count; i++) {
    let symbol = 0;
    let kind = 0;
    const c = cls[i];
    const v = val[i] as number;
    if (c === DIGIT && v === 3 && isPi(units, i)) {
      stream.push(letterNumber('п'), 1, gap, i);
      stream.push(letterNumber('и'), 1, 0, i + 1);
      i += 3;
      stream.last[stream.count - 1] = i;
      last = 0;
      gap = 0;
      continue;
    }
    if (c === CYRILLIC) symbol = v & 0x3f;
    else {
      kind = 1;
      const beside = (i > 0 && cls[i - 1] === CYRILLIC) || cls[i + 1] === CYRILLIC;
      if (c === LATIN) symbol = (reading === 'sound' ? soundOfLatin : fromLatin)[v & LETTER] as number;
      else if (c === DIGIT && beside && reading !== 'separators') symbol = fromDigit[v] as number;
      else if (c === LEET && v === 1 && beside) symbol = 1;
      if (symbol === 0) {
        gap |= c === SPACE ? GAP_SPACE : c === DIGIT ? GAP_DIGIT : c === PUNCT || c === LEET ? GAP_SYMBOL : GAP_FOREIGN;
        continue;
      }
    }
    if (symbol === last && gap === 0) stream.extend(i);
    else stream.push(symbol, kind, gap, i);
    last = symbol;
    gap = 0;
  }
}

/** `3.14` right before a letter is read as what the number is called: `3,14здец`. */
function isPi({ cls, val }: Units, i: number): boolean {
  return (
    cls[i + 1] === PUNCT &&
    cls[i + 2] === DIGIT &&
    val[i + 2] === 1 &&
    cls[i + 3] === DIGIT &&
    val[i + 3] === 4 &&
    cls[i + 4] === CYRILLIC
  );
}

function isLetter(units: Units, unit: number): boolean {
  return unit >= 0 && unit < units.count && (units.cls[unit] === CYRILLIC || units.cls[unit] === LATIN);
}

function isCapital(units: Units, unit: number): boolean {
  return units.cls[unit] === CYRILLIC && ((units.val[unit] as number) & (UPPER << 3)) !== 0;
}

/** Most units between two letters of one word. */
const maxGapUnits = 3;

/** Decides whether symbols i0…i1 really are the pattern. */
export function acceptCyrillic(
  units: Units,
  stream: Stream,
  lists: StreamLists,
  pattern: number,
  i0: number,
  i1: number,
): boolean {
  const flags = lists.flags[pattern] as number;
  const plain = (flags & NO_DISGUISE) !== 0;
  const base = (lists.offset[pattern] as number) - i0;
  let torn = 0;
  let gaps = 0;
  let letters = 0;
  let own = 0;
  for (let i = i0; i <= i1; i++) {
    const want = lists.runs[base + i] as number;
    const have = stream.run(i);
    letters += have;
    if (stream.kind(i) === 0) own++;
    if (have < want || (plain && have !== want)) return false;
    const gap = i === i0 ? 0 : stream.gap(i);
    if (gap === 0 || lists.spaces[base + i] === 1) continue;
    if ((gap & GAP_FOREIGN) !== 0 || (stream.first[i] as number) - (stream.last[i - 1] as number) - 1 > maxGapUnits)
      return false;
    gaps |= gap;
    torn++;
  }
  if (own === 0 || (plain && (own < i1 - i0 + 1 || torn > 0))) return false;
  const from = stream.first[i0] as number;
  const to = stream.last[i1] as number;
  if ((flags & NOT_NAME) !== 0 && isCapital(units, from) && !isCapital(units, from + 1)) return false;
  if (((flags & START) !== 0 || torn > 0) && isLetter(units, from - 1)) return false;
  const open = (flags & WORD) === 0 && (gaps & GAP_SPACE) === 0;
  if (!open && isLetter(units, to + 1)) return false;
  if (torn === 0) return true;
  // A stem may go on (`п и з д а`), a whole word may not.
  const closed = (flags & WORD) !== 0 && spelledOn(units, stream, i1 + 1, i1 + 1);
  if (torn === i1 - i0 && !closed && !spelledOn(units, stream, i0 - 1, i0)) return letters >= 3;
  // A long word may be cut in two (`пиз дец`); short halves are words of their own.
  return (gaps & GAP_SPACE) === 0 ? letters >= (open ? 3 : 4) : torn === 1 && letters >= 6;
}

/** True when a single letter stands next door, so that a longer word is spelled out. */
function spelledOn(units: Units, stream: Stream, i: number, gapAt: number): boolean {
  if (i < 0 || i >= stream.count || stream.gap(gapAt) === 0) return false;
  const unit = stream.first[i] as number;
  return unit === stream.last[i] && !isLetter(units, unit - 1) && !isLetter(units, unit + 1);
}
