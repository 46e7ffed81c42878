import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bus } from '@maru/bus';
import type { Order } from '@maru/contracts';
import type { Logger } from '@maru/observability';
import { Actions } from './actions.js';
import type { Reporter } from './reporter.js';

const BOSS = { by: 'user:boss', moderates: '*' } as const;

/** Actions over a bus that takes orders as `append` does, and what they leave in the audit log. */
function make(append: (order: Order) => Promise<void>, status: Bus['status'] = 'up') {
  const lines: Record<string, unknown>[] = [];
  const logger = {
    level: 'warn',
    error: () => undefined,
    child: (bindings: object, { level }: { level: string }) => ({
      info: (fields: object) => lines.push({ ...bindings, ...fields, level }),
    }),
  } as unknown as Logger;
  const retracted: string[] = [];
  const reporter = { retract: (_room: string, uid: string) => retracted.push(uid) } as unknown as Reporter;
  const bus = { status, appendOrder: append } as unknown as Bus;
  return { actions: new Actions({ bus, reporter, logger, now: () => 1_000 }), lines, retracted };
}

test('actions - are answered when they hold here, and leave an audit line whatever the log level', async () => {
  const events: string[] = [];
  let order: Order | undefined;
  const { actions, lines } = make((taken) => {
    order = taken;
    events.push('taken');
    return Promise.resolve();
  });
  const done = actions
    .inRoom(BOSS, 'lobby', { action: 'mute', user: 'kim', seconds: 60 })
    .then((refusal) => events.push(refusal ? 'refused' : 'answered'));
  await new Promise(setImmediate);
  assert.deepEqual(events, ['taken'], 'the log has it, but it has not come back');
  assert.ok(order);
  actions.applied(order);
  await done;
  assert.deepEqual(events, ['taken', 'answered']);
  assert.deepEqual(lines, [
    {
      audit: true,
      level: 'info',
      by: 'user:boss',
      room: 'lobby',
      action: 'mute',
      user: 'kim',
      until: 61_000,
      forSec: 60,
    },
  ]);
});

test('actions - that the broker does not take are refused, and are not in the audit log', async () => {
  const { actions, lines } = make(() => Promise.reject(new Error('gone')));
  const refusal = await actions.everywhere(BOSS, { action: 'kick', user: 'kim' });
  assert.equal(refusal?.code, 'unavailable');
  assert.deepEqual(lines, []);
});

test('actions - while the broker is away are refused at once, a retraction as well', async () => {
  const { actions, retracted } = make(() => new Promise(() => undefined), 'down');
  assert.equal((await actions.inRoom(BOSS, 'lobby', { action: 'lock' }))?.code, 'unavailable');
  assert.equal((await actions.inRoom(BOSS, 'lobby', { action: 'retract', uid: 'u1' }))?.code, 'unavailable');
  assert.deepEqual(retracted, []);
});
