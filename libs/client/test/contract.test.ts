import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { SERVER_FRAMES, readClientFrame } from '@maru/contracts';
import type { ClientFrame as ContractClientFrame, ServerFrame as ContractServerFrame } from '@maru/contracts';
import { decodeFrame } from '../src/decode.js';
import type { ClientFrame, ServerFrame } from '../src/index.js';
import { encodeSend, normalizeRoom } from '../src/text.js';
import { packageRoot } from './behaviour.js';

/** Fails to compile when the client's own types and the project's schemas no longer fit together. */
export const readsWhatServersSend = (frame: ContractServerFrame): ServerFrame => frame;
export const sendsWhatServersRead = (frame: ClientFrame): ContractClientFrame => frame;

const examples = new URL('../contracts/examples/frames/', packageRoot);

function read(type: string, kind: 'valid' | 'invalid'): [string, string][] {
  const folder = new URL(`${type}/${kind}/`, examples);
  return readdirSync(folder).map((name) => [`${type}/${kind}/${name}`, readFileSync(new URL(name, folder), 'utf8')]);
}

describe('client and contracts', () => {
  for (const type of Object.keys(SERVER_FRAMES)) {
    it(`${type} - every valid example is read as it is`, () => {
      const valid = read(type, 'valid');
      assert.ok(valid.length > 0);
      for (const [name, text] of valid) {
        assert.deepEqual(decodeFrame(text), { kind: 'frame', frame: JSON.parse(text) as unknown }, name);
      }
    });
  }

  it('invalid examples - without a field that the client needs are refused, and none breaks it', () => {
    const refused = Object.keys(SERVER_FRAMES).flatMap((type) =>
      read(type, 'invalid').filter(([name, text]) => name.includes('missing') && decodeFrame(text).kind !== 'bad'),
    );
    // The client never reads a message without an id wrongly: it only cannot settle a send by it.
    assert.deepEqual(
      refused.map(([name]) => name).filter((name) => name !== 'message/invalid/id-missing.json'),
      [],
    );
    for (const type of Object.keys(SERVER_FRAMES)) {
      for (const [name, text] of read(type, 'invalid')) assert.doesNotThrow(() => decodeFrame(text), name);
    }
  });

  it('send - is what an edge reads', () => {
    for (const text of ['hello', '안녕\n하세요 👋', '"\\\u0000']) {
      assert.deepEqual(readClientFrame(encodeSend('id-1', text)), { type: 'send', id: 'id-1', text });
    }
  });

  it('room names - are made NFC and checked in code points', () => {
    assert.equal(normalizeRoom('\u1106\u1161\u1105\u116e'), '마루');
    assert.equal(normalizeRoom('𝒜'.repeat(64)), '𝒜'.repeat(64));
    for (const name of ['', 'a b', 'a/b', '..', '.', 'x'.repeat(65), 'é\u200b'])
      assert.equal(normalizeRoom(name), undefined);
  });
});
