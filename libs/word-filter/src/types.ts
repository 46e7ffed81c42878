/** Languages of list entries. `any` is for symbols that no language owns (emoji, say). */
export const langs = ['ko', 'en', 'ja', 'zh', 'es', 'de', 'fr', 'ru', 'pt', 'any'] as const;
export type Lang = (typeof langs)[number];

/**
 * What a term is. `profanity` (swear words), `sexual` (vulgar sexual words) and `slur` (against a group) are what a
 * reader calls foul language. The others are named so that a policy can treat them on their own: `insult` (rude, yet
 * printable), `adult` (sexual matters in plain or medical words), `threat` (also telling others to die), `self-harm`
 * (one's own distress), `drugs`.
 */
export const categories = ['profanity', 'sexual', 'slur', 'insult', 'adult', 'threat', 'self-harm', 'drugs'] as const;
export type Category = (typeof categories)[number];

/** The categories whose hits make a text foul, used by the evaluation and by anyone who needs one yes or no. */
export const foulCategories: ReadonlySet<Category> = new Set(['profanity', 'sexual', 'slur']);

export type Severity = 1 | 2 | 3;

/** `word`: both ends at word boundaries; `start`: only the beginning; `anywhere`: inside words too. */
export const modes = ['word', 'start', 'anywhere'] as const;
export type Mode = (typeof modes)[number];

/** One entry of a word list. */
export interface Term {
  /** The word as shown in hits. */
  readonly term: string;
  readonly lang: Lang;
  readonly category: Category;
  readonly severity: Severity;
  readonly mode: Mode;
  /**
   * Spellings to look for; `[...]` is a choice of one character. Default: the term itself.
   * Example: `[시씨쉬][발빨팔]`.
   */
  readonly forms?: readonly string[];
  /**
   * Fine print, one letter each:
   * `s` strict end: a Hangul form that ends in a vowel does not match a syllable with a final consonant;
   * `l` liaison: the last final consonant may have moved to the next syllable (`병시나`);
   * `e` only when disguised (separators, split jamo, look-alikes): the plain spelling is an everyday word;
   * `x` exact accents: matches only with the very accents of the form (`coño`, not `cono`);
   * `n` no repeats and no disguise: letters must stand as they are;
   * `g` guarded: skipped when the message is written in another language of the same script;
   * `o` only with words of its own language around it;
   * `k` for Hangul: also as typed on a Latin keyboard (`tlqkf`);
   * `c` not when capitalised like a name;
   * `p` not when capitalised in the middle of a sentence (`my uncle Dick`);
   * `m` also with one slip of the finger: a letter left out, two swapped, another vowel (five letters or more).
   */
  readonly flags?: string;
}

/** A harmless text that contains a term: hits inside it are dropped. A space in it may be missing in the message. */
export interface AllowTerm {
  readonly text: string;
  readonly mode: Mode;
}

/** One finding in a text. */
export interface Hit {
  readonly term: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly lang: Lang;
  /** First UTF-16 code unit of the source span. */
  readonly start: number;
  /** One past its last UTF-16 code unit. */
  readonly end: number;
}
