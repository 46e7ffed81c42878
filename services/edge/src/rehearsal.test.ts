import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext, runInThisContext } from 'node:vm';
import { rehearse, turn } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import { rehearseEdge } from './rehearsal.js';
import { EdgeRoom } from './room.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
setFlagsFromString('--allow-natives-syntax');
const haveSameShape = runInThisContext('(a, b) => %HaveSameMap(a, b)') as (a: object, b: object) => boolean;

it('a rehearsal - members join, send and receive, and everything is closed in the end', async () => {
  let stage: Stage | undefined;
  await rehearse(300, (given) => rehearseEdge((stage = given)));
  const delivered = (stage?.broker.log(0) ?? []).flatMap((entry) =>
    entry.type === 'delivery' ? entry.delivery.frames : [],
  );
  assert.ok(delivered.length > 0);
  assert.equal(stage?.broker.deadLetters.length, 0);
  assert.equal(stage?.broker.inboxes.size, 0);
});

it('a room that serves keeps the shape of those rehearsed, or their code would be thrown away', async () => {
  await rehearse(300, rehearseEdge);
  // A quiet while after it: what nobody holds is gone.
  for (let n = 0; n < 4; n++) {
    collectGarbage();
    await turn();
  }
  const nowMs = Date.now();
  const untouched = new EdgeRoom('untouched', 2, nowMs);
  const room = new EdgeRoom('제주 한라산', 2, nowMs);
  const term = nowMs * 1_000;
  const epoch = 'mx1e06cu5a84f9b6';
  const mode = { slowModeSec: 5, locked: true, policy: 'strict' };
  const roster = [{ user: 'anon:AAAAAAAAAAAAAAAA', nick: '느긋한 여우' }];
  room.adopt(term, { room: room.name, epoch, seq: 0, members: 1, roster, mode, since: 0, messages: [] }, []);
  const message = { seq: nowMs, prev: 0, uid: 'aaaaaaaaaa-1', ts: nowMs };
  const told = { delivered: () => undefined, retracted: () => undefined };
  assert.equal(room.receive(term, epoch, [message], [Buffer.from('{}')], 0, told), 'ok');
  room.presence(2, [{ user: 'anon:BBBBBBBBBBBBBBBB', nick: '고래' }], undefined);
  room.delivered = 7;
  for (let second = 0; second < 3; second++) room.measure();
  room.emptySinceMs = undefined;
  room.flushedMs = performance.now();
  room.outgoingTs = nowMs;
  assert.ok(haveSameShape(untouched, room));
});
