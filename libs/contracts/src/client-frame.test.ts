import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Check } from 'typebox/value';
import { readClientFrame } from './client-frame.js';
import { ERROR_CODES } from './codes.js';
import { SendFrame } from './frames.js';

const send = (id: unknown, text: unknown, more: object = {}) =>
  readClientFrame(JSON.stringify({ type: 'send', id, text, ...more }));

test('readClientFrame - trims the text and drops unknown fields', () => {
  assert.deepEqual(send('c-1', ' \n 안녕하세요 \u3000', { admin: true }), {
    type: 'send',
    id: 'c-1',
    text: '안녕하세요',
  });
  assert.deepEqual(readClientFrame('{"type":"typing","user":"someone-else"}'), { type: 'typing' });
  assert.deepEqual(readClientFrame(' {"type":"ping"} '), { type: 'ping' });
});

test('readClientFrame - counts code points after trimming: 2,000 are taken, 2,001 are too large', () => {
  for (const character of ['a', '가', '🎉']) {
    const text = character.repeat(2_000);
    assert.deepEqual(send('c-1', `   ${text}   `), { type: 'send', id: 'c-1', text });
    assert.deepEqual(send('c-1', text + character), {
      code: 'too_large',
      message: 'send.text has more than 2000 code points.',
      id: 'c-1',
    });
  }
});

test('readClientFrame - takes ids of 1 to 64 printable ASCII characters', () => {
  for (let code = 0; code < 0x100; code++) {
    const frame = send(`a${String.fromCharCode(code)}`, 'hi');
    assert.equal('type' in frame, code >= 0x20 && code <= 0x7e, `U+${code.toString(16)}`);
  }
  assert.ok('type' in send('x'.repeat(64), 'hi'));
  for (const id of ['', 'x'.repeat(65), 7, null, undefined, ['a'], { a: 1 }]) {
    const refusal = send(id, 'hi');
    assert.ok('code' in refusal && refusal.code === 'bad_frame');
    assert.match(refusal.message, /send\.id/);
    assert.ok(!('id' in refusal), 'an unusable id is not echoed');
  }
});

test('readClientFrame - names the id when only the text is wrong', () => {
  for (const text of ['', ' \t', undefined, 5, null, ['hi']]) {
    const refusal = send('c-9', text);
    assert.ok('code' in refusal && refusal.code === 'bad_frame' && refusal.id === 'c-9');
    assert.match(refusal.message, /send\.text/);
  }
});

test('readClientFrame - makes lone surrogates well-formed', () => {
  assert.deepEqual(readClientFrame(String.raw`{"type":"send","id":"c-1","text":"a\ud83cb"}`), {
    type: 'send',
    id: 'c-1',
    text: 'a\ufffdb',
  });
});

test('readClientFrame - never throws, and returns a frame or a refusal', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .record({
        type: fc.constantFrom('send', 'typing', 'ping', 'joined', '__proto__'),
        id: fc.anything(),
        text: fc.anything(),
      })
      .map(
        // What JSON cannot say (functions, cycles, BigInt) never reaches the edge.
        (value) => JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? 0 : field)),
      ),
  );
  fc.assert(
    fc.property(wild, (json) => {
      const result = readClientFrame(json);
      if ('code' in result) assert.ok(ERROR_CODES.includes(result.code) && result.message.length > 0);
      else assert.ok(['send', 'typing', 'ping'].includes(result.type));
    }),
    { numRuns: 1_000 },
  );
});

test('readClientFrame - takes exactly the sends that the published schema takes', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\u00a0', '\ufeff', '\u200b', 'a') }),
    fc
      .tuple(
        fc.integer({ min: 1_998, max: 2_002 }),
        fc.constantFrom('a', '가', '🎉'),
        fc.constantFrom('', ' ', '\u3000'),
      )
      .map(([count, character, space]) => space + character.repeat(count) + space),
  );
  const id = fc.oneof(fc.string({ maxLength: 70 }), fc.string({ unit: 'binary', maxLength: 3 }), fc.integer());
  fc.assert(
    fc.property(id, text, (anId, aText) => {
      const frame = { type: 'send', id: anId, text: aText };
      assert.equal('type' in readClientFrame(JSON.stringify(frame)), Check(SendFrame, frame));
    }),
    { numRuns: 500 },
  );
});

test('readClientFrame - reads a frame the same, however it is written', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
  );
  fc.assert(
    fc.property(fc.oneof(anyText, fc.string({ minLength: 1, maxLength: 64 })), anyText, (id, text) => {
      const frame = JSON.stringify({ type: 'send', id, text });
      assert.deepEqual(readClientFrame(frame), readClientFrame(` ${frame}`));
    }),
  );
  const unescaped = '{"type":"send","id":"a","text":"one\ntwo"}';
  assert.equal((readClientFrame(unescaped) as { code: string }).code, 'bad_frame', 'a bare line break is no JSON');
});
