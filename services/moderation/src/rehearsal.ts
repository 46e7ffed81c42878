import { MADE_UP_EPOCH, keepShapeOf, madeUpText, turn } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import { decodeRaw, encode } from '@maru/contracts';
import type { RawBatch, RawItem, RawMessage } from '@maru/contracts';
import type { Filter } from '@maru/word-filter';
import type { ModerationConfig } from './config.js';
import { createModeration } from './service.js';

const ROOMS = 16;
/** With the rooms, 400 senders: each writes several times, and none so often that it counts as spam. */
const USERS = 25;
const BATCH_ITEMS = 16;
/** Batches that may wait to be decided on. */
const WAITING_MAX = 4;

/** Raw batches of an edge that is not there go through moderation; what is approved goes nowhere. */
export async function rehearseModeration(stage: Stage, config: ModerationConfig, builtin: Filter): Promise<void> {
  const moderation = createModeration(
    { ...config, LISTS_DIR: undefined, EXTERNAL_URL: undefined },
    { ...stage.context('moderation'), builtin },
  );
  await moderation.start();
  const fanout = stage.bus();
  await fanout.start();
  await fanout.consumeShards({ message: ({ ack }) => ack(), release: async () => undefined });
  const edge = stage.bus();
  await edge.start();
  keepShapeOf(decodeRaw(encode(madeUpBatch(0))));
  for (let n = 0; !stage.over(); n += BATCH_ITEMS) {
    await edge.publishRaw(0, madeUpBatch(n));
    const waiting = () => (stage.broker.raw[0]?.depth ?? 0) + (stage.broker.raw[0]?.unacknowledged ?? 0);
    while (waiting() >= WAITING_MAX) await turn();
  }
  await moderation.stop(0);
}

function madeUpBatch(first: number): RawBatch {
  const at = Date.now();
  const items: RawItem[] = Array.from({ length: BATCH_ITEMS }, (_, i) => madeUpMessage(first + i, at));
  items.push({ kind: 'open', room: `rehearsal ${first}` }, { kind: 'nick', ref: `${first}`, nick: `여우 ${first}` });
  return { type: 'raw', v: 1, at, edge: 'rehearsal', items };
}

/** Its keys stand as in an edge's messages: V8 tells objects apart by it. */
const madeUpMessage = (n: number, ts: number): RawMessage => ({
  kind: 'message',
  uid: `rehearsal-${n.toString(36)}`,
  room: `rehearsal ${n % ROOMS}`,
  user: `user-${n % USERS}`,
  nick: `느긋한 여우 ${n % USERS}`,
  id: String(n),
  text: madeUpText(n),
  ts,
  epoch: MADE_UP_EPOCH,
  seq: n === 0 ? 0 : ts,
});
