import type { RejectReason, ServerMessage, ServerMessageOutcome } from '@maru/contracts';
import { Connection } from '../connection.js';
import type { Hub } from '../hub.js';
import { EdgeRoom } from '../room.js';
import type { Sender } from '../sender.js';
import { emptyBudget } from '../user-limits.js';

/** A verdict that has not come by then is not waited for: accepted means delivered or refused, never lost. */
const VERDICT_WAIT_MS = 1_000;
const AUTHOR = 'server';

export type PostOutcome =
  | ServerMessageOutcome
  | { status: 'rejected'; details: { reason?: RejectReason; category?: string } }
  | { status: 'unavailable' };
export type PostOptions = { hub: Hub; sender: Sender; shards: number; now(): number };

/** Brings a server's message to moderation, as if a member without a socket had sent it. */
export function postMessage(
  options: PostOptions,
  room: string,
  message: ServerMessage & { id: string },
): Promise<PostOutcome> {
  const { hub, sender, shards, now } = options;
  const { id, text, user = AUTHOR, nick = user.slice(0, 32) } = message;
  const author = new Connection(
    {
      roomName: room,
      user,
      nick,
      anonymous: false,
      fresh: false,
      moderator: true,
      expiresAtMs: undefined,
      wish: undefined,
      resume: undefined,
      finalReceiptsOnly: false,
      ip: '',
    },
    now(),
    emptyBudget(now()),
  );
  return new Promise((resolve) => {
    let accepted = false;
    const timer = setTimeout(
      () => resolve(accepted ? { status: 'accepted', id } : { status: 'unavailable' }),
      VERDICT_WAIT_MS,
    );
    const settle = (outcome: PostOutcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    // The room need not be open here: its name, shard and mode are all that sending needs.
    const place = hub.room(room) ?? new EdgeRoom(room, shards, now(), () => undefined);
    const taken = sender.send(author, place, id, text.trim(), (receipt) => {
      if (!receipt) return settle({ status: 'unavailable' });
      const { status, seq, reason, category } = receipt;
      if (status === 'rejected')
        return settle({
          status,
          details: { ...(reason === undefined ? {} : { reason }), ...(category === undefined ? {} : { category }) },
        });
      if (status !== 'accepted') return settle({ status, id, ...(seq === undefined ? {} : { seq }) });
      accepted = true;
    });
    if (!taken) settle({ status: 'unavailable' });
  });
}
