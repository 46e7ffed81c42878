const ROOM = /^[\p{L}\p{M}\p{Nd}\-_.:~]{1,64}$/u;
const encoder = new TextEncoder();

/** Length in code points: what the protocol counts (an emoji outside the BMP is one, not two). */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/**
 * The room id in NFC, or undefined when the protocol does not allow it. `.` and `..` are refused here although their
 * letters are allowed: a URL parser takes them for path steps and would ask for another address.
 */
export function normalizeRoom(room: string): string | undefined {
  const id = room.normalize('NFC');
  return ROOM.test(id) && id !== '.' && id !== '..' ? id : undefined;
}

export type TextProblem = 'empty' | 'too_long';

/** What `joined` told: code points of a text and bytes of a frame at most; 0 is no limit. */
export type TextLimits = { textMax: number; frameBytesMax: number };

/**
 * How many more characters a text can have, as long as they are like those that it has; below 0, how many it has too
 * many; Infinity where nothing limits it. 2,000 code points of Hangul are 6,000 bytes, so the frame's limit is often the
 * one that is met first. `text` is already trimmed.
 */
export function charactersLeft(text: string, id: string, limits: TextLimits): number {
  const count = codePoints(text);
  const leftByCount = limits.textMax > 0 ? limits.textMax - count : Infinity;
  if (limits.frameBytesMax <= 0) return leftByCount;
  const bytesOf = (value: string) => encoder.encode(encodeSend(id, value)).length;
  const bytes = bytesOf(text);
  const bytesPerCharacter = count === 0 ? 1 : (bytes - bytesOf('')) / count;
  return Math.min(leftByCount, Math.floor((limits.frameBytesMax - bytes) / bytesPerCharacter));
}

/** What is wrong with a text before it is sent, by the limits that `joined` told. `text` is already trimmed. */
export function textProblem(text: string, id: string, limits: TextLimits): TextProblem | undefined {
  if (text.length === 0) return 'empty';
  return charactersLeft(text, id, limits) < 0 ? 'too_long' : undefined;
}

/** The `send` frame as it goes out. */
export function encodeSend(id: string, text: string): string {
  return JSON.stringify({ type: 'send', id, text });
}
