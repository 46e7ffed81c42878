import Type from 'typebox';
import type { Static } from 'typebox';
import { RECEIPT_STATUSES, REJECT_REASONS } from './codes.js';
import {
  BATCH_ITEMS_MAX,
  BATCH_ROOMS_MAX,
  CANARY_TEXTS_MAX,
  HISTORY_MESSAGES_MAX,
  LISTS_TEXT_CODE_POINTS_MAX,
} from './limits.js';
import { Arrivals, Inquiry, InquiryAnswer, Order } from './orders.js';
import {
  ClientId,
  Count,
  EdgeId,
  Epoch,
  ListsVersion,
  Mode,
  Nick,
  Person,
  PolicyName,
  Room,
  Seq,
  Text,
  Uid,
  UnixMs,
  User,
} from './schema.js';

/**
 * Messages on the bus. Each is a batch: one AMQP message carries many chat messages. `v` is the version of the
 * shape; a breaking change is a `v: 2` beside it. `at` is when the batch was published, for the hop latencies.
 */
const V1 = { v: Type.Literal(1), at: UnixMs };
const Shard = Type.Integer({ minimum: 0, maximum: 1023 });
const Term = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: "Rises with every new owner of a shard; an older owner's output is dropped",
});
/** What the publishing edge last saw of the room. An owner that has lost the room's state goes on from here. */
const Position = { epoch: Type.Optional(Epoch), seq: Type.Optional(Seq) };

const ChatMessage = {
  kind: Type.Literal('message'),
  uid: Uid,
  room: Room,
  user: User,
  nick: Nick,
  id: ClientId,
  text: Text,
  ts: UnixMs,
  ...Position,
};

/** An unmoderated message, as the edge took it. */
export const RawMessage = Type.Object({
  ...ChatMessage,
  /** Name of the policy to decide by, where the room's mode asks for another than the default. */
  policy: Type.Optional(Mode.properties.policy),
});
/** An edge opens a room: its name is checked, then the owner answers with a snapshot. */
export const RoomOpen = Type.Object({ kind: Type.Literal('open'), room: Room, ...Position });
/** A wished nickname to check; the verdict comes back with the same `ref`. */
export const NickCheck = Type.Object({
  kind: Type.Literal('nick'),
  ref: Type.String({ minLength: 1, maxLength: 64 }),
  nick: Nick,
  /** A token says it: reserved names are for those. */
  vouched: Type.Optional(Type.Boolean()),
});

/** Edge → moderation. */
export const RawBatch = Type.Object(
  {
    ...V1,
    type: Type.Literal('raw'),
    edge: EdgeId,
    items: Type.Array(Type.Union([RawMessage, RoomOpen, NickCheck]), { minItems: 1, maxItems: BATCH_ITEMS_MAX }),
  },
  { $id: 'bus.raw' },
);

/** A message that passed moderation, masked or as it came. */
export const ApprovedMessage = Type.Object({ ...ChatMessage, edge: EdgeId, masked: Type.Optional(Type.Boolean()) });
/** A room whose name passed; `edge` wants its snapshot. */
export const ApprovedOpen = Type.Object({ kind: Type.Literal('open'), edge: EdgeId, room: Room, ...Position });

/** Takes back a message that was published before the verdict on it came. */
export const ApprovedRetract = Type.Object({ kind: Type.Literal('retract'), room: Room, uid: Uid });

/** Moderation → fan-out. */
export const ApprovedBatch = Type.Object(
  {
    ...V1,
    type: Type.Literal('approved'),
    items: Type.Array(Type.Union([ApprovedMessage, ApprovedOpen, ApprovedRetract]), {
      minItems: 1,
      maxItems: BATCH_ITEMS_MAX,
    }),
  },
  { $id: 'bus.approved' },
);

/** How many members a room has on this edge, and who came and went since the last report. */
export const EdgePresence = Type.Object({
  kind: Type.Literal('presence'),
  room: Room,
  members: Count,
  joined: Type.Optional(Type.Array(Person)),
  left: Type.Optional(Type.Array(Person)),
  /** `joined` is everyone on this edge, not a difference; `left` is one still. */
  full: Type.Optional(Type.Boolean()),
  ...Position,
});
export const EdgeTyping = Type.Object({ kind: Type.Literal('typing'), room: Room, user: User, nick: Nick });
/** The edge asks for what came after its position: after a reconnect, or when `prev` showed a gap. */
export const EdgeRepair = Type.Object({ kind: Type.Literal('repair'), room: Room, ...Position });
/** A moderator takes a message back. `seq` where it is known: the owner may have forgotten it already. */
export const EdgeRetract = Type.Object({
  kind: Type.Literal('retract'),
  room: Room,
  uid: Uid,
  seq: Type.Optional(Seq),
});
/** The edge has left the room. */
export const EdgeLeave = Type.Object({ kind: Type.Literal('leave'), room: Room });

/** Edge → fan-out, past moderation: nothing here carries text from a client that was not checked before. */
export const EdgeReport = Type.Object(
  {
    ...V1,
    type: Type.Literal('edge-report'),
    edge: EdgeId,
    items: Type.Array(Type.Union([EdgePresence, EdgeTyping, EdgeRepair, EdgeRetract, EdgeLeave]), {
      minItems: 1,
      maxItems: BATCH_ITEMS_MAX,
    }),
  },
  { $id: 'bus.edge-report' },
);

/** Where a message frame stands; the frame itself follows the header as a line of its own. */
export const FrameIndex = Type.Object({
  seq: Seq,
  prev: Seq,
  uid: Uid,
  ts: UnixMs,
  /** The frame holds no text any more; it only keeps the chain of `prev` whole. */
  retracted: Type.Optional(Type.Boolean()),
});

/** What happened in one room. */
export const RoomDelivery = Type.Object({
  room: Room,
  epoch: Epoch,
  messages: Type.Optional(Type.Array(FrameIndex, { maxItems: BATCH_ITEMS_MAX })),
  presence: Type.Optional(
    Type.Object({ members: Count, joined: Type.Optional(Type.Array(Person)), left: Type.Optional(Type.Array(Person)) }),
  ),
  typing: Type.Optional(Type.Array(Person)),
  retracts: Type.Optional(Type.Array(Type.Object({ seq: Seq, uid: Uid }))),
  mode: Type.Optional(Mode),
  /** Nobody is in the room any more: its state is gone. */
  closed: Type.Optional(Type.Boolean()),
});

/** Fan-out → the edges of the rooms named: this header, then one line per message frame, in the order of `rooms`. */
export const DeliveryHeader = Type.Object(
  {
    ...V1,
    type: Type.Literal('delivery'),
    shard: Shard,
    term: Term,
    rooms: Type.Array(RoomDelivery, { minItems: 1, maxItems: BATCH_ROOMS_MAX }),
  },
  { $id: 'bus.delivery' },
);

/** A fan-out replica has become the owner of a shard: edges report their rooms to it and drop what older owners send. */
export const TermStart = Type.Object(
  { ...V1, type: Type.Literal('term'), shard: Shard, term: Term, owner: EdgeId },
  { $id: 'bus.term' },
);

/** A room's state. */
export const RoomSnapshot = Type.Object({
  room: Room,
  epoch: Epoch,
  /** Position of the room: the last message's seq, 0 when there was none. */
  seq: Seq,
  members: Count,
  roster: Type.Optional(Type.Array(Person)),
  mode: Mode,
  /** The room's frames are everything after this seq, and those before it that were taken back. */
  since: Seq,
  messages: Type.Array(FrameIndex, { maxItems: HISTORY_MESSAGES_MAX }),
});

/** Fan-out → one edge: the state of rooms, in one cut with the deliveries around it. Message frames follow as lines. */
export const SnapshotHeader = Type.Object(
  {
    ...V1,
    type: Type.Literal('snapshot'),
    shard: Shard,
    term: Term,
    rooms: Type.Array(RoomSnapshot, { minItems: 1, maxItems: BATCH_ITEMS_MAX }),
  },
  { $id: 'bus.snapshot' },
);

/** The outcome of one message. */
export const MessageReceipt = Type.Object({
  kind: Type.Literal('message'),
  uid: Uid,
  status: Type.Enum([...RECEIPT_STATUSES]),
  reason: Type.Optional(Type.Enum([...REJECT_REASONS])),
  category: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  seq: Type.Optional(Seq),
  /** Version and hash of the word lists that refused it: `version@hash`. */
  lists: Type.Optional(Type.String({ minLength: 1, maxLength: 96 })),
});
export const NickReceipt = Type.Object({
  kind: Type.Literal('nick'),
  ref: Type.String({ minLength: 1, maxLength: 64 }),
  allowed: Type.Boolean(),
});
export const RoomReceipt = Type.Object({
  kind: Type.Literal('room'),
  room: Room,
  reason: Type.Enum([...REJECT_REASONS]),
});

/** Moderation or fan-out → the edge of origin. */
export const ReceiptBatch = Type.Object(
  {
    ...V1,
    type: Type.Literal('receipts'),
    items: Type.Array(Type.Union([MessageReceipt, NickReceipt, RoomReceipt]), {
      minItems: 1,
      maxItems: BATCH_ITEMS_MAX,
    }),
  },
  { $id: 'bus.receipts' },
);

/** Control broadcasts, to every service. */
export const EdgeAlive = Type.Object(
  {
    ...V1,
    type: Type.Literal('edge-alive'),
    edge: EdgeId,
    connections: Count,
    stopping: Type.Optional(Type.Boolean()),
  },
  { $id: 'bus.edge-alive' },
);
/** A replica that shares the shards of a stage with others; `hello` asks the others to answer at once. */
export const ReplicaAlive = Type.Object(
  {
    ...V1,
    type: Type.Literal('replica-alive'),
    stage: Type.Enum(['raw', 'approved']),
    replica: EdgeId,
    hello: Type.Optional(Type.Boolean()),
    stopping: Type.Optional(Type.Boolean()),
  },
  { $id: 'bus.replica-alive' },
);

/**
 * The moderation policy of a room, or without `room` of all rooms that have none of their own. Without `policy` it goes
 * back to what it was by configuration; `untilMs` does that by itself at that time. Of two, the one with the later `at`
 * holds.
 */
export const RoomPolicy = Type.Object(
  {
    ...V1,
    type: Type.Literal('room-policy'),
    room: Type.Optional(Room),
    policy: Type.Optional(PolicyName),
    untilMs: Type.Optional(UnixMs),
  },
  { $id: 'bus.room-policy' },
);
/**
 * A word list set for every replica of moderation: takes the place of the one from files until a later message comes
 * without `set`. `text` is in the list file format; `base` says whether the built-in lists belong to it too. A replica
 * that cannot compile it, or whose canary texts come out wrong, keeps the set that it has.
 */
export const ListSet = Type.Object(
  {
    ...V1,
    type: Type.Literal('lists'),
    /** Runs beside the live set, and only its differences are reported. */
    shadow: Type.Optional(Type.Boolean()),
    set: Type.Optional(
      Type.Object({
        version: ListsVersion,
        base: Type.Enum(['builtin', 'none']),
        text: Type.String({ maxLength: LISTS_TEXT_CODE_POINTS_MAX }),
        /** Texts that must have a hit. */
        foul: Type.Optional(Type.Array(Text, { maxItems: CANARY_TEXTS_MAX })),
        /** Texts that must have none. */
        clean: Type.Optional(Type.Array(Text, { maxItems: CANARY_TEXTS_MAX })),
      }),
    ),
  },
  { $id: 'bus.lists' },
);
/** A replica of moderation says which word lists it runs; `hello` asks the others to say so at once. */
export const ListsState = Type.Object(
  {
    ...V1,
    type: Type.Literal('lists-state'),
    replica: EdgeId,
    version: ListsVersion,
    hash: Type.String({ pattern: '^[0-9a-f]{16}$', description: 'Of the entries: equal sets have equal hashes' }),
    /** `at` of the `lists` messages that it follows, live and shadow; left out when it follows none. */
    liveAt: Type.Optional(UnixMs),
    shadowAt: Type.Optional(UnixMs),
    hello: Type.Optional(Type.Boolean()),
    stopping: Type.Optional(Type.Boolean()),
  },
  { $id: 'bus.lists-state' },
);

export type RawBatch = Static<typeof RawBatch>;
export type RawMessage = Static<typeof RawMessage>;
export type RawItem = RawBatch['items'][number];
export type ApprovedBatch = Static<typeof ApprovedBatch>;
export type ApprovedMessage = Static<typeof ApprovedMessage>;
export type ApprovedRetract = Static<typeof ApprovedRetract>;
export type ApprovedItem = ApprovedBatch['items'][number];
export type EdgeReport = Static<typeof EdgeReport>;
export type EdgeReportItem = EdgeReport['items'][number];
export type EdgePresence = Static<typeof EdgePresence>;
export type FrameIndex = Static<typeof FrameIndex>;
export type RoomDelivery = Static<typeof RoomDelivery>;
export type DeliveryHeader = Static<typeof DeliveryHeader>;
export type TermStart = Static<typeof TermStart>;
export type RoomSnapshot = Static<typeof RoomSnapshot>;
export type SnapshotHeader = Static<typeof SnapshotHeader>;
export type MessageReceipt = Static<typeof MessageReceipt>;
export type ReceiptItem = ReceiptBatch['items'][number];
export type ReceiptBatch = Static<typeof ReceiptBatch>;
export type EdgeAlive = Static<typeof EdgeAlive>;
export type ReplicaAlive = Static<typeof ReplicaAlive>;
export type RoomPolicy = Static<typeof RoomPolicy>;
export type ListSet = Static<typeof ListSet>;
export type ListsState = Static<typeof ListsState>;

/** A delivery with its frames, each the bytes of one `message` frame, in the order of the header. */
export type Delivery = { header: DeliveryHeader; frames: readonly Buffer[] };
export type Snapshot = { header: SnapshotHeader; frames: readonly Buffer[] };

/** What an edge takes from its queue. */
export type EdgeMessage =
  | { type: 'delivery'; delivery: Delivery }
  | { type: 'snapshot'; snapshot: Snapshot }
  | { type: 'receipts'; receipts: ReceiptBatch }
  | { type: 'term'; term: TermStart };
/** What fan-out takes from a shard's queue. */
export type ShardMessage = ApprovedBatch | EdgeReport;
/** What a shard's log holds. */
export type LogEntry = { type: 'delivery'; delivery: Delivery } | { type: 'term'; term: TermStart };
/** What every service hears. */
export type ControlMessage =
  EdgeAlive | ReplicaAlive | RoomPolicy | ListSet | ListsState | Arrivals | Inquiry | InquiryAnswer;

/** Messages by name: the source of the generated documents. */
export const BUS_MESSAGES = {
  raw: RawBatch,
  approved: ApprovedBatch,
  'edge-report': EdgeReport,
  delivery: DeliveryHeader,
  term: TermStart,
  snapshot: SnapshotHeader,
  receipts: ReceiptBatch,
  'edge-alive': EdgeAlive,
  'replica-alive': ReplicaAlive,
  'room-policy': RoomPolicy,
  lists: ListSet,
  'lists-state': ListsState,
  arrivals: Arrivals,
  inquiry: Inquiry,
  'inquiry-answer': InquiryAnswer,
  order: Order,
} as const;
export type BusMessageName = keyof typeof BUS_MESSAGES;
