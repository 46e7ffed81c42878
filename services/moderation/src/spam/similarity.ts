import { hashText } from './hash.js';

/** Pieces of a text that are compared; more of a longer text are left out. */
export const SHINGLES_MAX = 96;
const SHINGLE_UNITS = 3;

/** What remains of a text when it is compared: letters only, lower case, runs of one letter cut to one. */
export function skeleton(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, '')
    .replace(/(.)\1+/gu, '$1');
}

/** Hashes of all runs of three characters, sorted, each once. */
export function shingles(letters: string): Uint32Array {
  const found = new Set<number>();
  for (let i = 0; i + SHINGLE_UNITS <= letters.length && found.size < SHINGLES_MAX; i++)
    found.add(hashText(letters.slice(i, i + SHINGLE_UNITS)) >>> 0);
  return Uint32Array.from(found).sort();
}

/** Share of common pieces among all pieces of two sorted lists, 0 to 1. */
export function similarity(a: Uint32Array, b: Uint32Array): number {
  if (a.length === 0 || b.length === 0) return 0;
  let common = 0;
  for (let i = 0, k = 0; i < a.length && k < b.length;) {
    const left = a[i] ?? 0;
    const right = b[k] ?? 0;
    if (left === right) common++;
    if (left <= right) i++;
    if (right <= left) k++;
  }
  return common / (a.length + b.length - common);
}
