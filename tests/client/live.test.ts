import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { memoryStorage } from '@maru/client';
import { readDemoConfig, startDemo } from '@maru/demo';
import type { Demo } from '@maru/demo';
import { deleteFromBroker } from './broker.js';
import { Front } from './front.js';
import { PersonInRoom } from './people.js';

const BAD_WORD = 'you are a fucking idiot';
const SHARDS = 4;
const amqpUrl = process.env['AMQP_URL'];

/** The client against real services, started by `start`. What needs faults at a given moment is in libs/client. */
function liveBehaviour(name: string, env: Record<string, string>, skip: string | false = false): void {
  describe(`client with the whole chat, ${name}`, { skip, timeout: 60_000 }, () => {
    let demo: Demo;
    let url: string;
    const open: PersonInRoom[] = [];
    const enter = async (
      room: string,
      options: ConstructorParameters<typeof PersonInRoom>[2] = {},
    ): Promise<PersonInRoom> => {
      const person = new PersonInRoom(url, room, options);
      open.push(person);
      await person.room.whenLive();
      return person;
    };
    const front = new Front();
    const start = async (): Promise<void> => {
      demo = await startDemo(
        readDemoConfig({
          PORT: '0',
          OPS_PORT: '0',
          LOG_LEVEL: 'error',
          DRAIN_MS: '100',
          SHARDS: String(SHARDS),
          ...env,
        }),
      );
      front.target = demo.port;
    };
    const freshRoom = (): string => `방-${randomUUID().slice(0, 8)}`;

    before(async () => {
      url = await front.open();
      await start();
    });
    after(async () => {
      for (const person of open) person.client.close();
      await demo.stop();
      await front.close();
      const { AMQP_URL, AMQP_PREFIX } = env;
      if (AMQP_URL !== undefined && AMQP_PREFIX !== undefined) await deleteFromBroker(AMQP_URL, AMQP_PREFIX, SHARDS);
    });

    it('send - is delivered to everybody once, in one order, with the verdict to the sender', async () => {
      const room = freshRoom();
      const [ann, ben] = [await enter(room), await enter(room)];
      const texts = ['안녕', 'hello', '👋 한 번 더'];
      const states: string[] = [];
      for (const text of texts) {
        const verdict = await ann.room.send(text, { onState: (state) => states.push(state) });
        assert.equal(verdict.status, 'delivered');
      }
      assert.deepEqual(
        (await ben.hasSeen(3)).map((message) => [message.text, message.own]),
        texts.map((text) => [text, false]),
      );
      assert.deepEqual(
        ann.messages.map((message) => [message.seq, message.own]),
        ben.messages.map((message) => [message.seq, true]),
      );
      assert.deepEqual(new Set(states), new Set(['queued', 'sent', 'accepted']));
    });

    it('send - a bad word is rejected with a reason and seen by nobody', async () => {
      const room = freshRoom();
      const [ann, ben] = [await enter(room), await enter(room)];
      const verdict = await ann.room.send(BAD_WORD);
      assert.equal(verdict.status, 'rejected');
      assert.equal(verdict.status === 'rejected' && verdict.reason, 'profanity');
      await ann.room.send('afterwards');
      assert.deepEqual(
        (await ben.hasSeen(1)).map((message) => message.text),
        ['afterwards'],
      );
    });

    it('send - the same id again is the same message', async () => {
      const ann = await enter(freshRoom());
      const first = await ann.room.send('once', { id: 'order-17' });
      const second = await ann.room.send('once', { id: 'order-17' });
      assert.equal(first.status, 'delivered');
      assert.equal(second.status, 'delivered');
      assert.equal(second.status === 'delivered' && second.repeated, true);
      assert.equal(second.status === 'delivered' && second.seq, first.status === 'delivered' && first.seq);
      assert.equal(ann.messages.length, 1);
    });

    it('send - faster than the server allows, all arrive in order', async () => {
      const room = freshRoom();
      const [ann, ben] = [await enter(room), await enter(room)];
      assert.equal(ann.room.limits.sendPerSec, 5);
      const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`);
      const verdicts = await Promise.all(texts.map((text) => ann.room.send(text)));
      assert.deepEqual(new Set(verdicts.map((verdict) => verdict.status)), new Set(['delivered']));
      assert.deepEqual(
        (await ben.hasSeen(texts.length)).map((message) => message.text),
        texts,
      );
    });

    it('reconnect - what is sent while the network is cut again and again arrives once, in order', async () => {
      const room = freshRoom();
      const [ann, ben] = [await enter(room), await enter(room)];
      const gaps: unknown[] = [];
      ben.room.on('gap', (gap) => gaps.push(gap));
      const texts = Array.from({ length: 10 }, (_, index) => `numbered ${index}`);
      const verdicts: Promise<{ status: string }>[] = [];
      for (const [index, text] of texts.entries()) {
        verdicts.push(ann.room.send(text));
        if (index % 3 === 0) ann.cut();
        if (index % 4 === 1) ben.cut();
        if (index % 3 === 0) await ann.room.whenLive();
      }
      assert.deepEqual(new Set((await Promise.all(verdicts)).map(({ status }) => status)), new Set(['delivered']));
      assert.deepEqual(
        (await ben.hasSeen(texts.length)).map((message) => message.text),
        texts,
      );
      assert.deepEqual(
        ann.messages.map((message) => message.text),
        texts,
      );
      assert.deepEqual(gaps, []);
    });

    it('reconnect - resumes as the same user, and what was missed is replayed', async () => {
      const room = freshRoom();
      const [ann, ben] = [await enter(room), await enter(room)];
      const { user, nick } = ben.room;
      const joined = ben.next('joined');
      const lost = ben.next('state', (state) => state.state === 'waiting');
      ben.cut();
      await lost;
      await ann.room.send('while you were away');
      assert.equal((await joined).recovered, true);
      const [missed] = await ben.hasSeen(1);
      assert.equal(missed?.text, 'while you were away');
      assert.deepEqual([ben.room.user, ben.room.nick], [user, nick]);
    });

    it('reconnect - after the services stop (1001) and come back, the room is live again', async () => {
      const ann = await enter(freshRoom());
      const waiting = ann.next('state', (state) => state.state === 'waiting');
      front.target = undefined;
      await demo.stop();
      const state = await waiting;
      assert.equal(state.state === 'waiting' && state.code, 1001);
      await start();
      ann.client.wake();
      await ann.room.whenLive();
      assert.equal((await ann.room.send('back')).status, 'delivered');
    });

    it('identity - the newest connection of a user stays, the older one stops with 4505', async () => {
      const room = freshRoom();
      const storage = memoryStorage();
      const first = await enter(room, { storage });
      const replaced = first.next('state', (state) => state.state === 'stopped');
      const second = await enter(room, { storage });
      const state = await replaced;
      assert.equal(state.state === 'stopped' && state.why, 'replaced');
      assert.equal(second.room.user, first.room.user);
      assert.equal((await second.room.send('here')).status, 'delivered');
    });

    it('identity - another nickname keeps the user', async () => {
      const ann = await enter(freshRoom(), { nick: '하늘' });
      const { user } = ann.room;
      assert.equal(ann.room.nick, '하늘');
      const joined = ann.next('joined');
      ann.client.rename('바다');
      assert.equal((await joined).nick, '바다');
      assert.equal(ann.room.user, user);
    });

    it('events - others see typing, and the count of members', async () => {
      const room = freshRoom();
      const ann = await enter(room);
      const two = ann.next('presence', ({ members }) => members === 2);
      const ben = await enter(room);
      await two;
      const typing = ann.next('typing');
      ben.room.typing();
      assert.equal((await typing).user, ben.room.user);
    });
  });
}

liveBehaviour('on the memory bus', {});
liveBehaviour(
  'on RabbitMQ',
  { AMQP_URL: amqpUrl ?? '', AMQP_PREFIX: `client-${randomUUID().slice(0, 8)}` },
  amqpUrl === undefined && 'needs a broker: set AMQP_URL',
);
