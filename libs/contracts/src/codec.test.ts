import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DeliveryHeader, RawBatch, RawItem, RoomDelivery, SnapshotHeader } from './bus-messages.js';
import {
  decodeControl,
  decodeEdgeMessage,
  decodeLogEntry,
  decodeRaw,
  decodeShardMessage,
  encode,
  encodeDelivery,
  encodeSnapshot,
} from './codec.js';
import { loadExamples } from './examples.js';
import type { ExampleName } from './examples.js';
import { MalformedMessageError } from './malformed.js';

const DECODERS = { decodeRaw, decodeShardMessage, decodeEdgeMessage, decodeLogEntry, decodeControl };
const BUS_NAMES = [
  'raw',
  'approved',
  'edge-report',
  'delivery',
  'term',
  'snapshot',
  'receipts',
  'edge-alive',
  'replica-alive',
] as const satisfies ExampleName[];

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const ascii = fc.string({
  minLength: 1,
  maxLength: 64,
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const position = { epoch: fc.string({ minLength: 1, maxLength: 32 }), seq: count };
const optional = { requiredKeys: [] as [] };

/** fast-check makes some objects without a prototype; JSON does not. */
const plain = <T>(value: T): T => structuredClone(value);

const rawItem: fc.Arbitrary<RawItem> = fc.oneof(
  fc
    .tuple(
      fc.record({
        kind: fc.constant('message' as const),
        uid: ascii,
        room: text,
        user: text,
        nick: fc.constant('수달'),
        id: ascii,
        text,
        ts: count,
      }),
      fc.record(position, optional),
    )
    .map(([message, at]) => ({ ...message, ...at })),
  fc
    .tuple(fc.record({ kind: fc.constant('open' as const), room: text }), fc.record(position, optional))
    .map(([open, at]) => ({ ...open, ...at })),
  fc.record({
    kind: fc.constant('nick' as const),
    ref: ascii,
    nick: fc.string({ unit: 'binary', minLength: 1, maxLength: 32 }),
  }),
);
const rawBatch: fc.Arbitrary<RawBatch> = fc
  .record({
    // Not first, on purpose: the encoder moves it.
    v: fc.constant(1 as const),
    at: count,
    edge: fc.string({ unit: fc.constantFrom('a', 'Z', '0', '_', '.', '-'), minLength: 1, maxLength: 64 }),
    items: fc.array(rawItem, { minLength: 1, maxLength: 20 }),
    type: fc.constant('raw' as const),
  })
  .map(plain);

const index = fc.record({ seq: count, prev: count, uid: ascii, ts: count });
/** A frame: any bytes without a line break, as JSON is. */
const frame = text.map((value) => Buffer.from(JSON.stringify({ type: 'message', text: value })));
const room: fc.Arbitrary<RoomDelivery> = fc.record({
  room: text,
  epoch: fc.constant('m4k2x'),
  messages: fc.array(index, { maxLength: 5 }),
});
const delivery = fc.array(room, { minLength: 1, maxLength: 5 }).chain((rooms) => {
  const frames = rooms.reduce((sum, { messages }) => sum + (messages?.length ?? 0), 0);
  const header: DeliveryHeader = { v: 1, at: 5, shard: 1, term: 2, rooms, type: 'delivery' };
  return fc
    .array(frame, { minLength: frames, maxLength: frames })
    .map((lines) => ({ header: plain(header), frames: lines }));
});
const snapshot = fc.array(index, { maxLength: 20 }).chain((messages) => {
  const mode = { slowModeSec: 0, locked: false, policy: 'reject' };
  const header: SnapshotHeader = {
    v: 1,
    at: 5,
    type: 'snapshot',
    shard: 0,
    term: 1,
    rooms: [messages, messages.slice(1)].map((messages, n) => ({
      room: `방${n}`,
      epoch: 'e',
      seq: 9,
      members: 1,
      mode,
      since: 0,
      messages,
    })),
  };
  const frames = header.rooms.reduce((sum, { messages }) => sum + messages.length, 0);
  const length = { minLength: frames, maxLength: frames };
  return fc.array(frame, length).map((frames) => ({ header: plain(header), frames }));
});

test('codec - raw batches come back as they went', () => {
  fc.assert(fc.property(rawBatch, (batch) => assert.deepEqual(decodeRaw(encode(batch)), batch)));
});

test('codec - deliveries come back as they went, to edges and from the log', () => {
  fc.assert(
    fc.property(delivery, (value) => {
      const body = encodeDelivery(value);
      assert.deepEqual(decodeEdgeMessage(body), { type: 'delivery', delivery: value });
      assert.deepEqual(decodeLogEntry(body), { type: 'delivery', delivery: value });
    }),
  );
});

test('codec - snapshots come back as they went', () => {
  fc.assert(
    fc.property(snapshot, (value) => {
      assert.deepEqual(decodeEdgeMessage(encodeSnapshot(value)), { type: 'snapshot', snapshot: value });
    }),
  );
});

test('codec - every body starts with its type, whatever the order of the fields was', () => {
  const alive = { edge: 'edge-1', connections: 1, at: 1, v: 1, type: 'edge-alive' } as const;
  assert.equal(encode(alive).toString(), '{"type":"edge-alive","edge":"edge-1","connections":1,"at":1,"v":1}');
  assert.deepEqual(decodeControl(encode(alive)), alive);
});

test('codec - frames of a delivery are views of the body', () => {
  for (const { body } of loadExamples('delivery').valid) {
    const message = decodeEdgeMessage(body);
    assert.ok(message.type === 'delivery');
    const before = message.delivery.frames.map((one) => one.toString());
    body.fill('x', body.indexOf('\n') + 1);
    for (const [at, one] of message.delivery.frames.entries())
      assert.equal(one.toString(), 'x'.repeat(Buffer.byteLength(before[at] ?? '')));
  }
});

/** What the reason has to name, for every way of being wrong. */
const REASONS: [decode: (body: Buffer) => unknown, body: string, reason: RegExp][] = [
  [decodeRaw, '', /^not JSON: /],
  [decodeRaw, '{"type":"raw"', /^not JSON: /],
  [decodeRaw, 'null', /^not a JSON object$/],
  [decodeRaw, '7', /^not a JSON object$/],
  [decodeRaw, '"raw"', /^not a JSON object$/],
  [decodeRaw, '[]', /^type is undefined, expected raw$/],
  [decodeRaw, '{}', /^type is undefined, expected raw$/],
  [decodeRaw, '{"type":["raw"]}', /^type is array, expected raw$/],
  [decodeRaw, '{"type":"approved"}', /^type is "approved", expected raw$/],
  [decodeShardMessage, '{"type":"raw"}', /^type is "raw", expected approved or edge-report$/],
  [decodeControl, '{"type":"raw"}', /^type is "raw", expected edge-alive or replica-alive or /],
  [decodeEdgeMessage, '{"type":"raw"}', /^type is "raw", expected receipts or term$/],
  [decodeLogEntry, '{"type":"receipts"}', /^type is "receipts", expected term$/],
  [decodeRaw, '{"type":"raw"}', /^raw: .*\bitems\b/],
  [decodeRaw, '{"type":"raw","v":2,"at":1,"edge":"e","items":[{"kind":"open","room":"r"}]}', /^raw\/v: /],
  [decodeRaw, '{"type":"raw","v":1,"at":1,"edge":"e","items":[]}', /^raw\/items: /],
  [decodeRaw, '{"type":"raw","v":1,"at":1,"edge":"e e","items":[{"kind":"open","room":"r"}]}', /^raw\/edge: /],
  [decodeRaw, '{"type":"raw","v":1,"at":1,"edge":"e","items":[{"kind":"open","room":""}]}', /^raw\/items\/0\/room: /],
  [decodeRaw, '{"type":"raw","v":1,"at":1,"edge":"e","items":[{"kind":"open"}]}', /^raw\/items\/0: .*\broom\b/],
  [
    decodeRaw,
    '{"type":"raw","v":1,"at":1,"edge":"e","items":[{"kind":"x"}]}',
    /^raw\/items\/0\/kind: is "x", expected message, open, nick$/,
  ],
  [decodeRaw, '{"type":"raw","v":1,"at":1,"edge":"e","items":[7]}', /^raw\/items\/0: /],
  [decodeRaw, '{"type":"raw","v":1,"at":1,"edge":"e","items":{}}', /^raw\/items: /],
  [
    decodeShardMessage,
    '{"type":"edge-report","v":1,"at":1,"edge":"e","items":[{"kind":"leave","room":"r"},{"kind":"leave","room":""}]}',
    /^edge-report\/items\/1\/room: /,
  ],
  [decodeEdgeMessage, '{"type":"delivery"}', /^delivery: .*\brooms\b/],
  [decodeEdgeMessage, '{"type":"delivery"', /^not JSON: /],
  [
    decodeEdgeMessage,
    '{"type":"delivery","v":1,"at":1,"shard":0,"term":1,"rooms":[{"room":"r","epoch":"e"}]}\n{}',
    /^1 frames, the header names 0$/,
  ],
  [
    decodeEdgeMessage,
    '{"type":"delivery","v":1,"at":1,"shard":0,"term":1,"rooms":[{"room":"r","epoch":"e","messages":[{"seq":1,"prev":0,"uid":"u","ts":"x"}]}]}\n{}',
    /^delivery\/rooms\/0\/messages\/0\/ts: /,
  ],
  [
    decodeEdgeMessage,
    '{"type":"receipts","v":1,"at":1,"items":[{"kind":"message","uid":"u","status":"fine"}]}',
    /^receipts\/items\/0\/status: /,
  ],
];

test('codec - a malformed body is refused with a reason that names the field', () => {
  for (const [decode, body, reason] of REASONS)
    assert.throws(
      () => decode(Buffer.from(body)),
      (error) => {
        assert.ok(error instanceof MalformedMessageError, `${body} → ${String(error)}`);
        assert.equal(error.code, 'malformed_message');
        assert.match(error.message, reason, body);
        return true;
      },
    );
});

test('codec - deep nesting and long values are refused, with a reason that fits an AMQP header', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  const long = JSON.stringify('방'.repeat(300_000));
  const bodies = [deep, long].flatMap((value) => [
    value,
    `{"type":${value}}`,
    `{"type":"raw","v":1,"at":1,"edge":${value},"items":[]}`,
    `{"type":"raw","v":1,"at":1,"edge":"e","items":[{"kind":${value}}]}`,
    `{"type":"raw","v":1,"at":1,"edge":"e","items":[{"kind":"open","room":${value}}]}`,
    `{"type":"raw","v":1,"at":1,"edge":"e","items":[{"kind":"open","room":"r"},${value}]}`,
    `{"type":"raw"${value}`,
  ]);
  for (const body of bodies)
    for (const decode of Object.values(DECODERS))
      assert.throws(
        () => decode(Buffer.from(body)),
        (error) => error instanceof MalformedMessageError && error.message.length <= 400,
      );
});

/** Runs every decoder; anything but a MalformedMessageError fails the test. */
function decodeAll(body: Buffer): void {
  for (const [name, decode] of Object.entries(DECODERS))
    try {
      decode(body);
    } catch (error) {
      assert.ok(error instanceof MalformedMessageError, `${name}: ${String(error)}`);
    }
}

test('codec - arbitrary bytes throw nothing but MalformedMessageError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => decodeAll(Buffer.from(bytes))),
    { numRuns: 1_000 },
  );
});

test('codec - arbitrary JSON with a known type throws nothing but MalformedMessageError', () => {
  const body = fc.tuple(
    fc.constantFrom(...BUS_NAMES),
    fc.dictionary(fc.constantFrom('v', 'at', 'edge', 'items', 'rooms', 'messages', 'shard', 'term'), fc.jsonValue()),
  );
  fc.assert(
    fc.property(body, fc.string({ unit: 'binary' }), ([type, fields], tail) =>
      decodeAll(Buffer.from(`${JSON.stringify({ type, ...fields })}\n${tail}`)),
    ),
    { numRuns: 1_000 },
  );
});

test('codec - damaged bodies throw nothing but MalformedMessageError', () => {
  const bodies = BUS_NAMES.flatMap((name) => loadExamples(name).valid.map(({ body }) => body));
  const damage = fc.record({
    body: fc.constantFrom(...bodies),
    at: fc.nat(),
    drop: fc.nat({ max: 20 }),
    insert: fc.uint8Array({ maxLength: 20 }),
  });
  fc.assert(
    fc.property(damage, ({ body, at, drop, insert }) => {
      const start = at % (body.length + 1);
      decodeAll(Buffer.concat([body.subarray(0, start), insert, body.subarray(start + drop)]));
    }),
    { numRuns: 2_000 },
  );
});
