/**
 * How to talk to a server, so that all are measured by the same client. In the templates `%r` is the room, `%c` the
 * connection's number, `%n` the message's number and `%m` its text.
 */
export type Wire = {
  path: string;
  /** Sent first by every connection. */
  hello?: string;
  /** A connection counts as joined at the first frame that contains this; without it, as soon as it is open. */
  ready?: string;
  publish: string;
  /** Engine.IO's own ping frames (`2`) are answered. */
  engineIoPing?: boolean;
};

export type WireValues = { room: string; connection: number; message?: number; text?: string };

export function fill(template: string, { room, connection, message = 0, text = '' }: WireValues): string {
  return template.replace(/%[rcnm]/g, (key) => {
    if (key === '%r') return room;
    if (key === '%c') return String(connection);
    return key === '%n' ? String(message) : text;
  });
}

/** Protocol v1. */
export const CHAT_V1: Wire = {
  path: '/ws/%r',
  ready: '"joined"',
  publish: '{"type":"send","id":"%c-%n","text":"%m"}',
};
