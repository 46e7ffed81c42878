import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rehearse } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import { collectGarbage, haveSameShape } from '@maru/service-kit/shapes';
import type { ApprovedMessage } from '@maru/contracts';
import { readConfig } from './config.js';
import { rehearseFanout } from './rehearsal.js';
import { Room } from './room.js';

it('a rehearsal - messages are placed and delivered, and it ends', async () => {
  let stage: Stage | undefined;
  await rehearse(200, (given) => rehearseFanout((stage = given), readConfig({})));
  const delivered = (stage?.broker.log(0) ?? []).flatMap((entry) =>
    entry.type === 'delivery' ? entry.delivery.frames : [],
  );
  assert.ok(delivered.length > 0);
  assert.equal(stage?.broker.deadLetters.length, 0);
});

it('a room that serves - keeps the shape of those rehearsed, or their code would be thrown away', async () => {
  await rehearse(200, (stage) => rehearseFanout(stage, readConfig({})));
  await collectGarbage();
  const nowMs = Date.now();
  const [untouched, room] = [new Room('untouched', {}, nowMs), new Room('제주 한라산', {}, nowMs)];
  const message = { uid: 'a-1', user: 'anon:a', nick: '고래', id: '1', text: '안녕', ts: nowMs } as ApprovedMessage;
  room.place(message, nowMs);
  room.emptySinceMs = undefined;
  assert.ok(haveSameShape(untouched, room));
});
