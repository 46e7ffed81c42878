import { BUS_MESSAGES } from './bus-messages.js';
import type { BusMessageName } from './bus-messages.js';
import type { FrameName } from './examples.js';
import { CLIENT_FRAMES, SERVER_FRAMES } from './frames.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What each frame and bus message is for, as the generated documents say it. */
export const SUMMARIES: Record<FrameName | BusMessageName, string> = {
  send: 'A message for the room. The text is trimmed, moderated, and delivered to every member.',
  'typing-request': 'The user is typing. At most one per user is relayed in three seconds.',
  ping: 'Answered by pong.',
  joined: "First frame of a connection: who the client is, the room's position, and its last messages.",
  message: 'A message of the room. `prev` is the seq of the message before it: another value is a gap.',
  receipt: 'What became of a message that this connection sent.',
  retract: 'Remove this message from view and history.',
  presence: 'The number of members over all edges; in small rooms who came and went. At most one a second.',
  typing: 'Another member is typing.',
  notice: 'A word from the operators. Clients cannot send one.',
  mode: "The room's mode changed.",
  pong: 'Answer to ping.',
  error: 'A frame was refused. The connection lives on.',
  raw: 'Edge to moderation: unmoderated messages, rooms to open, nicknames to check.',
  approved: 'Moderation to fan-out: messages and rooms that passed, and messages to take back.',
  'edge-report': 'Edge to fan-out, past moderation: presence, typing, repairs, rooms left.',
  delivery:
    'Fan-out to the edges of the rooms named. This header is the first line; each message frame that it indexes ' +
    'follows as one line, in the order of the header.',
  term: 'Fan-out to every edge: a shard has a new owner, whose term is higher than all before it.',
  snapshot:
    'Fan-out to one edge: the state of rooms, in one cut with the deliveries around it. This header is the first line; ' +
    'each message frame that it indexes follows as one line, in the order of the header.',
  receipts: 'Moderation or fan-out to the edge of origin: verdicts on messages, nicknames and rooms.',
  'edge-alive': 'An edge tells every service that it is there.',
  arrivals: 'An edge names users who joined there: their older connections in the same rooms are closed elsewhere.',
  inquiry: 'The admin API of one edge asks all edges for their rooms or for somebody.',
  'inquiry-answer': 'An edge answers an inquiry.',
  order: 'An order of a moderator or operator: an entry of the control log.',
  'room-policy': 'Operators to moderation: the policy of a room, or of all rooms without one.',
  lists: 'Operators to moderation: a word list set, live or as a shadow.',
  'lists-state': 'A replica of moderation tells the others which word lists it runs.',
  'replica-alive': 'A replica of moderation or fan-out tells the others of its stage that it is there.',
};

const plain = (schema: object) => JSON.parse(JSON.stringify(schema)) as JsonObject;

/**
 * A copy with every embedded schema that has an `$id` replaced by `replace($id, schema)`: two files that embed the
 * same `$id` could not be loaded together.
 */
export function withoutIds(schema: object, replace: (id: string, schema: JsonObject) => JsonObject): JsonObject {
  const visit = (value: Json, top: boolean): Json => {
    if (Array.isArray(value)) return value.map((entry) => visit(entry, false));
    if (typeof value !== 'object' || value === null) return value;
    const { $id, ...rest } = value;
    const copy = Object.fromEntries(Object.entries(rest).map(([key, entry]) => [key, visit(entry, false)]));
    return typeof $id === 'string' && !top ? replace($id, copy) : copy;
  };
  return visit(plain(schema), true) as JsonObject;
}

/** The JSON Schema files by path below libs/contracts. Each stands alone: nothing in it refers to another file. */
export function schemaFiles(): Map<string, JsonObject> {
  const files = new Map<string, JsonObject>();
  const add = (side: 'frames' | 'bus', schemas: Record<string, object>) => {
    for (const [name, schema] of Object.entries(schemas))
      files.set(`schemas/${side}/${name}.json`, {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:maru:v1:${side === 'frames' ? 'frame' : 'bus'}:${name}`,
        title: name,
        description: SUMMARIES[name as FrameName | BusMessageName],
        ...withoutIds(schema, (_id, embedded) => embedded),
      });
  };
  add('frames', CLIENT_FRAMES);
  add('frames', SERVER_FRAMES);
  add('bus', BUS_MESSAGES);
  return files;
}
