import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { amqpNames, roomKey, shardOf, SHARDS_MAX } from './amqp.js';

const PRINTABLE = /^[\x21-\x7e]+$/;

test('roomKey - is printable ASCII of one length, whatever the room is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }), (room) => {
      assert.match(roomKey(room), /^[A-Za-z0-9_-]{22}$/);
    }),
  );
});

test('roomKey - is the same in every process and version', () => {
  // Written down: services of two versions meet on one broker while a deployment rolls.
  assert.equal(roomKey('lobby'), 'S13Adue5wSKzyJEhqXEPxz');
  assert.equal(roomKey('콘서트-2025'), 'lgAyh_UQZidn3oEUQU5LtT');
});

test('roomKey - tells 100,000 rooms apart', () => {
  const keys = new Set(Array.from({ length: 100_000 }, (_, i) => roomKey(`방-${i}`)));
  assert.equal(keys.size, 100_000);
});

test('roomKey - is never the key of a shard or a log', () => {
  const names = amqpNames();
  for (const key of [names.shardKey(0), names.logKey(1_023)]) assert.doesNotMatch(key, /^[A-Za-z0-9_-]{22}$/);
});

test('shardOf - is the same in every process and version', () => {
  assert.deepEqual([shardOf(roomKey('lobby'), 4), shardOf(roomKey('콘서트-2025'), SHARDS_MAX)], [3, 417]);
});

for (const shards of [1, 2, 3, 4, 7, 16, 64])
  test(`shardOf - spreads rooms evenly over ${shards} shards`, () => {
    const rooms = 1_000 * shards;
    const counts = new Array<number>(shards).fill(0);
    for (let i = 0; i < rooms; i++) {
      const shard = shardOf(roomKey(`room-${i}`), shards);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    assert.equal(counts.length, shards, 'no shard beyond the last');
    // 1,000 rooms a shard on average: five standard deviations are about 160.
    assert.ok(Math.min(...counts) > 840 && Math.max(...counts) < 1_160, counts.join(' '));
  });

test('amqpNames - are printable ASCII and short enough for AMQP', () => {
  const names = amqpNames('a-deployment_of.staging');
  const edge = 'e'.repeat(64);
  const all = [
    names.raw(SHARDS_MAX),
    names.approved(0),
    names.log(0),
    names.rooms,
    names.room(roomKey('콘서트')),
    names.edges,
    names.edgeQueue(edge, 'f'.repeat(32)),
    names.control,
    names.controlLog,
    names.deadLetters,
    names.secret,
  ];
  assert.equal(new Set(all).size, all.length);
  for (const name of all) {
    assert.match(name, PRINTABLE);
    assert.ok(name.length <= 255 && name.startsWith('a-deployment_of.staging.'), name);
  }
});
