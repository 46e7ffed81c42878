/** WebSocket framing, RFC 6455, as far as a client of a chat server needs it. Payloads are never copied. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** Larger frames end the connection (1009): no frame of the protocol comes near it. */
export const PAYLOAD_BYTES_MAX = 16_777_216;

const FIN = 0x80;
const MASKED = 0x80;

/**
 * One masked client frame. The mask is zero: masks protect proxies from scripts in browsers, and a load generator has
 * better uses for its CPU. Servers unmask it all the same.
 */
export function encodeFrame(opcode: number, payload: string | Buffer): Buffer {
  const length = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + extended + 4 + length);
  frame[0] = FIN | opcode;
  frame[1] = MASKED | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) frame.writeUInt16BE(length, 2);
  else if (extended === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  const start = 2 + extended + 4;
  frame.fill(0, start - 4, start);
  if (typeof payload === 'string') frame.write(payload, start);
  else payload.copy(frame, start);
  return frame;
}

/** A frame found in a buffer: its payload is `buffer[start, end)`. */
export type FrameHead = { opcode: number; final: boolean; start: number; end: number };

/**
 * Reads the head of the frame at `offset` into `head`.
 * @returns false when the buffer ends before the frame does
 * @throws RangeError for a frame above {@link PAYLOAD_BYTES_MAX}
 */
export function readFrame(buffer: Buffer, offset: number, head: FrameHead): boolean {
  const available = buffer.length - offset;
  if (available < 2) return false;
  let length = (buffer[offset + 1] as number) & 0x7f;
  let start = offset + 2;
  if (length === 126) {
    if (available < 4) return false;
    length = buffer.readUInt16BE(start);
    start += 2;
  } else if (length === 127) {
    if (available < 10) return false;
    length = Number(buffer.readBigUInt64BE(start));
    start += 8;
  }
  if (length > PAYLOAD_BYTES_MAX) throw new RangeError(`A frame of ${length} bytes is too large.`);
  if (start + length > buffer.length) return false;
  const first = buffer[offset] as number;
  head.opcode = first & 0x0f;
  head.final = (first & FIN) !== 0;
  head.start = start;
  head.end = start + length;
  return true;
}

/** Status and headers of an HTTP response head, header names in lower case. */
export function readHead(text: string): { status: number; headers: Record<string, string> } {
  const [first = '', ...lines] = text.split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status: Number(first.split(' ')[1] ?? 0), headers };
}
