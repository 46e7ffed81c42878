import { amqpNames } from '@maru/contracts';
import { connect } from 'amqplib';

/** Deletes what the services left under a test's own prefix on a broker that others use too. */
export async function deleteFromBroker(url: string, prefix: string, shards: number): Promise<void> {
  const names = amqpNames(prefix);
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const queues = Array.from({ length: shards }, (_, shard) => [
    names.raw(shard),
    names.approved(shard),
    names.log(shard),
  ]);
  for (const queue of [...queues.flat(), names.deadLetters, names.secret]) await channel.deleteQueue(queue);
  for (const exchange of [names.rooms, names.edges, names.control]) await channel.deleteExchange(exchange);
  await connection.close();
}
