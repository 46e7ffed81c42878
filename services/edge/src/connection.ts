import type { EdgeRoom } from './room.js';
import type { UserBudget } from './user-limits.js';
import type { WebSocket } from './uws.js';

export type Resume = { epoch: string; seq: number };

/** What the upgrade found out about a connection. */
export type Admission = {
  roomName: string;
  user: string;
  nick: string;
  /** Gets a signed identity in `joined`, to come back with. */
  anonymous: boolean;
  /** The identity was made up for this connection: nobody else can have it. */
  fresh: boolean;
  /** Moderates the room. */
  moderator: boolean;
  /** When the token expires, Unix ms. */
  expiresAtMs: number | undefined;
  /** A wished nickname that moderation has yet to allow; `nick` is made up until then. */
  wish: string | undefined;
  resume: Resume | undefined;
  /** `?receipts=final`: no `accepted`. */
  finalReceiptsOnly: boolean;
  ip: string;
};

/** Of a connection that is in no room. */
export const nobody = (ip: string): Admission => ({
  roomName: '',
  user: '',
  nick: '',
  anonymous: false,
  fresh: false,
  moderator: false,
  expiresAtMs: undefined,
  wish: undefined,
  resume: undefined,
  finalReceiptsOnly: true,
  ip,
});

/** User data of a socket. uWebSockets copies its fields onto the socket's own object, so it holds one reference. */
export type SocketData = {
  connection: Connection;
  /** Why it is closed as soon as it is open: its token is no good. */
  refused?: string;
};

/**
 * One socket and what belongs to it. Fields are set once, in this
 * order, so that thousands of them share one shape.
 */
export class Connection {
  socket: WebSocket<SocketData> | undefined = undefined;
  room: EdgeRoom | undefined = undefined;
  admission: Admission | undefined;
  readonly user: string;
  nick: string;
  readonly ip: string;
  readonly finalReceiptsOnly: boolean;
  readonly anonymous: boolean;
  readonly fresh: boolean;
  readonly moderator: boolean;
  readonly expiresAtMs: number | undefined;
  /** When it joined its room. */
  sinceMs = 0;
  /** Gets the room's messages as they come. */
  live = false;
  /** Seq up to which the replay of a resume has been written; undefined when there is none under way. */
  replayedTo: number | undefined = undefined;
  /** Frames for this socket alone that wait for the room's next write. */
  waiting: string[] | undefined = undefined;
  /** Place in the edge's list of connections. */
  index = -1;
  seenMs: number;
  /** Shared with the user's other connections. */
  readonly budget: UserBudget;
  /** When frames were refused, within the window that counts; undefined until there is one. */
  badFramesMs: number[] | undefined = undefined;

  constructor(admission: Admission, nowMs: number, budget: UserBudget) {
    this.admission = admission;
    this.user = admission.user;
    this.nick = admission.nick;
    this.ip = admission.ip;
    this.finalReceiptsOnly = admission.finalReceiptsOnly;
    this.anonymous = admission.anonymous;
    this.fresh = admission.fresh;
    this.moderator = admission.moderator;
    this.expiresAtMs = admission.expiresAtMs;
    this.seenMs = nowMs;
    this.budget = budget;
  }

  get open(): boolean {
    return this.socket !== undefined;
  }

  /** Sends a frame now. False when the socket is closed. */
  send(frame: string | Buffer): boolean {
    return this.socket !== undefined && this.socket.send(frame, false, false) !== 2;
  }

  /** Closes the socket; its close handler does the rest. */
  close(code: number, reason: string): void {
    this.socket?.end(code, reason);
  }
}
