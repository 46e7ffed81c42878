import type { Channel, ChannelModel } from 'amqplib';

/** A channel whose faults are heard by whoever waits for an answer on it; unheard, one would end the process. */
export async function makeChannel(connection: ChannelModel): Promise<Channel> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  return channel;
}
