import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rehearse } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import { rehearseEdge } from './rehearsal.js';

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
