/**
 * The frames of chat.v1 as this client reads and writes them. The project's schemas are the source; a test compares
 * these types and the decoder with them, so that the client itself needs no dependency.
 */

export interface SendFrame {
  type: 'send';
  id: string;
  text: string;
}
export type ClientFrame = SendFrame | { type: 'typing' } | { type: 'ping' };

export interface Person {
  user: string;
  nick: string;
}

export interface RoomMode {
  slowModeSec: number;
  locked: boolean;
  policy: string;
}

export interface Limits {
  /** Longest text, in code points after trimming. */
  textMax: number;
  /** Largest frame that the server takes, in bytes of UTF-8. */
  frameBytesMax: number;
  /** Messages a second that one connection may send; 0 = no limit. */
  sendPerSec: number;
  slowModeSec: number;
}

export interface MessageFrame extends Person {
  type: 'message';
  seq: number;
  /** `seq` of the message before this one. */
  prev: number;
  uid: string;
  text: string;
  /** Server time, Unix ms. */
  ts: number;
  /** The sender's own id of it. */
  id?: string | undefined;
  /** True when words were starred out. */
  masked?: boolean | undefined;
}

export interface JoinedFrame extends Person {
  type: 'joined';
  room: string;
  /** Signed anonymous identity, to be sent back as `?anon=`. */
  anon?: string | undefined;
  epoch: string;
  seq: number;
  members: number;
  recovered: boolean;
  recent?: MessageFrame[] | undefined;
  limits: Limits;
  mode: RoomMode;
}

export interface ReceiptFrame {
  type: 'receipt';
  id: string;
  status: 'accepted' | 'rejected' | 'held' | 'duplicate';
  reason?: string | undefined;
  category?: string | undefined;
  seq?: number | undefined;
}

export interface RetractFrame {
  type: 'retract';
  seq: number;
  uid: string;
}

export interface PresenceFrame {
  type: 'presence';
  members: number;
  joined?: Person[] | undefined;
  left?: Person[] | undefined;
}

export interface TypingFrame extends Person {
  type: 'typing';
}

export interface NoticeFrame {
  type: 'notice';
  text: string;
  ts: number;
  level: string;
}

export interface ModeFrame extends RoomMode {
  type: 'mode';
}

export interface ErrorFrame {
  type: 'error';
  code: string;
  message: string;
  id?: string | undefined;
  retryAfterMs?: number | undefined;
}

export type ServerFrame =
  | JoinedFrame
  | MessageFrame
  | ReceiptFrame
  | RetractFrame
  | PresenceFrame
  | TypingFrame
  | NoticeFrame
  | ModeFrame
  | ErrorFrame
  | { type: 'pong' };
