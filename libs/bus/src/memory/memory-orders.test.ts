import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Order, OrderAction } from '@maru/contracts';
import { MEMORY_ORDERS_MAX, MemoryOrders } from './memory-orders.js';

const order = (id: string, action: OrderAction, at = 1_000): Order => ({
  v: 1,
  type: 'order',
  at,
  id,
  by: 'test',
  order: action,
});
const ids = (orders: MemoryOrders): string[] => {
  const seen: string[] = [];
  orders.follow(({ id }) => seen.push(id))();
  return seen;
};
const withFile = (work: (file: string) => void) => {
  const dir = mkdtempSync(join(tmpdir(), 'maru-orders-'));
  try {
    work(join(dir, 'deep', 'control.jsonl'));
  } finally {
    rmSync(dir, { recursive: true });
  }
};

test('memory orders - the file outlives the process, without what has ended', () =>
  withFile((file) => {
    const first = new MemoryOrders(file, () => 1_000);
    first.append(order('ended', { action: 'ban', user: 'a', until: 2_000 }));
    first.append(order('lasts', { action: 'ban', user: 'b', until: 9_000 }));
    first.append(order('lifts', { action: 'unban', user: 'b' }));
    first.append(order('once', { action: 'kick', user: 'c' }));
    // A crash in the middle of a line.
    appendFileSync(file, '{"type":"order","v":1');
    assert.deepEqual(ids(new MemoryOrders(file, () => 3_000)), ['lasts', 'lifts']);
    assert.equal(readFileSync(file, 'utf8').trim().split('\n').length, 2, 'the file is written anew without the rest');
  }));

test('memory orders - are bounded, in memory and in the file', () =>
  withFile((file) => {
    const orders = new MemoryOrders(file, () => 1_000);
    for (let n = 0; n <= MEMORY_ORDERS_MAX; n++) {
      const fits = orders.append(order(`o${n}`, { action: 'kick', user: 'a' }));
      assert.equal(fits, n < MEMORY_ORDERS_MAX);
    }
    assert.equal(ids(orders).length, MEMORY_ORDERS_MAX / 2 + 1);
    assert.equal(ids(orders).at(-1), `o${MEMORY_ORDERS_MAX}`);
    assert.equal(readFileSync(file, 'utf8').trim().split('\n').length, MEMORY_ORDERS_MAX / 2 + 1);
  }));
