import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { USER_LENGTH_MAX, cleanNick } from '@maru/contracts';
import { ANONYMOUS_PREFIX } from './identity.js';

/** Signatures of key pairs; the shared secret takes HS256 alone, so that no public key can ever serve as a secret. */
const KEY_PAIR_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const SECRET_ALGORITHMS = ['HS256'];
/** A fetched key set is used this long; an unknown key id fetches it anew, at most once per cool-down (JWKS_COOLDOWN_MS). */
const JWKS_AGE_MAX_MS = 600_000;
const JWKS_TIMEOUT_MS = 3_000;
const TOKEN_LENGTH_MAX = 4_096;
const LISTED_ROOMS_MAX = 1_000;

/** Rooms that a claim names; `*` is all. */
export type Rooms = '*' | ReadonlySet<string>;
export const includesRoom = (rooms: Rooms, room: string): boolean => rooms === '*' || rooms.has(room);

/** What a good token says. */
export type Claims = { user: string; nick: string | undefined; rooms: Rooms; moderates: Rooms; expiresAtMs: number };
/** `unavailable`: the key set cannot be fetched now. */
export type TokenRefusal = { refused: 'invalid' | 'unavailable'; message: string };

export type TokenOptions = {
  secret: string | undefined;
  jwksUrl: string | undefined;
  jwksCooldownMs: number;
  issuer: string | undefined;
  audience: string | undefined;
  clockToleranceSec: number;
  now(): number;
};

const invalid = (message: string): TokenRefusal => ({ refused: 'invalid', message });

/** Checks JWTs: signature, expiry and claims. */
export class TokenVerifier {
  readonly #options: TokenOptions;
  readonly #secret: Uint8Array | undefined;
  readonly #keys: JWTVerifyGetKey | undefined;

  constructor(options: TokenOptions) {
    this.#options = options;
    this.#secret = options.secret === undefined ? undefined : new TextEncoder().encode(options.secret);
    if (options.jwksUrl === undefined) return;
    this.#keys = createRemoteJWKSet(new URL(options.jwksUrl), {
      cacheMaxAge: JWKS_AGE_MAX_MS,
      cooldownDuration: options.jwksCooldownMs,
      timeoutDuration: JWKS_TIMEOUT_MS,
    });
  }

  /** The claims, or why the token is no good. Never throws. */
  async verify(token: string): Promise<Claims | TokenRefusal> {
    if (token.length > TOKEN_LENGTH_MAX) return invalid('The token is too long.');
    try {
      return this.#claims(await this.#payload(token));
    } catch (error) {
      if (error instanceof errors.JWTExpired) return invalid('The token has expired. Get a new one.');
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError))
        return { refused: 'unavailable', message: 'The keys for tokens cannot be fetched now. Try again soon.' };
      return invalid('The token is not valid here. Get a new one.');
    }
  }

  async #payload(token: string): Promise<JWTPayload> {
    const { issuer, audience, clockToleranceSec, now } = this.#options;
    const { alg } = decodeHeader(token);
    const rules = {
      requiredClaims: ['sub', 'exp'],
      clockTolerance: clockToleranceSec,
      currentDate: new Date(now()),
      ...(issuer === undefined ? {} : { issuer }),
      ...(audience === undefined ? {} : { audience }),
    };
    // Whoever signs with a secret uses the secret; every other algorithm goes to the key set. `none` is in neither list.
    if (alg === 'HS256' && this.#secret)
      return (await jwtVerify(token, this.#secret, { ...rules, algorithms: SECRET_ALGORITHMS })).payload;
    if (this.#keys) return (await jwtVerify(token, this.#keys, { ...rules, algorithms: KEY_PAIR_ALGORITHMS })).payload;
    throw new errors.JOSEAlgNotAllowed('no key for this algorithm');
  }

  #claims(payload: JWTPayload): Claims | TokenRefusal {
    const { sub = '', exp = 0 } = payload;
    if (sub === '' || sub.length > USER_LENGTH_MAX)
      return invalid(`The token's sub must have 1 to ${USER_LENGTH_MAX} characters.`);
    if (sub.startsWith(ANONYMOUS_PREFIX))
      return invalid(`The token's sub must not start with ${ANONYMOUS_PREFIX}: such ids belong to anonymous users.`);
    const rooms = payload['rooms'] === undefined ? '*' : readRooms(payload['rooms']);
    const moderates = payload['mod'] === undefined ? new Set<string>() : readRooms(payload['mod']);
    if (!rooms || !moderates) return invalid('The rooms and mod claims must be "*" or a list of room ids.');
    const nick = payload['nick'];
    if (nick !== undefined && typeof nick !== 'string') return invalid('The nick claim must be text.');
    const expiresAtMs = (exp + this.#options.clockToleranceSec) * 1000;
    return { user: sub, nick: nick === undefined ? undefined : cleanNick(nick), rooms, moderates, expiresAtMs };
  }
}

function decodeHeader(token: string): { alg?: string } {
  try {
    return decodeProtectedHeader(token);
  } catch (cause) {
    throw new errors.JWTInvalid('no header', { cause });
  }
}

function readRooms(claim: unknown): Rooms | undefined {
  if (claim === '*') return '*';
  if (!Array.isArray(claim) || claim.length > LISTED_ROOMS_MAX || !claim.every((room) => typeof room === 'string'))
    return undefined;
  if (claim.includes('*')) return '*';
  return new Set(claim.map((room) => room.normalize('NFC')));
}
