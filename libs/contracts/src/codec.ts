import { Compile } from 'typebox/compile';
import { BUS_MESSAGES } from './bus-messages.js';
import type {
  BusMessageName,
  ControlMessage,
  Delivery,
  DeliveryHeader,
  EdgeMessage,
  LogEntry,
  RawBatch,
  ReceiptBatch,
  ShardMessage,
  Snapshot,
  SnapshotHeader,
  TermStart,
} from './bus-messages.js';
import type { Order } from './orders.js';
import { explain, MalformedMessageError, shown } from './malformed.js';

const NEWLINE = 0x0a;

type Name = BusMessageName;

/** Checks by name, compiled once. */
const checks = Object.fromEntries(
  Object.entries(BUS_MESSAGES).map(([name, schema]) => [name, Compile(schema)]),
) as unknown as Record<Name, { Check(value: unknown): boolean }>;

function parse(body: Buffer): { type?: unknown } {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw new MalformedMessageError(`not JSON: ${(error as Error).message}`);
  }
  throw new MalformedMessageError('not a JSON object');
}

function checked(value: { type?: unknown }, allowed: readonly Name[]): unknown {
  const name = allowed.find((candidate) => candidate === value.type);
  if (name === undefined)
    throw new MalformedMessageError(`type is ${shown(value.type)}, expected ${allowed.join(' or ')}`);
  if (checks[name].Check(value)) return value;
  throw new MalformedMessageError(`${name}${explain(BUS_MESSAGES[name], value)}`);
}

/** Header line and frame lines of a delivery or snapshot. Frames are views of the body: nothing is copied. */
function split(body: Buffer): { head: Buffer; frames: Buffer[] } {
  const end = body.indexOf(NEWLINE);
  if (end < 0) return { head: body, frames: [] };
  const frames: Buffer[] = [];
  let start = end + 1;
  while (start < body.length) {
    let next = body.indexOf(NEWLINE, start);
    if (next < 0) next = body.length;
    frames.push(body.subarray(start, next));
    start = next + 1;
  }
  return { head: body.subarray(0, end), frames };
}

function framed<T>(
  body: Buffer,
  names: readonly Name[],
  count: (header: T) => number,
): { header: T; frames: Buffer[] } {
  const { head, frames } = split(body);
  const header = checked(parse(head), names) as T;
  const expected = count(header);
  if (frames.length !== expected)
    throw new MalformedMessageError(`${frames.length} frames, the header names ${expected}`);
  return { header, frames };
}

const deliveryFrames = (header: DeliveryHeader) =>
  header.rooms.reduce((sum, room) => sum + (room.messages?.length ?? 0), 0);
const snapshotFrames = (header: SnapshotHeader) => header.rooms.reduce((sum, { messages }) => sum + messages.length, 0);
/** The type of a body without parsing it: bodies of one kind start alike, see {@link encode}. */
const typeOf = (body: Buffer) => {
  const end = body.indexOf('"', 9);
  return body.subarray(0, 9).toString('latin1') === '{"type":"' && end > 0 && end < 64
    ? body.toString('latin1', 9, end)
    : undefined;
};

/** Encodes a message of plain JSON. `type` comes first in every body. */
export function encode(message: ShardMessage | RawBatch | ReceiptBatch | TermStart | ControlMessage | Order): Buffer {
  const { type, ...rest } = message;
  return Buffer.from(JSON.stringify({ type, ...rest }), 'utf8');
}

function encodeFramed(header: DeliveryHeader | SnapshotHeader, frames: readonly Buffer[]): Buffer {
  const { type, ...rest } = header;
  const head = Buffer.from(JSON.stringify({ type, ...rest }), 'utf8');
  const body = Buffer.allocUnsafe(frames.reduce((sum, frame) => sum + frame.length + 1, head.length));
  head.copy(body, 0);
  let at = head.length;
  for (const frame of frames) {
    body[at] = NEWLINE;
    frame.copy(body, at + 1);
    at += frame.length + 1;
  }
  return body;
}

export const encodeDelivery = (delivery: Delivery): Buffer => encodeFramed(delivery.header, delivery.frames);
export const encodeSnapshot = (snapshot: Snapshot): Buffer => encodeFramed(snapshot.header, snapshot.frames);

/** @throws MalformedMessageError */
export const decodeRaw = (body: Buffer): RawBatch => checked(parse(body), ['raw']) as RawBatch;
/** @throws MalformedMessageError */
export const decodeShardMessage = (body: Buffer): ShardMessage =>
  checked(parse(body), ['approved', 'edge-report']) as ShardMessage;
/** @throws MalformedMessageError */
export const decodeControl = (body: Buffer): ControlMessage =>
  checked(parse(body), [
    'edge-alive',
    'replica-alive',
    'arrivals',
    'inquiry',
    'inquiry-answer',
    'room-policy',
    'lists',
    'lists-state',
  ]) as ControlMessage;
/** @throws MalformedMessageError */
export const decodeOrder = (body: Buffer): Order => checked(parse(body), ['order']) as Order;

const decodeDelivery = (body: Buffer): Delivery => framed<DeliveryHeader>(body, ['delivery'], deliveryFrames);

/** @throws MalformedMessageError */
export function decodeEdgeMessage(body: Buffer): EdgeMessage {
  const type = typeOf(body);
  if (type === 'delivery') return { type, delivery: decodeDelivery(body) };
  if (type === 'snapshot') return { type, snapshot: framed<SnapshotHeader>(body, ['snapshot'], snapshotFrames) };
  const message = checked(parse(body), ['receipts', 'term']) as ReceiptBatch | TermStart;
  return message.type === 'term' ? { type: 'term', term: message } : { type: 'receipts', receipts: message };
}

/** @throws MalformedMessageError */
export function decodeLogEntry(body: Buffer): LogEntry {
  if (typeOf(body) === 'delivery') return { type: 'delivery', delivery: decodeDelivery(body) };
  return { type: 'term', term: checked(parse(body), ['term']) as TermStart };
}
