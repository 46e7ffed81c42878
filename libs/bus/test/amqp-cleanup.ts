import { connect } from 'amqplib';
import { amqpNames } from '@maru/contracts';

/** Deletes everything that lasts under a test's own prefix. */
export async function deletePrefix(url: string, prefix: string, shards: number): Promise<void> {
  const names = amqpNames(prefix);
  const connection = await connect(url);
  const channel = await connection.createChannel();
  for (let shard = 0; shard < shards; shard++)
    for (const queue of [names.raw(shard), names.approved(shard), names.log(shard)]) await channel.deleteQueue(queue);
  for (const queue of [names.deadLetters, names.secret, names.controlLog]) await channel.deleteQueue(queue);
  for (const exchange of [names.rooms, names.edges, names.control]) await channel.deleteExchange(exchange);
  await connection.close();
}
