import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FlushClock, MemoryBroker, MemoryBus } from '@maru/bus';
import type { Bus } from '@maru/bus';
import type { ApprovedItem, MessageReceipt, ShardMessage } from '@maru/contracts';
import { Metrics, createLogger } from '@maru/observability';
import { message } from '../test/support.js';
import { fanoutMetrics } from './metrics.js';
import { ShardOwner } from './shard-owner.js';
import type { ShardOwnerOptions } from './shard-owner.js';

function ownerOn(bus: Bus, options: Partial<ShardOwnerOptions> = {}): { owner: ShardOwner; seen: string[] } {
  const none = () => 0;
  const seen: string[] = [];
  const owner = new ShardOwner({
    bus,
    clock: new FlushClock(),
    shard: 0,
    owner: 'me',
    roomLingerMs: 60_000,
    edgeSeen: (edge) => seen.push(edge),
    receipts: () => undefined,
    metrics: fanoutMetrics(new Metrics('fanout', { version: 'test' }), {
      rooms: none,
      lingering: none,
      members: none,
      edges: none,
      shards: none,
    }),
    logger: createLogger('test', 'silent'),
    now: Date.now,
    ...options,
  });
  return { owner, seen };
}

const approved = (...items: ApprovedItem[]): ShardMessage => ({ type: 'approved', v: 1, at: Date.now(), items });

/** Resolves when the batch is acknowledged. */
const taken = (owner: ShardOwner, message: ShardMessage): Promise<void> =>
  new Promise((ack) => owner.take({ shard: 0, session: 1, message, ack }));

describe('shard owner', () => {
  it('an item that cannot be processed - is parked before its batch is acknowledged, and rejected to its sender', async () => {
    const events: string[] = [];
    const receipts: MessageReceipt[] = [];
    let parked: () => void = () => undefined;
    class ParkingBus extends MemoryBus {
      override async deadLetter(origin: string, body: unknown, reason: string): Promise<void> {
        await new Promise<void>((resolve) => (parked = resolve));
        events.push(`parked ${origin}: ${reason}, ${(body as { items: unknown[] }).items.length} item`);
      }
    }
    const bus = new ParkingBus(new MemoryBroker({ shards: 1 }));
    await bus.start();
    const { owner } = ownerOn(bus, { receipts: (_edge, receipt) => receipts.push(receipt) });
    const poison = Object.defineProperty(message(2), 'text', {
      get: () => {
        throw new Error('poison');
      },
    });
    const batch: ShardMessage = { type: 'approved', v: 1, at: Date.now(), items: [message(1), poison, message(3)] };
    const acknowledged = new Promise<void>((resolve) =>
      owner.take({ shard: 0, session: 1, message: batch, ack: () => (events.push('acknowledged'), resolve()) }),
    );
    while (receipts.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await owner.release();
    assert.deepEqual(events, [], 'nothing is acknowledged before the broker has the dead letter');
    parked();
    await acknowledged;
    assert.deepEqual(events, ['parked approved.0: poison, 1 item', 'acknowledged']);
    assert.deepEqual(receipts, [{ kind: 'message', uid: 'u2', status: 'rejected', reason: 'undeliverable' }]);
    const placed: string[] = [];
    await bus.readLog(0, (entry) => {
      if (entry.type === 'delivery')
        for (const { messages } of entry.delivery.header.rooms) placed.push(...(messages ?? []).map(({ uid }) => uid));
      return false;
    });
    assert.deepEqual(placed, ['u1', 'u3'], 'the others are delivered');
    await bus.close(1_000);
  });

  it('a room that is closed and opened again - delivers nothing twice within the idempotency window', async () => {
    let nowMs = Date.now();
    const receipts: MessageReceipt[] = [];
    const bus = new MemoryBus(new MemoryBroker({ shards: 1 }));
    await bus.start();
    const { owner } = ownerOn(bus, { now: () => nowMs, receipts: (_edge, receipt) => receipts.push(receipt) });
    await taken(owner, approved(message(1)));
    nowMs += 60_000;
    owner.sweep(true);
    assert.equal(owner.rooms, 0);
    await taken(owner, approved({ ...message(1), uid: 'again' }));
    assert.deepEqual(
      receipts.map((receipt) => [receipt.uid, receipt.status]),
      [['again', 'duplicate']],
    );
    await owner.release();
    await bus.close(1_000);
  });

  it('a room that is opened - makes its edge known, so that one that died meanwhile is found out', async () => {
    const bus = new MemoryBus(new MemoryBroker({ shards: 1 }));
    await bus.start();
    const { owner, seen } = ownerOn(bus);
    await taken(owner, approved({ kind: 'open', edge: 'gone', room: 'lobby' }));
    assert.deepEqual(seen, ['gone']);
    owner.edgeGone('gone');
    assert.equal(owner.lingering, 1);
    await owner.release();
    await bus.close(1_000);
  });
});
