/** `@T<20 digits: ns>.<8 digits: number in the room>@`: when a message left, and its place among its room's. */
const MARK = Buffer.from('@T');
export const MARKER_BYTES = 32;
const WORDS = ' hello everyone, the match tonight was really great, see you all at the park tomorrow morning';

/** Text of a message: the marker, filled up with words to `payloadBytes` of ASCII. */
export function markedText(sentUs: number, roomSeq: number, payloadBytes: number): string {
  const marker = `@T${String(sentUs * 1_000).padStart(20, '0')}.${String(roomSeq).padStart(8, '0')}@`;
  const filler = Math.max(0, payloadBytes - MARKER_BYTES);
  return marker + WORDS.repeat(Math.ceil(filler / WORDS.length)).slice(0, filler);
}

/** Position of the next marker at or after `from`, or -1. */
export const findMarker = (data: Buffer, from: number): number => data.indexOf(MARK, from);

/** Whether a whole marker is there. */
export const isMarker = (data: Buffer, at: number, end: number): boolean =>
  at + MARKER_BYTES <= end && data[at + MARKER_BYTES - 1] === 0x40;

export const markerSentUs = (data: Buffer, at: number): number => digits(data, at + 2, 17);
export const markerRoomSeq = (data: Buffer, at: number): number => digits(data, at + 23, 8);

function digits(data: Buffer, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) value = value * 10 + (data[i] as number) - 48;
  return value;
}
