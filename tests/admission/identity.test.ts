import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import WebSocket from 'ws';
import { ChatClient } from '../support/chat-client.js';
import { Deployment, sign } from './deployment.js';
import type { RunningEdge } from './deployment.js';

/** Letters that no word list can make anything of. */
const room = () => `room-${[...randomBytes(8)].map((byte) => 'bdkmrtvz'[byte % 8]).join('')}`;
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const inAMinute = () => Math.floor(Date.now() / 1000) + 60;

/** What an upgrade comes to: the status of a refusal, or the code that the socket is closed with. */
function upgrade(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status?: number; code?: string; closed?: number; open?: WebSocket }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, code: (JSON.parse(body) as { code: string }).code }),
      );
    });
    socket.on('message', () => resolve({ open: socket }));
    socket.on('close', (closed) => resolve({ closed }));
    socket.on('error', reject);
  });
}

describe('identity', () => {
  const deployment = new Deployment(undefined);
  let edge: RunningEdge;
  const withToken = (token: string, name = room(), headers: Record<string, string> = {}) =>
    upgrade(edge.port, `/ws/${name}?token=${token}`, headers);
  before(async () => {
    await deployment.middle();
    edge = await deployment.edge({
      ORIGINS: 'https://chat.example',
      JWT_ISSUER: 'https://id.example',
      JWT_AUDIENCE: 'chat',
    });
  });
  after(() => deployment.stop());
  const good = { sub: 'kim', nick: 'Kim', iss: 'https://id.example', aud: 'chat' };

  it('a good token - in the query or the header, says who and where', async () => {
    const name = room();
    const token = await sign({ ...good, rooms: [name] });
    const one = await ChatClient.join(edge.port, name, { query: `?token=${token}` });
    assert.deepEqual([one.joined?.user, one.joined?.nick, one.joined?.anon], ['kim', 'Kim', undefined]);
    one.close();
    const two = await ChatClient.join(edge.port, name, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(two.joined?.user, 'kim');
    two.close();
    assert.deepEqual(await withToken(token, room()), { status: 403, code: 'forbidden' });
  });

  it('a reserved nickname - is for those whose token says it', async () => {
    const staff = await ChatClient.join(edge.port, 'lobby', {
      query: `?token=${await sign({ ...good, nick: '운영자' })}`,
    });
    assert.equal(staff.joined?.nick, '운영자');
    const guest = await ChatClient.join(edge.port, 'lobby', { query: `?nick=${encodeURIComponent('운 영 자')}` });
    assert.ok(guest.joined?.nick && !guest.joined.nick.includes('운'));
    staff.close();
    guest.close();
  });

  it('a nickname in a token - is moderated too', async () => {
    const client = await ChatClient.join(edge.port, room(), {
      query: `?token=${await sign({ ...good, nick: 'fuck you' })}`,
    });
    assert.notEqual(client.joined?.nick, 'fuck you');
    assert.equal(client.joined?.user, 'kim');
    client.close();
  });

  it('forged tokens - are refused, whatever is wrong with them', async () => {
    const [head, payload, signature] = (await sign(good)).split('.');
    const forged: [string, string][] = [
      ['garbage', 'garbage'],
      ['alg none', `${base64({ alg: 'none' })}.${base64({ ...good, exp: inAMinute() })}.`],
      ['alg None', `${base64({ alg: 'None' })}.${base64({ ...good, exp: inAMinute() })}.`],
      ['alg RS256 without keys', `${base64({ alg: 'RS256' })}.${payload}.${signature}`],
      ['wrong key', await sign(good, 'another secret of more than 32 characters')],
      ['no signature', `${head}.${payload}.`],
      ['changed claims', `${head}.${base64({ ...good, sub: 'boss', mod: '*', exp: inAMinute() })}.${signature}`],
      ['expired', await sign({ ...good, exp: Math.floor(Date.now() / 1000) - 1 })],
      [
        'no exp',
        await new SignJWT(good)
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode('a shared secret of more than 32 characters')),
      ],
      ['no sub', await sign({ ...good, sub: undefined })],
      ['an anonymous id', await sign({ ...good, sub: 'anon:AAAAAAAAAAAAAAAA' })],
      ['wrong issuer', await sign({ ...good, iss: 'https://evil.example' })],
      ['wrong audience', await sign({ ...good, aud: 'mail' })],
      ['not yet', await sign({ ...good, nbf: inAMinute() })],
      ['rooms of another kind', await sign({ ...good, rooms: { lobby: true } })],
    ];
    for (const [what, token] of forged) {
      assert.deepEqual(await withToken(token), { status: 401, code: 'unauthorized' }, what);
      // A page cannot see the status: it is told by the close code.
      assert.deepEqual(
        await withToken(token, room(), { origin: 'https://chat.example' }),
        { closed: 4503 },
        `${what}, in a browser`,
      );
    }
  });

  it('a token that expires - closes a live connection with 4503', async () => {
    const client = await ChatClient.join(edge.port, room(), {
      query: `?token=${await sign({ ...good, exp: Math.floor(Date.now() / 1000) + 2 })}`,
    });
    await client.until(() => client.closed !== undefined, 'the end', 5_000);
    assert.equal(client.closed?.code, 4503);
  });

  it('impersonation - an id that others see is no identity', async () => {
    const name = room();
    const victim = await ChatClient.join(edge.port, name);
    const { user = '', nick = '', anon = '' } = victim.joined ?? {};
    const [version, payload, signature = ''] = anon.split('.');
    const attempts = [
      user,
      `a1.${base64([user, nick])}`,
      `a1.${base64([user, nick])}.`,
      `a1.${base64([user, nick])}.${'A'.repeat(signature.length)}`,
      `${version}.${base64([user, 'other'])}.${signature}`,
      `${version}.${payload}.${signature.slice(0, -4)}`,
    ];
    for (const attempt of attempts) {
      const other = await ChatClient.join(edge.port, name, { query: `?anon=${encodeURIComponent(attempt)}` });
      assert.notEqual(other.joined?.user, user);
      other.close();
    }
    assert.equal(victim.closed, undefined);
    victim.close();
  });

  it('origins - only those on the list, upgrades and actions alike', async () => {
    assert.deepEqual(await upgrade(edge.port, `/ws/${room()}`, { origin: 'https://evil.example' }), {
      status: 403,
      code: 'forbidden_origin',
    });
    const { open } = await upgrade(edge.port, `/ws/${room()}`, { origin: 'https://chat.example' });
    assert.ok(open);
    open.close();
    const action = await fetch(`http://127.0.0.1:${edge.port}/api/rooms/lobby/actions`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', authorization: `Bearer ${await sign({ ...good, mod: '*' })}` },
      body: '{"action":"lock"}',
    });
    assert.equal(action.status, 403);
  });

  it('anonymous mode off - nobody comes in without a token', async () => {
    const closed = await deployment.edge({ ANONYMOUS: 'false' });
    assert.deepEqual(await upgrade(closed.port, '/ws/lobby'), { status: 401, code: 'unauthorized' });
    assert.deepEqual(await upgrade(closed.port, '/ws/lobby', { origin: 'https://chat.example' }), { closed: 4503 });
    const { open } = await upgrade(closed.port, `/ws/lobby?token=${await sign({ sub: 'kim' })}`);
    assert.ok(open);
    open.close();
    await closed.stop();
  });

  it('rate limits - reconnecting, under the same name or a new one, brings no more messages', async () => {
    const limited = await deployment.edge({ SENDS_PER_SEC: '1' });
    const spend = async (client: ChatClient) => {
      for (let n = 0; n < 10; n++) client.send(`m${n}-${Math.random()}`, `text ${n}`);
      await client.until(
        () =>
          client.errors.filter(({ code }) => code === 'rate_limited').length + [...client.receipts.values()].length >=
          10,
        '10 answers',
      );
      return client.receipts.size;
    };
    for (const query of [`?token=${await sign({ sub: 'fast' })}`, '']) {
      const started = Date.now();
      let sent = 0;
      let again = query;
      for (let round = 0; round < 3; round++) {
        const client = await ChatClient.join(limited.port, room(), { query: again });
        sent += await spend(client);
        client.close();
        await client.until(() => client.closed !== undefined, 'close');
        // Twice as the same anonymous user, then as somebody new.
        if (query === '' && round === 0) again = `?anon=${client.joined?.anon}`;
        if (query === '' && round === 1) again = '';
      }
      const allowed = 5 + Math.ceil((Date.now() - started) / 1000);
      assert.ok(sent <= allowed, `${sent} of at most ${allowed} messages got through`);
    }
    await limited.stop();
  });

  it('oversized and slow upgrades - are refused or cut off, and others are served meanwhile', async () => {
    // Headers beyond what the server takes.
    const large = connect(edge.port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      let text = '';
      large.on('data', (chunk: Buffer) => (text += chunk.toString()));
      large.on('close', () => resolve(text));
      large.on('error', () => resolve(text));
    });
    large.write(
      `GET /ws/lobby HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Junk: ${'x'.repeat(64_000)}\r\n\r\n`,
    );
    assert.ok(!(await answer).includes('101'));
    // One that never finishes its request.
    const slow = connect(edge.port, '127.0.0.1');
    const cut = new Promise<void>((resolve) => slow.on('close', () => resolve()));
    slow.on('error', () => undefined).resume();
    slow.write('GET /ws/lobby HTTP/1.1\r\nHost: x\r\n');
    (await ChatClient.join(edge.port, room())).close();
    await cut;
  });
});

describe('identity by key set', () => {
  it('keys - are fetched, cached, and fetched again when a new one signs', async () => {
    const pair = async (kid: string) => {
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
      const token = (claims: Record<string, unknown> = {}) =>
        new SignJWT({ sub: 'kim', exp: inAMinute(), ...claims })
          .setProtectedHeader({ alg: 'ES256', kid })
          .sign(privateKey);
      return { jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' }, token };
    };
    const [first, second, stranger] = [await pair('one'), await pair('two'), await pair('one')];
    let keys: unknown[] = [first.jwk];
    let fetched = 0;
    const server = createServer((_request, response) => {
      fetched++;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    const deployment = new Deployment(undefined);
    try {
      await deployment.middle();
      const edge = await deployment.edge({ JWKS_URL: url, JWKS_COOLDOWN_MS: '0' });
      const result = async (token: string) => {
        const outcome = await upgrade(edge.port, `/ws/${room()}?token=${token}`);
        outcome.open?.close();
        return outcome.open ? 'in' : (outcome.status ?? 0);
      };
      assert.equal(await result(await first.token()), 'in');
      assert.equal(await result(await first.token({ sub: 'lee' })), 'in');
      assert.equal(fetched, 1, 'the key set is cached');
      assert.equal(await result(await stranger.token()), 401, 'a known key id, another key');
      // The public key as an HMAC secret: the classic confusion.
      const confused = await new SignJWT({ sub: 'kim', exp: inAMinute() })
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .sign(new TextEncoder().encode(JSON.stringify(first.jwk)));
      assert.equal(await result(confused), 401);
      keys = [second.jwk];
      assert.equal(await result(await second.token()), 'in', 'an unknown key id fetches the set again');
      assert.equal(fetched, 2);
      assert.equal(await result(await first.token()), 401, 'a key that was taken out signs no more');
    } finally {
      await deployment.stop();
      server.close();
      server.closeAllConnections();
    }
  });

  it('a key set that cannot be fetched - is a 503, not a way in', async () => {
    const deployment = new Deployment(undefined);
    try {
      await deployment.middle();
      const edge = await deployment.edge({ JWKS_URL: 'http://127.0.0.1:9/jwks.json' });
      const { privateKey } = await generateKeyPair('ES256');
      const token = await new SignJWT({ sub: 'kim', exp: inAMinute() })
        .setProtectedHeader({ alg: 'ES256', kid: 'x' })
        .sign(privateKey);
      assert.deepEqual(await upgrade(edge.port, `/ws/lobby?token=${token}`), { status: 503, code: 'unavailable' });
    } finally {
      await deployment.stop();
    }
  });
});
