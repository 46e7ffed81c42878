import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { AnonymousIdentities } from './identity.js';

describe('anonymous identities', () => {
  const secret = randomBytes(32);
  const identities = new AnonymousIdentities(secret);

  it('ids - are all different', () => {
    const ids = Array.from({ length: 2_000 }, () => identities.create('김').user);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^anon:[\w-]{16}$/);
  });

  it('a signed one - is read again, by every edge with the secret', () => {
    const identity = identities.create('느긋한 여우 12');
    const signed = identities.sign(identity);
    assert.deepEqual(new AnonymousIdentities(secret).read(signed), identity);
    assert.equal(new AnonymousIdentities(randomBytes(32)).read(signed), undefined);
  });

  it('the signature - is the first 128 bit of HMAC-SHA-256', () => {
    const [version, payload, signature = ''] = identities.sign({ user: 'anon:a', nick: 'b' }).split('.');
    const whole = createHmac('sha256', secret).update(`${version}.${payload}`).digest();
    assert.deepEqual(Buffer.from(signature, 'base64url'), whole.subarray(0, 16));
  });

  it('what was changed or is none - is not read', () => {
    const signed = identities.sign({ user: 'anon:a', nick: 'b' });
    const end = signed.lastIndexOf('.');
    const other = `a1.${Buffer.from('["anon:c","b"]').toString('base64url')}${signed.slice(end)}`;
    for (const bad of ['', '.', 'a1', 'a1.x', other, signed.slice(0, -2), `${signed}AAAA`, `a2${signed.slice(2)}`])
      assert.equal(identities.read(bad), undefined, bad);
  });
});
