import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { OrderAction } from '@maru/contracts';
import { Orders, SANCTIONS_MAX } from './orders.js';

const make = () => {
  const clock = { nowMs: 1_000_000 };
  const full = mock.fn();
  const orders = new Orders(() => clock.nowMs, full);
  const apply = (order: OrderAction, room?: string) =>
    orders.apply({
      v: 1,
      type: 'order',
      at: clock.nowMs,
      id: 'o',
      by: 'test',
      ...(room === undefined ? {} : { room }),
      order,
    });
  return { clock, full, orders, apply };
};

test('orders - a ban holds in its room, and ends by itself', () => {
  const { clock, orders, apply } = make();
  apply({ action: 'ban', user: 'kim', until: clock.nowMs + 1_000 }, 'lobby');
  assert.equal(orders.bannedUntil('kim', 'lobby'), clock.nowMs + 1_000);
  assert.equal(orders.bannedUntil('kim', 'other'), undefined);
  assert.equal(orders.bannedUntil('lee', 'lobby'), undefined);
  clock.nowMs += 1_000;
  assert.equal(orders.bannedUntil('kim', 'lobby'), undefined);
  orders.sweep();
  assert.equal(orders.bans, 0);
});

test('orders - one without a room holds everywhere, and lifting it everywhere lifts all', () => {
  const { clock, orders, apply } = make();
  apply({ action: 'mute', user: 'kim', until: clock.nowMs + 1_000 });
  apply({ action: 'mute', user: 'kim', until: clock.nowMs + 5_000 }, 'lobby');
  assert.equal(orders.mutedUntil('kim', 'lobby'), clock.nowMs + 5_000);
  assert.equal(orders.mutedUntil('kim', 'other'), clock.nowMs + 1_000);
  apply({ action: 'unmute', user: 'kim' }, 'lobby');
  assert.equal(
    orders.mutedUntil('kim', 'lobby'),
    clock.nowMs + 1_000,
    'a moderator of one room does not lift what holds everywhere',
  );
  apply({ action: 'unmute', user: 'kim' });
  assert.equal(orders.anyMuted, false);
});

test('orders - what had ended before it was read is not kept', () => {
  const { clock, orders, apply } = make();
  apply({ action: 'ban', user: 'kim', until: clock.nowMs - 1 });
  assert.equal(orders.bans, 0);
  assert.deepEqual(orders.list(), []);
});

test('orders - a raid is slow, strict and throttled while it lasts, and leaves the rest as it was', () => {
  const { clock, orders, apply } = make();
  apply({ action: 'slow_mode', seconds: 5, until: clock.nowMs + 60_000 }, 'lobby');
  apply({ action: 'raid', slowModeSec: 30, policy: 'strict', joinsPerSec: 2, until: clock.nowMs + 10_000 }, 'lobby');
  assert.deepEqual(orders.mode('lobby'), { slowModeSec: 30, locked: false, policy: 'strict' });
  assert.equal(orders.raid('lobby')?.joinsPerSec, 2);
  assert.deepEqual(orders.sweep(), []);
  clock.nowMs += 10_000;
  assert.deepEqual(orders.sweep(), ['lobby']);
  assert.deepEqual(orders.mode('lobby'), { slowModeSec: 5, locked: false, policy: 'default' });
  apply({ action: 'slow_mode', seconds: 0, until: clock.nowMs + 60_000 }, 'lobby');
  assert.deepEqual(orders.mode('lobby'), { slowModeSec: 0, locked: false, policy: 'default' });
});

test('orders - unlock ends a lock and a close', () => {
  const { clock, orders, apply } = make();
  apply({ action: 'lock', until: clock.nowMs + 9_000 }, 'lobby');
  apply({ action: 'close', until: clock.nowMs + 9_000 }, 'lobby');
  assert.equal(orders.mode('lobby').locked, true);
  assert.equal(orders.closedUntil('lobby'), clock.nowMs + 9_000);
  assert.deepEqual(
    orders
      .list()
      .map(({ kind }) => kind)
      .sort(),
    ['close', 'lock'],
  );
  apply({ action: 'unlock' }, 'lobby');
  assert.equal(orders.mode('lobby').locked, false);
  assert.equal(orders.closedUntil('lobby'), undefined);
});

test('orders - sanctions are bounded: the oldest goes, and it is told', () => {
  const { clock, full, orders, apply } = make();
  const until = clock.nowMs + 9_000;
  for (let i = 0; i < SANCTIONS_MAX; i++) apply({ action: 'ban', user: `u${i}`, until });
  assert.equal(full.mock.callCount(), 0);
  apply({ action: 'ban', user: 'last', until });
  assert.equal(full.mock.callCount(), 1);
  assert.equal(orders.bans, SANCTIONS_MAX);
  assert.equal(orders.bannedUntil('u0', 'lobby'), undefined);
  assert.equal(orders.bannedUntil('last', 'lobby'), until);
});
