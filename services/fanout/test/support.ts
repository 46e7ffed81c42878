import type { ApprovedMessage } from '@maru/contracts';

/** The `n`-th message of one person in one room. */
export const message = (n: number, text = `text ${n}`): ApprovedMessage => ({
  kind: 'message',
  edge: 'e1',
  uid: `u${n}`,
  room: 'lobby',
  user: 'kim',
  nick: 'Kim',
  id: `c${n}`,
  text,
  ts: Date.now(),
});
