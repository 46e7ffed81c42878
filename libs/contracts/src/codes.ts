/** Codes of `error` frames and of refused upgrades. Clients match on them; the text beside them is for people. */
export const ERROR_CODES = [
  'bad_frame',
  'too_large',
  'rate_limited',
  'unavailable',
  'not_allowed',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Codes of refused upgrades (HTTP), beside the error codes. */
export const UPGRADE_CODES = [
  'bad_room',
  'bad_request',
  'unauthorized',
  'forbidden_origin',
  'too_many_connections',
  'draining',
  'unavailable',
  'not_found',
  'forbidden',
] as const;
export type UpgradeCode = (typeof UPGRADE_CODES)[number];

/** Why a message was refused. */
export const REJECT_REASONS = [
  'profanity',
  'spam',
  'link',
  'muted',
  'banned',
  'slow_mode',
  'locked',
  'external',
  'undeliverable',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export const RECEIPT_STATUSES = ['accepted', 'rejected', 'held', 'duplicate'] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

/** WebSocket close codes. 1001 and 40xx: reconnect. 45xx: stop. */
export const CLOSE = {
  goingAway: 1001,
  slowConsumer: 4000,
  brokerLost: 4001,
  idle: 4002,
  banned: 4500,
  kicked: 4501,
  protocolViolation: 4502,
  tokenInvalid: 4503,
  roomClosed: 4504,
  replaced: 4505,
} as const;
export type CloseName = keyof typeof CLOSE;
export type CloseCode = (typeof CLOSE)[CloseName];
