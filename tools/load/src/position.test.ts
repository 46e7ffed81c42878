import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { JoinedFrame, MessageFrame } from '@maru/client';
import { Position } from './position.js';
import { RoomLedger } from './room-ledger.js';

const message = (seq: number, prev: number, uid = `u${seq}`): MessageFrame => ({
  type: 'message',
  seq,
  prev,
  uid,
  user: 'a',
  nick: 'A',
  text: 'hi',
  ts: 0,
  id: `i${seq}`,
});
const joined = (epoch: string, seq: number, more: Partial<JoinedFrame> = {}): JoinedFrame => ({
  type: 'joined',
  room: 'r',
  user: 'a',
  nick: 'A',
  epoch,
  seq,
  members: 1,
  recovered: false,
  limits: { textMax: 1, frameBytesMax: 1, sendPerSec: 1, slowModeSec: 0 },
  mode: { slowModeSec: 0, locked: false, policy: 'reject' },
  ...more,
});

describe('Position', () => {
  let ledger: RoomLedger;
  let position: Position;
  beforeEach(() => {
    ledger = new RoomLedger();
    position = new Position();
    position.join(joined('e', 10));
  });
  const take = (...args: Parameters<typeof message>) => position.take(message(...args), ledger, true);

  it('message after the last one - is the next', () => {
    assert.deepEqual([take(12, 10).kind, take(20, 12).kind], ['next', 'next']);
    assert.equal(position.resume, 'e:20');
  });

  it('the same message again - is a duplicate', () => {
    take(12, 10);
    assert.equal(take(12, 10).kind, 'duplicate');
  });

  it('seq that does not rise - is disorder', () => {
    take(12, 10);
    assert.equal(take(11, 10).kind, 'disorder');
  });

  it('prev that is not the last one - is a gap, with what others have seen in it', () => {
    ledger.note(11, 'u11', true);
    ledger.note(12, 'u12', true);
    assert.deepEqual(take(13, 12), { kind: 'gap', missing: 2 });
  });

  it('another message at a place that others have seen - is a conflict', () => {
    ledger.note(12, 'other', true);
    assert.equal(take(12, 10).kind, 'conflict');
  });

  it('recovered - goes on where it was', () => {
    assert.equal(position.join(joined('e', 30, { recovered: true })), 'resumed');
    assert.equal(take(20, 10).kind, 'next');
  });

  it('not recovered, but the recent messages reach back - loses nothing', () => {
    assert.equal(position.join(joined('e', 12, { recent: [message(12, 10)] })), 'resumed');
  });

  it('not recovered and a hole - is lost', () => {
    assert.equal(position.join(joined('e', 30, { recent: [message(30, 20)] })), 'lost');
  });

  it('another epoch - is lost', () => {
    assert.equal(position.join(joined('f', 5)), 'lost');
  });
});

describe('RoomLedger', () => {
  it('view - is the same in whatever order the messages came', () => {
    const [one, other] = [new RoomLedger(), new RoomLedger()];
    for (const seq of [1, 2, 3]) one.note(seq, `u${seq}`, true);
    for (const seq of [3, 1, 2, 2]) other.note(seq, `u${seq}`, true);
    assert.deepEqual(one.view, other.view);
  });

  it('view - differs when a message differs', () => {
    const [one, other] = [new RoomLedger(), new RoomLedger()];
    one.note(1, 'a', true);
    other.note(1, 'b', true);
    assert.notEqual(one.view.hash, other.view.hash);
  });
});
