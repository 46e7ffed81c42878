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

/** What is wrong with a text before it is sent, by the limits that `joined` told. `text` is already trimmed. */
export function textProblem(
  text: string,
  id: string,
  limits: { textMax: number; frameBytesMax: number },
): TextProblem | undefined {
  if (text.length === 0) return 'empty';
  if (limits.textMax > 0 && codePoints(text) > limits.textMax) return 'too_long';
  // 2,000 code points of Hangul are 6,000 bytes, so the frame limit is often the one that is met first.
  if (limits.frameBytesMax > 0 && encoder.encode(encodeSend(id, text)).length > limits.frameBytesMax) return 'too_long';
  return undefined;
}

/** The `send` frame as it goes out. */
export function encodeSend(id: string, text: string): string {
  return JSON.stringify({ type: 'send', id, text });
}
