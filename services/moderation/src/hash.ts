/**
 * 52 bits of a string as a number: two multiplicative hashes side by side. Two of a million strings are alike with a
 * chance of one in ten thousand; nobody gains by making them so, since a hash only decides whether texts repeat.
 */
export function hashText(text: string, seed = 0): number {
  let low = 0x9e3779b9 ^ seed;
  let high = 0x85ebca6b ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 13;
  }
  return (high & 0xfffff) * 0x1_0000_0000 + (low >>> 0);
}
