import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { jwtVerify } from 'jose';
import { run } from './cli.js';
import { seconds } from './duration.js';

const SECRET = 'a shared secret of more than 32 characters';

async function maru(
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number; out: string[]; errors: string[] }> {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await run(args, { env, out: (line) => out.push(line), error: (line) => errors.push(line) });
  return { code, out, errors };
}

/** An admin API that keeps what it is asked. */
async function withAdmin(
  answer: unknown,
  work: (url: string, asked: { method?: string; url?: string; token?: string; body: string }[]) => Promise<void>,
): Promise<void> {
  const asked: { method?: string; url?: string; token?: string; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      asked.push({
        method: request.method ?? '',
        url: request.url ?? '',
        token: request.headers.authorization ?? '',
        body,
      });
      response.writeHead(answer === undefined ? 204 : 200).end(answer === undefined ? '' : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test('token - signs what the edges check', async () => {
  const { code, out } = await maru(
    ['token', 'kim', '--nick', '김', '--mod', 'lobby,축구', '--rooms', '*', '--for', '2h'],
    { JWT_SECRET: SECRET, JWT_ISSUER: 'me' },
  );
  assert.equal(code, 0);
  const { payload, protectedHeader } = await jwtVerify(out[0] ?? '', new TextEncoder().encode(SECRET), {
    issuer: 'me',
  });
  assert.equal(protectedHeader.alg, 'HS256');
  assert.deepEqual(
    [payload.sub, payload['nick'], payload['mod'], payload['rooms']],
    ['kim', '김', ['lobby', '축구'], '*'],
  );
  assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 7_200);
  assert.equal((await maru(['token', 'kim'])).code, 2);
});

test('check-config - lists every problem of every service, each with its variable', async () => {
  const { code, errors, out } = await maru(['check-config'], {
    PORT: '90x',
    SHARDS: '0',
    ANONYMOUS: 'false',
    JWT_SECERT: 'x',
  });
  assert.equal(code, 1);
  assert.ok(
    errors.some((line) => /edge: PORT: is "90x"/.test(line)),
    errors.join('\n'),
  );
  for (const service of ['edge', 'moderation', 'fanout'])
    assert.ok(
      errors.some((line) => line.includes(`${service}: SHARDS`)),
      service,
    );
  assert.ok(out.some((line) => line.includes('JWT_SECERT')));
  assert.equal((await maru(['check-config'])).code, 0);
});

test('ban - in a room or everywhere, for a time', () =>
  withAdmin(undefined, async (url, asked) => {
    const env = { ADMIN_TOKEN: 'secret', MARU_ADMIN_URL: url };
    assert.equal((await maru(['ban', 'anon:x', '--room', '축구', '--for', '10m'], env)).code, 0);
    assert.equal((await maru(['ban', 'kim'], env)).code, 0);
    assert.deepEqual(asked, [
      {
        method: 'POST',
        url: `/api/v1/rooms/${encodeURIComponent('축구')}/actions`,
        token: 'Bearer secret',
        body: '{"action":"ban","user":"anon:x","seconds":600}',
      },
      { method: 'POST', url: '/api/v1/actions', token: 'Bearer secret', body: '{"action":"ban","user":"kim"}' },
    ]);
  }));

test('rooms - are listed with their numbers', () =>
  withAdmin(
    {
      connections: 3,
      edges: 2,
      rooms: [
        {
          room: 'lobby',
          members: 3,
          messagesPerSec: 0.5,
          mode: { slowModeSec: 10, locked: true, policy: 'default' },
          edges: ['a'],
        },
      ],
    },
    async (url) => {
      const { out } = await maru(['rooms', '--admin', url], { ADMIN_TOKEN: 'secret' });
      assert.match(out[0] ?? '', /3\s+0\.5\/s {2}lobby {2}locked {2}slow 10 s/);
      assert.equal(out[1], '1 rooms, 3 connections on 2 edges');
    },
  ));

test('mistakes - say what to do, and end with 2', async () => {
  for (const args of [['dance'], ['ban'], ['ban', 'kim', '--for', 'soon'], ['rooms'], ['rooms', '--nope']]) {
    const { code, errors } = await maru(args, args[0] === 'rooms' ? {} : { ADMIN_TOKEN: 'x' });
    assert.equal(code, 2, args.join(' '));
    assert.equal(errors.length, 1);
  }
  assert.equal(seconds('7d'), 604_800);
});
