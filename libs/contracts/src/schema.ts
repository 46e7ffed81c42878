import Type from 'typebox';
import {
  CLIENT_ID_LENGTH_MAX,
  NICK_CODE_POINTS_MAX,
  ROOM_CODE_POINTS_MAX,
  TEXT_CODE_POINTS_MAX,
  USER_LENGTH_MAX,
} from './limits.js';

/**
 * Parts that frames and bus messages share. Length bounds of strings count code points, as JSON Schema says;
 * bytes are capped before parsing.
 */
export const Room = Type.String({ minLength: 1, maxLength: ROOM_CODE_POINTS_MAX, description: 'Room id, NFC' });
export const User = Type.String({ minLength: 1, maxLength: USER_LENGTH_MAX, description: 'User id' });
export const Nick = Type.String({ minLength: 1, maxLength: NICK_CODE_POINTS_MAX, description: 'Nickname' });
export const ClientId = Type.String({
  pattern: `^[\\x20-\\x7e]{1,${CLIENT_ID_LENGTH_MAX}}$`,
  description: "The sender's own message id, unique per user: the idempotency key",
});
export const Text = Type.String({ minLength: 1, maxLength: TEXT_CODE_POINTS_MAX });
/** What a client sends: spaces around the text are not counted, because they are trimmed away. */
export const SendText = Type.String({
  pattern: `^\\s*\\S(?:[\\s\\S]{0,${TEXT_CODE_POINTS_MAX - 2}}\\S)?\\s*$`,
  description: `1 to ${TEXT_CODE_POINTS_MAX} code points after trimming`,
});
export const Uid = Type.String({ minLength: 1, maxLength: 64, description: 'Message id, unique over all edges' });
export const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Place in the room' });
export const Epoch = Type.String({
  minLength: 1,
  maxLength: 32,
  description: 'Which life of the room a seq belongs to',
});
export const UnixMs = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Unix time, ms' });
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const Seconds = Type.Integer({ minimum: 0, maximum: 31_536_000 });
export const EdgeId = Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$', description: 'Id of an edge process' });
export const Person = Type.Object({ user: User, nick: Nick });

export const PolicyName = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,31}$',
  description: 'Name of a moderation policy',
});
export const ListsVersion = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._:+-]{0,63}$',
  description: 'Version of a word list set, chosen by whoever made it',
});

/** A room's mode, as `joined` and `mode` tell it. */
export const Mode = Type.Object({
  slowModeSec: Seconds,
  locked: Type.Boolean(),
  policy: Type.String({ minLength: 1, maxLength: 32, description: 'Name of the moderation policy in force' }),
});

export const NoticeLevel = Type.Enum(['info', 'warning', 'critical']);
