import { fromLatin } from './cyrillic.js';
import { CYRILLIC, cyrillicLetters, DIGIT, isBlot, LATIN, LEET, LETTER, PUNCT, SPACE, type Units } from './fold.js';
import type { Maskable } from './lists.js';

/** Longest starred word looked at, in units. */
const maxTokenUnits = 24;

/** Added to the numbers of Cyrillic letters. */
export const cyrillicBase = 100;
const keyOf = (word: string): string =>
  Array.from(word, (c) => (c < '~' ? c.charCodeAt(0) - 0x60 : cyrillicBase + cyrillicLetters.indexOf(c) + 1)).join(' ');
/** Words so well known that their first letter is enough (`f***`). */
const openSecrets: ReadonlySet<string> = new Set(['fuck', 'shit', 'bitch', 'хуй'].map(keyOf));
/** Words that readers recognise by their first and last letter (`b***h`). */
const wellKnown: ReadonlySet<string> = new Set(
  (
    'bitch bitches pussy whore nigger niggers nigga niggas asshole assholes fucker fucking faggot bastard bullshit cunts prick ' +
    'mierda cabron pendejo joder putain merde salope connard encule pute caralho porra merda buceta viado foder ' +
    'scheisse scheise arschloch hurensohn wichser fotze schlampe hure блядь блять сука пизда пиздец ебать нахуй пидор мудак хуйня ебаный ебанный ебучий'
  )
    .split(' ')
    .map(keyOf),
);

/** How much of a word must show. */
export function fameOf(word: readonly number[]): Maskable['fame'] {
  const spelled = word.join(' ');
  return openSecrets.has(spelled) ? 'first' : wellKnown.has(spelled) ? 'ends' : 'half';
}

/** Words that can hide behind stars, by first letter and token length; length 0 has those that may go on. */
export type MaskIndex = ReadonlyMap<number, readonly Maskable[]>;

const bucketOf = (letter: number, length: number): number => letter * 32 + length;

export function indexMaskable(words: readonly Maskable[]): MaskIndex {
  const index = new Map<number, Maskable[]>();
  for (const word of words) {
    const key = bucketOf(word.word[0] ?? 0, word.open ? 0 : word.word.length);
    const list = index.get(key);
    if (list === undefined) index.set(key, [word]);
    else list.push(word);
  }
  return index;
}

/** The first word that the token can be. */
function findWord(index: MaskIndex, token: readonly number[]): Maskable | undefined {
  for (const length of [token.length, 0]) {
    const candidates = index.get(bucketOf(token[0] as number, length));
    if (candidates === undefined) continue;
    for (const candidate of candidates) if (covers(token, candidate)) return candidate;
  }
  return undefined;
}

function isLetter(cls: number | undefined): boolean {
  return cls === LATIN || cls === CYRILLIC;
}

function isStar(units: Units, text: string, unit: number): boolean {
  if (units.cls[unit] !== PUNCT) return false;
  const code = text.charCodeAt(units.pos[unit] as number);
  return code === 0x2a || code === 0x23 || code === 0x25 || isBlot(code);
}

/** `AB##`, `%H%M`: hashes behind letters stand for digits, and a percent sign before them begins a format. */
function isFormat(units: Units, text: string, from: number, end: number): boolean {
  const last = text.charCodeAt(units.pos[end - 1] as number);
  return last === 0x23 || last === 0x25 || (from > 0 && text.charCodeAt(units.pos[from - 1] as number) === 0x25);
}

/** A hyphen or low line: hides a vowel when single (`sh-t`), any letters when doubled (`f--k`). */
function isDash(units: Units, text: string, unit: number): boolean {
  if (units.cls[unit] !== PUNCT) return false;
  const code = text.charCodeAt(units.pos[unit] as number);
  return code === 0x2d || code === 0x5f;
}

/** Letters of a token, 0 where a star hides one. */
function readToken(units: Units, text: string, from: number, token: number[]): number {
  token.length = 0;
  let i = from;
  for (; i < units.count && token.length <= maxTokenUnits; i++) {
    const c = units.cls[i];
    if (c === LATIN) token.push((units.val[i] as number) & LETTER);
    else if (c === CYRILLIC) token.push(cyrillicBase + ((units.val[i] as number) & 0x3f));
    else if (c === LEET && i + 1 < units.count) token.push(units.val[i] as number);
    else if (c === DIGIT) token.push(-1);
    else if (isStar(units, text, i)) token.push(0);
    else break;
  }
  return i;
}

/** `x*й`: Latin letters beside Cyrillic ones are what they look like. */
function unmix(token: number[]): void {
  if (!token.some((letter) => letter > cyrillicBase)) return;
  for (let i = 0; i < token.length; i++) {
    const letter = token[i] as number;
    const cyrillic = letter > 0 && letter < cyrillicBase ? (fromLatin[letter] as number) : 0;
    if (cyrillic !== 0) token[i] = cyrillicBase + cyrillic;
  }
}

/** Stands in a token for a letter that must be a vowel. */
const hiddenVowel = -2;
const vowelLetters: ReadonlySet<number> = new Set(Array.from('aeiou', (c) => c.charCodeAt(0) - 0x60));

/** True when the token can be the word: stars for letters, first letter shown, enough of it visible. */
function covers(token: readonly number[], { word, fame }: Maskable): boolean {
  let shown = 0;
  if (token.length < word.length) return false;
  for (let i = 0; i < word.length; i++) {
    const letter = token[i] as number;
    if (letter === 0 || (letter === hiddenVowel && vowelLetters.has(word[i] as number))) continue;
    if (letter !== word[i]) return false;
    shown++;
  }
  for (let i = word.length; i < token.length; i++) if ((token[i] as number) <= 0) return false;
  if (shown === word.length) return false;
  if (shown * 2 >= word.length) return true;
  if (token.length !== word.length || fame === 'half') return false;
  return fame === 'first' || (shown > 1 && token[token.length - 1] !== 0);
}

type Found = (word: Maskable, from: number, to: number) => void;

/** Calls back with each starred word: its entry and its first and last unit. */
export function findMasked(units: Units, text: string, index: MaskIndex, found: Found): void {
  const token: number[] = [];
  // No word goes on over a space: those before the one with the first star have none.
  let from = units.firstStar;
  while (from > 0 && units.cls[from - 1] !== SPACE) from--;
  for (let i = from; i <= units.lastStar; i++) {
    if (isDash(units, text, i)) {
      i = Math.max(i, findDashed(units, text, index, i, token, found));
      continue;
    }
    if (!isLetter(units.cls[i]) || (i > 0 && isLetter(units.cls[i - 1]))) continue;
    const end = readToken(units, text, i, token);
    unmix(token);
    // `2*k**t` is arithmetic.
    const product = i > 1 && units.cls[i - 2] === DIGIT && isStar(units, text, i - 1);
    if (
      token.length >= 3 &&
      token.length <= maxTokenUnits &&
      token.includes(0) &&
      !product &&
      !isFormat(units, text, i, end)
    ) {
      const word = findWord(index, token);
      if (word !== undefined) found(word, i, end - 1);
    }
    i = end - 1;
    if (i < 0) return;
  }
}

/** The word around the dash at a unit, when the dash hides its letters. Returns the last unit looked at. */
function findDashed(units: Units, text: string, index: MaskIndex, dash: number, token: number[], found: Found): number {
  const dashed = (unit: number): boolean => unit >= 0 && unit < units.count && isDash(units, text, unit);
  let from = dash;
  while (from > 0 && dash - from < maxTokenUnits && units.cls[from - 1] === LATIN) from--;
  let to = dash;
  while (dashed(to + 1)) to++;
  const dashes = to - dash + 1;
  const last = to;
  while (to + 1 < units.count && to - last < maxTokenUnits && units.cls[to + 1] === LATIN) to++;
  if (from === dash || to === last || dashes > 4 || dashed(from - 1) || dashed(to + 1)) return last;
  token.length = 0;
  for (let i = from; i <= to; i++)
    token.push(i >= dash && i <= last ? (dashes === 1 ? hiddenVowel : 0) : (units.val[i] as number) & LETTER);
  if (token.length < 4 || token.length > maxTokenUnits) return last;
  const word = findWord(index, token);
  if (word?.word.length === token.length) found(word, from, to);
  return last;
}
