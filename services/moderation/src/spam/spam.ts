import type { RawMessage, RejectReason } from '@maru/contracts';
import { hashLetters, hashText } from './hash.js';
import { RecentMap } from '../recent-map.js';
import { findLinks, isBelow } from './links.js';
import { WINDOW_MS_MAX } from './rules.js';
import type { SpamRules } from './rules.js';
import { shingles, similarity, skeleton } from './similarity.js';

export const SPAM_LIMITS = {
  /** Senders (a user in a room) remembered, twice: see {@link RecentMap}. */
  sendersMax: 50_000,
  /** Different texts remembered of a sender. */
  textsPerSenderMax: 8,
  /** Rooms whose texts are remembered, twice. */
  roomsMax: 2_000,
  /** Texts remembered of a room for near-duplicates. */
  textsPerRoomMax: 64,
  /** Verdicts remembered for messages that come again, twice; and how long. */
  verdictsMax: 65_536,
  verdictsWindowMs: 300_000,
} as const;

/** Why a message is spam; the receipt's category. */
export const SPAM_KINDS = ['flood', 'repeat', 'near-duplicate', 'link', 'caps', 'zalgo'] as const;
export type SpamKind = (typeof SPAM_KINDS)[number];
export type SpamVerdict = { reason: Extract<RejectReason, 'spam' | 'link'>; kind: SpamKind };

export type SpamMessage = Pick<RawMessage, 'room' | 'user' | 'id' | 'text' | 'ts'>;

type Sent = { hash: number; sinceMs: number; count: number };
type Sender = { room: string; user: string; windowMs: number; count: number; before: number; texts: Sent[] };
type Said = { user: string; atMs: number; pieces: Uint32Array };

const VERDICTS: readonly (SpamVerdict | undefined)[] = [
  undefined,
  ...SPAM_KINDS.map((kind): SpamVerdict => ({ reason: kind === 'link' ? 'link' : 'spam', kind })),
];
/** Low bits of a remembered message: its verdict's place in {@link VERDICTS}. The others are of its text's hash. */
const VERDICT_MASK = 2 ** Math.ceil(Math.log2(VERDICTS.length)) - 1;

/**
 * Short windows over senders and rooms. Time is the time that the edge took the message: a backlog that is worked off
 * at once is no flood. The windows live in this process; a shard that moves starts with empty ones.
 */
export class Spam {
  /** By the hash of room and user. */
  readonly #senders: RecentMap<number, Sender>;
  readonly #rooms: RecentMap<string, Said[]>;
  /** By the hash of room, user and id. Every message is kept here for minutes: numbers alone, and no object. */
  readonly #verdicts: RecentMap<number, number>;

  /** @param full told when a window remembers less than it should */
  constructor(full?: () => void) {
    const { sendersMax, roomsMax, verdictsMax, verdictsWindowMs } = SPAM_LIMITS;
    this.#senders = new RecentMap({ entriesMax: sendersMax, windowMs: WINDOW_MS_MAX }, full);
    this.#rooms = new RecentMap({ entriesMax: roomsMax, windowMs: WINDOW_MS_MAX }, full);
    this.#verdicts = new RecentMap({ entriesMax: verdictsMax, windowMs: verdictsWindowMs });
  }

  /** Entries of all windows. */
  get size(): number {
    return this.#senders.size + this.#rooms.size + this.#verdicts.size;
  }

  /**
   * Counts the message and says whether it is spam. The same message once more, repeated by the bus or sent again by
   * the client, is not counted and gets the same answer.
   */
  check(message: SpamMessage, rules: SpamRules): SpamVerdict | undefined {
    const sender = hashText(message.user, hashText(message.room));
    const id = hashText(message.id, sender);
    const text = hashText(message.text) & ~VERDICT_MASK;
    const known = this.#verdicts.get(id, message.ts);
    if (known !== undefined && (known & ~VERDICT_MASK) === text) return VERDICTS[known & VERDICT_MASK];
    const kind = this.#counted(message, sender, rules) ?? shape(message.text, rules);
    const verdict = kind === undefined ? 0 : SPAM_KINDS.indexOf(kind) + 1;
    this.#verdicts.set(id, text | verdict, message.ts);
    return VERDICTS[verdict];
  }

  #counted(message: SpamMessage, key: number, rules: SpamRules): SpamKind | undefined {
    // Every window counts every message, so that what one refuses the others still see.
    const sender = rules.flood || rules.repeats ? this.#sender(message, key) : undefined;
    const flood = sender && rules.flood && isFlood(sender, message, rules.flood);
    const repeat = sender && rules.repeats && isRepeated(sender, message, rules.repeats);
    const alike = rules.nearDuplicates && this.#nearDuplicate(message, rules.nearDuplicates);
    if (flood) return 'flood';
    if (repeat) return 'repeat';
    return alike ? 'near-duplicate' : undefined;
  }

  #sender({ room, user, ts }: SpamMessage, key: number): Sender {
    const known = this.#senders.get(key, ts);
    // Of two senders with one hash the latter is remembered: neither must answer for the other.
    if (known?.user === user && known.room === room) return known;
    const sender = { room, user, windowMs: 0, count: 0, before: 0, texts: [] };
    this.#senders.set(key, sender, ts);
    return sender;
  }

  #nearDuplicate({ room, user, text, ts }: SpamMessage, rule: Exclude<SpamRules['nearDuplicates'], false>): boolean {
    const letters = skeleton(text);
    if (letters.length < rule.lengthMin) return false;
    const pieces = shingles(letters);
    let said = this.#rooms.get(room, ts);
    if (!said) {
      said = [];
      this.#rooms.set(room, said, ts);
    }
    const others = new Set<string>();
    for (const other of said)
      if (other.user !== user && ts - other.atMs <= rule.windowMs && !others.has(other.user))
        if (similarity(pieces, other.pieces) >= rule.similarity) others.add(other.user);
    if (said.length >= SPAM_LIMITS.textsPerRoomMax) said.shift();
    said.push({ user, atMs: ts, pieces });
    return others.size > rule.users;
  }
}

/** A sliding window in two counts: the last window's share fades as the present one grows. */
function isFlood(sender: Sender, { ts }: SpamMessage, rule: Exclude<SpamRules['flood'], false>): boolean {
  const window = Math.floor(ts / rule.windowMs);
  if (window !== sender.windowMs) {
    sender.before = window === sender.windowMs + 1 ? sender.count : 0;
    sender.count = 0;
    sender.windowMs = window;
  }
  sender.count++;
  const passed = (ts % rule.windowMs) / rule.windowMs;
  return sender.before * (1 - passed) + sender.count > rule.messages;
}

function isRepeated({ texts }: Sender, { text, ts }: SpamMessage, rule: Exclude<SpamRules['repeats'], false>): boolean {
  const hash = hashLetters(text, rule.lengthMin);
  if (hash === undefined) return false;
  let sent: Sent | undefined;
  for (const candidate of texts) if (candidate.hash === hash) sent = candidate;
  if (!sent) {
    if (texts.length >= SPAM_LIMITS.textsPerSenderMax) texts.shift();
    sent = { hash, sinceMs: ts, count: 0 };
    texts.push(sent);
  }
  if (ts - sent.sinceMs > rule.windowMs) {
    sent.sinceMs = ts;
    sent.count = 0;
  }
  return ++sent.count > rule.messages;
}

/** What can be said of a text alone. */
export function shape(text: string, rules: SpamRules): SpamKind | undefined {
  if (rules.zalgo && hasStackedMarks(text, rules.zalgo.marksMax)) return 'zalgo';
  if (rules.links !== 'allow') {
    const { links } = rules;
    const hosts = findLinks(text);
    if (hosts.length > 0 && (links === 'deny' || !hosts.every((host) => isBelow(host, links.allow)))) return 'link';
  }
  return rules.caps && shouts(text, rules.caps) ? 'caps' : undefined;
}

const MARK = /\p{M}/u;

function hasStackedMarks(text: string, marksMax: number): boolean {
  let marks = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) i++;
    // Marks begin at U+0300; the ranges of Hangul, kana and CJK letters hold none worth a regular expression.
    if (code < 0x300 || (code >= 0x4e00 && code < 0xd7b0) || !MARK.test(String.fromCodePoint(code))) marks = 0;
    else if (++marks > marksMax) return true;
  }
  return false;
}

function shouts(text: string, rule: Exclude<SpamRules['caps'], false>): boolean {
  let capitals = 0;
  let cased = 0;
  for (const character of text) {
    const lower = character.toLowerCase();
    if (lower === character.toUpperCase()) continue;
    cased++;
    if (lower !== character) capitals++;
  }
  return cased >= rule.lettersMin && capitals > cased * rule.share;
}
