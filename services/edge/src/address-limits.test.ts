import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressLimits, addressUnit } from './address-limits.js';

test('address unit - IPv4 whichever way it is written, and the /64 network of IPv6', () => {
  const units: [string, string][] = [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['0000:0000:0000:0000:0000:ffff:c000:0207', '192.0.2.7'],
    ['2001:db8:1:2::7', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff:0000:0000:0007', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['no address', 'no address'],
  ];
  for (const [address, unit] of units) assert.equal(addressUnit(address), unit, address);
});

test('address limits - so many at once, and closing makes room', () => {
  const limits = new AddressLimits(2, () => 0);
  for (let n = 0; n < 2; n++) {
    assert.equal(limits.refusal('a'), undefined);
    limits.enter('a');
  }
  assert.equal(limits.refusal('a'), 'connections_per_ip');
  assert.equal(limits.refusal('b'), undefined, 'another address is another matter');
  limits.leave('a');
  assert.equal(limits.refusal('a'), undefined);
});

test('address limits - coming and going is slowed down, and forgotten in time', () => {
  const clock = { nowMs: 0 };
  const limits = new AddressLimits(10, () => clock.nowMs);
  const visit = () => {
    const refusal = limits.refusal('a');
    if (refusal) return refusal;
    limits.enter('a');
    limits.leave('a');
    return undefined;
  };
  for (let n = 0; n < 10; n++) assert.equal(visit(), undefined);
  assert.equal(visit(), 'connects_per_ip');
  clock.nowMs += 1_000;
  assert.equal(visit(), undefined, 'a tenth of them a second');
  assert.equal(visit(), 'connects_per_ip');
  clock.nowMs += 9_000;
  limits.sweep();
  assert.equal(limits.kept, 1);
  clock.nowMs += 1_000;
  limits.sweep();
  assert.equal(limits.kept, 0);
});

test('address limits - 0 is no limit', () => {
  const limits = new AddressLimits(0, () => 0);
  for (let n = 0; n < 1_000; n++) {
    assert.equal(limits.refusal('a'), undefined);
    limits.enter('a');
  }
  assert.equal(limits.kept, 0);
});
