import { NICK_CODE_POINTS_MAX, ROOM_CODE_POINTS_MAX } from './limits.js';

const ROOM = /^[\p{L}\p{M}\p{Nd}\-_.:~]+$/u;

/** Length in code points, as the protocol counts. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next < 0xe000) {
        count--;
        i++;
      }
    }
  }
  return count;
}

/**
 * Room id from the percent-encoded path segment, or undefined when it breaks the rule: UTF-8, NFC after decoding,
 * 1–64 code points of letters, marks, digits and `- _ . : ~`.
 */
export function decodeRoom(segment: string): string | undefined {
  let room: string;
  try {
    room = decodeURIComponent(segment).normalize('NFC');
  } catch {
    return undefined;
  }
  return ROOM.test(room) && codePoints(room) <= ROOM_CODE_POINTS_MAX ? room : undefined;
}

/** Letters and symbols that show nothing: a nickname made of them would be invisible. */
const BLANK = '\\u115f\\u1160\\u2800\\u3164\\uffa0';
const UNSEEN = new RegExp(`[\\p{C}\\p{Zl}\\p{Zp}${BLANK}]`, 'gu');

/** A nickname cleaned of control, format, blank and surplus space characters, or undefined when nothing usable is left. */
export function cleanNick(wish: string): string | undefined {
  // NFC comes after removing, which can bring a letter and its mark together.
  const nick = wish.replace(UNSEEN, '').replace(/\s+/gu, ' ').trim().normalize('NFC');
  return nick.length > 0 && codePoints(nick) <= NICK_CODE_POINTS_MAX ? nick : undefined;
}
