import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { AmqpBus } from '@maru/bus';
import { Inbox, busTargets } from '@maru/bus/test-support';
import type { BusTarget } from '@maru/bus/test-support';
import type { RawBatch } from '@maru/contracts';
import { dropDeadLetters, listDeadLetters, replayDeadLetters } from '../src/dead-letters.js';

const target = busTargets().find(({ amqp }) => amqp) as BusTarget & { amqp: { url: string; prefix: string } };

describe('dead letters', { skip: target.skip }, () => {
  const { url, prefix } = target.amqp;
  let bus: AmqpBus;
  const raw = (text: string): RawBatch => ({
    type: 'raw',
    v: 1,
    at: 1,
    edge: 'e1',
    items: [
      { kind: 'message', uid: randomBytes(4).toString('hex'), room: 'r', user: 'u', nick: 'n', id: 'i', text, ts: 1 },
    ],
  });

  before(async () => {
    bus = target.bus() as AmqpBus;
    await bus.start();
    await bus.deadLetter('raw.2', raw('하나'), 'a reason');
    await bus.deadLetter('edge', Buffer.from('{"broken'), 'not JSON');
    await bus.deadLetter('raw.2', raw('둘'), 'another reason');
  });
  after(async () => {
    await bus.close(1_000);
    await target.teardown();
  });

  it('list - shows origin, reason and body, and leaves them there', async () => {
    for (let round = 0; round < 2; round++) {
      const letters = await listDeadLetters(url, prefix);
      assert.deepEqual(
        letters.map(({ number, origin, reason }) => [number, origin, reason]),
        [
          [1, 'raw.2', 'a reason'],
          [2, 'edge', 'not JSON'],
          [3, 'raw.2', 'another reason'],
        ],
      );
      assert.equal((JSON.parse(letters[0]?.body ?? '') as RawBatch).items.length, 1);
    }
  });

  it('replay - sends the chosen one to where it came from', async () => {
    const inbox = new Inbox<RawBatch>();
    const consumer = await bus.consumeRaw({
      message: (delivery) => (inbox.push(delivery.message), delivery.ack()),
      release: async () => undefined,
    });
    assert.deepEqual(await replayDeadLetters(url, prefix, new Set([3])), { replayed: 1, dropped: 0, kept: 2 });
    await inbox.count(1);
    const [item] = inbox.items[0]?.items ?? [];
    assert.equal(item?.kind === 'message' && item.text, '둘');
    await consumer.close(1_000);
  });

  it('drop - takes out the chosen ones; replay keeps what has nowhere to go', async () => {
    assert.deepEqual(await dropDeadLetters(url, prefix, new Set([1])), { replayed: 0, dropped: 1, kept: 1 });
    assert.deepEqual(await replayDeadLetters(url, prefix, new Set()), { replayed: 0, dropped: 0, kept: 1 });
    assert.deepEqual(await dropDeadLetters(url, prefix, new Set()), { replayed: 0, dropped: 1, kept: 0 });
    assert.deepEqual(await listDeadLetters(url, prefix), []);
  });
});
