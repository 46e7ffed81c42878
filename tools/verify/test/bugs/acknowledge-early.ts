// A moderation service with a bug: it acknowledges a batch when it takes it, and works on it afterwards.
type Delivery = { ack(): void };
type Worker = { prototype: { take: (this: unknown, delivery: Delivery) => void } };
const module = new URL('../../../../../services/moderation/dist/src/shard-worker.js', import.meta.url).href;
const { ShardWorker } = (await import(module)) as { ShardWorker: Worker };

const WORK_MS = 300;
const { take } = ShardWorker.prototype;
ShardWorker.prototype.take = function (delivery) {
  delivery.ack();
  setTimeout(() => take.call(this, { ...delivery, ack: () => undefined }), WORK_MS);
};
