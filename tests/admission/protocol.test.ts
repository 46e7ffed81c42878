import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import WebSocket from 'ws';
import { ChatClient } from '../support/chat-client.js';
import { Deployment, sign } from './deployment.js';
import type { RunningEdge } from './deployment.js';

/** Letters that no word list can make anything of. */
const room = () => `room-${[...randomBytes(8)].map((byte) => 'bdkmrtvz'[byte % 8]).join('')}`;

type Answer = { status: number; code?: string; retryAfter?: number; protocol?: string };

/** An upgrade and what came of it; one that is taken is left again. */
function upgrade(port: number, path: string, headers: Record<string, string> = {}, offer?: string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, offer ?? [], { headers });
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        const { code, message } = JSON.parse(body) as { code: string; message: string };
        assert.ok(message.length > 0);
        assert.equal(response.headers['content-type'], 'application/json');
        const retryAfter = response.headers['retry-after'];
        resolve({
          status: response.statusCode ?? 0,
          code,
          ...(retryAfter === undefined ? {} : { retryAfter: Number(retryAfter) }),
        });
      });
    });
    socket.on('open', () => {
      socket.on('close', () =>
        resolve({ status: 101, ...(socket.protocol === '' ? {} : { protocol: socket.protocol }) }),
      );
      socket.close();
    });
    socket.on('error', reject);
  });
}

describe('upgrades', () => {
  const deployment = new Deployment(undefined);
  let edge: RunningEdge;
  before(async () => {
    await deployment.middle();
    edge = await deployment.edge({ ORIGINS: 'https://chat.example' });
  });
  after(() => deployment.stop());

  it('rooms - letters, marks, digits and - _ . : ~ up to 64 code points, whichever way they are composed', async () => {
    const bad = ['', 'a%20b', 'a%2Fb', 'a/b', '%ff%fe', '%zz', '%00', '%3Cb%3E', '%F0%9F%8E%89', 'a'.repeat(65)];
    for (const name of bad)
      assert.deepEqual(await upgrade(edge.port, `/ws/${name}`), { status: 400, code: 'bad_room' }, name);
    for (const name of ['a-_.:~1', '가'.repeat(64), '日本語', 'नमस्ते'])
      assert.deepEqual(await upgrade(edge.port, `/ws/${encodeURIComponent(name)}`), { status: 101 }, name);
    const [composed, taken] = ['각나', '각나'.normalize('NFD')];
    assert.notEqual(composed, taken);
    const client = await ChatClient.join(edge.port, taken);
    assert.equal(client.joined?.room, composed);
    client.close();
  });

  it('subprotocols - chat.v1 is taken among others, none is fine, only unknown ones are not', async () => {
    const path = `/ws/${room()}`;
    assert.deepEqual(await upgrade(edge.port, path, {}, ['chat.v1']), { status: 101, protocol: 'chat.v1' });
    assert.deepEqual(await upgrade(edge.port, path, {}, ['chat.v2', 'chat.v1']), { status: 101, protocol: 'chat.v1' });
    assert.deepEqual(await upgrade(edge.port, path), { status: 101 });
    assert.deepEqual(await upgrade(edge.port, path, {}, ['chat.v2']), { status: 400, code: 'bad_request' });
  });

  it('parameters and headers - are refused with the status and code of what is wrong', async () => {
    const path = `/ws/${room()}`;
    const cases: [string, Record<string, string>, Answer][] = [
      ['?resume=nonsense', {}, { status: 400, code: 'bad_request' }],
      ['?resume=epoch:1e3', {}, { status: 400, code: 'bad_request' }],
      ['?resume=epoch:7', {}, { status: 101 }],
      ['?receipts=some', {}, { status: 400, code: 'bad_request' }],
      ['?receipts=final', {}, { status: 101 }],
      [`?nick=${'n'.repeat(33)}`, {}, { status: 400, code: 'bad_request' }],
      [`?nick=${encodeURIComponent('\u200b\u3164')}`, {}, { status: 400, code: 'bad_request' }],
      [`?nick=${encodeURIComponent('나'.repeat(32))}`, {}, { status: 101 }],
      ['?anon=forged', {}, { status: 101 }],
      ['?token=forged', {}, { status: 401, code: 'unauthorized' }],
      ['', { authorization: 'Bearer forged' }, { status: 401, code: 'unauthorized' }],
      [`?token=${await sign({ sub: 'kim', rooms: ['elsewhere'] })}`, {}, { status: 403, code: 'forbidden' }],
      ['', { origin: 'https://evil.example' }, { status: 403, code: 'forbidden_origin' }],
      ['', { origin: 'https://chat.example' }, { status: 101 }],
    ];
    for (const [query, headers, expected] of cases)
      assert.deepEqual(await upgrade(edge.port, path + query, headers), expected, query + JSON.stringify(headers));
  });

  it('many upgrades by token at once - are all taken, and none is cut off', async () => {
    const crowded = await deployment.edge({ CONNECTIONS_PER_IP: '0', CONNECTS_PER_SEC: '0' });
    const name = room();
    for (let round = 0; round < 5; round++) {
      const clients = await Promise.all(
        Array.from({ length: 60 }, async (_, n) =>
          ChatClient.join(crowded.port, name, { query: `?token=${await sign({ sub: `user-${round}-${n}` })}` }),
        ),
      );
      const [first, ...others] = clients;
      first?.send('fence', `round ${round}`);
      for (const client of clients)
        await client.until(() => client.messages.some(({ text }) => text === `round ${round}`), 'the message');
      assert.deepEqual(
        clients.filter(({ closed }) => closed),
        [],
      );
      for (const client of others) client.close();
      first?.close();
    }
    await crowded.stop();
  });
});

describe('limits of connections', () => {
  const deployment = new Deployment(undefined);
  before(() => deployment.middle());
  after(() => deployment.stop());
  const full = (answer: Answer, what: string) => {
    assert.deepEqual([answer.status, answer.code], [503, 'too_many_connections'], what);
    assert.ok((answer.retryAfter ?? 0) >= 1, `${what}: Retry-After ${answer.retryAfter}`);
  };

  it('of an edge - the next one is asked to come later, and comes in when there is room', async () => {
    const edge = await deployment.edge({ CONNECTIONS_MAX: '2' });
    const clients = [await ChatClient.join(edge.port, room()), await ChatClient.join(edge.port, room())];
    full(await upgrade(edge.port, `/ws/${room()}`), 'a third');
    clients[0]?.close();
    await clients[0]?.until(() => clients[0]?.closed !== undefined, 'close');
    (await ChatClient.join(edge.port, room())).close();
    clients[1]?.close();
    await edge.stop();
  });

  it('of an address - told by the trusted proxy, and by nobody else', async () => {
    const edge = await deployment.edge({ CONNECTIONS_PER_IP: '1', TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8' });
    const from = (forwarded: string) => ({ headers: { 'x-forwarded-for': forwarded } });
    const one = await ChatClient.join(edge.port, room(), from('192.0.2.1'));
    const path = `/ws/${room()}`;
    full(await upgrade(edge.port, path, { 'x-forwarded-for': '192.0.2.1' }), 'the same address');
    full(await upgrade(edge.port, path, { 'x-forwarded-for': '198.51.100.9, 192.0.2.1' }), 'what the client made up');
    full(await upgrade(edge.port, path, { 'x-forwarded-for': '192.0.2.1, 10.1.2.3' }), 'two proxies');
    full(await upgrade(edge.port, path, { 'x-forwarded-for': '::ffff:192.0.2.1' }), 'IPv4 as IPv6');
    const two = await ChatClient.join(edge.port, room(), from('192.0.2.2'));
    const six = await ChatClient.join(edge.port, room(), from('2001:db8:1:2::1'));
    full(await upgrade(edge.port, path, { 'x-forwarded-for': '2001:db8:1:2:ffff::9' }), 'the same /64');
    const blind = await deployment.edge({ CONNECTIONS_PER_IP: '1' });
    const direct = await ChatClient.join(blind.port, room(), from('192.0.2.1'));
    full(await upgrade(blind.port, path, { 'x-forwarded-for': '192.0.2.9' }), 'no proxy is trusted');
    for (const client of [one, two, six, direct]) client.close();
    await edge.stop();
    await blind.stop();
  });

  it('of an address - coming and going again and again is slowed down', async () => {
    const edge = await deployment.edge({ CONNECTIONS_PER_IP: '5' });
    const path = `/ws/${room()}`;
    const answers: Answer[] = [];
    for (let n = 0; n < 8; n++) answers.push(await upgrade(edge.port, path));
    assert.equal(answers[0]?.status, 101);
    const refused = answers.filter(({ status }) => status !== 101);
    assert.ok(refused.length >= 2, `${refused.length} of 8 refused`);
    for (const answer of refused) full(answer, 'too often');
    await edge.stop();
  });

  it('a second - those who come too fast are asked to come later', async () => {
    const edge = await deployment.edge({ CONNECTS_PER_SEC: '1', CONNECTIONS_PER_IP: '0' });
    const path = `/ws/${room()}`;
    const answers = await Promise.all(Array.from({ length: 12 }, () => upgrade(edge.port, path)));
    const refused = answers.filter(({ status }) => status !== 101);
    assert.ok(refused.length >= 5 && refused.length < 12, `${refused.length} of 12 refused`);
    for (const answer of refused) full(answer, 'too fast');
    await edge.stop();
  });

  it('0 - is no limit', async () => {
    const edge = await deployment.edge({ CONNECTIONS_MAX: '0', CONNECTIONS_PER_IP: '0', CONNECTS_PER_SEC: '0' });
    const name = room();
    const clients = await Promise.all(Array.from({ length: 250 }, () => ChatClient.join(edge.port, name)));
    assert.equal(clients.length, 250);
    for (const client of clients) client.close();
    await edge.stop();
  });
});

describe('frames', () => {
  const deployment = new Deployment(undefined);
  let edge: RunningEdge;
  let nowMs = Date.now();
  before(async () => {
    await deployment.middle();
    edge = await deployment.edge({ SENDS_PER_SEC: '0' }, () => nowMs);
  });
  after(() => deployment.stop());
  const refused = (client: ChatClient, count: number) =>
    client.until(() => client.errors.length >= count || client.closed !== undefined, `${count} errors`);

  it('bad ones - are answered with what is wrong and the id, and the connection lives on', async () => {
    const client = await ChatClient.join(edge.port, room());
    const escaped = '\\ud83c\\udf89'.repeat(2_001);
    const cases: [string | Buffer, string, string | undefined][] = [
      [Buffer.from([1, 2, 3]), 'bad_frame', undefined],
      ['not json', 'bad_frame', undefined],
      ['{"type":"shout"}', 'bad_frame', undefined],
      ['{"type":"send","id":"a"}', 'bad_frame', 'a'],
      ['{"type":"send","id":"a","text":"   "}', 'bad_frame', 'a'],
      ['{"type":"send","id":"","text":"x"}', 'bad_frame', undefined],
      [`{"type":"send","id":"b","text":"${'x'.repeat(2_001)}"}`, 'too_large', 'b'],
      // The longest way to write a text; its id is not looked for in a frame of that size.
      [`{"type":"send","id":"c","text":"${escaped}"}`, 'too_large', undefined],
    ];
    for (const [index, [frame, code, id]] of cases.entries()) {
      client.raw(frame);
      await refused(client, index + 1);
      assert.deepEqual([client.errors[index]?.code, client.errors[index]?.id], [code, id], String(frame).slice(0, 60));
    }
    client.send('good', 'still here');
    await client.until(() => client.messages.some(({ id }) => id === 'good'), 'own message');
    client.close();
  });

  it('the tenth within a minute - closes with 4502, wherever the minute begins', async () => {
    const client = await ChatClient.join(edge.port, room());
    let count = 0;
    const bad = async (times: number) => {
      for (let n = 0; n < times; n++) client.raw('{"type":"shout"}');
      await refused(client, (count += times));
    };
    await bad(5);
    nowMs += 40_000;
    await bad(4);
    nowMs += 30_000;
    await bad(5);
    assert.equal(client.closed, undefined, 'nine within the last minute');
    client.raw('{"type":"shout"}');
    await client.until(() => client.closed !== undefined, 'close');
    assert.deepEqual(client.closed, { code: 4502, reason: 'too many bad frames' });
    assert.equal(client.errors.length, 15, 'the tenth is answered too');
  });

  it('a refused nickname - is told before joined, which says the one that was given instead', async () => {
    const client = await ChatClient.join(edge.port, room(), { query: '?nick=fuck%20you' });
    const [error, joined] = client.frames;
    assert.ok(error?.type === 'error' && joined?.type === 'joined');
    assert.deepEqual([error.code, error.id], ['not_allowed', undefined]);
    assert.notEqual(joined.nick, 'fuck you');
    client.close();
  });

  it('receipts=final - leaves accepted out, and nothing else', async () => {
    const name = room();
    const client = await ChatClient.join(edge.port, name, { query: '?receipts=final' });
    client.send('1', 'hello there');
    await client.until(() => client.messages.some(({ id }) => id === '1'), 'own message');
    client.send('1', 'hello there');
    client.send('2', 'fuck you');
    await client.until(() => client.receipts.has('1') && client.receipts.has('2'), 'verdicts');
    const [message] = client.messages;
    assert.deepEqual(
      [client.receipts.get('1'), client.receipts.get('2')?.map(({ status, reason }) => [status, reason])],
      [[{ type: 'receipt', id: '1', status: 'duplicate', seq: message?.seq }], [['rejected', 'profanity']]],
    );
    client.close();
  });

  it('typing - is relayed once in three seconds, reconnecting or not', async () => {
    const name = room();
    const watcher = await ChatClient.join(edge.port, name);
    const types = () => watcher.frames.filter(({ type }) => type === 'typing').length;
    let query = '';
    for (let n = 0; n < 3; n++) {
      const client = await ChatClient.join(edge.port, name, { query });
      query = `?anon=${client.joined?.anon}`;
      client.raw('{"type":"typing"}');
      client.raw('{"type":"typing"}');
      client.send(`fence-${n}`, `fence ${n}`);
      await watcher.until(() => watcher.messages.some(({ id }) => id === `fence-${n}`), 'the fence');
      client.close();
      await client.until(() => client.closed !== undefined, 'close');
    }
    const client = await ChatClient.join(edge.port, name, { query });
    await watcher.until(() => types() === 1, 'typing');
    nowMs += 3_000;
    client.raw('{"type":"typing"}');
    await watcher.until(() => types() === 2, 'typing again');
    for (const one of [client, watcher]) one.close();
  });

  it('ping - is answered', async () => {
    const client = await ChatClient.join(edge.port, room());
    client.raw('{"type":"ping"}');
    await client.until(() => client.frames.some(({ type }) => type === 'pong'), 'pong');
    client.close();
  });
});
