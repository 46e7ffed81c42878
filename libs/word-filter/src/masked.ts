import { CYRILLIC, DIGIT, LATIN, LEET, LETTER, PUNCT, type Units } from './fold.js';
import type { Maskable } from './lists.js';

/** Longest starred word looked at, in units. */
const maxTokenUnits = 24;

/** Added to the numbers of Cyrillic letters. */
export const cyrillicBase = 100;
const fourLetterWords: readonly (readonly number[])[] = ['fuck', 'shit'].map((word) =>
  Array.from(word, (c) => c.charCodeAt(0) - 0x60),
);

/** Words that can hide behind stars, by first letter. */
export type MaskIndex = ReadonlyMap<number, readonly Maskable[]>;

export function indexMaskable(words: readonly Maskable[]): MaskIndex {
  const index = new Map<number, Maskable[]>();
  for (const word of words) {
    const key = word.word[0] ?? 0;
    const list = index.get(key);
    if (list === undefined) index.set(key, [word]);
    else list.push(word);
  }
  return index;
}

function isLetter(cls: number | undefined): boolean {
  return cls === LATIN || cls === CYRILLIC;
}

function isStar(units: Units, text: string, unit: number): boolean {
  if (units.cls[unit] !== PUNCT) return false;
  const code = text.charCodeAt(units.pos[unit] as number);
  return code === 0x2a || code === 0x23 || code === 0x25;
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

/** True when the token can be the word: stars for letters, first letter shown, enough of it visible. */
function covers(token: readonly number[], word: readonly number[], open: boolean): boolean {
  let shown = 0;
  if (token.length < word.length || (token.length > word.length && !open)) return false;
  for (let i = 0; i < word.length; i++) {
    const letter = token[i] as number;
    if (letter === 0) continue;
    if (letter !== word[i]) return false;
    shown++;
  }
  for (let i = word.length; i < token.length; i++) if ((token[i] as number) <= 0) return false;
  if (shown === word.length) return false;
  return (
    shown * 2 >= word.length ||
    (shown === 1 && token.length === 4 && fourLetterWords.some((four) => four.every((letter, i) => letter === word[i])))
  );
}

/** Calls back with each starred word: its entry and its first and last unit. */
export function findMasked(
  units: Units,
  text: string,
  index: MaskIndex,
  found: (word: Maskable, from: number, to: number) => void,
): void {
  const token: number[] = [];
  for (let i = 0; i < units.count; i++) {
    if (!isLetter(units.cls[i]) || (i > 0 && isLetter(units.cls[i - 1]))) continue;
    const end = readToken(units, text, i, token);
    if (token.length >= 3 && token.length <= maxTokenUnits && token.includes(0)) {
      const word = index.get(token[0] as number)?.find((candidate) => covers(token, candidate.word, candidate.open));
      if (word !== undefined) found(word, i, end - 1);
    }
    i = end - 1;
    if (i < 0) return;
  }
}
