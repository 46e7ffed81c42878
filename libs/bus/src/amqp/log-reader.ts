import type { ChannelModel } from 'amqplib';
import { decodeLogEntry } from '@maru/contracts';
import type { LogEntry } from '@maru/contracts';
import { BUS_LIMITS } from '../limits.js';
import { BusError } from '../port.js';

/**
 * Reads a log queue from its head. Nothing is acknowledged, so closing the channel puts everything back where it was.
 * The subscription is exclusive: a second reader would get a part each.
 */
export async function readLogQueue(
  connection: ChannelModel,
  queue: string,
  last: (entry: LogEntry) => boolean,
  events: { malformed(reason: string): void; timedOut(): void },
): Promise<void> {
  const channel = await connection.createChannel();
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      let done = false;
      const finish = (error?: Error) => {
        done = true;
        if (error) reject(error);
        else resolve();
      };
      const giveUp = () => {
        events.timedOut();
        finish(new BusError('unavailable', `${queue} gave nothing to read for ${BUS_LIMITS.logReadTimeoutMs} ms.`));
      };
      timer = setTimeout(giveUp, BUS_LIMITS.logReadTimeoutMs);
      channel.on('error', finish);
      channel.on('close', () => finish(new BusError('unavailable', `The channel closed while ${queue} was read.`)));
      channel
        .consume(
          queue,
          (message) => {
            if (done) return;
            clearTimeout(timer);
            timer = setTimeout(giveUp, BUS_LIMITS.logReadTimeoutMs);
            if (message === null) return finish(new BusError('unavailable', `${queue} was deleted while it was read.`));
            try {
              if (last(decodeLogEntry(message.content))) finish();
            } catch (error) {
              events.malformed((error as Error).message);
            }
          },
          { exclusive: true },
        )
        .catch(finish);
    });
  } finally {
    clearTimeout(timer);
    channel.removeAllListeners('close');
    await channel.close().catch(() => undefined);
  }
}
