/**
 * Jamo as symbols. Consonants 1–19 in the order of initial consonants, vowels 20–40, specials after them.
 * Final consonants become the same symbols as initial ones; clusters become two.
 */
export const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
export const vowels = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const finals = [
  '',
  'ㄱ',
  'ㄲ',
  'ㄱㅅ',
  'ㄴ',
  'ㄴㅈ',
  'ㄴㅎ',
  'ㄷ',
  'ㄹ',
  'ㄹㄱ',
  'ㄹㅁ',
  'ㄹㅂ',
  'ㄹㅅ',
  'ㄹㅌ',
  'ㄹㅍ',
  'ㄹㅎ',
  'ㅁ',
  'ㅂ',
  'ㅂㅅ',
  'ㅅ',
  'ㅆ',
  'ㅇ',
  'ㅈ',
  'ㅊ',
  'ㅋ',
  'ㅌ',
  'ㅍ',
  'ㅎ',
];
const clusters: Readonly<Record<string, string>> = {
  ㄳ: 'ㄱㅅ',
  ㄵ: 'ㄴㅈ',
  ㄶ: 'ㄴㅎ',
  ㄺ: 'ㄹㄱ',
  ㄻ: 'ㄹㅁ',
  ㄼ: 'ㄹㅂ',
  ㄽ: 'ㄹㅅ',
  ㄾ: 'ㄹㅌ',
  ㄿ: 'ㄹㅍ',
  ㅀ: 'ㄹㅎ',
  ㅄ: 'ㅂㅅ',
};

export const firstVowel = 20;
export const silentInitial = 12;
/** Stands for a masking x, * or ○ after Hangul (`병x`). */
export const maskSymbol = 41;
export const jamoAlphabetSize = 42;

/** Symbol of a single compatibility jamo, 0 for anything else. */
export function jamoSymbol(char: string): number {
  const consonant = initials.indexOf(char);
  if (consonant >= 0) return consonant + 1;
  const vowel = vowels.indexOf(char);
  return vowel >= 0 ? vowel + firstVowel : 0;
}

/** Symbols of a compatibility jamo by its offset from U+3131, two bytes packed (first in the low byte), 0 unknown. */
export const compatJamo: Uint16Array = (() => {
  const table = new Uint16Array(0x3190 - 0x3130);
  for (let code = 0x3131; code <= 0x3163; code++) {
    const char = String.fromCharCode(code);
    const pair = clusters[char] ?? char;
    table[code - 0x3130] = jamoSymbol(pair.charAt(0)) | (pair.length > 1 ? jamoSymbol(pair.charAt(1)) << 8 : 0);
  }
  return table;
})();

/** Symbols of the 28 final consonants, packed like `compatJamo`. */
export const finalSymbols: Uint16Array = Uint16Array.from(finals, (f) =>
  f === '' ? 0 : jamoSymbol(f.charAt(0)) | (f.length > 1 ? jamoSymbol(f.charAt(1)) << 8 : 0),
);

const conjoiningFinals = finals.slice(1);

/** Compatibility jamo for a conjoining one (U+1100–U+11FF modern range), or an empty string. */
export function conjoiningToCompat(code: number): string {
  if (code >= 0x1100 && code <= 0x1112) return initials.charAt(code - 0x1100);
  if (code >= 0x1161 && code <= 0x1175) return vowels.charAt(code - 0x1161);
  if (code >= 0x11a8 && code <= 0x11c2) return conjoiningFinals[code - 0x11a8] ?? '';
  return '';
}

/** Kinds of jamo in a stream: how each symbol stood in its syllable. */
export const CHO = 1;
export const JUNG = 2;
export const JONG = 3;
export const ALONE = 4;
/** A vowel whose syllable starts with the silent ㅇ. */
export const JUNG_FIRST = 5;

export interface JamoPattern {
  readonly symbols: number[];
  readonly kinds: number[];
}

/** Breaks a literal form into jamo, the silent initial left out, as the scanner does with a text. */
export function decompose(form: string): JamoPattern {
  const symbols: number[] = [];
  const kinds: number[] = [];
  const push = (symbol: number, kind: number): void => {
    symbols.push(symbol);
    kinds.push(kind);
  };
  for (const char of form) {
    const code = char.charCodeAt(0);
    if (code >= 0xac00 && code <= 0xd7a3) {
      const s = code - 0xac00;
      const initial = Math.floor(s / 588) + 1;
      if (initial !== silentInitial) push(initial, CHO);
      push(Math.floor((s % 588) / 28) + firstVowel, initial === silentInitial ? JUNG_FIRST : JUNG);
      const final = finalSymbols[s % 28] ?? 0;
      if (final !== 0) push(final & 0xff, JONG);
      if (final >> 8 !== 0) push(final >> 8, JONG);
    } else if (code > 0x3130 && code < 0x3190) {
      const pair = compatJamo[code - 0x3130] ?? 0;
      if (pair !== 0) push(pair & 0xff, ALONE);
      if (pair >> 8 !== 0) push(pair >> 8, ALONE);
    } else if (char === 'x') push(maskSymbol, ALONE);
  }
  return { symbols, kinds };
}

const keysOfInitials = ['r', 'R', 's', 'e', 'E', 'f', 'a', 'q', 'Q', 't', 'T', 'd', 'w', 'W', 'c', 'z', 'x', 'v', 'g'];
const keysOfVowels = [
  'k',
  'o',
  'i',
  'O',
  'j',
  'p',
  'u',
  'P',
  'h',
  'hk',
  'ho',
  'hl',
  'y',
  'n',
  'nj',
  'np',
  'nl',
  'b',
  'm',
  'ml',
  'l',
];

/** Keys of each jamo symbol on the two-set keyboard. */
export function keyOf(symbol: number): string {
  return symbol >= firstVowel ? (keysOfVowels[symbol - firstVowel] ?? '') : (keysOfInitials[symbol - 1] ?? '');
}

/** What a hand types for a Hangul form when the keyboard is still set to Latin: `시발` → `tlqkf`. */
export function toKeyboard(form: string): string {
  let keys = '';
  for (const char of form) {
    const code = char.charCodeAt(0);
    if (code >= 0xac00 && code <= 0xd7a3) {
      const s = code - 0xac00;
      keys += keyOf(Math.floor(s / 588) + 1) + keyOf(Math.floor((s % 588) / 28) + firstVowel);
      for (const jamo of finals[s % 28] ?? '') keys += keyOf(jamoSymbol(jamo));
    } else keys += keyOf(jamoSymbol(char));
  }
  return keys;
}
