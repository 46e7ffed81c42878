import { readFileSync } from 'node:fs';
import { SignJWT } from 'jose';
import { adminClient } from './admin.js';
import type { Admin } from './admin.js';
import { checkConfig } from './check-config.js';
import type { Io, Options } from './cli.js';
import { seconds } from './duration.js';
import { UsageError } from './errors.js';
import { tail } from './tail.js';

type Call = Io & { args: string[]; options: Options };
export type Command = { usage: string; summary: string; run(call: Call): Promise<number | void> | number | void };

const TOKEN_SEC = 3_600;

type Sanction = { kind: string; user?: string; room?: string; until: number; by: string };
type RoomRow = {
  room: string;
  members: number;
  messagesPerSec: number;
  mode: { slowModeSec: number; locked: boolean; policy: string };
  edges: string[];
};

const need = (value: string | undefined, what: string): string => {
  if (value === undefined || value === '') throw new UsageError(`${what} is missing. maru --help shows how.`);
  return value;
};
const admin = ({ options, env }: Call): Admin =>
  adminClient(options.admin ?? env['MARU_ADMIN_URL'] ?? 'http://127.0.0.1:9090', options.token ?? env['ADMIN_TOKEN']);
const inRoom = (room: string) => `/api/v1/rooms/${encodeURIComponent(room)}`;
const duration = (options: Options) => (options.for === undefined ? {} : { seconds: seconds(options.for) });
const inSeconds = (until: number) => `${Math.max(0, Math.round((until - Date.now()) / 1000))} s`;

/** Prints the answer as it is with --json, else by `show`. */
function print<T>(call: Call, answer: T, show: (answer: T) => readonly string[]): void {
  for (const line of call.options.json ? [JSON.stringify(answer, null, 2)] : show(answer)) call.out(line);
}

/** An action against a user: in --room, or in every room. */
function onUser(action: 'kick' | 'ban' | 'unban' | 'mute' | 'unmute', summary: string): Command {
  const timed = action === 'ban' || action === 'mute';
  return {
    usage: `${action} USER [--room ROOM]${timed ? ' [--for TIME]' : ''}`,
    summary,
    run: async (call) => {
      const user = need(call.args[0], 'USER');
      const body = { action, user, ...(timed ? duration(call.options) : {}) };
      const { room } = call.options;
      await admin(call)(room === undefined ? '/api/v1/actions' : `${inRoom(room)}/actions`, body);
      call.out(`${action}: ${user} in ${room ?? 'every room'}`);
    },
  };
}

/** An action on a room. */
function onRoom(
  action: string,
  usage: string,
  summary: string,
  body: (call: Call) => Record<string, unknown>,
): Command {
  return {
    usage,
    summary,
    run: async (call) => {
      const room = need(call.args[0], 'ROOM');
      await admin(call)(`${inRoom(room)}/actions`, { action, ...body(call) });
      call.out(`${action}: ${room}`);
    },
  };
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  token: {
    usage: 'token USER [--nick N] [--rooms A,B] [--mod A,B] [--for 1h]',
    summary: 'signs a token with JWT_SECRET or JWT_SECRET_FILE',
    run: async ({ args, options, env, out }) => {
      const user = need(args[0], 'USER');
      const file = env['JWT_SECRET_FILE'];
      const secret = need(
        options.secret ?? env['JWT_SECRET'] ?? (file === undefined ? undefined : readFileSync(file, 'utf8').trim()),
        'JWT_SECRET (or --secret)',
      );
      if (secret.length < 32) throw new UsageError('The secret must have at least 32 characters, as the edges ask.');
      const list = (value: string | undefined) => (value === '*' ? '*' : value?.split(',').map((room) => room.trim()));
      const jwt = new SignJWT({
        ...(options.nick === undefined ? {} : { nick: options.nick }),
        ...(options.rooms === undefined ? {} : { rooms: list(options.rooms) }),
        ...(options.mod === undefined ? {} : { mod: list(options.mod) }),
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(user)
        .setIssuedAt()
        .setExpirationTime(
          Math.floor(Date.now() / 1000) + (options.for === undefined ? TOKEN_SEC : seconds(options.for)),
        );
      if (env['JWT_ISSUER']) jwt.setIssuer(env['JWT_ISSUER']);
      if (env['JWT_AUDIENCE']) jwt.setAudience(env['JWT_AUDIENCE']);
      out(await jwt.sign(new TextEncoder().encode(secret)));
    },
  },
  'check-config': {
    usage: 'check-config',
    summary: 'reads the environment as every service would, and lists all problems',
    run: ({ env, out, error }) => {
      const { problems, hints } = checkConfig(env);
      for (const problem of problems) error(`problem  ${problem}`);
      for (const hint of hints) out(`hint     ${hint}`);
      if (problems.length === 0) out('No problems: every service would start.');
      return problems.length === 0 ? 0 : 1;
    },
  },
  rooms: {
    usage: 'rooms',
    summary: 'rooms of all edges, with members and messages per second',
    run: async (call) =>
      print(
        call,
        await admin(call)<{ connections: number; edges: number; rooms: RoomRow[] }>('/api/v1/rooms'),
        ({ connections, edges, rooms }) => [
          ...rooms.map(
            ({ room, members, messagesPerSec, mode }) =>
              `${String(members).padStart(7)}  ${messagesPerSec.toFixed(1).padStart(7)}/s  ${room}${mode.locked ? '  locked' : ''}${mode.slowModeSec > 0 ? `  slow ${mode.slowModeSec} s` : ''}`,
          ),
          `${rooms.length} rooms, ${connections} connections on ${edges} edges`,
        ],
      ),
  },
  room: {
    usage: 'room ROOM',
    summary: 'who is in a room',
    run: async (call) =>
      print(
        call,
        await admin(call)<RoomRow & { people: { user: string; nick: string }[] }>(inRoom(need(call.args[0], 'ROOM'))),
        ({ members, people }) => [`${members} members`, ...people.map(({ user, nick }) => `  ${nick}  ${user}`)],
      ),
  },
  user: {
    usage: 'user USER',
    summary: 'where a user is, and what holds against them',
    run: async (call) =>
      print(
        call,
        await admin(call)<{ connected: { room: string; edge: string; nick: string }[]; sanctions: Sanction[] }>(
          `/api/v1/users/${encodeURIComponent(need(call.args[0], 'USER'))}`,
        ),
        ({ connected, sanctions }) => [
          ...connected.map(({ room, edge, nick }) => `in ${room} on ${edge} as ${nick}`),
          ...sanctions.map(
            ({ kind, room, until, by }) => `${kind}  ${room ?? 'every room'}  ${inSeconds(until)} left, by ${by}`,
          ),
        ],
      ),
  },
  sanctions: {
    usage: 'sanctions',
    summary: 'bans, mutes and room modes that hold now',
    run: async (call) =>
      print(call, await admin(call)<{ sanctions: Sanction[] }>('/api/v1/sanctions'), ({ sanctions }) =>
        sanctions.map(
          ({ kind, user, room, until, by }) =>
            `${kind.padEnd(9)}  ${user ?? '-'}  ${room ?? 'every room'}  ${inSeconds(until)} left, by ${by}`,
        ),
      ),
  },
  kick: onUser('kick', 'puts a user out; they may come back'),
  ban: onUser('ban', 'keeps a user out (default 10m)'),
  unban: onUser('unban', 'lifts a ban; without --room every one'),
  mute: onUser('mute', "refuses a user's messages (default 10m)"),
  unmute: onUser('unmute', 'lifts a mute'),
  'slow-mode': onRoom(
    'slow_mode',
    'slow-mode ROOM TIME',
    'time between two messages of a user; 0 ends it',
    ({ args }) => ({ seconds: seconds(need(args[1], 'TIME')) }),
  ),
  lock: onRoom('lock', 'lock ROOM [--for TIME]', 'only moderators may write', ({ options }) => duration(options)),
  close: onRoom(
    'close',
    'close ROOM [--for TIME]',
    'puts everybody out and keeps the room closed (default 1h)',
    ({ options }) => duration(options),
  ),
  unlock: onRoom('unlock', 'unlock ROOM', 'ends lock and close', () => ({})),
  raid: onRoom(
    'raid',
    'raid ROOM [--for TIME]',
    'slow mode, stricter policy, join throttle; --for 0 ends it (default 10m)',
    ({ options }) => duration(options),
  ),
  retract: onRoom('retract', 'retract ROOM UID', 'takes a message out of views and history', ({ args }) => ({
    uid: need(args[1], 'UID'),
  })),
  notice: {
    usage: 'notice TEXT [--room ROOM] [--level warning]',
    summary: 'a word from the operators to a room, or to all',
    run: async (call) => {
      const { room, level } = call.options;
      await admin(call)(room === undefined ? '/api/v1/actions' : `${inRoom(room)}/actions`, {
        action: 'notice',
        text: need(call.args.join(' '), 'TEXT'),
        ...(level === undefined ? {} : { level }),
      });
      call.out(`notice: ${room ?? 'every room'}`);
    },
  },
  send: {
    usage: 'send ROOM TEXT [--nick N] [--id KEY]',
    summary: "a server's message, moderated; the same --id is delivered once",
    run: async (call) => {
      const { nick, id } = call.options;
      const [room, ...words] = call.args;
      const message = {
        text: need(words.join(' '), 'TEXT'),
        ...(nick === undefined ? {} : { nick }),
        ...(id === undefined ? {} : { id }),
      };
      print(
        call,
        await admin(call)<{ status: string; id: string }>(`${inRoom(need(room, 'ROOM'))}/messages`, message),
        ({ status, id: key }) => [`${status}  ${key}`],
      );
    },
  },
  'word-lists': {
    usage: 'word-lists',
    summary: 'versions of the word lists in use',
    run: async (call) =>
      print(
        call,
        await admin(call)<{ agree: boolean; replicas: { replica: string; version: string; hash: string }[] }>(
          '/api/v1/word-lists',
        ),
        ({ agree, replicas }) => [
          ...replicas.map(({ replica, version, hash }) => `${replica}  ${version}  ${hash}`),
          agree ? 'all the same' : 'THEY DIFFER',
        ],
      ),
  },
  tail: {
    usage: 'tail ROOM [--token JWT] [--url URL]',
    summary: "follows a room's messages, with their uids",
    run: (call) =>
      tail(
        call.options.url ?? call.env['MARU_URL'] ?? 'http://127.0.0.1:8080',
        need(call.args[0], 'ROOM'),
        call.options.token,
        call,
      ),
  },
};
