import { BUS_MESSAGES } from './bus-messages.js';
import type { BusMessageName } from './bus-messages.js';
import { CLOSE, ERROR_CODES, UPGRADE_CODES } from './codes.js';
import { loadExamples } from './examples.js';
import type { FrameName } from './examples.js';
import { CLIENT_FRAMES, SERVER_FRAMES } from './frames.js';
import { AMQP_CHANNELS, DEAD_LETTERS } from './generate-asyncapi-amqp.js';
import { SUMMARIES, withoutIds } from './generate-schemas.js';
import type { Json, JsonObject } from './generate-schemas.js';
import {
  BAD_FRAMES_MAX,
  BAD_FRAMES_WINDOW_MS,
  FRAME_BYTES_MAX,
  NICK_CODE_POINTS_MAX,
  ROOM_CODE_POINTS_MAX,
} from './limits.js';

type Name = FrameName | BusMessageName;
const SERVICES = ['edge', 'moderation', 'fanout'] as const;
/** Examples longer than this stay out of the document; they are in the example files. */
const EXAMPLE_BYTES_MAX = 1_500;

const ref = ($ref: string): JsonObject => ({ $ref });
const idOf = (name: Name) => (name in BUS_MESSAGES ? `bus.${name}` : `frame.${name}`);
const messageRef = (channel: string, name: string) => ref(`#/channels/${channel}/messages/${name}`);
const messagesOf = (names: readonly Name[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, ref(`#/components/messages/${idOf(name)}`)]));
const clientNames = Object.keys(CLIENT_FRAMES) as (keyof typeof CLIENT_FRAMES)[];
const serverNames = Object.keys(SERVER_FRAMES) as (keyof typeof SERVER_FRAMES)[];
const busNames = Object.keys(BUS_MESSAGES) as BusMessageName[];

function examplesOf(name: Name): Json[] {
  return loadExamples(name)
    .valid.filter(({ body, value }) => body.length <= EXAMPLE_BYTES_MAX && typeof value === 'object')
    .map(({ name: summary, value }) => {
      const payload = ('header' in value ? value.header : value) as Json;
      return { name: summary, payload };
    });
}

function message(name: Name): JsonObject {
  const framed = name === 'delivery' || name === 'snapshot';
  return {
    name,
    title: name,
    summary: SUMMARIES[name],
    contentType: framed ? 'application/x-ndjson' : 'application/json',
    payload: ref(`#/components/schemas/${idOf(name)}`),
    ...(framed ? { 'x-following-lines': ref('#/components/schemas/frame.message') } : {}),
    examples: examplesOf(name),
  };
}

const UPGRADE_QUERY: JsonObject = {
  type: 'object',
  properties: {
    token: { type: 'string', description: 'JWT: sub, nick, rooms, mod, exp. Or in the Authorization header.' },
    nick: {
      type: 'string',
      minLength: 1,
      maxLength: NICK_CODE_POINTS_MAX,
      description: 'Wished nickname of an anonymous user, itself moderated.',
    },
    anon: { type: 'string', description: 'Signed anonymous identity from an earlier `joined`.' },
    resume: {
      type: 'string',
      pattern: '^.{1,32}:[0-9]+$',
      description: '`<epoch>:<seq>` of the last message seen.',
      examples: ['m4k2x:1041'],
    },
    receipts: { type: 'string', enum: ['final'], description: 'Leaves `accepted` receipts out.' },
  },
};
const UPGRADE_HEADERS: JsonObject = {
  type: 'object',
  properties: {
    Authorization: { type: 'string', pattern: '^Bearer .+$' },
    'Sec-WebSocket-Protocol': { type: 'string', description: '`chat.v1`, or none at all.', examples: ['chat.v1'] },
    Origin: { type: 'string', description: 'Checked against the allowlist when it is sent.' },
    'Accept-Language': { type: 'string', description: 'Language of made-up nicknames: Korean or English.' },
  },
};

function roomChannel(): JsonObject {
  return {
    address: '/ws/{room}',
    title: 'A room',
    summary: 'One WebSocket connection of one client to one room.',
    description:
      `UTF-8 JSON objects in text frames, one per frame, inbound at most ${FRAME_BYTES_MAX} bytes. ` +
      `The ${BAD_FRAMES_MAX}th refused frame in ${BAD_FRAMES_WINDOW_MS / 1000} s closes the connection ` +
      `(${CLOSE.protocolViolation}). docs/protocol.md is the whole contract.`,
    servers: [ref('#/servers/edge')],
    parameters: {
      room: {
        description:
          `Room id: percent-encoded UTF-8, taken in NFC, 1 to ${ROOM_CODE_POINTS_MAX} code points of Unicode ` +
          'letters, marks, digits and `- _ . : ~`.',
        examples: ['lobby', '%EC%BD%98%EC%84%9C%ED%8A%B8-2025'],
      },
    },
    messages: messagesOf([...clientNames, ...serverNames]),
    bindings: { ws: { method: 'GET', query: UPGRADE_QUERY, headers: UPGRADE_HEADERS, bindingVersion: '0.1.0' } },
    'x-close-codes': Object.entries(CLOSE).map(([name, code]) => ({ code, name, reconnect: code < 4500 })),
    'x-error-codes': [...ERROR_CODES],
    'x-upgrade-codes': [...UPGRADE_CODES],
  };
}

/** Frames that answer a client's frame. */
const REPLIES: Partial<Record<FrameName, readonly FrameName[]>> = {
  send: ['receipt', 'message', 'error'],
  ping: ['pong'],
};

function roomOperations(): JsonObject {
  const operations: JsonObject = {};
  const tags: Json = [ref('#/components/tags/edge')];
  for (const name of clientNames) {
    const answers = REPLIES[name];
    operations[`edge.receive.${name}`] = {
      action: 'receive',
      channel: ref('#/channels/ws-room'),
      summary: SUMMARIES[name],
      tags,
      messages: [messageRef('ws-room', name)],
      ...(answers === undefined
        ? {}
        : {
            reply: {
              channel: ref('#/channels/ws-room'),
              messages: answers.map((answer) => messageRef('ws-room', answer)),
            },
          }),
    };
  }
  for (const name of serverNames)
    operations[`edge.send.${name}`] = {
      action: 'send',
      channel: ref('#/channels/ws-room'),
      summary: SUMMARIES[name],
      tags,
      messages: [messageRef('ws-room', name)],
    };
  return operations;
}

function busChannels(): JsonObject {
  const channels: JsonObject = {};
  for (const [name, channel] of Object.entries(AMQP_CHANNELS))
    channels[`amqp-${name}`] = {
      address: channel.address,
      summary: channel.summary,
      servers: [ref('#/servers/broker')],
      ...(channel.parameters === undefined ? {} : { parameters: channel.parameters }),
      messages: messagesOf(channel.messages),
      bindings: { amqp: channel.binding },
      ...(channel.limits === undefined ? {} : { 'x-limits': channel.limits }),
    };
  channels['amqp-dead-letters'] = {
    address: DEAD_LETTERS.address,
    summary: 'What cannot be processed, with the reason in its headers. Blocks nothing.',
    servers: [ref('#/servers/broker')],
    messages: { any: ref('#/components/messages/bus.dead-letter') },
    bindings: { amqp: DEAD_LETTERS.binding },
    'x-limits': DEAD_LETTERS.limits,
  };
  return channels;
}

function busOperations(): JsonObject {
  const operations: JsonObject = {};
  const add = (
    service: string,
    action: 'send' | 'receive',
    channel: string,
    names: readonly string[],
    binding: JsonObject,
  ) => {
    operations[`${service}.${action}.${channel}`] = {
      action,
      channel: ref(`#/channels/${channel}`),
      tags: [ref(`#/components/tags/${service}`)],
      messages: names.map((name) => messageRef(channel, name)),
      bindings: { amqp: { ...binding, bindingVersion: '0.3.0' } },
    };
  };
  for (const [name, channel] of Object.entries(AMQP_CHANNELS)) {
    const { persistent = false, ack = false } = channel;
    for (const [service, names] of Object.entries(channel.send))
      add(service, 'send', `amqp-${name}`, names, { deliveryMode: persistent ? 2 : 1, mandatory: persistent });
    for (const [service, names] of Object.entries(channel.receive))
      add(service, 'receive', `amqp-${name}`, names, { ack });
  }
  for (const service of SERVICES)
    add(service, 'send', 'amqp-dead-letters', ['any'], { deliveryMode: 2, mandatory: true });
  return operations;
}

function components(): JsonObject {
  const all: readonly Name[] = [...clientNames, ...serverNames, ...busNames];
  const schemas = { ...CLIENT_FRAMES, ...SERVER_FRAMES, ...BUS_MESSAGES };
  return {
    schemas: Object.fromEntries(
      all.map((name) => [
        idOf(name),
        { description: SUMMARIES[name], ...withoutIds(schemas[name], (id) => ref(`#/components/schemas/${id}`)) },
      ]),
    ),
    messages: {
      ...Object.fromEntries(all.map((name) => [idOf(name), message(name)])),
      'bus.dead-letter': {
        name: 'dead-letter',
        title: 'dead-letter',
        summary: 'The body as it came, whatever it is.',
        headers: DEAD_LETTERS.headers,
        payload: {},
      },
    },
    securitySchemes: {
      tokenQuery: { type: 'httpApiKey', name: 'token', in: 'query', description: 'The same JWT in the URL.' },
      tokenHeader: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      broker: { type: 'userPassword', description: 'User and password of AMQP_URL.' },
    },
    tags: {
      edge: { name: 'edge', description: 'Holds the sockets.' },
      moderation: { name: 'moderation', description: 'Decides about texts.' },
      fanout: { name: 'fanout', description: 'Owns rooms: order, duplicates, history, presence.' },
    },
  };
}

/** The AsyncAPI 3.0 document: the WebSocket side that clients speak, and the AMQP side between the services. */
export function asyncApi(): JsonObject {
  return {
    asyncapi: '3.0.0',
    id: 'urn:maru:v1',
    info: {
      title: 'Maru',
      version: '1.0.0',
      description:
        'Moderated live chat. Operations are seen from the services: the edge receives what clients send. ' +
        'Without a token a client is an anonymous user, where the deployment allows that.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      edge: {
        host: 'localhost:8080',
        protocol: 'ws',
        summary: 'The public port of an edge. Any edge serves any room.',
        security: [ref('#/components/securitySchemes/tokenHeader'), ref('#/components/securitySchemes/tokenQuery')],
      },
      broker: {
        host: 'localhost:5672',
        protocol: 'amqp',
        protocolVersion: '0-9-1',
        summary: 'RabbitMQ or LavinMQ. Names start with the prefix of the deployment, `maru` by default.',
        security: [ref('#/components/securitySchemes/broker')],
      },
    },
    channels: { 'ws-room': roomChannel(), ...busChannels() },
    operations: { ...roomOperations(), ...busOperations() },
    components: components(),
  };
}
