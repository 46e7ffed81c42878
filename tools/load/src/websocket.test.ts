import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OPCODE, PAYLOAD_BYTES_MAX, encodeFrame, readFrame, readHead } from './websocket.js';
import type { FrameHead } from './websocket.js';

const head = (): FrameHead => ({ opcode: -1, final: false, start: -1, end: -1 });
/** As a server sends it: without a mask. */
const serverFrame = (payload: Buffer, first = 0x81): Buffer => {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload]);
  const extended = Buffer.alloc(length < 65_536 ? 2 : 8);
  if (extended.length === 2) extended.writeUInt16BE(length);
  else extended.writeBigUInt64BE(BigInt(length));
  return Buffer.concat([Buffer.from([first, extended.length === 2 ? 126 : 127]), extended, payload]);
};

describe('encodeFrame', () => {
  it('text - golden bytes: final, masked, zero mask', () => {
    assert.equal(encodeFrame(OPCODE.text, 'hi').toString('hex'), '8182000000006869');
  });

  it('length - counts bytes, not characters', () => {
    assert.equal(encodeFrame(OPCODE.text, '안녕').toString('hex'), '818600000000ec9588eb8595');
  });

  for (const [length, marker, headBytes] of [
    [125, 125, 6],
    [126, 126, 8],
    [65_535, 126, 8],
    [65_536, 127, 14],
  ] as const) {
    it(`length ${length} - uses a head of ${headBytes} bytes`, () => {
      const frame = encodeFrame(OPCODE.binary, Buffer.alloc(length, 7));
      assert.equal((frame[1] as number) & 0x7f, marker);
      assert.equal(frame.length, headBytes + length);
      assert.equal(frame.at(-1), 7);
    });
  }
});

describe('readFrame', () => {
  for (const length of [0, 1, 125, 126, 65_535, 65_536]) {
    it(`payload of ${length} bytes - is found, and only when it is complete`, () => {
      const payload = Buffer.alloc(length, 42);
      const frame = serverFrame(payload);
      const found = head();
      for (const cut of [0, 1, 3, 9, frame.length - 1]) {
        if (cut < frame.length) assert.equal(readFrame(frame.subarray(0, cut), 0, found), false, `cut at ${cut}`);
      }
      assert.equal(readFrame(frame, 0, found), true);
      assert.deepEqual([found.opcode, found.final, found.end - found.start], [OPCODE.text, true, length]);
      assert.equal(found.end, frame.length);
    });
  }

  it('several frames - are read one after the other', () => {
    const data = Buffer.concat([serverFrame(Buffer.from('one')), serverFrame(Buffer.from('two'), 0x89)]);
    const found = head();
    const seen: string[] = [];
    for (let offset = 0; readFrame(data, offset, found); offset = found.end)
      seen.push(`${found.opcode} ${data.toString('utf8', found.start, found.end)}`);
    assert.deepEqual(seen, ['1 one', '9 two']);
  });

  it('fragment - is not final', () => {
    const found = head();
    readFrame(serverFrame(Buffer.from('x'), 0x01), 0, found);
    assert.equal(found.final, false);
  });

  it('length above the limit - is refused before it is waited for', () => {
    const frame = Buffer.alloc(10);
    frame[0] = 0x82;
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(PAYLOAD_BYTES_MAX + 1), 2);
    assert.throws(() => readFrame(frame, 0, head()), RangeError);
  });
});

describe('readHead', () => {
  it('response - status and headers in lower case', () => {
    assert.deepEqual(readHead('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 4\r\nX: a:b'), {
      status: 503,
      headers: { 'retry-after': '4', x: 'a:b' },
    });
  });

  it('garbage - has no status that means success', () => {
    assert.notEqual(readHead('hello').status, 101);
  });
});
