import { connect } from 'amqplib';
import type { Channel, ChannelModel, ConfirmChannel, GetMessage } from 'amqplib';
import { amqpNames } from '@maru/contracts';
import type { AmqpNames } from '@maru/contracts';

/** Letters read in one call at most: what the queue holds at most. */
const LETTERS_MAX = 10_000;
const REPLAYABLE = /^(raw|approved)\.\d+$/;

export type DeadLetter = {
  /** Place in the queue, from 1: what `replay` and `drop` take. */
  number: number;
  /** `raw.N`, `approved.N` or `edge`. */
  origin: string;
  reason: string;
  /** ISO 8601. */
  at: string;
  bytes: number;
  body: string;
};

/** What to do with one letter. */
type Action = 'keep' | 'replay' | 'drop';
export type Outcome = { replayed: number; dropped: number; kept: number };

/** Every letter, oldest first; they stay where they are. */
export async function listDeadLetters(url: string, prefix: string): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  await withLetters(url, prefix, async (letter) => {
    letters.push(letter);
    return 'keep';
  });
  return letters;
}

/**
 * Publishes the chosen letters to where they came from, and takes them out once the broker has them. A letter whose
 * origin cannot take it (an edge's queue is gone with its edge) stays.
 * @param numbers of the list; all when it is empty
 */
export function replayDeadLetters(url: string, prefix: string, numbers: ReadonlySet<number>): Promise<Outcome> {
  return withLetters(url, prefix, async (letter, message, channel, names) => {
    if ((numbers.size > 0 && !numbers.has(letter.number)) || !REPLAYABLE.test(letter.origin)) return 'keep';
    channel.sendToQueue(`${names.prefix}.${letter.origin}`, message.content, {
      persistent: true,
      messageId: `replay-${letter.number}-${Date.now()}`,
    });
    await channel.waitForConfirms();
    return 'replay';
  });
}

/** Takes the chosen letters out for good. @param numbers of the list; all when it is empty */
export function dropDeadLetters(url: string, prefix: string, numbers: ReadonlySet<number>): Promise<Outcome> {
  return withLetters(url, prefix, async (letter) =>
    numbers.size === 0 || numbers.has(letter.number) ? 'drop' : 'keep',
  );
}

async function withLetters(
  url: string,
  prefix: string,
  decide: (letter: DeadLetter, message: GetMessage, channel: ConfirmChannel, names: AmqpNames) => Promise<Action>,
): Promise<Outcome> {
  const names = amqpNames(prefix);
  const connection: ChannelModel = await connect(url);
  try {
    const channel = await connection.createConfirmChannel();
    const outcome: Outcome = { replayed: 0, dropped: 0, kept: 0 };
    const kept: GetMessage[] = [];
    for (let number = 1; number <= LETTERS_MAX; number++) {
      const message = await (channel as Channel).get(names.deadLetters);
      if (!message) break;
      const action = await decide(letterOf(message, number), message, channel, names);
      if (action === 'keep') kept.push(message);
      else channel.ack(message);
      outcome[action === 'keep' ? 'kept' : action === 'replay' ? 'replayed' : 'dropped']++;
    }
    // Given back only now, or the same ones would come again.
    for (const message of kept) channel.nack(message, false, true);
    await channel.close();
    return outcome;
  } finally {
    await connection.close();
  }
}

function letterOf(message: GetMessage, number: number): DeadLetter {
  const headers = (message.properties.headers ?? {}) as Record<string, unknown>;
  const text = (name: string) => (typeof headers[name] === 'string' ? headers[name] : '');
  return {
    number,
    origin: text('x-maru-origin'),
    reason: text('x-maru-reason'),
    at: text('x-maru-at'),
    bytes: message.content.length,
    body: message.content.toString('utf8'),
  };
}
