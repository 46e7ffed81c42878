import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rehearse } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import { collectGarbage, haveSameShape } from '@maru/service-kit/shapes';
import { Connection, nobody } from './connection.js';
import { rehearseEdge } from './rehearsal.js';
import { EdgeRoom } from './room.js';
import { emptyBudget } from './user-limits.js';

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

it('rooms and connections that serve - keep the shape of those rehearsed, or their code would be thrown away', async () => {
  await rehearse(300, rehearseEdge);
  await collectGarbage();
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
  const make = () => new Connection(nobody('10.0.0.1'), nowMs, emptyBudget(nowMs));
  const [fresh, member] = [make(), make()];
  Object.assign(member, { room, socket: {}, sinceMs: nowMs, live: true, index: 7, admission: undefined });
  assert.ok(haveSameShape(fresh, member));
});
