import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import WebSocket from 'ws';
import { ERROR_CODES } from '@maru/contracts';
import { MemoryBroker, MemoryBus } from '@maru/bus';
import { Metrics, createLogger } from '@maru/observability';
import { createEdge, readConfig } from '../src/index.js';
import type { Edge } from '../src/index.js';

const FRAMES = 10_000;
const UPGRADES = 2_000;

/** Objects that are nearly right, and texts that are nearly JSON. */
const nearly = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .record(
      {
        type: fc.oneof(fc.constantFrom('send', 'typing', 'ping', 'message', 'notice', '__proto__'), fc.anything()),
        id: fc.anything(),
        text: fc.anything(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value) ?? 'undefined'),
  fc
    .record({
      type: fc.constant('send'),
      id: fc.string({ maxLength: 80 }),
      text: fc.string({ unit: 'binary', maxLength: 2_100 }),
    })
    .map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{',
    '{"type":"send"',
    '[[[[[[',
    'null',
    '0',
    '""',
    '{"type":{"toString":1}}',
    '{"type":"send","id":"a","text":"\\ud800"}',
  ),
);

describe('edge fuzz', () => {
  let edge: Edge;
  let metrics: Metrics;
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);

  before(async () => {
    process.on('unhandledRejection', note);
    metrics = new Metrics('edge', { version: 'test' });
    const env = {
      PORT: '0',
      SENDS_PER_SEC: '0',
      FRAMES_PER_SEC: '0',
      CONNECTIONS_PER_IP: '0',
      CONNECTS_PER_SEC: '0',
      ANON_SECRET: 'a secret of 16 or more',
      DRAIN_MS: '0',
    };
    edge = createEdge(readConfig(env), {
      bus: new MemoryBus(new MemoryBroker()),
      logger: createLogger('edge', 'silent'),
      metrics,
    });
    await edge.start();
  });
  after(async () => {
    await edge.stop(1_000);
    process.off('unhandledRejection', note);
  });

  const total = async (name: string) => {
    const text = await metrics.registry.metrics();
    return [...text.matchAll(new RegExp(`^${name}\\{.*\\} (\\d+)$`, 'gm'))].reduce(
      (sum, match) => sum + Number(match[1]),
      0,
    );
  };

  it('malformed frames - are each answered or end their own connection, and are counted', async () => {
    const frames = fc.sample(nearly, FRAMES).filter((text) => Buffer.byteLength(text) < 16_000);
    let answered = 0;
    let sent = 0;
    while (sent < frames.length) {
      const socket = new WebSocket(`ws://127.0.0.1:${edge.port}/ws/fuzz`);
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      socket.on('message', (data) => {
        const frame = JSON.parse((data as Buffer).toString('utf8')) as { type: string; code?: string };
        if (frame.type === 'error') {
          assert.ok(ERROR_CODES.includes(frame.code as never), frame.code);
          answered++;
        }
      });
      const closed = new Promise((resolve) => socket.once('close', resolve));
      // Ten bad ones close the connection; whatever was taken until then is enough of one.
      for (const text of frames.slice(sent, sent + 20)) socket.send(text);
      for (let i = 0; i < 10; i++) socket.send('bad');
      sent += 20;
      assert.equal(await closed, 4502);
    }
    assert.ok(answered >= frames.length / 2);
    assert.equal(await total('maru_edge_errors_total'), answered);
    assert.deepEqual(unhandled, []);
  });

  it('malformed upgrades - are refused with a code, and counted', async () => {
    const before = await total('maru_edge_upgrades_refused_total');
    const segment = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.constantFrom('%', '%zz', '%ff%fe', '..%2f..', 'a'.repeat(65), '%00', '%E3%85%8', ''),
    );
    const query = fc.oneof(
      fc.constantFrom(
        '',
        '?resume=',
        '?resume=x',
        '?resume=a:-1',
        '?resume=a:99999999999999999999',
        '?nick=',
        '?nick=%00',
        '?anon=a1.x.y',
        '?anon=..',
        '?receipts=some',
        '?token=x',
      ),
      fc.webQueryParameters().map((text) => `?${text}`),
    );
    const protocol = fc.constantFrom(undefined, 'chat.v1', 'chat.v9', 'soap, chat.v9', ',');
    const cases = fc.sample(fc.tuple(segment, query, protocol), UPGRADES);
    const statuses = new Map<number, number>();
    const one = (path: string, offered: string | undefined) =>
      new Promise<number>((resolve) => {
        const socket = connect(edge.port, '127.0.0.1');
        socket.once('error', () => resolve(0));
        socket.once('data', (data) => {
          socket.destroy();
          resolve(Number(data.toString('latin1').split(' ')[1]));
        });
        socket.once('close', () => resolve(0));
        const lines = [
          `GET /ws/${path} HTTP/1.1`,
          'Host: maru',
          'Upgrade: websocket',
          'Connection: Upgrade',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          'Sec-WebSocket-Version: 13',
        ];
        if (offered !== undefined) lines.push(`Sec-WebSocket-Protocol: ${offered}`);
        socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      });
    for (const [room, search, offered] of cases) {
      const status = await one(`${room}${search}`.replace(/[\s]/g, '%20'), offered);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    const allowed = [101, 400, 401, 404];
    assert.deepEqual(
      [...statuses.keys()].filter((status) => !allowed.includes(status)),
      [],
    );
    const refused = [...statuses].filter(([status]) => status !== 101).reduce((sum, [, count]) => sum + count, 0);
    assert.equal((await total('maru_edge_upgrades_refused_total')) - before, refused);
    assert.ok(refused > UPGRADES / 2);
    assert.deepEqual(unhandled, []);
  });

  it('afterwards - the edge still takes connections', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${edge.port}/ws/after`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.send('{"type":"ping"}');
    const [data] = await new Promise<[Buffer]>((resolve) =>
      socket.once('message', (message) => resolve([message as Buffer])),
    );
    assert.equal(data.toString('utf8'), '{"type":"pong"}');
    socket.terminate();
  });
});
