import assert from 'node:assert/strict';
import { connect as connectAmqp } from 'amqplib';
import { after, before, describe, it } from 'node:test';
import { Compile } from 'typebox/compile';
import { BUS_MESSAGES, amqpNames, roomKey, shardOf } from '@maru/contracts';
import { loadExamples } from '@maru/contracts/examples';
import { busTargets } from '@maru/bus/test-support';
import { Harness } from './harness.js';

const checks = {
  approved: Compile(BUS_MESSAGES.approved),
  receipts: Compile(BUS_MESSAGES.receipts),
  state: Compile(BUS_MESSAGES['lists-state']),
};

for (const target of busTargets()) {
  describe(`moderation contract, ${target.name}`, { skip: target.skip }, () => {
    const harness = new Harness(target);
    before(() => harness.start());
    after(() => harness.stop());

    it('raw examples - every item has exactly one outcome, as the schemas of fan-out and edge say', async () => {
      for (const { name, value } of loadExamples('raw').valid) {
        // Own ids and rooms: what other examples said must not matter.
        const items = value.items.map((item, i) => {
          if (item.kind === 'message')
            return { ...item, uid: `${name}-${i}`.slice(0, 64), id: `${name}-${i}`.slice(0, 64) };
          return item.kind === 'nick' ? { ...item, ref: `${name}-${i}`.slice(0, 64) } : item;
        });
        harness.approved.items.length = 0;
        harness.receipts.items.length = 0;
        await harness.send(...items);
        const outcomes = () => harness.approved.items.length + harness.receipts.items.length;
        await Promise.race([
          harness.approved.until(() => outcomes() >= items.length, name),
          harness.receipts.until(() => outcomes() >= items.length, name),
        ]);
        assert.equal(outcomes(), items.length, name);
        if (harness.approved.items.length > 0)
          assert.ok(checks.approved.Check({ type: 'approved', v: 1, at: 1, items: harness.approved.items }), name);
        if (harness.receipts.items.length > 0)
          assert.ok(checks.receipts.Check({ type: 'receipts', v: 1, at: 1, items: harness.receipts.items }), name);
      }
    });

    it('clean message - reaches fan-out byte for byte, with its edge, and no receipt', async () => {
      const text = '안녕하세요 여러분 👋🏽 good evening e\u0301';
      await harness.send(harness.message('lobby', 'clean-1', text));
      const approved = await harness.approvedMessage('clean-1');
      assert.equal(approved.text, text);
      assert.equal(approved.edge, harness.edge);
      assert.equal(approved.masked, undefined);
      assert.ok(!harness.receipts.items.some((item) => item.kind === 'message' && item.uid === 'clean-1'));
    });

    it('foul message - is refused to the edge of origin with reason, category and lists, and never reaches fan-out', async () => {
      await harness.send(
        harness.message('lobby', 'foul-1', '야 이 씨발'),
        harness.message('lobby', 'foul-2', '좋은 저녁'),
      );
      const receipt = await harness.receipt('foul-1');
      assert.equal(receipt.reason, 'profanity');
      assert.equal(receipt.category, 'profanity');
      assert.match(receipt.lists ?? '', /^[^@]+@[0-9a-f]{16}$/);
      await harness.approvedMessage('foul-2');
      assert.ok(!harness.approved.items.some((item) => item.kind === 'message' && item.uid === 'foul-1'));
    });

    it('names - a foul room is refused, a clean one is opened, nicknames are answered with their ref', async () => {
      await harness.send({ kind: 'open', room: '게임-방' });
      const opened = await harness.approved.find((item) => item.kind === 'open' && item.room === '게임-방');
      assert.equal(opened.kind === 'open' && opened.edge, harness.edge);
      await harness.send({ kind: 'open', room: '씨발-방' });
      const refused = await harness.receipts.find((item) => item.kind === 'room' && item.room === '씨발-방');
      assert.equal(refused.kind === 'room' && refused.reason, 'profanity');
      await harness.send(
        { kind: 'nick', ref: 'n1', nick: '느긋한 여우' },
        { kind: 'nick', ref: 'n2', nick: 'fuck you' },
        { kind: 'nick', ref: 'n3', nick: 'a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301' },
      );
      for (const [ref, allowed] of [
        ['n1', true],
        ['n2', false],
        ['n3', false],
      ] as const) {
        const answer = await harness.receipts.find((item) => item.kind === 'nick' && item.ref === ref);
        assert.equal(answer.kind === 'nick' && answer.allowed, allowed, ref);
      }
    });

    it('order - the messages of a room keep their order over many batches', async () => {
      const uids = Array.from({ length: 300 }, (_, i) => `order-${i}`);
      for (let i = 0; i < uids.length; i += 10)
        await harness.send(...uids.slice(i, i + 10).map((uid) => harness.message('ordered', uid, `줄 ${uid}`)));
      await harness.approvedMessage('order-299');
      const seen = harness.approved.items.flatMap((item) =>
        item.kind === 'message' && item.room === 'ordered' ? [item.uid] : [],
      );
      assert.deepEqual(seen, uids);
    });

    it('control - the replica says which word lists it runs, in the form of the contract', async () => {
      const state = await harness.heard('lists-state');
      assert.ok(checks.state.Check(state));
    });

    it('room policy - messages of the examples change what a room lets pass, at once and back again', async () => {
      for (const { value } of loadExamples('room-policy').valid) harness.neighbour.broadcast(value);
      const set = (at: number, policy?: string) =>
        harness.neighbour.broadcast({
          type: 'room-policy',
          v: 1,
          at,
          room: 'soft',
          ...(policy === undefined ? {} : { policy }),
        });
      set(2_000_000_000_001, 'mask');
      await harness.logged.find(({ message, room }) => message === 'moderation policy set' && room === 'soft');
      await harness.send(harness.message('soft', 'soft-1', '씨발 졌네'));
      const masked = await harness.approvedMessage('soft-1');
      assert.equal(masked.masked, true);
      assert.equal(masked.text, '** 졌네');
      set(2_000_000_000_002);
      await harness.logged.find(
        ({ message, room, policy }) =>
          message === 'moderation policy set' && room === 'soft' && policy === 'as configured',
      );
      // `all-rooms` of the examples has made mask the default of all rooms.
      harness.neighbour.broadcast({ type: 'room-policy', v: 1, at: 2_000_000_000_003 });
      await harness.logged.find(
        ({ message, room, policy }) =>
          message === 'moderation policy set' && room === 'all rooms' && policy === 'as configured',
      );
      await harness.send(harness.message('soft', 'soft-2', '씨발 졌네'));
      assert.equal((await harness.receipt('soft-2')).reason, 'profanity');
    });

    it("policy of a message - the room's mode asks for it, and it does not travel on", async () => {
      await harness.send(
        harness.message('lobby', 'mode-1', 'see https://example.com', { policy: 'strict' }),
        harness.message('lobby', 'mode-2', 'see https://example.com', { policy: 'nobody-knows' }),
      );
      const receipt = await harness.receipt('mode-1');
      assert.deepEqual([receipt.reason, receipt.category], ['link', 'link']);
      assert.ok(!('policy' in (await harness.approvedMessage('mode-2'))));
    });

    it('the same uid again - gets the same outcome', async () => {
      const message = harness.message('lobby', 'twice', '한 번 더');
      await harness.send(message);
      await harness.send(message);
      await harness.approved.until(
        (items) => items.filter((item) => item.kind === 'message' && item.uid === 'twice').length === 2,
      );
    });

    it(
      'malformed bus messages - go to the dead letters with the reason and hold nothing up',
      { skip: target.amqp === undefined && 'the memory bus carries no bytes' },
      async () => {
        const { url = '', prefix = '' } = target.amqp ?? {};
        const connection = await connectAmqp(url);
        const channel = await connection.createConfirmChannel();
        const names = amqpNames(prefix);
        const shard = shardOf(roomKey('after-the-bad'), harness.neighbour.shards);
        const raw = names.raw(shard);
        const { invalid } = loadExamples('raw');
        for (const { body } of invalid) channel.sendToQueue(raw, body);
        for (const { body } of [...loadExamples('room-policy').invalid, ...loadExamples('lists').invalid])
          channel.publish(names.control, 'room-policy', body);
        await channel.waitForConfirms();
        await harness.send(harness.message('after-the-bad', 'after-the-bad', '그래도 간다'));
        await harness.approvedMessage('after-the-bad');
        const reasons: string[] = [];
        const origins = new Set<string>();
        while (reasons.length < invalid.length) {
          const letter = await channel.get(names.deadLetters, { noAck: true });
          if (letter === false) continue;
          origins.add(String(letter.properties.headers?.['x-maru-origin']));
          reasons.push(String(letter.properties.headers?.['x-maru-reason']));
        }
        await connection.close();
        assert.deepEqual([...origins], [`raw.${shard}`]);
        assert.ok(reasons.every((reason) => reason.length > 0));
        assert.ok(reasons.some((reason) => reason.startsWith('not JSON')));
      },
    );
  });
}
