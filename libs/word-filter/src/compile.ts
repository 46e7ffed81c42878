import { RUN_MAX } from './stream.js';
import { createHash } from 'node:crypto';
import { cjkMask } from './cjk.js';
import { AutomatonBuilder } from './automaton.js';
import { CJK, CYRILLIC, DIGIT, foldUnits, HANGUL, JAMO, LATIN, LETTER, PUNCT, SPACE } from './fold.js';
import { decompose, firstVowel, jamoAlphabetSize, maskSymbol, toKeyboard } from './hangul.js';
import { exactSpelling } from './latin.js';
import { latinAlphabetSize } from './latin-reading.js';
import * as lists from './lists.js';
import { cyrillicBase, fameOf } from './masked.js';
import type { CompiledLists, Maskable, StreamLists, TermInfo } from './lists.js';
import { categories, foulCategories, langs, modes, type AllowTerm, type Term } from './types.js';

/** Most spellings that one form with `[...]` may expand to. */
export const maxExpansions = 4096;
/** Longest pattern in symbols: run and length tables are bytes. */
export const maxPatternSymbols = 200;
/** Most entries (terms and allow-list together) in one set. */
export const maxEntries = 100_000;

/** A list entry that cannot be compiled; `entry` is its text. */
export class WordListError extends Error {
  readonly code = 'word_list_invalid';
  readonly entry: string;

  constructor(entry: string, problem: string) {
    super(`Word list entry "${entry}": ${problem}`);
    this.name = 'WordListError';
    this.entry = entry;
  }
}

type StreamName = 'latin' | 'hangul' | 'cjk' | 'cyrillic';

interface Pattern {
  readonly symbols: number[];
  readonly runs: number[];
  readonly kinds: number[];
  readonly spaces: number[];
}

/** Every spelling of a form, `[...]` choices multiplied out. */
export function expandForm(form: string): string[] {
  if (!form.includes('[')) return [form];
  let spellings = [''];
  for (const [part] of form.matchAll(/\[[^\]]*\]|[^[]/gu)) {
    const choices = part.startsWith('[') && part.endsWith(']') ? [...part.slice(1, -1)] : [part];
    spellings = spellings.flatMap((head) => choices.map((choice) => head + choice));
    if (spellings.length > maxExpansions)
      throw new WordListError(form, `expands to more than ${maxExpansions} spellings; use fewer choices.`);
  }
  return spellings;
}

class StreamBuilder {
  readonly patterns: Pattern[] = [];
  readonly termOf: number[] = [];
  readonly flags: number[] = [];
  readonly exact: Record<number, string> = {};
  readonly #seen = new Set<string>();

  add(pattern: Pattern, term: number, flags: number, spelling: string): void {
    let key = String.fromCharCode(term + 1, term >> 16, flags);
    for (let i = 0; i < pattern.symbols.length; i++)
      key += String.fromCharCode(
        pattern.symbols[i] as number,
        ((pattern.runs[i] as number) << 4) | ((pattern.kinds[i] as number) << 1) | (pattern.spaces[i] as number),
      );
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if ((flags & lists.EXACT) !== 0) this.exact[this.patterns.length] = exactSpelling(spelling);
    this.patterns.push(pattern);
    this.termOf.push(term);
    this.flags.push(flags);
  }

  build(alphabet: number): StreamLists {
    const builder = new AutomatonBuilder(alphabet);
    const count = this.patterns.length;
    const total = this.patterns.reduce((sum, pattern) => sum + pattern.symbols.length, 0);
    const offset = new Int32Array(count);
    const length = new Uint8Array(count);
    const runs = new Uint8Array(total);
    const kinds = new Uint8Array(total);
    const spaces = new Uint8Array(total);
    let at = 0;
    this.patterns.forEach((pattern, i) => {
      offset[i] = at;
      length[i] = pattern.symbols.length;
      runs.set(
        pattern.runs.map((run) => Math.min(run, RUN_MAX)),
        at,
      );
      kinds.set(pattern.kinds, at);
      spaces.set(pattern.spaces, at);
      at += pattern.symbols.length;
      builder.add(pattern.symbols, i);
    });
    return {
      ...builder.build(),
      termOf: Int32Array.from(this.termOf),
      flags: Uint16Array.from(this.flags),
      offset,
      length,
      runs,
      kinds,
      spaces,
      exact: this.exact,
    };
  }
}

/** Joins equal neighbours into one symbol with a run length, as the scanner does. */
function collapse(
  symbols: readonly number[],
  kinds: readonly number[],
  spaces: readonly number[],
  joins: (i: number) => boolean,
): Pattern {
  const out: Pattern = { symbols: [], runs: [], kinds: [], spaces: [] };
  symbols.forEach((symbol, i) => {
    const last = out.symbols.length - 1;
    if (last >= 0 && out.symbols[last] === symbol && spaces[i] === 0 && joins(i))
      out.runs[last] = (out.runs[last] ?? 0) + 1;
    else {
      out.symbols.push(symbol);
      out.runs.push(1);
      out.kinds.push(kinds[i] ?? 0);
      out.spaces.push(spaces[i] ?? 0);
    }
  });
  return out;
}

function hangulPattern(spelling: string): Pattern {
  const symbols: number[] = [];
  const kinds: number[] = [];
  const spaces: number[] = [];
  if (/[^\uac00-\ud7a3\u3131-\u3163x ]/.test(spelling.normalize('NFC')))
    throw new WordListError(
      spelling,
      'mixes Hangul with something else; write Hangul only, with x for a masked syllable.',
    );
  spelling.split(' ').forEach((word, w) => {
    const part = decompose(word.normalize('NFC'));
    part.symbols.forEach((symbol, i) => {
      symbols.push(symbol);
      kinds.push(part.kinds[i] ?? 0);
      spaces.push(w > 0 && i === 0 ? 1 : 0);
    });
  });
  return collapse(symbols, kinds, spaces, (i) => (symbols[i] ?? 0) >= firstVowel && symbols[i] !== maskSymbol);
}

type FoldedUnits = ReturnType<typeof foldUnits>;

function unitPattern(
  spelling: string,
  units: FoldedUnits,
  wanted: number,
  symbolOf: (val: number, cls: number) => number,
): Pattern {
  const symbols: number[] = [];
  const spaces: number[] = [];
  let gap = 0;
  for (const unit of units) {
    if (unit.cls === wanted || (wanted === CJK && (unit.cls === LATIN || unit.cls === DIGIT))) {
      symbols.push(symbolOf(unit.val, unit.cls));
      spaces.push(symbols.length > 1 ? gap : 0);
      gap = 0;
    } else if (unit.cls === SPACE || unit.cls === PUNCT) gap = 1;
    else
      throw new WordListError(
        spelling,
        'mixes scripts or has digits; write the plain word, look-alikes are found by themselves.',
      );
  }
  return collapse(
    symbols,
    symbols.map(() => 0),
    spaces,
    () => true,
  );
}

function streamOf(spelling: string, units: FoldedUnits): StreamName {
  let seen = 0;
  for (const unit of units) seen |= 1 << unit.cls;
  if ((seen & ((1 << HANGUL) | (1 << JAMO))) !== 0) return 'hangul';
  if ((seen & (1 << CJK)) !== 0) return 'cjk';
  if ((seen & (1 << CYRILLIC)) !== 0) return 'cyrillic';
  if ((seen & (1 << LATIN)) !== 0) return 'latin';
  throw new WordListError(
    spelling,
    'has no letter of a supported script (Latin, Hangul, kana, Chinese characters, Cyrillic).',
  );
}

const flagBits: Readonly<Record<string, number>> = {
  s: lists.STRICT_END,
  l: lists.LIAISON,
  e: lists.DISGUISED_ONLY,
  x: lists.EXACT,
  n: lists.NO_DISGUISE,
  g: lists.GUARDED,
  c: lists.NOT_NAME,
  o: lists.OWN_LANGUAGE,
  p: lists.PROPER,
};

function modeBits(mode: Term['mode']): number {
  return mode === 'word' ? lists.WORD | lists.START : mode === 'start' ? lists.START : 0;
}

function checkTerm(term: Term): void {
  const bad = (problem: string): never => {
    throw new WordListError(term.term, problem);
  };
  if (term.term.trim() === '') bad('is empty.');
  if (!langs.includes(term.lang)) bad(`unknown language "${term.lang}"; use one of ${langs.join(', ')}.`);
  if (!categories.includes(term.category))
    bad(`unknown category "${term.category}"; use one of ${categories.join(', ')}.`);
  if (!modes.includes(term.mode)) bad(`unknown mode "${term.mode}"; use word, start or anywhere.`);
  if (![1, 2, 3].includes(term.severity)) bad('severity must be 1, 2 or 3.');
  for (const flag of term.flags ?? '')
    if (!'km'.includes(flag) && flagBits[flag] === undefined) bad(`unknown flag "${flag}".`);
}

/** Words written back to front by hand (`kcuf`): only long ones, short reversals are often words themselves. */
function reversed(term: Term, spelledRight: ReadonlySet<string>): string[] {
  if (term.severity < 2 || !foulCategories.has(term.category) || (term.flags ?? '').match(/[xno]/) !== null) return [];
  // Transcribed Korean and Japanese is not reversed by anyone, and its reversals are often words (`lapis`).
  if (term.lang === 'ko' || term.lang === 'ja') return [];
  return (term.forms ?? [term.term])
    .flatMap(expandForm)
    .filter((word) => /^(\p{Script=Latin}{5,14}|\p{Script=Cyrillic}{4,14})$/u.test(word))
    .map((word) => [...word].reverse().join(''))
    .filter((word) => !spelledRight.has(word));
}

/** Fewest keys of a Hangul word typed on a Latin keyboard that may go on. */
const keyboardStemMin = 5;
/** Shortest word whose misspellings are looked for; those of shorter ones are too often other words. */
const misspelledMin = 5;
/** Fewest letters of a misspelling or reversal that is looked for under disguises too: `sag in` is no `niggas`. */
const disguisedMin = 9;
const vowelsOf = { latin: 'aeiou', cyrillic: 'аеиоуыэя' };

/**
 * One slip of the finger in a word flagged `m`: a letter left out, two neighbours swapped, another vowel. The first
 * letter stays. What `spelledRight` has is another word and left out.
 */
function misspellings(term: Term, spelledRight: ReadonlySet<string>): string[] {
  if (term.flags?.includes('m') !== true) return [];
  const words = new Set<string>();
  for (const word of (term.forms ?? [term.term]).flatMap(expandForm)) {
    if (word.length < misspelledMin || !/^\p{L}+$/u.test(word)) continue;
    const vowels = word.charCodeAt(0) < 0x400 ? vowelsOf.latin : vowelsOf.cyrillic;
    for (let i = 1; i < word.length; i++) {
      const head = word.slice(0, i);
      const own = word.charAt(i);
      const tail = word.slice(i + 1);
      words.add(head + tail);
      if (i + 1 < word.length) words.add(head + tail.charAt(0) + own + tail.slice(1));
      if (vowels.includes(own)) for (const vowel of vowels) words.add(head + vowel + tail);
    }
  }
  return [...words].filter((word) => !spelledRight.has(word));
}

/** KATAKANA for a word in katakana that the term does not have in hiragana as well. */
function katakanaOnly(spelling: string, { forms }: Term): number {
  if (!/^[ァ-ヺ]{2}/u.test(spelling)) return 0;
  const hiragana = spelling.replace(/[ァ-ヶ]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0x60));
  return forms?.includes(hiragana) === true ? 0 : lists.KATAKANA;
}

/** A word as letter numbers, Cyrillic ones after `cyrillicBase`; empty when it is not one plain word. */
function lettersOf(word: string): number[] {
  const units = foldUnits(word);
  const letters = units.map((unit) =>
    unit.cls === LATIN ? unit.val & LETTER : unit.cls === CYRILLIC ? cyrillicBase + (unit.val & 0x3f) : 0,
  );
  return letters.includes(0) ? [] : letters;
}

/** Latin words of three letters that nobody stars but as a slur (`f*g`). */
const shortMaskable: ReadonlySet<string> = new Set(['fag'].map((word) => lettersOf(word).join(' ')));

/** Fewest letters of a word that is looked for behind stars. */
function maskableMin(word: readonly number[]): number {
  return (word[0] ?? 0) > cyrillicBase || shortMaskable.has(word.join(' ')) ? 3 : 4;
}

/** Words long and strong enough to be recognised behind stars. */
function maskableOf(term: Term, index: number): Maskable[] {
  if (
    term.lang === 'ko' ||
    term.severity < 2 ||
    !foulCategories.has(term.category) ||
    (term.flags ?? '').match(/[no]/) !== null
  )
    return [];
  return (term.forms ?? [term.term])
    .flatMap(expandForm)
    .map(lettersOf)
    .filter((word) => word.length >= maskableMin(word) && word.length <= 14)
    .map((word) => ({ word, term: index, open: term.mode !== 'word', fame: fameOf(word) }));
}

class SetBuilder {
  readonly latin = new StreamBuilder();
  readonly hangul = new StreamBuilder();
  readonly cjk = new StreamBuilder();
  readonly cyrillic = new StreamBuilder();
  readonly cjkSymbols = new Uint16Array(0x10000);
  cjkCount = 0;

  #cjkSymbol(val: number, cls: number): number {
    const code = cls === LATIN ? 0x60 + (val & LETTER) : cls === DIGIT ? 0x30 + val : val;
    if (this.cjkSymbols[code] === 0) this.cjkSymbols[code] = ++this.cjkCount;
    return this.cjkSymbols[code] ?? 0;
  }

  add(spelling: string, term: number, flags: number): void {
    const masked = spelling.includes('○') ? spelling.replaceAll('○', String.fromCharCode(cjkMask)) : spelling;
    const units = foldUnits(masked);
    const stream = streamOf(spelling, units);
    const pattern =
      stream === 'hangul'
        ? hangulPattern(spelling)
        : stream === 'cjk'
          ? unitPattern(spelling, units, CJK, (val, cls) => this.#cjkSymbol(val, cls))
          : stream === 'cyrillic'
            ? unitPattern(spelling, units, CYRILLIC, (val) => val & 0x3f)
            : unitPattern(spelling, units, LATIN, (val) => val & LETTER);
    const size = pattern.symbols.length;
    if (size === 0 || size > maxPatternSymbols)
      throw new WordListError(spelling, `has ${size} symbols; 1 to ${maxPatternSymbols} are possible.`);
    if (
      size === 1 &&
      (pattern.runs[0] ?? 0) < 2 &&
      flags !== 0 &&
      term >= 0 &&
      stream !== 'cjk' &&
      (pattern.kinds[0] ?? 0) === 0
    )
      throw new WordListError(spelling, 'is a single letter; that would hit everywhere.');
    this[stream].add(pattern, term, flags, spelling);
    if (stream === 'hangul') this.#addJoined(pattern, term, flags, spelling);
    if (stream === 'latin' && pattern.runs.some((run) => run > 1)) this.#addSpread(pattern, term, flags, spelling);
  }

  /** Jamo written one by one join where syllables do not (`ㅈㅗㄴㄴㅏ`). */
  #addJoined(pattern: Pattern, term: number, flags: number, spelling: string): void {
    const joined = collapse(pattern.symbols, pattern.kinds, pattern.spaces, () => true);
    if (joined.symbols.length < pattern.symbols.length) this.hangul.add(joined, term, flags, spelling);
  }

  /** `a s s`: written out letter by letter, doubled letters don't join. */
  #addSpread(pattern: Pattern, term: number, flags: number, spelling: string): void {
    const spread: Pattern = { symbols: [], runs: [], kinds: [], spaces: [] };
    pattern.symbols.forEach((symbol, i) => {
      for (let k = 0; k < (pattern.runs[i] ?? 1); k++) {
        spread.symbols.push(symbol);
        spread.runs.push(1);
        spread.kinds.push(0);
        spread.spaces.push(k === 0 ? (pattern.spaces[i] ?? 0) : 0);
      }
    });
    this.latin.add(spread, term, flags, spelling);
  }
}

function contentHash(terms: readonly Term[], allow: readonly AllowTerm[]): string {
  const lines = [
    ...terms.map((t) =>
      JSON.stringify(['t', t.term, t.lang, t.category, t.severity, t.mode, t.forms ?? [], t.flags ?? '']),
    ),
    ...allow.map((a) => JSON.stringify(['a', a.text, a.mode])),
  ].sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
}

/**
 * Compiles word lists. Pure and synchronous (up to half a second for the default lists): run it in a worker thread
 * and send the result over with `transferables`.
 * @throws WordListError with the entry and the problem; nothing is compiled then.
 */
export function compileLists(
  terms: readonly Term[],
  allow: readonly AllowTerm[] = [],
  version = 'unversioned',
): CompiledLists {
  if (terms.length + allow.length > maxEntries)
    throw new WordListError(version, `has more than ${maxEntries} entries; split the set.`);
  const set = new SetBuilder();
  const infos: TermInfo[] = [];
  const maskable: Maskable[] = [];
  // What is listed has flags of its own.
  const spelledRight = new Set([...allow.map((entry) => entry.text), ...terms.flatMap((term) => term.forms ?? [])]);
  for (const term of terms) {
    checkTerm(term);
    const index =
      infos.push({ term: term.term, lang: term.lang, category: term.category, severity: term.severity }) - 1;
    maskable.push(...maskableOf(term, index));
    let flags = modeBits(term.mode);
    for (const flag of term.flags ?? '') flags |= flagBits[flag] ?? 0;
    for (const form of term.forms ?? [term.term])
      for (const spelling of expandForm(form)) set.add(spelling, index, flags | katakanaOnly(spelling, term));
    for (const word of [...reversed(term, spelledRight), ...misspellings(term, spelledRight)])
      set.add(word, index, lists.WORD | lists.START | (word.length < disguisedMin ? lists.NO_DISGUISE : 0));
    if (term.flags?.includes('k') === true) {
      const keys = toKeyboard(term.term).toLowerCase();
      // Four keys are the start of words too (`torlos`).
      set.add(keys, index, lists.START | lists.KEYBOARD | (keys.length < keyboardStemMin ? lists.WORD : 0));
    }
  }
  for (const entry of allow)
    for (const spelling of expandForm(entry.text)) {
      const kana = /^[ァ-ヺ]{2}/u.test(spelling) ? lists.KATAKANA : /^[ぁ-ゖ]+$/u.test(spelling) ? lists.HIRAGANA : 0;
      set.add(spelling, -1, modeBits(entry.mode) | lists.NO_DISGUISE | kana);
    }
  return {
    format: 1,
    version,
    hash: contentHash(terms, allow),
    termCount: terms.length,
    allowCount: allow.length,
    terms: infos,
    maskable,
    latin: set.latin.build(latinAlphabetSize),
    hangul: set.hangul.build(jamoAlphabetSize),
    cjk: set.cjk.build(set.cjkCount + 1),
    cyrillic: set.cyrillic.build(33),
    cjkSymbols: set.cjkSymbols,
  };
}
