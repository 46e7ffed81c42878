import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rehearse } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import { readConfig } from './config.js';
import { rehearseFanout } from './rehearsal.js';

it('a rehearsal - messages are placed and delivered, and it ends', async () => {
  let stage: Stage | undefined;
  await rehearse(200, (given) => rehearseFanout((stage = given), readConfig({})));
  const delivered = (stage?.broker.log(0) ?? []).flatMap((entry) =>
    entry.type === 'delivery' ? entry.delivery.frames : [],
  );
  assert.ok(delivered.length > 0);
  assert.equal(stage?.broker.deadLetters.length, 0);
});
