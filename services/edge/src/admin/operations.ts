import { randomUUID } from 'node:crypto';
import { decodeRoom, readHttpBody } from '@maru/contracts';
import type { HttpBodyName, InquiryAnswer, RoomDetails, RoomList, ServerMessage } from '@maru/contracts';
import type { ActionRefusal, Actions, Actor } from '../actions.js';
import type { EdgeMetrics } from '../metrics.js';
import type { Orders } from '../orders.js';
import type { Inquiries } from './inquiries.js';
import type { PostOutcome } from './server-messages.js';

/** Everybody who holds the admin token is one actor; the log line's time and address tell the rest. */
const ADMIN: Actor = { by: 'admin', moderates: '*' };

export type AdminParts = {
  actions: Actions;
  inquiries: Inquiries;
  orders: Orders;
  metrics: EdgeMetrics;
  post(room: string, message: ServerMessage & { id: string }): Promise<PostOutcome>;
};
export type AdminAnswer = { status: number; body?: unknown };
type Call = { parameter: string; body: string };

/** One operation of the admin API: what the OpenAPI document says about it, and what it does. */
export type Operation = {
  method: 'GET' | 'POST';
  /** With at most one parameter, `{room}` or `{user}`. */
  path: string;
  id: string;
  summary: string;
  request?: HttpBodyName;
  /** Status and body of a success. */
  response: { status: number; body?: HttpBodyName };
  run(parts: AdminParts, call: Call): Promise<AdminAnswer> | AdminAnswer;
};

export class AdminError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const roomOf = (segment: string): string => {
  const room = decodeRoom(segment);
  if (room === undefined) throw new AdminError(400, 'bad_room', 'This is no room id.');
  return room;
};
const userOf = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AdminError(400, 'bad_request', 'The user id is not percent-encoded UTF-8.');
  }
};
const done = (refusal: ActionRefusal | undefined): AdminAnswer => {
  if (refusal) throw new AdminError(refusal.code === 'forbidden' ? 403 : 503, refusal.code, refusal.message);
  return { status: 204 };
};

export const OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/rooms',
    id: 'listRooms',
    summary: 'Rooms of all edges, with members and messages per second',
    response: { status: 200, body: 'rooms' },
    run: async ({ inquiries }) => ({ status: 200, body: roomList(await inquiries.ask({})) }),
  },
  {
    method: 'GET',
    path: '/api/v1/rooms/{room}',
    id: 'getRoom',
    summary: 'One room and who is in it',
    response: { status: 200, body: 'room' },
    run: async ({ inquiries }, { parameter }) => {
      const room = roomOf(parameter);
      const answers = await inquiries.ask({ room });
      const summary = roomList(answers).rooms[0];
      if (!summary) throw new AdminError(404, 'not_found', 'Nobody has this room open.');
      const people = answers.flatMap(({ rooms }) => rooms.flatMap((entry) => entry.people ?? []));
      const body: RoomDetails = { ...summary, people: people.slice(0, 1_000) };
      return { status: 200, body };
    },
  },
  {
    method: 'POST',
    path: '/api/v1/rooms/{room}/actions',
    id: 'actInRoom',
    summary: 'Kick, ban, mute, slow mode, lock, close, retract, notice or raid mode in a room',
    request: 'action',
    response: { status: 204 },
    run: async ({ actions }, { parameter, body }) =>
      done(await actions.inRoom(ADMIN, roomOf(parameter), readHttpBody('action', body))),
  },
  {
    method: 'POST',
    path: '/api/v1/rooms/{room}/messages',
    id: 'publish',
    summary: "A server's own message, moderated like any other. 422 with the reason when it is refused",
    request: 'message',
    response: { status: 200, body: 'message-outcome' },
    run: async ({ post }, { parameter, body }) => {
      const room = roomOf(parameter);
      const message = readHttpBody('message', body);
      const outcome = await post(room, { ...message, id: message.id ?? randomUUID() });
      if (outcome.status === 'unavailable')
        throw new AdminError(503, 'unavailable', 'The message was not accepted. Send it again with the same id.');
      if (outcome.status === 'rejected')
        return {
          status: 422,
          body: { code: 'rejected', message: 'Moderation refused the message.', ...outcome.details },
        };
      return { status: 200, body: outcome };
    },
  },
  {
    method: 'POST',
    path: '/api/v1/actions',
    id: 'actEverywhere',
    summary: 'Kick, ban or mute a user everywhere, or a notice to every room',
    request: 'everywhere-action',
    response: { status: 204 },
    run: async ({ actions }, { body }) =>
      done(await actions.everywhere(ADMIN, readHttpBody('everywhere-action', body))),
  },
  {
    method: 'GET',
    path: '/api/v1/users/{user}',
    id: 'getUser',
    summary: 'Where a user is connected, and what holds against them',
    response: { status: 200, body: 'user' },
    run: async ({ inquiries, orders }, { parameter }) => {
      const user = userOf(parameter);
      const answers = await inquiries.ask({ user });
      const connected = answers.flatMap(({ edge, rooms }) =>
        rooms.flatMap(({ room, people }) => (people ?? []).map(({ nick }) => ({ room, edge, nick }))),
      );
      return {
        status: 200,
        body: { user, connected, sanctions: orders.list().filter((sanction) => sanction.user === user) },
      };
    },
  },
  {
    method: 'GET',
    path: '/api/v1/sanctions',
    id: 'listSanctions',
    summary: 'Bans, mutes and room modes that hold now, newest first',
    response: { status: 200, body: 'sanctions' },
    run: ({ orders }) => ({ status: 200, body: { sanctions: orders.list() } }),
  },
  {
    method: 'GET',
    path: '/api/v1/word-lists',
    id: 'listWordLists',
    summary: 'Versions of the word lists that the replicas of moderation have said they run',
    response: { status: 200, body: 'lists' },
    run: ({ inquiries }) => ({ status: 200, body: inquiries.lists() }),
  },
];

/** One list out of the answers of all edges. */
function roomList(answers: readonly InquiryAnswer[]): RoomList {
  const rooms = new Map<string, RoomList['rooms'][number]>();
  let connections = 0;
  for (const answer of answers) {
    connections += answer.connections;
    for (const { room, members, messagesPerSec, mode } of answer.rooms) {
      const known = rooms.get(room);
      // Each edge says the count and rate of the whole room, some a moment later than others.
      if (known) {
        known.members = Math.max(known.members, members);
        known.messagesPerSec = Math.max(known.messagesPerSec, messagesPerSec);
        known.edges.push(answer.edge);
      } else rooms.set(room, { room, members, messagesPerSec, mode, edges: [answer.edge] });
    }
  }
  return {
    edges: answers.length,
    connections,
    truncated: answers.some(({ truncated }) => truncated === true),
    rooms: [...rooms.values()].sort((a, b) => b.members - a.members),
  };
}
