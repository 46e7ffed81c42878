import Type from 'typebox';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { ORDER_SECONDS_MAX, PEOPLE_LISTED_MAX } from './limits.js';
import { explain, MalformedMessageError } from './malformed.js';
import type { InquiryAnswer } from './orders.js';
import {
  ClientId,
  Count,
  Mode,
  Nick,
  NoticeLevel,
  Person,
  Room,
  Seconds,
  SendText,
  Seq,
  Text,
  Uid,
  UnixMs,
  User,
} from './schema.js';

/** Bodies of the HTTP interfaces: moderators' actions on the public port, the admin API on the ops port. */

const Duration = Type.Integer({ minimum: 1, maximum: ORDER_SECONDS_MAX, description: 'How long it lasts, seconds' });
const All = Type.Optional(Type.Boolean({ description: 'In every room, not only this one. Needs the right for all.' }));
const onUser = <const A extends string>(action: A) =>
  Type.Object({ action: Type.Literal(action), user: User, all: All });
const onUserFor = <const A extends string>(action: A) =>
  Type.Object({ action: Type.Literal(action), user: User, seconds: Type.Optional(Duration), all: All });

/** What a moderator can do in a room. */
export const ModeratorAction = Type.Union(
  [
    onUser('kick'),
    onUserFor('ban'),
    onUser('unban'),
    onUserFor('mute'),
    onUser('unmute'),
    Type.Object({
      action: Type.Literal('slow_mode'),
      seconds: Type.Integer({
        minimum: 0,
        maximum: 86_400,
        description: 'Seconds between two messages of a user; 0 ends it',
      }),
      forSeconds: Type.Optional(Duration),
    }),
    Type.Object({ action: Type.Literal('lock'), seconds: Type.Optional(Duration) }),
    Type.Object({ action: Type.Literal('close'), seconds: Type.Optional(Duration) }),
    Type.Object({ action: Type.Literal('unlock') }, { description: 'Ends a lock and a close' }),
    Type.Object({ action: Type.Literal('retract'), uid: Uid, seq: Type.Optional(Seq) }),
    Type.Object({ action: Type.Literal('notice'), text: Text, level: Type.Optional(NoticeLevel), all: All }),
    Type.Object({
      action: Type.Literal('raid'),
      seconds: Type.Optional(
        Type.Integer({ minimum: 0, maximum: ORDER_SECONDS_MAX, description: 'How long it lasts; 0 ends it' }),
      ),
      slowModeSec: Type.Optional(Seconds),
      policy: Type.Optional(Mode.properties.policy),
      joinsPerSec: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100_000 })),
    }),
  ],
  { $id: 'http.action' },
);

/** Orders that need no room: they hold in every one. */
export const EverywhereAction = Type.Union(
  [
    onUser('kick'),
    onUserFor('ban'),
    onUser('unban'),
    onUserFor('mute'),
    onUser('unmute'),
    Type.Object({ action: Type.Literal('notice'), text: Text, level: Type.Optional(NoticeLevel) }),
  ],
  { $id: 'http.everywhere-action' },
);

/** A message that a server writes. It goes the way of any other, past moderation. */
export const ServerMessage = Type.Object(
  {
    text: SendText,
    id: Type.Optional({ ...ClientId, description: 'Idempotency key: the same one within 5 minutes is delivered once' }),
    user: Type.Optional({ ...User, description: 'Author (default "server")' }),
    nick: Type.Optional({ ...Nick, description: 'Nickname shown (default the user)' }),
  },
  { $id: 'http.message' },
);
export const ServerMessageOutcome = Type.Object(
  {
    status: Type.Enum(['accepted', 'duplicate', 'held']),
    id: ClientId,
    seq: Type.Optional(Seq),
  },
  { $id: 'http.message-outcome' },
);

export const Refused = Type.Object(
  {
    code: Type.String(),
    message: Type.String(),
    reason: Type.Optional(Type.String()),
    category: Type.Optional(Type.String()),
  },
  { $id: 'http.refused' },
);

const RoomSummary = Type.Object({
  room: Room,
  members: Count,
  messagesPerSec: Type.Number({ minimum: 0 }),
  mode: Mode,
  edges: Type.Array(Type.String()),
});
export const RoomList = Type.Object(
  { edges: Count, connections: Count, truncated: Type.Boolean(), rooms: Type.Array(RoomSummary) },
  { $id: 'http.rooms' },
);
export const RoomDetails = Type.Object(
  { ...RoomSummary.properties, people: Type.Array(Person, { maxItems: PEOPLE_LISTED_MAX }) },
  { $id: 'http.room' },
);
export const Sanction = Type.Object({
  kind: Type.Enum(['ban', 'mute', 'slow_mode', 'lock', 'close', 'raid']),
  user: Type.Optional(User),
  room: Type.Optional(Room),
  until: UnixMs,
  by: Type.String(),
  at: UnixMs,
});
export const SanctionList = Type.Object({ sanctions: Type.Array(Sanction) }, { $id: 'http.sanctions' });
export const UserDetails = Type.Object(
  {
    user: User,
    connected: Type.Array(Type.Object({ room: Room, edge: Type.String(), nick: Nick })),
    sanctions: Type.Array(Sanction),
  },
  { $id: 'http.user' },
);
export const WordLists = Type.Object(
  {
    replicas: Type.Array(
      Type.Object({ replica: Type.String(), version: Type.String(), hash: Type.String(), heardAt: UnixMs }),
    ),
    agree: Type.Boolean({ description: 'Every replica runs the same lists' }),
  },
  { $id: 'http.lists' },
);

export type ModeratorAction = Static<typeof ModeratorAction>;
export type EverywhereAction = Static<typeof EverywhereAction>;
export type ServerMessage = Static<typeof ServerMessage>;
export type ServerMessageOutcome = Static<typeof ServerMessageOutcome>;
export type RoomList = Static<typeof RoomList>;
export type RoomDetails = Static<typeof RoomDetails>;
export type Sanction = Static<typeof Sanction>;
export type SanctionList = Static<typeof SanctionList>;
export type UserDetails = Static<typeof UserDetails>;
export type WordLists = Static<typeof WordLists>;
export type ListedRoom = InquiryAnswer['rooms'][number];

/** Bodies by name: the source of the OpenAPI document. */
export const HTTP_BODIES = {
  action: ModeratorAction,
  'everywhere-action': EverywhereAction,
  message: ServerMessage,
  'message-outcome': ServerMessageOutcome,
  refused: Refused,
  rooms: RoomList,
  room: RoomDetails,
  sanctions: SanctionList,
  user: UserDetails,
  lists: WordLists,
} as const;
export type HttpBodyName = keyof typeof HTTP_BODIES;

const checks = Object.fromEntries(
  Object.entries(HTTP_BODIES).map(([name, schema]) => [name, Compile(schema)]),
) as unknown as Record<HttpBodyName, { Check(value: unknown): boolean }>;

/**
 * Reads a request's body.
 * @throws MalformedMessageError whose message names the field
 */
export function readHttpBody<N extends HttpBodyName>(name: N, body: string): Static<(typeof HTTP_BODIES)[N]> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new MalformedMessageError(`not JSON: ${(error as Error).message}`);
  }
  if (checks[name].Check(value)) return value as Static<(typeof HTTP_BODIES)[N]>;
  throw new MalformedMessageError(`${name}${explain(variantOf(HTTP_BODIES[name], value), value)}`);
}

/** Of a choice of actions the one that the value names: complaints about the others would only mislead. */
function variantOf(schema: TSchema, value: unknown): TSchema {
  const variants = (schema as { anyOf?: { properties?: { action?: { const?: string } } }[] }).anyOf;
  const action = (value as { action?: unknown } | null)?.action;
  const variant = variants?.find((candidate) => candidate.properties?.action?.const === action);
  return (variant as TSchema | undefined) ?? schema;
}
