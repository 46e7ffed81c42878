import Type from 'typebox';
import type { Static } from 'typebox';
import { ERROR_CODES, RECEIPT_STATUSES, REJECT_REASONS } from './codes.js';
import { RECENT_MESSAGES_MAX } from './limits.js';
import {
  ClientId,
  Count,
  Epoch,
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

// Client → server

export const SendFrame = Type.Object(
  { type: Type.Literal('send'), id: ClientId, text: SendText },
  { $id: 'frame.send' },
);
export const TypingRequestFrame = Type.Object({ type: Type.Literal('typing') }, { $id: 'frame.typing-request' });
export const PingFrame = Type.Object({ type: Type.Literal('ping') }, { $id: 'frame.ping' });

export type SendFrame = Static<typeof SendFrame>;
export type ClientFrame = SendFrame | Static<typeof TypingRequestFrame> | Static<typeof PingFrame>;

// Server → client

export const MessageFrame = Type.Object(
  {
    type: Type.Literal('message'),
    seq: Seq,
    prev: Seq,
    uid: Uid,
    user: User,
    nick: Nick,
    text: Text,
    ts: UnixMs,
    id: ClientId,
    masked: Type.Optional(Type.Boolean()),
  },
  { $id: 'frame.message' },
);

export const JoinedFrame = Type.Object(
  {
    type: Type.Literal('joined'),
    room: Room,
    user: User,
    nick: Nick,
    anon: Type.Optional(Type.String({ maxLength: 512 })),
    epoch: Epoch,
    seq: Seq,
    members: Count,
    recovered: Type.Boolean(),
    recent: Type.Optional(Type.Array(MessageFrame, { maxItems: RECENT_MESSAGES_MAX })),
    limits: Type.Object({
      textMax: Count,
      frameBytesMax: Count,
      sendPerSec: Type.Number({ minimum: 0 }),
      slowModeSec: Seconds,
    }),
    mode: Mode,
  },
  { $id: 'frame.joined' },
);

export const ReceiptFrame = Type.Object(
  {
    type: Type.Literal('receipt'),
    id: ClientId,
    status: Type.Enum([...RECEIPT_STATUSES]),
    reason: Type.Optional(Type.Enum([...REJECT_REASONS])),
    category: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
    seq: Type.Optional(Seq),
  },
  { $id: 'frame.receipt' },
);
export const RetractFrame = Type.Object(
  { type: Type.Literal('retract'), seq: Seq, uid: Uid },
  { $id: 'frame.retract' },
);
export const PresenceFrame = Type.Object(
  {
    type: Type.Literal('presence'),
    members: Count,
    joined: Type.Optional(Type.Array(Person)),
    left: Type.Optional(Type.Array(Person)),
  },
  { $id: 'frame.presence' },
);
export const TypingFrame = Type.Object(
  { type: Type.Literal('typing'), user: User, nick: Nick },
  { $id: 'frame.typing' },
);
export const NoticeFrame = Type.Object(
  { type: Type.Literal('notice'), text: Text, ts: UnixMs, level: NoticeLevel },
  { $id: 'frame.notice' },
);
export const ModeFrame = Type.Object({ type: Type.Literal('mode'), ...Mode.properties }, { $id: 'frame.mode' });
export const PongFrame = Type.Object({ type: Type.Literal('pong') }, { $id: 'frame.pong' });
export const ErrorFrame = Type.Object(
  {
    type: Type.Literal('error'),
    code: Type.Enum([...ERROR_CODES]),
    message: Type.String({ maxLength: 512 }),
    id: Type.Optional(ClientId),
    retryAfterMs: Type.Optional(Count),
  },
  { $id: 'frame.error' },
);

export type MessageFrame = Static<typeof MessageFrame>;
export type JoinedFrame = Static<typeof JoinedFrame>;
export type ReceiptFrame = Static<typeof ReceiptFrame>;
export type RetractFrame = Static<typeof RetractFrame>;
export type PresenceFrame = Static<typeof PresenceFrame>;
export type TypingFrame = Static<typeof TypingFrame>;
export type NoticeFrame = Static<typeof NoticeFrame>;
export type ModeFrame = Static<typeof ModeFrame>;
export type PongFrame = Static<typeof PongFrame>;
export type ErrorFrame = Static<typeof ErrorFrame>;
export type RoomMode = Static<typeof Mode>;
export type Person = Static<typeof Person>;

export type ServerFrame =
  | JoinedFrame
  | MessageFrame
  | ReceiptFrame
  | RetractFrame
  | PresenceFrame
  | TypingFrame
  | NoticeFrame
  | ModeFrame
  | PongFrame
  | ErrorFrame;

/** Frames by direction and name, in the order the protocol lists them: the source of the generated documents. */
export const CLIENT_FRAMES = { send: SendFrame, 'typing-request': TypingRequestFrame, ping: PingFrame } as const;
export const SERVER_FRAMES = {
  joined: JoinedFrame,
  message: MessageFrame,
  receipt: ReceiptFrame,
  retract: RetractFrame,
  presence: PresenceFrame,
  typing: TypingFrame,
  notice: NoticeFrame,
  mode: ModeFrame,
  pong: PongFrame,
  error: ErrorFrame,
} as const;
