import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ChatClient } from './support/chat-client.js';
import { startService } from './support/stack.js';
import type { ServiceProcess } from './support/stack.js';

const CLIENTS = 200;
const ROOMS = 20;
const MESSAGES = 5_000;
/** Every 25th message is one that nobody may see. */
const BAD_EVERY = 25;
const GOOD = [
  '안녕하세요 오늘 날씨 좋네요',
  'good morning everyone',
  '한강에서 만나요',
  'see you at the park',
  '시발점에서 출발해요',
];
const BAD = ['야 이 시발', 'what the fuck', '씨발놈아', 'you fucking cunt'];

const url = process.env['AMQP_URL'];

describe(
  'pipeline over a broker: 2 edges, 2 moderation, 2 fan-out',
  { skip: url === undefined && 'needs a broker: install rabbitmq-server or set AMQP_URL' },
  () => {
    const services: ServiceProcess[] = [];
    const clients: ChatClient[] = [];

    before(async () => {
      const env = { AMQP_PREFIX: `maru-e2e-${randomBytes(4).toString('hex')}`, SHARDS: '4' };
      services.push(
        ...(await Promise.all(
          (['edge', 'edge', 'moderation', 'moderation', 'fanout', 'fanout'] as const).map((name) =>
            startService(name, env),
          ),
        )),
      );
      const ports = services.filter(({ name }) => name === 'edge').map(({ port }) => port);
      clients.push(
        ...(await Promise.all(
          Array.from({ length: CLIENTS }, (_, n) =>
            ChatClient.join(ports[n % ports.length] ?? 0, `방-${Math.floor(n / 2) % ROOMS}`),
          ),
        )),
      );
    });
    after(async () => {
      for (const client of clients) client.close();
      await Promise.all(services.map((service) => service.stop()));
    });

    it('every approved message - reaches every member of its room once, in one order; every banned one nobody', async () => {
      const sent = Array.from({ length: MESSAGES }, (_, n) => {
        const client = clients[n % CLIENTS];
        assert.ok(client);
        const bad = n % BAD_EVERY === 0;
        const words = bad ? BAD : GOOD;
        client.send(`m${n}`, `${words[n % words.length]} ${n}`);
        return { n, client, bad, room: client.joined?.room ?? '' };
      });
      const good = sent.filter(({ bad }) => !bad);
      const expected = new Map<string, number>();
      for (const { room } of good) expected.set(room, (expected.get(room) ?? 0) + 1);

      await Promise.all(
        clients.map((client) =>
          client.until(
            () => client.messages.length >= (expected.get(client.joined?.room ?? '') ?? 0),
            'all messages of the room',
          ),
        ),
      );
      await Promise.all(
        sent
          .filter(({ bad }) => bad)
          .map(({ n, client }) =>
            client.until(() => client.receipts.get(`m${n}`)?.at(-1)?.status === 'rejected', 'a rejection'),
          ),
      );

      const orders = new Map<string, string>();
      for (const client of clients) {
        const room = client.joined?.room ?? '';
        assert.equal(client.messages.length, expected.get(room), `${room}: each message once`);
        assert.equal(
          new Set(client.messages.map(({ uid }) => uid)).size,
          client.messages.length,
          `${room}: no duplicates`,
        );
        const order = client.messages.map(({ uid }) => uid).join();
        assert.equal(orders.get(room) ?? order, order, `${room}: one order`);
        orders.set(room, order);
        let last = client.joined?.seq ?? 0;
        for (const { seq, prev } of client.messages) {
          assert.equal(prev, last, `${room}: an unbroken chain`);
          assert.ok(seq > prev);
          last = seq;
        }
        assert.equal(
          client.messages.some(({ text }) => BAD.some((bad) => text.startsWith(bad))),
          false,
          `${room}: nothing unmoderated`,
        );
      }
      for (const { n, client, bad } of sent) {
        const receipts = client.receipts.get(`m${n}`)?.map(({ status }) => status);
        assert.deepEqual(receipts, bad ? ['accepted', 'rejected'] : ['accepted']);
      }
      // One sender's messages keep the order they were sent in.
      for (const client of clients) {
        const own = client.messages
          .filter(({ user }) => user === client.joined?.user)
          .map(({ id }) => Number(id.slice(1)));
        assert.deepEqual(
          own,
          [...own].sort((a, b) => a - b),
        );
      }
    });

    it('a resend through the other edge - delivers nothing twice', async () => {
      const ports = services.filter(({ name }) => name === 'edge').map(({ port }) => port);
      const first = await ChatClient.join(ports[0] ?? 0, '다시');
      const other = await ChatClient.join(ports[1] ?? 0, '다시');
      clients.push(first, other);
      first.send('same', '한 번만');
      await other.until(() => other.messages.length === 1, 'the message');
      const again = await ChatClient.join(ports[1] ?? 0, '다시', {
        query: `?anon=${encodeURIComponent(first.joined?.anon ?? '')}`,
      });
      clients.push(again);
      assert.equal(again.joined?.user, first.joined?.user);
      again.send('same', '한 번만');
      await again.until(() => again.receipts.get('same')?.at(-1)?.status === 'duplicate', 'a duplicate receipt');
      assert.equal(again.receipts.get('same')?.at(-1)?.seq, other.messages[0]?.seq);
      other.send('end', '끝');
      await other.until(() => other.messages.some(({ id }) => id === 'end'), 'the last message');
      assert.equal(other.messages.length, 2);
    });

    it('a resume on the other edge - gets what was missed, and only that', async () => {
      const ports = services.filter(({ name }) => name === 'edge').map(({ port }) => port);
      const writer = await ChatClient.join(ports[0] ?? 0, '이어서');
      const reader = await ChatClient.join(ports[0] ?? 0, '이어서');
      clients.push(writer, reader);
      for (const id of ['a', 'b']) writer.send(id, `먼저 ${id}`);
      await reader.until(() => reader.messages.length === 2, 'two messages');
      reader.close();
      await reader.until(() => reader.closed !== undefined, 'close');
      for (const id of ['c', 'd']) writer.send(id, `나중 ${id}`);
      await writer.until(() => writer.messages.length === 4, 'four messages');
      const back = await ChatClient.join(ports[1] ?? 0, '이어서', {
        query: `?resume=${reader.joined?.epoch}:${reader.messages.at(-1)?.seq}`,
      });
      clients.push(back);
      assert.equal(back.joined?.recovered, true);
      assert.equal(back.joined?.recent, undefined);
      await back.until(() => back.messages.length === 2, 'what was missed');
      assert.deepEqual(
        back.messages.map(({ id }) => id),
        ['c', 'd'],
      );
      const lost = await ChatClient.join(ports[1] ?? 0, '이어서', { query: '?resume=elsewhere:12' });
      clients.push(lost);
      assert.equal(lost.joined?.recovered, false);
      assert.deepEqual(
        lost.joined?.recent?.map(({ id }) => id),
        ['a', 'b', 'c', 'd'],
      );
    });
  },
);
