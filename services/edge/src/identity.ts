import { createHmac, createSecretKey, randomFillSync, timingSafeEqual } from 'node:crypto';
import type { Hmac, KeyObject } from 'node:crypto';
import { NICK_CODE_POINTS_MAX, codePoints } from '@maru/contracts';

export type Identity = { user: string; nick: string };

/** Anonymous user ids start so; ids from tokens must not, or somebody could be given another's. */
export const ANONYMOUS_PREFIX = 'anon:';
const VERSION = 'a1';
const SIGNATURE_BYTES = 16;
/** As base64url. The last digit says more than the bytes need, and is read without that. */
const SIGNATURE_DIGITS = 22;
const ID_BYTES = 12;
/** Ids that one call of the system's generator is asked for: a call costs as much as twenty ids. */
const IDS_POOLED = 256;

/**
 * Signs and reads anonymous identities: `a1.<base64url of [user, nick]>.<HMAC-SHA-256, 128 bit>`. Whoever holds one
 * is that user, so it goes to its owner only, in `joined.anon`.
 */
export class AnonymousIdentities {
  readonly #secret: KeyObject;
  readonly #pool = Buffer.allocUnsafeSlow(IDS_POOLED * ID_BYTES);
  #pooled = 0;

  constructor(secret: Buffer) {
    this.#secret = createSecretKey(secret);
  }

  create(nick: string): Identity {
    if (this.#pooled === 0) {
      randomFillSync(this.#pool);
      this.#pooled = IDS_POOLED;
    }
    const start = --this.#pooled * ID_BYTES;
    return { user: ANONYMOUS_PREFIX + this.#pool.toString('base64url', start, start + ID_BYTES), nick };
  }

  sign({ user, nick }: Identity): string {
    const payload = `${VERSION}.${Buffer.from(JSON.stringify([user, nick]), 'utf8').toString('base64url')}`;
    return `${payload}.${this.#hmac(payload).digest('base64url').slice(0, SIGNATURE_DIGITS)}`;
  }

  /** The identity, or undefined when it was not signed here. */
  read(signed: string): Identity | undefined {
    const end = signed.lastIndexOf('.');
    const payload = signed.slice(0, end);
    if (end < 0 || signed.length > 1024 || !payload.startsWith(`${VERSION}.`)) return undefined;
    const given = Buffer.from(signed.slice(end + 1), 'base64url');
    const expected = this.#hmac(payload).digest().subarray(0, SIGNATURE_BYTES);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const [user, nick] = JSON.parse(Buffer.from(payload.slice(VERSION.length + 1), 'base64url').toString('utf8')) as [
      string,
      string,
    ];
    return codePoints(nick) <= NICK_CODE_POINTS_MAX ? { user, nick } : undefined;
  }

  #hmac(payload: string): Hmac {
    return createHmac('sha256', this.#secret).update(payload);
  }
}
