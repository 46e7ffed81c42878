import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FlushClock, MemoryBroker, MemoryBus } from '@maru/bus';
import { BATCH_BYTES_MAX, BATCH_ITEMS_MAX, decodeEdgeMessage, encodeDelivery } from '@maru/contracts';
import type { Delivery } from '@maru/contracts';
import { message } from '../test/support.js';
import { Outbox } from './outbox.js';
import { Room } from './room.js';

/** A bus whose confirms come when the test says so. */
class SlowBus extends MemoryBus {
  readonly deliveries: Delivery[] = [];
  readonly confirms: (() => void)[] = [];

  override async deliver(shard: number, keys: readonly string[], delivery: Delivery): Promise<void> {
    this.deliveries.push(delivery);
    await new Promise<void>((resolve) => this.confirms.push(resolve));
    await super.deliver(shard, keys, delivery);
  }
}

function outboxOn(bus: SlowBus): Outbox {
  return new Outbox({
    bus,
    clock: new FlushClock({ lingerMaxMs: 0 }),
    shard: 0,
    term: () => 1,
    now: Date.now,
    published: () => undefined,
    gathered: () => undefined,
    held: () => undefined,
    problem: (problem, cause) => assert.fail(`${problem}: ${String(cause)}`),
  });
}

describe('outbox', () => {
  for (const [what, count, text] of [
    ['messages', 20 * BATCH_ITEMS_MAX, 'hello'],
    ['bytes', 4_000, 'x'.repeat(1_000)],
  ] as const)
    it(`a backlog - goes out in parts that readers take, whatever is under way: ${what}`, async () => {
      const bus = new SlowBus(new MemoryBroker({ shards: 1 }));
      await bus.start();
      const outbox = outboxOn(bus);
      const room = new Room('lobby', {}, Date.now());
      let acknowledged = 0;
      for (let n = 0; n < count; n++) {
        const { index, frame } = room.place(message(n, text), Date.now());
        outbox.message(room, index, frame);
        if (n % BATCH_ITEMS_MAX === 0) outbox.acknowledge(() => acknowledged++);
      }
      assert.equal(acknowledged, 0, 'nothing is acknowledged before a confirm');
      const idle = outbox.idle();
      for (let at = 0; at < bus.deliveries.length; at++) {
        bus.confirms[at]?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await idle;
      assert.equal(acknowledged, Math.ceil(count / BATCH_ITEMS_MAX));
      const uids: string[] = [];
      for (const delivery of bus.deliveries) {
        const encoded = encodeDelivery(delivery);
        assert.ok(encoded.length < 2 * BATCH_BYTES_MAX, `${encoded.length} bytes`);
        assert.equal(decodeEdgeMessage(encoded).type, 'delivery', 'what is sent can be read');
        for (const { messages = [] } of delivery.header.rooms) uids.push(...messages.map(({ uid }) => uid));
      }
      assert.deepEqual(
        uids,
        Array.from({ length: count }, (_, n) => `u${n}`),
        'all of them, in order',
      );
      await bus.close(1_000);
    });

  it('an acknowledgement with nothing waiting - comes with the confirm of what went before', async () => {
    const bus = new SlowBus(new MemoryBroker({ shards: 1 }));
    await bus.start();
    const outbox = outboxOn(bus);
    const room = new Room('lobby', {}, Date.now());
    const told: string[] = [];
    outbox.acknowledge(() => told.push('at once'));
    assert.deepEqual(told, ['at once']);
    const { index, frame } = room.place(message(1, 'one'), Date.now());
    outbox.message(room, index, frame);
    outbox.flush();
    outbox.acknowledge(() => told.push('later'));
    assert.deepEqual(told, ['at once']);
    bus.confirms[0]?.();
    await outbox.idle();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(told, ['at once', 'later']);
    await bus.close(1_000);
  });
});
