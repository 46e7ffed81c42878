import { isIP } from 'node:net';
import type { BlockList } from 'node:net';
import { cleanNick, decodeRoom } from '@maru/contracts';
import type { UpgradeCode } from '@maru/contracts';
import type { Claims, TokenRefusal } from './tokens.js';
import { includesRoom } from './tokens.js';
import type { Admission, Resume } from './connection.js';
import type { AnonymousIdentities } from './identity.js';
import { makeNickname, prefersKorean } from './nicknames.js';

export const PROTOCOL = 'chat.v1';

/** A refused upgrade: HTTP status, code, and words that say what to change. */
export type Refusal = { status: string; code: UpgradeCode; message: string; retryAfterSec?: number };
/** What an upgrade request carries; copied, since uWebSockets' request lives only until its handler returns. */
export type UpgradeRequest = {
  segment: string;
  query(name: string): string | undefined;
  origin: string;
  protocols: string;
  acceptLanguage: string;
  ip: string;
};

/** Who comes while the keys for tokens cannot be fetched is asked to come back after this. */
const KEYS_RETRY_AFTER_SEC = 3;

export const BAD_ROOM: Refusal = {
  status: '400 Bad Request',
  code: 'bad_room',
  message: 'A room id is 1 to 64 letters, marks, digits and - _ . : ~, percent-encoded UTF-8.',
};

export type UpgradeRules = {
  origins: ReadonlySet<string> | undefined;
  identities: AnonymousIdentities;
  anonymous: boolean;
  random(): number;
};

/** A token in the query, for browsers, or in the header. */
export function tokenOf(query: string | undefined, authorization: string): string | undefined {
  if (query !== undefined && query !== '') return query;
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}

const refusal = (status: string, code: UpgradeCode, message: string): Refusal => ({ status, code, message });

/**
 * Checks everything that needs no other state than the request. Refusals are returned, not thrown.
 * @param byToken who it is comes later, from the token (see {@link admitByToken})
 */
export function admit(request: UpgradeRequest, rules: UpgradeRules, byToken: boolean): Admission | Refusal {
  const roomName = decodeRoom(request.segment);
  if (roomName === undefined) return BAD_ROOM;
  if (request.origin !== '' && rules.origins && !rules.origins.has(request.origin))
    return refusal('403 Forbidden', 'forbidden_origin', 'Pages of this origin may not connect. Add it to ORIGINS.');
  if (request.protocols !== '' && !request.protocols.split(',').some((protocol) => protocol.trim() === PROTOCOL))
    return refusal(
      '400 Bad Request',
      'bad_request',
      `None of the offered subprotocols is known. Offer ${PROTOCOL}, or none.`,
    );
  const resume = readResume(request.query('resume'));
  if (resume === null)
    return refusal('400 Bad Request', 'bad_request', 'resume must be <epoch>:<seq>, as the last message told it.');
  const receipts = request.query('receipts');
  if (receipts !== undefined && receipts !== 'final')
    return refusal('400 Bad Request', 'bad_request', 'receipts can only be "final".');
  const wished = request.query('nick');
  const wish = wished === undefined ? undefined : cleanNick(wished);
  if (wished !== undefined && wish === undefined)
    return refusal('400 Bad Request', 'bad_request', 'nick must be 1 to 32 characters.');
  if (!byToken && !rules.anonymous)
    return refusal('401 Unauthorized', 'unauthorized', 'A token is needed here: ?token= or Authorization: Bearer.');
  const signed = byToken ? undefined : request.query('anon');
  const known = signed === undefined ? undefined : rules.identities.read(signed);
  const korean = prefersKorean(request.acceptLanguage);
  const identity = known ?? rules.identities.create(makeNickname(korean, () => rules.random()));
  return {
    roomName,
    user: identity.user,
    nick: identity.nick,
    anonymous: !byToken,
    fresh: !byToken && known === undefined,
    moderator: false,
    expiresAtMs: undefined,
    // The wish is for those who are new, and for those who want another name than they had.
    wish: wish === identity.nick ? undefined : wish,
    resume,
    finalReceiptsOnly: receipts === 'final',
    ip: request.ip,
  };
}

/** The user that the token names takes the place of the made-up one. The nickname is a wish: names are moderated. */
export function admitByToken(admission: Admission, claims: Claims | TokenRefusal): Admission | Refusal {
  if ('refused' in claims) {
    return claims.refused === 'invalid'
      ? refusal('401 Unauthorized', 'unauthorized', claims.message)
      : { ...refusal('503 Service Unavailable', 'unavailable', claims.message), retryAfterSec: KEYS_RETRY_AFTER_SEC };
  }
  if (!includesRoom(claims.rooms, admission.roomName))
    return refusal('403 Forbidden', 'forbidden', 'The token is not for this room.');
  const { user, expiresAtMs, moderates } = claims;
  return {
    ...admission,
    user,
    wish: claims.nick ?? admission.wish,
    expiresAtMs,
    moderator: includesRoom(moderates, admission.roomName),
  };
}

function readResume(value: string | undefined): Resume | undefined | null {
  if (value === undefined || value === '') return undefined;
  const match = /^([^:]{1,32}):(\d{1,16})$/.exec(value);
  const [, epoch, digits] = match ?? [];
  const seq = Number(digits);
  return epoch !== undefined && Number.isSafeInteger(seq) ? { epoch, seq } : null;
}

/** `*` means all: undefined. */
export function readOrigins(list: string): ReadonlySet<string> | undefined {
  const origins = list.split(',').map((origin) => origin.toLowerCase());
  return origins.includes('*') ? undefined : new Set(origins);
}

/** Address of the client: the last one in X-Forwarded-For that is not a trusted proxy, if the peer is one. */
export function clientAddress(peer: string, forwardedFor: string, trusted: BlockList | undefined): string {
  if (!trusted || forwardedFor === '' || !isTrusted(peer, trusted)) return peer;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = hops[i] ?? '';
    if (isIP(hop) === 0) return peer;
    if (!isTrusted(hop, trusted) || i === 0) return hop;
  }
  return peer;
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
