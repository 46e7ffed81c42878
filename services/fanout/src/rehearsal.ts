import { MADE_UP_EPOCH, keepShapeOf, madeUpText, turn } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import { decodeShardMessage, encode, roomKey } from '@maru/contracts';
import type { ApprovedBatch, ApprovedItem, ApprovedMessage } from '@maru/contracts';
import type { FanoutConfig } from './config.js';
import { createFanout } from './service.js';

const ROOMS = 16;
/** With the rooms, 400 senders: each writes several times. */
const USERS = 25;
const BATCH_ITEMS = 16;
/** Batches that may wait to be placed. */
const WAITING_MAX = 4;
const EDGE = 'rehearsal';

/** Approved batches get their places; they are delivered to an edge that throws them away. */
export async function rehearseFanout(stage: Stage, config: FanoutConfig): Promise<void> {
  const fanout = createFanout(config, stage.context('fanout'));
  await fanout.start();
  const edge = stage.bus();
  await edge.start();
  const attachment = await edge.attachEdge(EDGE, { message: () => undefined, attached: () => undefined });
  const room = (n: number) => `rehearsal ${n % ROOMS}`;
  for (let n = 0; n < ROOMS; n++) {
    await attachment.openRoom(roomKey(room(n)));
    await edge.publishShard(0, approved([{ kind: 'open', room: room(n), epoch: MADE_UP_EPOCH, seq: 0, edge: EDGE }]));
    await edge.publishShard(0, {
      type: 'edge-report',
      v: 1,
      at: Date.now(),
      edge: EDGE,
      items: [{ kind: 'presence', room: room(n), members: 1, joined: [{ user: `user-${n}`, nick: `여우 ${n}` }] }],
    });
  }
  const batch = (first: number) => {
    const ts = Date.now();
    return approved(Array.from({ length: BATCH_ITEMS }, (_, i) => madeUpMessage(first + i, room(first + i), ts)));
  };
  keepShapeOf(decodeShardMessage(encode(batch(0))));
  for (let n = 0; !stage.over(); n += BATCH_ITEMS) {
    await edge.publishShard(0, batch(n));
    const waiting = () => (stage.broker.approved[0]?.depth ?? 0) + (stage.broker.approved[0]?.unacknowledged ?? 0);
    while (waiting() >= WAITING_MAX) await turn();
  }
  await fanout.stop(0);
}

const approved = (items: ApprovedItem[]): ApprovedBatch => ({ type: 'approved', v: 1, at: Date.now(), items });

/** Its keys stand as in moderation's messages: V8 tells objects apart by it. */
const madeUpMessage = (n: number, room: string, ts: number): ApprovedMessage => ({
  kind: 'message',
  uid: `rehearsal-${n.toString(36)}`,
  room,
  user: `user-${n % USERS}`,
  nick: `느긋한 여우 ${n % USERS}`,
  id: String(n),
  text: madeUpText(n),
  ts,
  edge: EDGE,
  epoch: MADE_UP_EPOCH,
  seq: n === 0 ? 0 : ts,
});
