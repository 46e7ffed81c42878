/** What counts as spam. A rule that is `false` is off. */
export type SpamRules = {
  /** More than this many messages of one sender in a room within the window. */
  flood: { messages: number; windowMs: number } | false;
  /** The same text of one sender in a room more often than this within the window. Case and spaces do not matter. */
  repeats: { messages: number; windowMs: number; lengthMin: number } | false;
  /** Alike texts of more than this many other senders in a room within the window. */
  nearDuplicates: { users: number; windowMs: number; similarity: number; lengthMin: number } | false;
  /** Links: all, none, or those to the domains listed and what lies below them. */
  links: 'allow' | 'deny' | { allow: readonly string[] };
  /** More than this share of capitals among at least so many cased letters. */
  caps: { share: number; lettersMin: number } | false;
  /** More than this many combining marks on one character. */
  zalgo: { marksMax: number } | false;
};

/** Longest window that a rule may have. */
export const WINDOW_MS_MAX = 300_000;

/**
 * Stops machines, not people, and no load test. Edges limit how fast a connection may send, so the flood rule is a
 * backstop. The same text ten times in half a minute from one person is no conversation; a cheer of up to seven
 * characters (`ㅋㅋㅋㅋ`, `gg`) is. A crowd that says the same is what a live chat is: near-duplicates are off.
 */
export const DEFAULT_SPAM_RULES: SpamRules = {
  flood: { messages: 1_000, windowMs: 10_000 },
  repeats: { messages: 10, windowMs: 30_000, lengthMin: 8 },
  nearDuplicates: false,
  links: 'allow',
  caps: false,
  zalgo: { marksMax: 6 },
};

/** For a room under attack. */
export const STRICT_SPAM_RULES: SpamRules = {
  flood: { messages: 5, windowMs: 10_000 },
  repeats: { messages: 2, windowMs: 60_000, lengthMin: 4 },
  nearDuplicates: { users: 4, windowMs: 30_000, similarity: 0.7, lengthMin: 12 },
  links: 'deny',
  caps: { share: 0.8, lettersMin: 12 },
  zalgo: { marksMax: 3 },
};
