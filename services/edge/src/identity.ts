import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { NICK_CODE_POINTS_MAX, codePoints } from '@maru/contracts';

export type Identity = { user: string; nick: string };

/** Anonymous user ids start so; ids from tokens must not, or somebody could be given another's. */
export const ANONYMOUS_PREFIX = 'anon:';
const VERSION = 'a1';
const SIGNATURE_BYTES = 16;

/**
 * Signs and reads anonymous identities: `a1.<base64url of [user, nick]>.<HMAC-SHA-256, 128 bit>`. Whoever holds one
 * is that user, so it goes to its owner only, in `joined.anon`.
 */
export class AnonymousIdentities {
  readonly #secret: Buffer;

  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  create(nick: string): Identity {
    return { user: ANONYMOUS_PREFIX + randomBytes(12).toString('base64url'), nick };
  }

  sign({ user, nick }: Identity): string {
    const payload = `${VERSION}.${Buffer.from(JSON.stringify([user, nick]), 'utf8').toString('base64url')}`;
    return `${payload}.${this.#signature(payload).toString('base64url')}`;
  }

  /** The identity, or undefined when it was not signed here. */
  read(signed: string): Identity | undefined {
    const end = signed.lastIndexOf('.');
    const payload = signed.slice(0, end);
    if (end < 0 || signed.length > 1024 || !payload.startsWith(`${VERSION}.`)) return undefined;
    const given = Buffer.from(signed.slice(end + 1), 'base64url');
    const expected = this.#signature(payload);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const [user, nick] = JSON.parse(Buffer.from(payload.slice(VERSION.length + 1), 'base64url').toString('utf8')) as [
      string,
      string,
    ];
    return codePoints(nick) <= NICK_CODE_POINTS_MAX ? { user, nick } : undefined;
  }

  #signature(payload: string): Buffer {
    return createHmac('sha256', this.#secret).update(payload).digest().subarray(0, SIGNATURE_BYTES);
  }
}
