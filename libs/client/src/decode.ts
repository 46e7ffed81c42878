import type { ServerFrame } from './frames.js';

/** What one text frame turned out to be. `unknown` is a frame of a later protocol: it is skipped, not an error. */
export type Decoded = { kind: 'frame'; frame: ServerFrame } | { kind: 'unknown' } | { kind: 'bad'; problem: string };

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const string: Check = (value) => typeof value === 'string';
const boolean: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const whole: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (shape: Shape): Check =>
  (value) =>
    Array.isArray(value) && value.every((item) => problemOf(item, shape) === undefined);
const object =
  (shape: Shape): Check =>
  (value) =>
    problemOf(value, shape) === undefined;

const person: Shape = { user: string, nick: string };
const mode: Shape = { slowModeSec: number, locked: boolean, policy: string };
const message: Shape = {
  ...person,
  seq: whole,
  prev: whole,
  uid: string,
  text: string,
  ts: number,
  id: optional(string),
  masked: optional(boolean),
};
const status: Check = (value) =>
  value === 'accepted' || value === 'rejected' || value === 'held' || value === 'duplicate';

const SHAPES: Readonly<Record<ServerFrame['type'], Shape>> = {
  joined: {
    ...person,
    room: string,
    anon: optional(string),
    epoch: string,
    seq: whole,
    members: whole,
    recovered: boolean,
    recent: optional(listOf(message)),
    limits: object({ textMax: number, frameBytesMax: number, sendPerSec: number, slowModeSec: number }),
    mode: object(mode),
  },
  message,
  receipt: { id: string, status, reason: optional(string), category: optional(string), seq: optional(whole) },
  retract: { seq: whole, uid: string },
  presence: { members: whole, joined: optional(listOf(person)), left: optional(listOf(person)) },
  typing: person,
  notice: { text: string, ts: number, level: string },
  mode,
  pong: {},
  error: { code: string, message: string, id: optional(string), retryAfterMs: optional(number) },
};

/** Name of the first field that is missing or wrong, or undefined when all is well. */
function problemOf(value: unknown, shape: Shape): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  const fields = value as Record<string, unknown>;
  for (const name in shape) {
    const check = shape[name];
    if (check !== undefined && !check(fields[name])) return `field "${name}"`;
  }
  return undefined;
}

/** Reads one frame of the server. Fields that it does not know are left alone: the protocol may add some. */
export function decodeFrame(data: unknown): Decoded {
  if (typeof data !== 'string') return { kind: 'bad', problem: 'it is not a text frame' };
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return { kind: 'bad', problem: 'it is not JSON' };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'bad', problem: 'it is not an object' };
  const type = (value as { type?: unknown }).type;
  if (typeof type !== 'string') return { kind: 'bad', problem: 'field "type"' };
  if (!Object.hasOwn(SHAPES, type)) return { kind: 'unknown' };
  const problem = problemOf(value, SHAPES[type as ServerFrame['type']]);
  return problem === undefined ? { kind: 'frame', frame: value as ServerFrame } : { kind: 'bad', problem };
}
