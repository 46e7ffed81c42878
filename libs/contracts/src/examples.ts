import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Static } from 'typebox';
import { BUS_MESSAGES } from './bus-messages.js';
import type { BusMessageName, DeliveryHeader, SnapshotHeader } from './bus-messages.js';
import type { ErrorCode } from './codes.js';
import { CLIENT_FRAMES } from './frames.js';
import type { MessageFrame, SERVER_FRAMES } from './frames.js';

/**
 * Example messages: what is valid and what is not, as JSON files that both ends' tests load. They are also the
 * examples in the AsyncAPI document.
 *
 * A file holds the message itself, unless it is
 * - a string: the raw text of the message, for texts that are not JSON or are spaced unusually;
 * - `{"$base64": "…"}`: raw bytes;
 * - `{"header": …, "frames": […]}`: a delivery or snapshot, whose parts go on lines of their own.
 *
 * An invalid example's file name says what is wrong. For frames from clients it starts with the code of the `error`
 * frame that answers it: `too_large.text-2001-ascii.json`.
 */
type Framed<Header> = { header: Header; frames: MessageFrame[] };
type Schemas = typeof CLIENT_FRAMES & typeof SERVER_FRAMES & typeof BUS_MESSAGES;

export type FrameName = keyof typeof CLIENT_FRAMES | keyof typeof SERVER_FRAMES;
/** `client-frame` has invalid examples only: texts and bytes that are no frame of any type. */
export type ExampleName = FrameName | BusMessageName | 'client-frame';
export type ExampleValue<Name extends ExampleName> = Name extends 'delivery'
  ? Framed<DeliveryHeader>
  : Name extends 'snapshot'
    ? Framed<SnapshotHeader>
    : Name extends keyof Schemas
      ? Static<Schemas[Name]>
      : never;

export type Example<Value> = {
  /** File name without `.json`; what is wrong, for an invalid example. */
  name: string;
  /** What the file holds. */
  value: Value;
  /** The message's bytes on the wire. */
  body: Buffer;
  /** `body` as text; undefined where it is not UTF-8. */
  text: string | undefined;
};
/** `code`: of the `error` frame that answers it, for frames from clients. */
export type InvalidExample = Example<unknown> & { code: ErrorCode | undefined };

const ROOT = fileURLToPath(new URL('../../examples/', import.meta.url));
const CLIENT_NAMES: readonly string[] = [...Object.keys(CLIENT_FRAMES), 'client-frame'];

const isFramed = (value: unknown): value is { header: unknown; frames: unknown[] } =>
  typeof value === 'object' && value !== null && 'header' in value && 'frames' in value;

function bodyOf(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (typeof value === 'object' && value !== null && '$base64' in value)
    return Buffer.from(String(value.$base64), 'base64');
  const lines = isFramed(value) ? [value.header, ...value.frames] : [value];
  return Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'), 'utf8');
}

function load(name: ExampleName, kind: 'valid' | 'invalid'): Example<unknown>[] {
  const dir = `${ROOT}${name in BUS_MESSAGES ? 'bus' : 'frames'}/${name}/${kind}/`;
  return readdirSync(dir)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const value: unknown = JSON.parse(readFileSync(dir + file, 'utf8'));
      const body = bodyOf(value);
      return {
        name: file.slice(0, -'.json'.length),
        value,
        body,
        text: isUtf8(body) ? body.toString('utf8') : undefined,
      };
    });
}

/**
 * Reads the examples of one frame or bus message, in the order of their names. Their validity is tested here in
 * libs/contracts, so users may rely on the types.
 * @throws when the folder is missing
 */
export function loadExamples<Name extends ExampleName>(
  name: Name,
): { valid: Example<ExampleValue<Name>>[]; invalid: InvalidExample[] } {
  const valid = name === 'client-frame' ? [] : load(name, 'valid');
  const invalid = load(name, 'invalid').map((example) => ({
    ...example,
    code: CLIENT_NAMES.includes(name) ? (example.name.split('.')[0] as ErrorCode) : undefined,
  }));
  return { valid: valid as Example<ExampleValue<Name>>[], invalid };
}
