import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { rabbitMqCommand, startRabbitMq } from '@maru/local-broker';
import { ChatClient } from '../support/chat-client.js';
import { Deployment, act, admin, brokers, sign } from './deployment.js';
import type { RunningEdge } from './deployment.js';

/** Letters that no word list can make anything of. */
const room = () => `방-${[...randomBytes(8)].map((byte) => 'bdkmrtvz'[byte % 8]).join('')}`;
const soon = 5_000;
const query = (token: string) => ({ query: `?token=${token}` });
/** Joins, and says which close code came when it may not. */
const refusedWith = async (port: number, name: string, options: { query?: string } = {}) => {
  const error = await ChatClient.join(port, name, options).then(
    (client) => (client.close(), undefined),
    (cause: Error) => cause,
  );
  return error?.message ?? 'joined';
};

for (const broker of brokers()) {
  describe(`moderators, ${broker.name}`, () => {
    const deployment = new Deployment(broker.url);
    let a: RunningEdge;
    let b: RunningEdge;
    let boss: string;
    before(async () => {
      await deployment.middle();
      [a, b] = [await deployment.edge({ SENDS_PER_SEC: '0' }), await deployment.edge({ SENDS_PER_SEC: '0' })];
      boss = await sign({ sub: 'boss', mod: '*' });
    });
    after(() => deployment.stop());

    it('ban - everywhere within a second, on every edge, until it ends', async () => {
      const [one, two] = [room(), room()];
      const token = await sign({ sub: 'rowdy' });
      const victims = [
        await ChatClient.join(a.port, one, query(token)),
        await ChatClient.join(b.port, two, query(token)),
      ];
      const started = performance.now();
      assert.equal((await act(a.port, one, boss, { action: 'ban', user: 'rowdy', seconds: 2, all: true })).status, 204);
      for (const victim of victims) {
        await victim.until(() => victim.closed !== undefined, 'close', soon);
        assert.equal(victim.closed?.code, 4500);
        assert.ok(
          Number(victim.closed.reason) >= 1 && Number(victim.closed.reason) <= 2,
          `remaining seconds: ${victim.closed.reason}`,
        );
      }
      assert.ok(performance.now() - started < 1_000, 'within a second');
      assert.match(await refusedWith(b.port, one, query(token)), /4500/);
      const listed = (await (await admin(b.ops, '/api/v1/users/rowdy')).json()) as { sanctions: { until: number }[] };
      assert.equal(listed.sanctions.length, 1);
      await new Promise((resolve) => setTimeout(resolve, (listed.sanctions[0]?.until ?? 0) - Date.now() + 10));
      (await ChatClient.join(b.port, one, query(token))).close();
    });

    it('ban - of an anonymous user holds for the identity, in its room alone; unban lifts it', async () => {
      const name = room();
      const guest = await ChatClient.join(a.port, name);
      const { user, anon } = guest.joined ?? {};
      assert.equal((await act(b.port, name, boss, { action: 'ban', user, seconds: 60 })).status, 204);
      await guest.until(() => guest.closed?.code === 4500, 'the ban', soon);
      assert.match(await refusedWith(b.port, name, { query: `?anon=${anon}` }), /4500/);
      (await ChatClient.join(b.port, room(), { query: `?anon=${anon}` })).close();
      assert.equal((await act(a.port, name, boss, { action: 'unban', user })).status, 204);
      const back = await ChatClient.join(a.port, name, { query: `?anon=${anon}` });
      assert.equal(back.joined?.user, user);
      back.close();
    });

    it('kick - closes with 4501, and lets back in', async () => {
      const name = room();
      const guest = await ChatClient.join(b.port, name);
      assert.equal((await act(a.port, name, boss, { action: 'kick', user: guest.joined?.user })).status, 204);
      await guest.until(() => guest.closed?.code === 4501, 'the kick', soon);
      (await ChatClient.join(b.port, name, { query: `?anon=${guest.joined?.anon}` })).close();
    });

    it('mute, lock and slow mode - messages are refused with the reason, on every edge', async () => {
      const name = room();
      const [kim, lee] = [
        await ChatClient.join(a.port, name),
        await ChatClient.join(b.port, name, query(await sign({ sub: 'lee', nick: 'Lee' }))),
      ];
      const verdict = async (client: ChatClient, id: string) => {
        client.send(id, `hello ${id}`);
        await client.until(
          () =>
            client.receipts.get(id)?.some(({ status }) => status === 'rejected') === true ||
            client.messages.some((m) => m.id === id),
          `verdict on ${id}`,
        );
        return client.receipts.get(id)?.find(({ status }) => status === 'rejected')?.reason ?? 'delivered';
      };
      const mode = (client: ChatClient, done: (mode: { slowModeSec: number; locked: boolean }) => boolean) =>
        client.until(() => client.frames.some((frame) => frame.type === 'mode' && done(frame)), 'mode', soon);

      await act(a.port, name, boss, { action: 'mute', user: 'lee', seconds: 60 });
      await kim.until(() => true, 'nothing');
      const notice = `sync ${name}`;
      await act(a.port, name, boss, { action: 'notice', text: notice });
      for (const client of [kim, lee])
        await client.until(
          () => client.frames.some((frame) => frame.type === 'notice' && frame.text === notice),
          'notice',
          soon,
        );
      assert.equal(await verdict(lee, 'm1'), 'muted');
      assert.equal(await verdict(kim, 'm2'), 'delivered');
      await act(b.port, name, boss, { action: 'unmute', user: 'lee' });

      await act(b.port, name, boss, { action: 'lock' });
      await Promise.all([kim, lee].map((client) => mode(client, ({ locked }) => locked)));
      assert.equal(await verdict(kim, 'l1'), 'locked');
      assert.equal(await verdict(lee, 'l2'), 'locked');
      const judge = await ChatClient.join(b.port, name, query(await sign({ sub: 'judge', mod: [name] })));
      assert.equal(await verdict(judge, 'l3'), 'delivered', 'moderators may speak');
      await act(b.port, name, boss, { action: 'unlock' });

      await act(b.port, name, boss, { action: 'slow_mode', seconds: 60 });
      await Promise.all([kim, lee].map((client) => mode(client, ({ slowModeSec }) => slowModeSec === 60)));
      assert.equal(await verdict(lee, 's1'), 'delivered');
      assert.equal(await verdict(lee, 's2'), 'slow_mode');
      // The other edge has seen s1 go by.
      const again = await ChatClient.join(a.port, name, query(await sign({ sub: 'lee' })));
      assert.equal(again.joined?.limits.slowModeSec, 60);
      await again.until(() => again.joined?.recent?.some(({ id }) => id === 's1') === true, 's1');
      assert.equal(await verdict(again, 's3'), 'slow_mode');
      const newcomer = await ChatClient.join(a.port, name);
      assert.equal(await verdict(newcomer, 's4'), 'slow_mode', 'a name made up just now is no way around');
      for (const client of [kim, again, judge, newcomer]) client.close();
    });

    it('close - puts everybody out with 4504, and only moderators come in', async () => {
      const name = room();
      const guest = await ChatClient.join(b.port, name);
      assert.equal((await act(a.port, name, boss, { action: 'close', seconds: 60 })).status, 204);
      await guest.until(() => guest.closed?.code === 4504, 'the close', soon);
      assert.match(await refusedWith(b.port, name), /4504/);
      (await ChatClient.join(b.port, name, query(boss))).close();
      await act(a.port, name, boss, { action: 'unlock' });
      (await ChatClient.join(a.port, name)).close();
    });

    it('retract - takes a message out of live views, history and replays, and leaves the order whole', async () => {
      const name = room();
      const kim = await ChatClient.join(a.port, name);
      const lee = await ChatClient.join(b.port, name);
      for (const id of ['1', '2', '3']) kim.send(id, `text ${id}`);
      for (const client of [kim, lee]) await client.until(() => client.messages.length === 3, '3 messages');
      const [first, second, third] = lee.messages;
      assert.equal((await act(b.port, name, boss, { action: 'retract', uid: second?.uid })).status, 204);
      for (const client of [kim, lee])
        await client.until(
          () =>
            client.frames.some(
              (frame) => frame.type === 'retract' && frame.uid === second?.uid && frame.seq === second.seq,
            ),
          'retract',
          soon,
        );

      const late = await ChatClient.join(a.port, name);
      assert.deepEqual(
        late.joined?.recent?.map(({ id }) => id),
        ['1', '3'],
      );
      const back = await ChatClient.join(b.port, name, { query: `?resume=${lee.joined?.epoch}:${first?.seq}` });
      assert.equal(back.joined?.recovered, true);
      await back.until(() => back.messages.length === 2, 'the replay');
      assert.ok(!JSON.stringify(back.frames).includes('text 2'), 'its text is gone');
      assert.deepEqual(
        back.messages.map(({ seq, prev }) => [seq, prev]),
        [
          [second?.seq, first?.seq],
          [third?.seq, second?.seq],
        ],
      );
      const tells = (client: ChatClient) =>
        client.until(
          () => client.frames.some((frame) => frame.type === 'retract' && frame.uid === second?.uid),
          'retract',
        );
      await tells(back);
      // Whoever had it all before, and was away when it was taken back.
      const knew = await ChatClient.join(b.port, name, { query: `?resume=${lee.joined?.epoch}:${third?.seq}` });
      await tells(knew);
      assert.equal(knew.messages.length, 0);
      for (const client of [kim, lee, late, back, knew]) client.close();
    });

    it('raid - slow, strict and throttled at one call, ended by another', async () => {
      const name = room();
      const guest = await ChatClient.join(b.port, name);
      assert.equal(
        (await act(a.port, name, boss, { action: 'raid', seconds: 60, slowModeSec: 20, joinsPerSec: 0.01 })).status,
        204,
      );
      await guest.until(
        () =>
          guest.frames.some((frame) => frame.type === 'mode' && frame.slowModeSec === 20 && frame.policy === 'strict'),
        'mode',
        soon,
      );
      (await ChatClient.join(b.port, name)).close();
      const refused = await fetch(`http://127.0.0.1:${b.port}/ws/${encodeURIComponent(name)}`, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
          'sec-websocket-version': '13',
        },
      }).catch(() => undefined);
      if (refused) assert.equal(refused.status, 503);
      assert.match(await refusedWith(b.port, name), /not joined/);
      assert.equal((await act(a.port, name, boss, { action: 'raid', seconds: 0 })).status, 204);
      await guest.until(
        () =>
          guest.frames.some((frame) => frame.type === 'mode' && frame.slowModeSec === 0 && frame.policy === 'default'),
        'the end',
        soon,
      );
      (await ChatClient.join(b.port, name)).close();
      guest.close();
    });

    it('the newest connection of a user stays, across edges', async () => {
      const name = room();
      const first = await ChatClient.join(a.port, name);
      const comeBack = { query: `?anon=${first.joined?.anon}` };
      const second = await ChatClient.join(b.port, name, comeBack);
      await first.until(() => first.closed !== undefined, 'close', soon);
      assert.equal(first.closed?.code, 4505);
      const third = await ChatClient.join(a.port, name, comeBack);
      await second.until(() => second.closed !== undefined, 'close', soon);
      assert.equal(second.closed?.code, 4505);
      assert.equal(third.closed, undefined);
      third.send('x', 'still here');
      await third.until(() => third.messages.some(({ id }) => id === 'x'), 'own message');
      third.close();
    });

    it('rights - a token without mod, for another room, or none at all orders nothing', async () => {
      const name = room();
      const guest = await ChatClient.join(a.port, name);
      const kick = { action: 'kick', user: guest.joined?.user };
      assert.equal((await act(a.port, name, await sign({ sub: 'kim' }), kick)).status, 403);
      assert.equal((await act(a.port, name, await sign({ sub: 'kim', mod: ['other'] }), kick)).status, 403);
      assert.equal(
        (await act(a.port, name, await sign({ sub: 'kim', mod: [name] }), { ...kick, all: true })).status,
        403,
      );
      assert.equal((await act(a.port, name, 'forged', kick)).status, 401);
      assert.equal((await act(a.port, name, boss, { action: 'ban' })).status, 400);
      assert.equal((await act(a.port, name, boss, { action: 'notice', text: 'x'.repeat(20_000) })).status, 413);
      assert.equal((await admin(a.ops, '/api/v1/sanctions', undefined, 'wrong')).status, 401);
      assert.equal(guest.closed, undefined);
      guest.close();
    });

    it('admin API - rooms over all edges, people, publishing with an idempotency key', async () => {
      const name = room();
      const [kim, lee] = [await ChatClient.join(a.port, name), await ChatClient.join(b.port, name)];
      await kim.until(() => kim.frames.some((frame) => frame.type === 'presence' && frame.members === 2), 'presence');
      for (const { ops } of [a, b]) {
        const { edges, rooms } = (await (await admin(ops, '/api/v1/rooms')).json()) as {
          edges: number;
          rooms: { room: string; members: number; edges: string[] }[];
        };
        assert.equal(edges, 2);
        const found = rooms.find((entry) => entry.room === name);
        assert.equal(found?.members, 2);
        assert.equal(found.edges.length, 2);
        const details = (await (await admin(ops, `/api/v1/rooms/${encodeURIComponent(name)}`)).json()) as {
          people: { user: string }[];
        };
        assert.deepEqual(details.people.map(({ user }) => user).sort(), [kim.joined?.user, lee.joined?.user].sort());
      }
      const path = `/api/v1/rooms/${encodeURIComponent(name)}/messages`;
      const message = { text: '공지입니다', id: 'job-1', nick: 'Bot' };
      assert.equal((await admin(a.ops, path, message)).status, 200);
      for (const client of [kim, lee])
        await client.until(
          () => client.messages.some(({ id, nick, user }) => id === 'job-1' && nick === 'Bot' && user === 'server'),
          'the message',
        );
      const again = (await (await admin(b.ops, path, message)).json()) as { status: string; seq: number };
      assert.deepEqual([again.status, again.seq], ['duplicate', kim.messages[0]?.seq]);
      const refused = await admin(a.ops, path, { text: 'fuck you' });
      assert.equal(refused.status, 422);
      assert.equal(((await refused.json()) as { reason: string }).reason, 'profanity');
      assert.equal(kim.messages.length, 1);
      assert.equal(
        (await fetch(`${a.ops}/openapi.json`).then((r) => r.json() as Promise<{ openapi: string }>)).openapi,
        '3.1.0',
      );
      for (const client of [kim, lee]) client.close();
    });

    it('a new edge - knows what was ordered before it started', async () => {
      const name = room();
      assert.equal((await admin(a.ops, '/api/v1/actions', { action: 'ban', user: 'late', seconds: 60 })).status, 204);
      assert.equal((await act(a.port, name, boss, { action: 'slow_mode', seconds: 7 })).status, 204);
      const c = await deployment.edge();
      assert.match(await refusedWith(c.port, name, query(await sign({ sub: 'late' }))), /4500/);
      const guest = await ChatClient.join(c.port, name);
      assert.equal(guest.joined?.mode.slowModeSec, 7);
      guest.close();
      await c.stop();
    });
  });
}

describe('sanctions outlive', () => {
  it('a restart of everything, on the memory bus - by the file', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'maru-control-'));
    const file = join(dir, 'log.jsonl');
    try {
      for (const round of [1, 2]) {
        const deployment = new Deployment(undefined, { controlLogFile: file });
        await deployment.middle();
        const edge = await deployment.edge();
        if (round === 1)
          assert.equal(
            (await admin(edge.ops, '/api/v1/actions', { action: 'ban', user: 'kim', seconds: 60 })).status,
            204,
          );
        assert.match(await refusedWith(edge.port, room(), query(await sign({ sub: 'kim' }))), /4500/);
        await deployment.stop();
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it(
    'a kill and restart of the broker, and of every service',
    { skip: rabbitMqCommand() === undefined && 'RabbitMQ is not installed (Debian: apt-get install rabbitmq-server)' },
    async () => {
      const broker = await startRabbitMq();
      const deployment = new Deployment(broker.url);
      try {
        await deployment.middle();
        const edge = await deployment.edge();
        const banned = await sign({ sub: 'kim', exp: Math.floor(Date.now() / 1000) + 600 });
        assert.equal(
          (await admin(edge.ops, '/api/v1/actions', { action: 'ban', user: 'kim', seconds: 600 })).status,
          204,
        );
        const guest = await ChatClient.join(edge.port, 'lobby');
        await broker.streamsKept();
        await broker.kill();
        await guest.until(() => guest.errors.length > 0, 'the interruption');
        await broker.start();
        // The edge follows the log again: an order that is given now arrives.
        const ordered = async () =>
          (await admin(edge.ops, '/api/v1/rooms/lobby/actions', { action: 'notice', text: 'back' })).status === 204;
        while (!(await ordered())) await new Promise((resolve) => setTimeout(resolve, 100));
        await guest.until(() => guest.frames.some((frame) => frame.type === 'notice'), 'a notice after the restart');
        while (!(await fetch(`${edge.ops}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 50));
        assert.match(await refusedWith(edge.port, 'lobby', query(banned)), /4500/);
        const second = await deployment.edge();
        assert.match(await refusedWith(second.port, 'lobby', query(banned)), /4500/, 'the broker kept the log');
      } finally {
        await deployment.stop();
        await broker.destroy();
      }
    },
  );
});
