import { turn, madeUpText } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import type { RawMessage } from '@maru/contracts';
import type { Filter } from '@maru/word-filter';
import type { ModerationConfig } from './config.js';
import { createModeration } from './service.js';

const ROOMS = 16;
const USERS = 500;
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
  for (let n = 0; !stage.over();) {
    const at = Date.now();
    const items = Array.from({ length: BATCH_ITEMS }, () => madeUpMessage(n++, at));
    await edge.publishRaw(0, { type: 'raw', v: 1, at, edge: 'rehearsal', items });
    const waiting = () => (stage.broker.raw[0]?.depth ?? 0) + (stage.broker.raw[0]?.unacknowledged ?? 0);
    while (waiting() >= WAITING_MAX) await turn();
  }
  await moderation.stop(0);
}

const madeUpMessage = (n: number, ts: number): RawMessage => ({
  kind: 'message',
  uid: `rehearsal-${n.toString(36)}`,
  room: `rehearsal ${n % ROOMS}`,
  user: `user-${n % USERS}`,
  nick: `느긋한 여우 ${n % USERS}`,
  id: String(n),
  text: madeUpText(n),
  ts,
  epoch: 'rehearsal',
  seq: n,
});
