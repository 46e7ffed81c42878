import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { busTargets } from '@maru/bus/test-support';
import { Harness } from './harness.js';
import { gate, startExampleModerator } from './support.js';
import type { ExampleAnswer, ExampleModerator } from './support.js';
import type { ExternalItem } from '../src/external/protocol.js';

const HOLDING = JSON.stringify({
  policies: {
    default: { base: 'library' },
    closed: { external: { onFailure: 'closed' } },
    patient: { external: { onFailure: 'hold' } },
    later: { external: { mode: 'after' } },
  },
});
const pass = ({ uid }: ExternalItem): ExampleAnswer => ({ uid, verdict: 'pass' });

for (const target of busTargets()) {
  describe(`external moderator, ${target.name}`, { skip: target.skip }, () => {
    const open: (Harness | ExampleModerator)[] = [];
    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await ('stop' in one ? one.stop() : one.close());
    });

    const start = async (decide: Parameters<typeof startExampleModerator>[0], env: NodeJS.ProcessEnv = {}) => {
      const moderator = await startExampleModerator(decide);
      // It takes its queues with it: whoever leaves hands its last message on, and the next test would get it.
      const harness = new Harness(target);
      open.push(moderator, harness);
      await harness.start({ EXTERNAL_URL: moderator.url, POLICY_FILE: file(harness), ...env });
      return { harness, moderator };
    };
    const file = (harness: Harness) => `${harness.folder({ 'policies.json': HOLDING })}/policies.json`;

    it('inline - passes, masks and refuses, in batches, with the token', async () => {
      const { harness, moderator } = await start(
        ({ uid, text }) => {
          if (text.includes('spoiler')) return { uid, verdict: 'reject', category: 'spoiler' };
          return text.includes('secret')
            ? { uid, verdict: 'mask', text: text.replace('secret', '******'), category: 'leak' }
            : { uid, verdict: 'pass' };
        },
        { EXTERNAL_TOKEN: 'token-1' },
      );
      await harness.send(
        harness.message('ext', 'e1', 'good evening'),
        harness.message('ext', 'e2', 'a spoiler', { user: 'lee' }),
        harness.message('ext', 'e3', 'the secret', { user: 'park' }),
        harness.message('ext', 'e4', '시발점은 여기'),
      );
      assert.equal((await harness.approvedMessage('e1')).text, 'good evening');
      const refused = await harness.receipt('e2');
      assert.deepEqual([refused.reason, refused.category], ['external', 'spoiler']);
      const masked = await harness.approvedMessage('e3');
      assert.deepEqual([masked.text, masked.masked], ['the ******', true]);
      await harness.approvedMessage('e4');
      assert.ok(
        moderator.requests.some((items) => items.length >= 4),
        'one request for the batch',
      );
      assert.deepEqual([...moderator.authorization], ['Bearer token-1']);
    });

    it('slow decision - the same sender waits behind it in that room, nobody else does', async () => {
      const slow = gate();
      const { harness } = await start(
        async (item) => {
          if (item.uid === 'slow') await slow.opened;
          return pass(item);
        },
        { EXTERNAL_TIMEOUT_MS: '20000', EXTERNAL_RETRIES: '0', EXTERNAL_BATCH_MAX: '1' },
      );
      await harness.send(
        harness.message('wait', 'slow', '첫째'),
        harness.message('wait', 'after-slow', '둘째'),
        harness.message('wait', 'other-user', '나도', { user: 'lee' }),
      );
      await harness.send(harness.message('elsewhere', 'other-room', '다른 방'));
      await harness.approvedMessage('other-user');
      await harness.approvedMessage('other-room');
      assert.ok(!harness.approved.items.some((item) => item.kind === 'message' && item.uid.includes('slow')));
      slow.open();
      await harness.approvedMessage('after-slow');
      const kim = harness.approved.items.flatMap((item) =>
        item.kind === 'message' && item.room === 'wait' && item.user === 'kim' ? [item.uid] : [],
      );
      assert.deepEqual(kim, ['slow', 'after-slow']);
    });

    it('no answer - open shows, closed refuses, hold waits and then refuses', async () => {
      const { harness } = await start(() => undefined, {
        EXTERNAL_RETRIES: '0',
        EXTERNAL_TIMEOUT_MS: '500',
        HOLD_TIME_MS: '300',
      });
      await harness.send(
        harness.message('down', 'd1', 'open'),
        harness.message('down', 'd2', 'closed', { user: 'lee', policy: 'closed' }),
        harness.message('down', 'd3', 'patient', { user: 'park', policy: 'patient' }),
      );
      await harness.approvedMessage('d1');
      assert.equal((await harness.receipt('d2')).reason, 'external');
      await harness.receipt('d3', 'held');
      assert.equal((await harness.receipt('d3')).reason, 'external');
    });

    it('breaker - opens after failures, and then nobody waits for the service', async () => {
      const { harness, moderator } = await start(() => undefined, {
        EXTERNAL_RETRIES: '0',
        EXTERNAL_BATCH_MAX: '1',
        EXTERNAL_CONCURRENCY: '1',
      });
      const uids = Array.from({ length: 40 }, (_, i) => `b${i}`);
      for (const uid of uids) {
        await harness.send(harness.message('breaker', uid, '안녕', { user: uid }));
        await harness.approvedMessage(uid);
      }
      assert.ok(moderator.requests.length < uids.length, `${moderator.requests.length} requests`);
      assert.equal(await harness.metric('maru_moderation_external_breaker{state="open"'), 1);
      assert.ok(((await harness.metric('maru_moderation_external_unanswered_total{problem="breaker_open"')) ?? 0) > 0);
    });

    it('retries - a request that failed once is tried again', async () => {
      let failures = 1;
      const { harness, moderator } = await start((item) =>
        failures-- > 0 ? undefined : { uid: item.uid, verdict: 'reject' },
      );
      await harness.send(harness.message('retry', 'r1', '한 번 더'));
      assert.equal((await harness.receipt('r1')).reason, 'external');
      assert.equal(moderator.requests.length, 2);
    });

    it('queue and concurrency - are bounded, and what does not fit is not answered', async () => {
      const slow = gate();
      const { harness, moderator } = await start(
        async (item) => {
          await slow.opened;
          return pass(item);
        },
        {
          EXTERNAL_QUEUE_MAX: '10',
          EXTERNAL_CONCURRENCY: '2',
          EXTERNAL_BATCH_MAX: '2',
          EXTERNAL_TIMEOUT_MS: '20000',
          EXTERNAL_RETRIES: '0',
        },
      );
      await harness.send(
        ...Array.from({ length: 30 }, (_, i) => harness.message('bounded', `q${i}`, '안녕', { user: `u${i}` })),
      );
      // Ten fit into the queue; the others go on at once, because the failure mode is open.
      await harness.approved.until(
        (items) => items.filter((item) => item.kind === 'message' && item.room === 'bounded').length === 20,
      );
      slow.open();
      await harness.approved.until(
        (items) => items.filter((item) => item.kind === 'message' && item.room === 'bounded').length === 30,
      );
      assert.ok(moderator.concurrencyMax <= 2);
      assert.equal(await harness.metric('maru_moderation_external_unanswered_total{problem="queue_full"'), 20);
    });

    it('after publishing - the message is shown at once and taken back when the verdict is against it', async () => {
      const verdict = gate();
      const { harness } = await start(async ({ uid }) => {
        await verdict.opened;
        return { uid, verdict: uid === 'a1' ? 'reject' : 'pass' };
      });
      await harness.send(
        harness.message('after', 'a1', '보인다', { policy: 'later' }),
        harness.message('after', 'a2', '남는다', { policy: 'later' }),
      );
      await harness.approvedMessage('a1');
      await harness.approvedMessage('a2');
      verdict.open();
      const retract = await harness.approved.find((item) => item.kind === 'retract');
      assert.deepEqual(retract, { kind: 'retract', room: 'after', uid: 'a1' });
      assert.equal(harness.approved.items.filter((item) => item.kind === 'retract').length, 1);
    });

    it('hold - the sender is told, and the decision comes later either way, with its order kept', async () => {
      const decided = gate();
      const { harness, moderator } = await start(async (item) => {
        if (item.held !== true) return pass(item);
        await decided.opened;
        return {
          uid: item.uid,
          verdict: item.uid === 'h1' ? 'pass' : 'reject',
          ...(item.uid === 'h1' ? {} : { category: 'threat' }),
        };
      });
      await harness.send(
        harness.message('hold', 'h1', HELD_TEXT),
        harness.message('hold', 'h1-next', '다음 말'),
        harness.message('hold', 'h2', HELD_TEXT, { user: 'lee' }),
      );
      await harness.receipt('h1', 'held');
      await harness.receipt('h2', 'held');
      // The edge repeats what has no outcome: the hold goes on as it is.
      await harness.send(harness.message('hold', 'h1', HELD_TEXT));
      decided.open();
      assert.equal((await harness.approvedMessage('h1')).text, HELD_TEXT);
      await harness.approvedMessage('h1-next');
      const refused = await harness.receipt('h2');
      assert.deepEqual([refused.reason, refused.category], ['external', 'threat']);
      const kim = harness.approved.items.flatMap((item) =>
        item.kind === 'message' && item.user === 'kim' ? [item.uid] : [],
      );
      assert.deepEqual(kim.slice(0, 2), ['h1', 'h1-next']);
      assert.ok(moderator.requests.flat().some((item) => item.held === true));
    });

    it(
      'hold and a crash - another replica gets the held message and decides on it',
      { skip: target.amqp === undefined && 'the memory bus ends with its process' },
      async () => {
        let silent = true;
        const { harness } = await start((item) => ({ uid: item.uid, verdict: silent ? 'hold' : 'pass' }), {
          HOLD_TIME_MS: '60000',
        });
        await harness.send(harness.message('crash', 'c1', '붙잡힌 말'), harness.message('crash', 'c1-next', '다음 말'));
        await harness.receipt('c1', 'held');
        silent = false;
        const [first] = harness.services.splice(0);
        await harness.replica({ EXTERNAL_URL: (open[0] as ExampleModerator).url });
        await first?.stop(1_000);
        await harness.approvedMessage('c1-next');
        const order = harness.approved.items.flatMap((item) =>
          item.kind === 'message' && item.room === 'crash' ? [item.uid] : [],
        );
        assert.deepEqual([...new Set(order)], ['c1', 'c1-next']);
      },
    );
  });
}

/** The library's policy holds a middling threat. */
const HELD_TEXT = '죽여버린다';

describe('hold without an external moderator', () => {
  it('held by the policy - is refused at once, because nobody will ever decide', async () => {
    const [memory] = busTargets();
    if (!memory) throw new Error('no memory bus');
    const harness = new Harness(memory);
    await harness.start({ POLICY_FILE: `${harness.folder({ 'policies.json': HOLDING })}/policies.json` });
    try {
      await harness.send(harness.message('alone', 'w1', HELD_TEXT));
      assert.equal((await harness.receipt('w1')).reason, 'profanity');
      assert.ok(!harness.receipts.items.some((item) => item.kind === 'message' && item.status === 'held'));
    } finally {
      await harness.stop();
    }
  });
});
