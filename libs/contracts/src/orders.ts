import Type from 'typebox';
import type { Static } from 'typebox';
import { BATCH_ITEMS_MAX, PEOPLE_LISTED_MAX, ROOMS_LISTED_MAX } from './limits.js';
import { Count, EdgeId, Mode, NoticeLevel, Person, Room, Seconds, Text, UnixMs, User } from './schema.js';

const V1 = { v: Type.Literal(1), at: UnixMs };
const OrderId = Type.String({ minLength: 1, maxLength: 64 });
/** When the effect ends by itself. */
const Until = { until: UnixMs };

/**
 * What a moderator or operator can order. Orders with `until` last; the others happen once. Of two that concern the
 * same thing the later one in the log holds.
 */
export const OrderAction = Type.Union([
  Type.Object({ action: Type.Literal('kick'), user: User }),
  Type.Object({ action: Type.Literal('ban'), user: User, ...Until }),
  Type.Object({ action: Type.Literal('unban'), user: User }),
  Type.Object({ action: Type.Literal('mute'), user: User, ...Until }),
  Type.Object({ action: Type.Literal('unmute'), user: User }),
  Type.Object({ action: Type.Literal('slow_mode'), seconds: Seconds, ...Until }),
  Type.Object({ action: Type.Literal('lock'), ...Until }),
  Type.Object({ action: Type.Literal('close'), ...Until }),
  Type.Object({ action: Type.Literal('unlock') }),
  Type.Object({
    action: Type.Literal('raid'),
    slowModeSec: Seconds,
    policy: Mode.properties.policy,
    joinsPerSec: Type.Number({ exclusiveMinimum: 0, maximum: 100_000 }),
    ...Until,
  }),
  Type.Object({ action: Type.Literal('raid_end') }),
  Type.Object({ action: Type.Literal('notice'), text: Text, level: NoticeLevel }),
]);

/** An entry of the control log, which every edge follows from its start. */
export const Order = Type.Object(
  {
    ...V1,
    type: Type.Literal('order'),
    id: OrderId,
    by: Type.String({ minLength: 1, maxLength: 160, description: 'Who ordered it, for the audit log' }),
    /** Without one: every room. */
    room: Type.Optional(Room),
    order: OrderAction,
  },
  { $id: 'bus.order' },
);

/** Users who joined on this edge and may be connected elsewhere too: the newest connection in a room stays. */
export const Arrivals = Type.Object(
  {
    ...V1,
    type: Type.Literal('arrivals'),
    edge: EdgeId,
    items: Type.Array(Type.Object({ room: Room, user: User, at: UnixMs }), {
      minItems: 1,
      maxItems: BATCH_ITEMS_MAX,
    }),
  },
  { $id: 'bus.arrivals' },
);

/** An edge's admin API asks all edges for their rooms, for one room's people, or for one user's connections. */
export const Inquiry = Type.Object(
  {
    ...V1,
    type: Type.Literal('inquiry'),
    id: OrderId,
    edge: EdgeId,
    room: Type.Optional(Room),
    user: Type.Optional(User),
  },
  { $id: 'bus.inquiry' },
);

export const InquiryAnswer = Type.Object(
  {
    ...V1,
    type: Type.Literal('inquiry-answer'),
    id: OrderId,
    edge: EdgeId,
    connections: Count,
    /** There are more than this message may carry: the largest are here. */
    truncated: Type.Optional(Type.Boolean()),
    rooms: Type.Array(
      Type.Object({
        room: Room,
        /** Members over all edges, as the room's owner last said, and those on this edge. */
        members: Count,
        here: Count,
        messagesPerSec: Type.Number({ minimum: 0 }),
        mode: Mode,
        people: Type.Optional(Type.Array(Person, { maxItems: PEOPLE_LISTED_MAX })),
      }),
      { maxItems: ROOMS_LISTED_MAX },
    ),
  },
  { $id: 'bus.inquiry-answer' },
);

export type OrderAction = Static<typeof OrderAction>;
export type Order = Static<typeof Order>;
export type Arrivals = Static<typeof Arrivals>;
export type Inquiry = Static<typeof Inquiry>;
export type InquiryAnswer = Static<typeof InquiryAnswer>;
