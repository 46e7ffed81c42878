import { Compile } from 'typebox/compile';
import type { Static, TSchema } from 'typebox';
import {
  ApprovedBatch,
  DeliveryHeader,
  EdgeAlive,
  EdgeReport,
  RawBatch,
  ReceiptBatch,
  SnapshotHeader,
  TermStart,
} from './bus-messages.js';
import type { ControlMessage, Delivery, EdgeMessage, LogEntry, ShardMessage, Snapshot } from './bus-messages.js';

const NEWLINE = 0x0a;

/** A bus message that is not what its schema says. Goes to the dead letters with `message` as the reason. */
export class MalformedMessageError extends Error {
  readonly code = 'malformed_message';
}

type Check<T> = {
  Check(value: unknown): value is T;
  Errors(value: unknown): { instancePath: string; message: string }[];
};
const compiled = <T extends TSchema>(schema: T) => Compile(schema) as unknown as Check<Static<T>>;

const checks = {
  raw: compiled(RawBatch),
  approved: compiled(ApprovedBatch),
  'edge-report': compiled(EdgeReport),
  delivery: compiled(DeliveryHeader),
  term: compiled(TermStart),
  snapshot: compiled(SnapshotHeader),
  receipts: compiled(ReceiptBatch),
  'edge-alive': compiled(EdgeAlive),
};
type Name = keyof typeof checks;

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
    throw new MalformedMessageError(`type is ${JSON.stringify(value.type)}, expected ${allowed.join(' or ')}`);
  const check = checks[name];
  if (check.Check(value)) return value;
  const first = check.Errors(value)[0];
  throw new MalformedMessageError(
    `${name}${first?.instancePath ?? ''}: ${first?.message ?? 'does not fit its schema'}`,
  );
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
const snapshotFrames = (header: SnapshotHeader) => header.messages.length;
/** The type of a body without parsing it: bodies of one kind start alike, see {@link encode}. */
const typeOf = (body: Buffer) => {
  const end = body.indexOf('"', 9);
  return body.subarray(0, 9).toString('latin1') === '{"type":"' && end > 0 && end < 64
    ? body.toString('latin1', 9, end)
    : undefined;
};

/** Encodes a message of plain JSON. `type` comes first in every body. */
export function encode(message: ShardMessage | RawBatch | ReceiptBatch | TermStart | ControlMessage): Buffer {
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
export const decodeControl = (body: Buffer): ControlMessage => checked(parse(body), ['edge-alive']) as ControlMessage;

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
