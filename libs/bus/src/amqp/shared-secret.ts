import { randomBytes } from 'node:crypto';
import type { Channel } from 'amqplib';

const READ_ATTEMPTS_MAX = 50;
const READ_WAIT_MS = 100;
export const SECRET_BYTES = 32;

/**
 * The oldest message of a durable queue of length 1. Whoever finds it empty offers a secret of its own; of several
 * offers the first in the queue is everybody's.
 */
export async function readSharedSecret(
  channel: Channel,
  queue: string,
  offer: (secret: Buffer) => Promise<void>,
): Promise<Buffer> {
  for (let attempt = 1; attempt <= READ_ATTEMPTS_MAX; attempt++) {
    const message = await channel.get(queue);
    if (message) {
      channel.nack(message, false, true);
      return message.content;
    }
    const { messageCount, consumerCount } = await channel.checkQueue(queue);
    // Another edge may be holding it for the moment of its own reading: offer only after a few looks.
    if (messageCount === 0 && consumerCount === 0 && attempt % 3 === 0)
      await offer(randomBytes(SECRET_BYTES)).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, READ_WAIT_MS * Math.random()));
  }
  throw new Error(`The shared secret could not be read from ${queue}. Set ANON_SECRET for every edge instead.`);
}
