import {
  BAD_FRAMES_MAX,
  BAD_FRAMES_WINDOW_MS,
  CLOSE,
  FRAME_BYTES_MAX,
  TEXT_CODE_POINTS_MAX,
  TYPING_INTERVAL_MS,
  readClientFrame,
} from '@maru/contracts';
import type { ErrorCode, ErrorFrame, ReceiptFrame, RejectReason } from '@maru/contracts';
import type { EdgeConfig } from './config.js';
import type { Connection } from './connection.js';
import type { Enforcer } from './enforcer.js';
import type { AnonymousIdentities } from './identity.js';
import type { EdgeLimit, EdgeMetrics } from './metrics.js';
import type { Reporter } from './reporter.js';
import type { EdgeRoom } from './room.js';
import { RETRY_AFTER_MS } from './sender.js';
import type { Sender } from './sender.js';
import { takeToken, tokenRule } from './token-bucket.js';
import { UserLimits } from './user-limits.js';

/** Bytes of a replay that may wait in one socket; the rest follows as they drain. */
const REPLAY_BYTES_HIGH = 32_768;

export type SessionOptions = {
  config: EdgeConfig;
  identities: AnonymousIdentities;
  sender: Sender;
  reporter: Reporter;
  metrics: EdgeMetrics;
  enforcer: Enforcer;
  now(): number;
};

/** What is said on one connection: frames in, and the frames that belong to joining. */
export class Sessions {
  readonly #options: SessionOptions;
  readonly #sendRule;
  readonly #frameRule;
  readonly limits: UserLimits;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#sendRule = tokenRule(options.config.SENDS_PER_SEC);
    this.#frameRule = tokenRule(options.config.FRAMES_PER_SEC);
    this.limits = new UserLimits({ send: this.#sendRule, frame: this.#frameRule }, options.now, () =>
      options.metrics.limitHit('departed_users'),
    );
  }

  /** One frame of a client. Never throws: whatever comes in, the answer is a frame or a close. */
  frame(connection: Connection, data: ArrayBuffer, isBinary: boolean): void {
    const { metrics, now } = this.#options;
    connection.seenMs = now();
    if (isBinary)
      return this.#refuse(connection, 'bad_frame', 'Binary frames are not understood. Send JSON in text frames.');
    if (data.byteLength > FRAME_BYTES_MAX) {
      metrics.limitHit('frame_bytes');
      return this.#refuse(connection, 'too_large', `A frame has at most ${FRAME_BYTES_MAX} bytes.`);
    }
    const frame = readClientFrame(Buffer.from(data).toString('utf8'));
    if ('code' in frame) return this.#refuse(connection, frame.code, frame.message, frame.id);
    metrics.frame(frame.type, data.byteLength);
    if (frame.type === 'send') return this.#send(connection, frame.id, frame.text);
    const wait = takeToken(connection.budget.frames, this.#frameRule, connection.seenMs);
    if (wait > 0) return this.#limited(connection, 'frames_per_sec', 'Too many frames.', undefined, wait);
    if (frame.type === 'ping') connection.send('{"type":"pong"}');
    else this.#typing(connection);
  }

  error(connection: Connection, code: ErrorCode, message: string, id?: string, retryAfterMs?: number): void {
    this.#options.metrics.error(code);
    const frame: ErrorFrame = { type: 'error', code, message };
    if (id !== undefined) frame.id = id;
    if (retryAfterMs !== undefined) frame.retryAfterMs = retryAfterMs;
    connection.send(JSON.stringify(frame));
  }

  /** The connection is in its room: it is told so, and given what it missed or what was said last. */
  joined(connection: Connection, room: EdgeRoom): void {
    const { metrics } = this.#options;
    const { admission } = connection;
    connection.admission = undefined;
    const resume = admission?.resume;
    const recovered = resume !== undefined && room.reaches(resume.epoch, resume.seq);
    if (resume) metrics.resumed(recovered ? 'recovered' : 'lost');
    const frame = this.#joinedFrame(connection, room, recovered, admission?.anonymous ?? false);
    connection.socket?.cork(() => {
      connection.send(frame);
      const roster = room.roster;
      if (roster && roster.length > 0)
        connection.send(JSON.stringify({ type: 'presence', members: room.totalMembers, joined: roster }));
      if (resume && recovered) {
        connection.replayedTo = resume.seq;
        this.replay(connection);
      } else connection.live = true;
    });
  }

  /**
   * Writes more of what a resumed connection missed, as its socket has room; when that is all, the connection goes
   * live, and hears what was taken back, also of what it had before. Called again when the socket drains.
   */
  replay(connection: Connection): void {
    const { room, socket } = connection;
    if (connection.replayedTo === undefined || !room || !socket) return;
    // It reads so slowly that what it still lacks has left the history: going on would show a gap.
    if (connection.replayedTo < room.history.floor) {
      this.#options.metrics.limitHit('replay_history');
      return connection.close(CLOSE.slowConsumer, 'too slow');
    }
    for (const { seq, frame } of room.written(connection.replayedTo)) {
      if (socket.getBufferedAmount() > REPLAY_BYTES_HIGH) return;
      if (!connection.send(frame)) return;
      connection.replayedTo = seq;
    }
    for (const { seq, uid } of room.history.retracted(connection.replayedTo))
      connection.send(JSON.stringify({ type: 'retract', seq, uid }));
    connection.replayedTo = undefined;
    connection.live = true;
  }

  #joinedFrame(connection: Connection, room: EdgeRoom, recovered: boolean, anonymous: boolean): string {
    const { config, identities } = this.#options;
    const { user, nick } = connection;
    const head = JSON.stringify({
      type: 'joined',
      room: room.name,
      user,
      nick,
      ...(anonymous ? { anon: identities.sign({ user, nick }) } : {}),
      epoch: room.epoch,
      seq: room.writtenSeq,
      members: Math.max(room.totalMembers, room.members.size),
      recovered,
      limits: {
        textMax: TEXT_CODE_POINTS_MAX,
        frameBytesMax: FRAME_BYTES_MAX,
        sendPerSec: config.SENDS_PER_SEC,
        slowModeSec: room.mode.slowModeSec,
      },
      mode: room.mode,
    });
    return recovered ? head : `${head.slice(0, -1)},"recent":${room.recentJson()}}`;
  }

  #send(connection: Connection, id: string, text: string): void {
    const { room } = connection;
    if (!room || connection.admission)
      return this.error(connection, 'not_allowed', 'Wait for the joined frame before sending.', id);
    const wait = takeToken(connection.budget.sends, this.#sendRule, connection.seenMs);
    if (wait > 0) return this.#limited(connection, 'sends_per_sec', 'Too many messages.', id, wait);
    const reason = this.#options.enforcer.refusal(connection, room);
    if (reason !== undefined) return this.#rejected(connection, id, reason);
    if (!this.#options.sender.send(connection, room, id, text))
      this.error(
        connection,
        'unavailable',
        'The message was not accepted. Send it again after the wait.',
        id,
        RETRY_AFTER_MS,
      );
  }

  #rejected(connection: Connection, id: string, reason: RejectReason): void {
    const receipt: ReceiptFrame = { type: 'receipt', id, status: 'rejected', reason };
    this.#options.metrics.receipt('rejected');
    connection.send(JSON.stringify(receipt));
  }

  #typing(connection: Connection): void {
    const { room, seenMs } = connection;
    if (!room || connection.admission) return;
    const { budget } = connection;
    if (seenMs - budget.typedMs < TYPING_INTERVAL_MS) return this.#options.metrics.limitHit('typing_interval');
    budget.typedMs = seenMs;
    if (this.#options.enforcer.silenced(connection, room)) return;
    this.#options.reporter.typing(room, connection);
  }

  #limited(connection: Connection, limit: EdgeLimit, message: string, id: string | undefined, waitMs: number): void {
    this.#options.metrics.limitHit(limit);
    if (limit === 'sends_per_sec') this.#options.metrics.send('rate_limited');
    this.error(connection, 'rate_limited', message, id, waitMs);
  }

  /** A frame that cannot be understood is answered; the tenth in a minute is one too many. */
  #refuse(connection: Connection, code: 'bad_frame' | 'too_large', message: string, id?: string): void {
    this.error(connection, code, message, id);
    const { seenMs, badFramesMs = [] } = connection;
    connection.badFramesMs = [...badFramesMs.filter((ms) => seenMs - ms < BAD_FRAMES_WINDOW_MS), seenMs];
    if (connection.badFramesMs.length < BAD_FRAMES_MAX) return;
    this.#options.metrics.limitHit('bad_frames');
    connection.close(CLOSE.protocolViolation, 'too many bad frames');
  }
}
