import { codePoints } from './text.js';
import { CLIENT_ID_LENGTH_MAX, TEXT_CODE_POINTS_MAX } from './limits.js';
import type { ClientFrame } from './frames.js';

/** Why a client's frame was refused: `code` is for the `error` frame, `message` tells the sender what to change. */
export type FrameRefusal = { code: 'bad_frame' | 'too_large'; message: string; id?: string };

const ID = new RegExp(`^[\\x20-\\x7e]{1,${CLIENT_ID_LENGTH_MAX}}$`);

/** How a client writes a `send` with nothing to escape in it; read as it stands it costs half of a parse. */
const PLAIN_SEND = /^\{"type":"send","id":"([^"\\\x00-\x1f]*)","text":"([^"\\\x00-\x1f]*)"\}$/;

const refuse = (message: string, id?: string): FrameRefusal => ({
  code: 'bad_frame',
  message,
  ...(id === undefined ? {} : { id }),
});

/**
 * Reads one client frame. Refusals are returned, not thrown. `send.text` comes back trimmed, because the bounds
 * count what is left after trimming.
 */
export function readClientFrame(json: string): ClientFrame | FrameRefusal {
  const plain = PLAIN_SEND.exec(json);
  if (plain) return readSend({ id: plain[1], text: plain[2] });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return refuse('The frame is not JSON. Send one JSON object per text frame.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('The frame is not a JSON object.');
  const frame = value as { type?: unknown; id?: unknown; text?: unknown };
  switch (frame.type) {
    case 'send':
      return readSend(frame);
    case 'typing':
    case 'ping':
      return { type: frame.type };
    default:
      return refuse('Unknown frame type. This server knows send, typing and ping.');
  }
}

function readSend(frame: { id?: unknown; text?: unknown }): ClientFrame | FrameRefusal {
  if (typeof frame.id !== 'string' || !ID.test(frame.id))
    return refuse(`send.id must be 1 to ${CLIENT_ID_LENGTH_MAX} printable ASCII characters.`);
  if (typeof frame.text !== 'string') return refuse('send.text must be a string.', frame.id);
  // A lone surrogate cannot be sent as UTF-8 without becoming another character.
  const text = frame.text.toWellFormed().trim();
  if (text.length === 0) return refuse('send.text is empty after trimming.', frame.id);
  if (codePoints(text) > TEXT_CODE_POINTS_MAX)
    return { code: 'too_large', message: `send.text has more than ${TEXT_CODE_POINTS_MAX} code points.`, id: frame.id };
  return { type: 'send', id: frame.id, text };
}
