import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MemoryBus } from '@maru/bus';
import { madeUpText, rehearse } from '@maru/service-kit';
import { createFilter, defaultLists } from '@maru/word-filter';
import { readConfig } from './config.js';
import { rehearseModeration } from './rehearsal.js';

it('a rehearsal - foul messages are refused, and it ends', async () => {
  const outcomes = new Set<string>();
  await rehearse(300, async (stage) => {
    const edge = new MemoryBus(stage.broker);
    await edge.start();
    await edge.attachEdge('rehearsal', {
      message: (message) => {
        if (message.type === 'receipts')
          for (const receipt of message.receipts.items) if (receipt.kind === 'message') outcomes.add(receipt.status);
      },
      attached: () => undefined,
    });
    await rehearseModeration(stage, readConfig({}), createFilter(defaultLists()));
    assert.equal(stage.broker.deadLetters.length, 0);
  });
  assert.deepEqual([...outcomes], ['rejected']);
});

it('made-up texts - one in sixteen is foul, however it is written', () => {
  const filter = createFilter(defaultLists());
  const foul = Array.from({ length: 1_000 }, (_, n) => n).filter((n) => filter.scan(madeUpText(n)).length > 0);
  assert.deepEqual(
    foul,
    Array.from({ length: 63 }, (_, n) => n * 16),
  );
});
