import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  BUS_MESSAGES,
  CLIENT_FRAMES,
  decodeControl,
  decodeEdgeMessage,
  decodeLogEntry,
  decodeOrder,
  decodeRaw,
  decodeShardMessage,
  encode,
  encodeDelivery,
  encodeSnapshot,
  ERROR_CODES,
  FRAME_BYTES_MAX,
  MalformedMessageError,
  readClientFrame,
  SERVER_FRAMES,
} from '@maru/contracts';
import type { BusMessageName } from '@maru/contracts';
import { loadExamples } from '@maru/contracts/examples';
import type { ExampleName } from '@maru/contracts/examples';

// The files' own schemas, read by another validator than the services use: what other languages see.
const root = fileURLToPath(new URL('../..', import.meta.url));
const ajv = new Ajv2020({ strict: true, allErrors: true });
const validator = (side: 'frames' | 'bus', name: string) =>
  ajv.getSchema(`urn:maru:v1:${side === 'frames' ? 'frame' : 'bus'}:${name}`) ??
  ajv.compile(JSON.parse(readFileSync(`${root}/schemas/${side}/${name}.json`, 'utf8')) as object);

const clientNames = Object.keys(CLIENT_FRAMES) as (keyof typeof CLIENT_FRAMES)[];
const serverNames = Object.keys(SERVER_FRAMES) as (keyof typeof SERVER_FRAMES)[];
const busNames = Object.keys(BUS_MESSAGES) as BusMessageName[];

/** The decoders of those who may receive a message. */
const DECODERS: Record<BusMessageName, ((body: Buffer) => unknown)[]> = {
  raw: [decodeRaw],
  approved: [decodeShardMessage],
  'edge-report': [decodeShardMessage],
  delivery: [decodeEdgeMessage, decodeLogEntry],
  term: [decodeEdgeMessage, decodeLogEntry],
  snapshot: [decodeEdgeMessage],
  receipts: [decodeEdgeMessage],
  'edge-alive': [decodeControl],
  'replica-alive': [decodeControl],
  'room-policy': [decodeControl],
  lists: [decodeControl],
  'lists-state': [decodeControl],
  arrivals: [decodeControl],
  inquiry: [decodeControl],
  'inquiry-answer': [decodeControl],
  order: [decodeOrder],
};

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

test('examples - every frame and bus message has valid and invalid ones, and no folder is left over', () => {
  const folders = (side: string) => readdirSync(`${root}/examples/${side}`).sort();
  assert.deepEqual(folders('frames'), [...clientNames, ...serverNames, 'client-frame'].sort());
  assert.deepEqual(folders('bus'), [...busNames].sort());
  const names: ExampleName[] = [...clientNames, ...serverNames, ...busNames];
  for (const name of names) {
    const { valid, invalid } = loadExamples(name);
    assert.ok(valid.length >= 1 && invalid.length >= 2, `${name}: ${valid.length} valid, ${invalid.length} invalid`);
  }
});

test('examples - texts are Korean and English', () => {
  const all = [...loadExamples('send').valid, ...loadExamples('message').valid, ...loadExamples('raw').valid];
  assert.ok(all.some(({ text }) => /\p{Script=Hangul}/u.test(text ?? '')));
  assert.ok(all.some(({ text }) => /\b(the|evening|everyone|anybody)\b/i.test(text ?? '')));
});

for (const name of [...clientNames, ...serverNames])
  test(`examples - ${name} frames fit their schema, or do not where they must not`, () => {
    const check = validator('frames', name);
    const { valid, invalid } = loadExamples(name);
    for (const { name: file, text } of valid)
      assert.ok(check(parsed(text)), `${file}: ${ajv.errorsText(check.errors)}`);
    // A schema sees fields, not bytes: a frame can fit it and still be too long.
    for (const { name: file, text, body } of invalid)
      assert.ok(!check(parsed(text)) || body.length > FRAME_BYTES_MAX, `${file} fits the schema`);
  });

for (const name of clientNames)
  test(`examples - valid ${name} frames are read as they are meant`, () => {
    for (const { name: file, text, body } of loadExamples(name).valid) {
      assert.ok(body.length <= FRAME_BYTES_MAX, `${file} has ${body.length} bytes`);
      const frame = readClientFrame(text ?? '');
      assert.ok('type' in frame, `${file}: ${JSON.stringify(frame)}`);
      assert.equal(frame.type, (parsed(text) as { type: string }).type);
    }
  });

for (const name of [...clientNames, 'client-frame'] as const)
  test(`examples - invalid ${name} frames are refused with the code in their name`, () => {
    for (const { name: file, code, text, body } of loadExamples(name).invalid) {
      assert.ok(code !== undefined && ERROR_CODES.includes(code), `${file} starts with no error code`);
      if (body.length > FRAME_BYTES_MAX) {
        assert.equal(code, 'too_large', file);
      } else if (text === undefined) {
        assert.match(file, /utf-8/);
      } else {
        const refusal = readClientFrame(text);
        assert.ok('code' in refusal, `${file} is read as ${JSON.stringify(refusal)}`);
        assert.equal(refusal.code, code, `${file}: ${refusal.message}`);
      }
    }
  });

for (const name of busNames)
  test(`examples - ${name} bodies are decoded and encoded to the same bytes, or refused where they must be`, () => {
    const check = validator('bus', name);
    const { valid, invalid } = loadExamples(name);
    for (const { name: file, text, body } of valid) {
      const header = parsed(text?.split('\n')[0]);
      assert.ok(check(header), `${file}: ${ajv.errorsText(check.errors)}`);
      for (const decode of DECODERS[name]) assert.equal(encodeAny(decode(body)).toString(), text, file);
    }
    for (const { name: file, text, body } of invalid) {
      for (const decode of DECODERS[name]) assert.throws(() => decode(body), MalformedMessageError, file);
      if (!file.startsWith('frames-')) assert.ok(!check(parsed(text?.split('\n')[0])), `${file} fits the schema`);
    }
  });

/** The encoder that belongs to what a decoder returned. */
function encodeAny(message: unknown): Buffer {
  const decoded = message as ReturnType<typeof decodeEdgeMessage>;
  if ('delivery' in decoded) return encodeDelivery(decoded.delivery);
  if ('snapshot' in decoded) return encodeSnapshot(decoded.snapshot);
  if ('receipts' in decoded) return encode(decoded.receipts);
  return encode(
    'term' in decoded && typeof decoded.term === 'object' ? decoded.term : (message as Parameters<typeof encode>[0]),
  );
}

test('examples - the lines of deliveries and snapshots are the message frames that the header indexes', () => {
  const check = validator('frames', 'message');
  const index = ({ seq, prev, uid, ts }: { seq: number; prev: number; uid: string; ts: number }) => ({
    seq,
    prev,
    uid,
    ts,
  });
  const framed = [
    ...loadExamples('delivery').valid.map(({ name, value }) => ({
      name,
      frames: value.frames,
      indexed: value.header.rooms.flatMap((room) => room.messages ?? []),
    })),
    ...loadExamples('snapshot').valid.map(({ name, value }) => ({
      name,
      frames: value.frames,
      indexed: value.header.rooms.flatMap((room) => room.messages),
    })),
  ];
  for (const { name, frames, indexed } of framed) {
    for (const frame of frames) assert.ok(check(frame), `${name}: ${ajv.errorsText(check.errors)}`);
    assert.deepEqual(frames.map(index), indexed, name);
  }
});
