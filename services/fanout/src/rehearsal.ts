import { madeUpText, turn } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import { roomKey } from '@maru/contracts';
import type { ApprovedItem } from '@maru/contracts';
import type { FanoutConfig } from './config.js';
import { createFanout } from './service.js';

const ROOMS = 16;
const USERS = 500;
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
  const approve = (items: ApprovedItem[]) => edge.publishShard(0, { type: 'approved', v: 1, at: Date.now(), items });
  const room = (n: number) => `rehearsal ${n % ROOMS}`;
  for (let n = 0; n < ROOMS; n++) {
    await attachment.openRoom(roomKey(room(n)));
    await approve([{ kind: 'open', edge: EDGE, room: room(n) }]);
    await edge.publishShard(0, {
      type: 'edge-report',
      v: 1,
      at: Date.now(),
      edge: EDGE,
      items: [{ kind: 'presence', room: room(n), members: 1, joined: [{ user: `user-${n}`, nick: `여우 ${n}` }] }],
    });
  }
  for (let n = 0; !stage.over();) {
    const ts = Date.now();
    await approve(
      Array.from({ length: BATCH_ITEMS }, () => {
        n++;
        return {
          kind: 'message',
          edge: EDGE,
          uid: `rehearsal-${n.toString(36)}`,
          room: room(n),
          user: `user-${n % USERS}`,
          nick: `느긋한 여우 ${n % USERS}`,
          id: String(n),
          text: madeUpText(n),
          ts,
        };
      }),
    );
    const waiting = () => (stage.broker.approved[0]?.depth ?? 0) + (stage.broker.approved[0]?.unacknowledged ?? 0);
    while (waiting() >= WAITING_MAX) await turn();
  }
  await fanout.stop(0);
}
