// An edge with a bug: it passes messages on to fan-out itself, as if they had been moderated.
type RawBatch = { at: number; edge: string; items: object[] };
type Bus = {
  prototype: {
    publishRaw(shard: number, batch: RawBatch): Promise<void>;
    publishShard(shard: number, message: object): Promise<void>;
  };
};
const module = new URL('../../../../../libs/bus/dist/src/index.js', import.meta.url).href;
const { AmqpBus } = (await import(module)) as { AmqpBus: Bus };

AmqpBus.prototype.publishRaw = function (shard, { at, edge, items }) {
  return this.publishShard(shard, { type: 'approved', v: 1, at, items: items.map((item) => ({ ...item, edge })) });
};
