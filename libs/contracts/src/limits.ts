/**
 * Every limit of the protocol and the bus, each with its unit in the name. Services may make some of them smaller or
 * larger by configuration; these are the defaults and the ceilings that schemas check.
 */

/** Longest room id, in code points after NFC. */
export const ROOM_CODE_POINTS_MAX = 64;
/** Longest nickname, in code points. */
export const NICK_CODE_POINTS_MAX = 32;
/** Longest user id, in UTF-16 units. */
export const USER_LENGTH_MAX = 128;
/** Longest message text, in code points after trimming. */
export const TEXT_CODE_POINTS_MAX = 2_000;
/** Longest client message id, in printable ASCII characters. */
export const CLIENT_ID_LENGTH_MAX = 64;
/** Largest frame that an edge takes from a client, in bytes. */
export const FRAME_BYTES_MAX = 4_096;
/** A connection is closed (4502) at this many refused frames within {@link BAD_FRAMES_WINDOW_MS}. */
export const BAD_FRAMES_MAX = 10;
/** Window of {@link BAD_FRAMES_MAX}. */
export const BAD_FRAMES_WINDOW_MS = 60_000;
/** Messages that `joined.recent` carries at most. */
export const RECENT_MESSAGES_MAX = 50;
/** Seq counts milliseconds from here (2026-01-01T00:00Z), so that it rises even over a loss of all state. */
export const SEQ_ORIGIN_MS = Date.UTC(2026, 0, 1);
/** A room's history: age, count and bytes of encoded frames, whichever is reached first. */
export const HISTORY_AGE_MS = 30_000;
export const HISTORY_MESSAGES_MAX = 1_000;
export const HISTORY_BYTES_MAX = 1_048_576;
/** How long a repeated `send` is recognised. */
export const IDEMPOTENCY_WINDOW_MS = 300_000;
/** One `typing` per user and room is relayed in this time. */
export const TYPING_INTERVAL_MS = 3_000;
/** One `presence` per room is sent in this time. */
export const PRESENCE_INTERVAL_MS = 1_000;
/** Rooms up to this size get the names of who joined and left. */
export const PRESENCE_NAMES_MEMBERS_MAX = 100;
/** Chat messages that one bus batch carries at most. */
export const BATCH_ITEMS_MAX = 512;
/** Bytes that one bus batch carries at most, estimated before it is encoded. */
export const BATCH_BYTES_MAX = 262_144;
/** Rooms that one delivery batch addresses at most (each is one more routing key). */
export const BATCH_ROOMS_MAX = 128;
/** Rooms that an edge names in an answer to the admin API; the largest ones. */
export const ROOMS_LISTED_MAX = 500;
/** People of a room that an edge names in an answer to the admin API. */
export const PEOPLE_LISTED_MAX = 1_000;
/** Longest time that a sanction or a room's mode lasts. */
export const ORDER_SECONDS_MAX = 31_536_000;
/** Characters of a word list set that comes over the control bus. */
export const LISTS_TEXT_CODE_POINTS_MAX = 4_194_304;
/** Texts that a word list set is tried on before it is used, of each kind. */
export const CANARY_TEXTS_MAX = 1_000;
