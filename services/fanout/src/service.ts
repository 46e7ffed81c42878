import { randomBytes } from 'node:crypto';
import type { ControlMessage, MessageReceipt } from '@maru/contracts';
import { BATCH_ITEMS_MAX } from '@maru/contracts';
import { Batcher, FlushClock } from '@maru/bus';
import type { Bus, ShardConsumer } from '@maru/bus';
import type { Service, ServiceContext } from '@maru/service-kit';
import type { FanoutConfig } from './config.js';
import { fanoutMetrics } from './metrics.js';
import { ShardOwner } from './shard-owner.js';

/** An edge that is not heard for this long is gone, and so are its members. */
export const EDGE_TIMEOUT_MS = 10_000;
const SWEEP_INTERVAL_MS = 1_000;
/** A sweep that comes this much after the last one: the process was stopped, or starved, in between. */
const STANDSTILL_MS = 3 * SWEEP_INTERVAL_MS;
/** Edges that receipts are gathered for at once; an edge with none waiting is forgotten. */
const RECEIPT_BATCHES_IN_FLIGHT_MAX = 4;

export type FanoutDependencies = ServiceContext & { bus: Bus; now?: () => number };

/** Gives every approved message its place in its room, and sends it to the edges. */
export function createFanout(
  config: FanoutConfig,
  { bus, logger, metrics: registry, now = Date.now }: FanoutDependencies,
): Service {
  const owner = `fanout-${randomBytes(4).toString('hex')}`;
  // Each shard comes from one replica of moderation, in batches already: waiting again would gather nothing more.
  const clock = new FlushClock({ lingerMaxMs: 0 });
  const edges = new Map<string, number>();
  const receipts = new Map<string, Batcher<MessageReceipt>>();
  let consumer: ShardConsumer | undefined;
  const owners: ShardOwner[] = [];
  const sum = (count: (shard: ShardOwner) => number) => owners.reduce((total, shard) => total + count(shard), 0);
  const metrics = fanoutMetrics(registry, {
    rooms: () => sum((shard) => shard.rooms),
    lingering: () => sum((shard) => shard.lingering),
    members: () => sum((shard) => shard.members),
    edges: () => edges.size,
    shards: () => consumer?.owned().length ?? 0,
  });

  const sendReceipt = (edge: string, receipt: MessageReceipt) => {
    let batcher = receipts.get(edge);
    if (!batcher) {
      batcher = new Batcher<MessageReceipt>({
        clock,
        publish: (items) => bus.reply(edge, { type: 'receipts', v: 1, at: now(), items }),
        settled: (_items, error) => error && logger.warn({ err: error }, 'receipts were not sent'),
        itemsMax: BATCH_ITEMS_MAX,
        bytesMax: Infinity,
        inFlightMax: RECEIPT_BATCHES_IN_FLIGHT_MAX,
        held: () => metrics.limitHit('receipts_in_flight'),
      });
      receipts.set(edge, batcher);
    }
    batcher.add(receipt, 0);
  };
  for (let shard = 0; shard < bus.shards; shard++) {
    owners.push(
      new ShardOwner({
        bus,
        clock,
        shard,
        owner,
        roomLingerMs: config.ROOM_LINGER_MS,
        edgeSeen: (edge) => edges.set(edge, now()),
        receipts: sendReceipt,
        metrics,
        logger,
        now,
      }),
    );
  }

  const edgeGone = (edge: string) => {
    edges.delete(edge);
    receipts.delete(edge);
    for (const shard of owners) shard.edgeGone(edge);
  };
  const control = (message: ControlMessage) => {
    if (message.type !== 'edge-alive') return;
    if (message.stopping) edgeGone(message.edge);
    else {
      // One that comes back after a silence was taken for gone: it is asked who is there.
      if (!edges.has(message.edge)) for (const shard of owners) shard.inquire(message.edge);
      edges.set(message.edge, now());
    }
  };
  /** When this process began to hear edges: silence before it, or while it stood still, says nothing about them. */
  let listeningSinceMs = now();
  let sweptMs = now();
  const endStatus = bus.onStatus((status) => status === 'up' && (listeningSinceMs = now()));
  const sweep = () => {
    const nowMs = now();
    if (nowMs - sweptMs > STANDSTILL_MS) listeningSinceMs = nowMs;
    sweptMs = nowMs;
    // Without a broker nobody is heard and nothing can be told: what is known stays as it is.
    if (bus.status === 'down') return;
    if (nowMs - listeningSinceMs >= EDGE_TIMEOUT_MS) {
      for (const [edge, heardMs] of edges) {
        if (nowMs - heardMs <= EDGE_TIMEOUT_MS) continue;
        logger.info({ edge }, 'an edge is not heard any more');
        edgeGone(edge);
      }
    }
    const owned = new Set(consumer?.owned());
    owners.forEach((owner, shard) => owner.sweep(owned.has(shard)));
  };

  let sweeper: NodeJS.Timeout | undefined;
  let endControl: (() => void) | undefined;
  return {
    start: async () => {
      await bus.start();
      endControl = bus.onControl(control);
      consumer = await bus.consumeShards({
        message: (delivery) => owners[delivery.shard]?.take(delivery),
        release: async (shard) => owners[shard]?.release(),
      });
      sweeper = setInterval(sweep, SWEEP_INTERVAL_MS);
    },
    stop: async (timeoutMs) => {
      clearInterval(sweeper);
      endControl?.();
      endStatus();
      await consumer?.close(timeoutMs);
      // Senders of repeated messages still have to hear of it; the shards' work is done by now.
      if (bus.status === 'up')
        await Promise.race([
          Promise.all([...receipts.values()].map((batcher) => batcher.idle())),
          new Promise((resolve) => setTimeout(resolve, timeoutMs).unref()),
        ]);
      await bus.close(timeoutMs);
    },
    ready: () => (bus.status === 'up' ? undefined : `the broker is ${bus.status}`),
  };
}
