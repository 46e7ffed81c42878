import { randomInt } from 'node:crypto';

const PRIME = 0x01000193;
/** Stands between texts that are hashed one after the other; no UTF-16 unit is as large. */
const END = 0x10000;
/** Of this process alone, so that nobody outside can make texts that are alike. */
const SEED = randomInt(2 ** 32) | 0;

/**
 * 32 bits of a text (FNV-1a over its UTF-16 units) as a small integer, which costs a map or an object no memory of its
 * own. Two of 100,000 texts are alike with a chance of two in three, one new text and any of them with two in 100,000.
 * @param state the hash of a text before this one, to hash several as one
 */
export function hashText(text: string, state = SEED): number {
  let hash = state;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return Math.imul(hash ^ END, PRIME);
}

/** Hash of a text without case and white space; undefined when fewer than `lengthMin` UTF-16 units remain. */
export function hashLetters(text: string, lengthMin: number): number | undefined {
  const lower = text.toLowerCase();
  let hash = SEED;
  let length = 0;
  for (let i = 0; i < lower.length; i++) {
    const unit = lower.charCodeAt(i);
    if (isSpace(unit)) continue;
    hash = Math.imul(hash ^ unit, PRIME);
    length++;
  }
  return length < lengthMin ? undefined : hash;
}

/** What `\s` finds. */
function isSpace(unit: number): boolean {
  if (unit < 0xa0) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0x1680) return unit === 0xa0;
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}
