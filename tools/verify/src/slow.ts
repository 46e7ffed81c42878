import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { Member } from './member.js';
import { Random } from './random.js';
import { figure } from './recovery.js';
import type { Figure } from './recovery.js';
import { sleep } from './stack.js';
import { openBench } from './verify.js';
import type { VerifyOptions } from './verify.js';

const ROOM = 'slow';
/** As many as it takes to stay below what moderation calls a flood. */
const SENDERS = 8;
/** What the senders say together: kernel buffers are in the way of the edge's own limit, so it has to be much. */
const MESSAGES_PER_SEC = 400;
const TEXT_CODE_POINTS = 1_000;
const LIMIT_BYTES = 65_536;
const CLOSED_LIMIT_MS = 10_000;
const MEMORY_LIMIT_MB = 200;
const TIMEOUT_MS = 120_000;
const TICK_MS = 20;

/**
 * Clients that join a busy room and read nothing. Measured: from the moment when more than the limit waits in the
 * edge for the first of them until the last one is closed, and the most memory that the edge used.
 */
export async function slowReaders(options: Omit<VerifyOptions, 'done'>, count: number): Promise<Figure[]> {
  const bench = await openBench({
    ...options,
    counts: { edge: 1, moderation: 1, fanout: 1 },
    env: { edge: { SLOW_CONSUMER_BYTES: String(LIMIT_BYTES) } },
  });
  const sockets: Socket[] = [];
  try {
    const edge = bench.stack.of('edge')[0];
    if (!edge) throw new Error('There is no edge.');
    const doors = [{ name: edge.name, port: () => edge.clients?.port ?? 0 }];
    const random = new Random(3);
    const senders = Array.from(
      { length: SENDERS },
      (_, index) =>
        new Member({ name: `s${index}`, room: ROOM, doors, firstDoor: 0, random, now: () => performance.now() }),
    );
    while (!senders.every(({ live }) => live)) await sleep(TICK_MS);
    options.progress(`${count} clients come and read nothing`);
    for (let index = 0; index < count; index++) sockets.push(await mute(edge.port));
    const before = await edge.metric('maru_edge_connections');
    if (before < count) throw new Error(`Only ${before} of ${count} clients are connected.`);
    // Numbered: the same text over and over is spam, and would be delivered to nobody.
    const text = '가'.repeat(TEXT_CODE_POINTS);
    const started = performance.now();
    let sent = 0;
    let peakMb = 0;
    let firstAt = 0;
    let lastAt = Infinity;
    while (performance.now() - started < TIMEOUT_MS) {
      for (; sent < ((performance.now() - started) / 1000) * MESSAGES_PER_SEC; sent++)
        senders[sent % SENDERS]?.send(`${sent} ${text}`, false);
      peakMb = Math.max(peakMb, residentMb(edge.pid));
      const left = (await edge.metric('maru_edge_connections')) - SENDERS;
      if (left < count && firstAt === 0) firstAt = performance.now();
      options.progress(`${left} of ${count} still there, edge at ${Math.round(peakMb)} MB`);
      if (left <= 0) {
        lastAt = performance.now();
        break;
      }
      await sleep(TICK_MS);
    }
    for (const sender of senders) sender.close();
    return [
      figure(
        `${count} clients that read nothing: from the first closed to the last`,
        lastAt - firstAt,
        CLOSED_LIMIT_MS,
      ),
      figure(`${count} clients that read nothing: peak memory of the edge`, peakMb, MEMORY_LIMIT_MB, 'MB'),
    ];
  } finally {
    for (const socket of sockets) socket.destroy();
    await bench.close();
  }
}

/** A WebSocket upgrade by hand, on a socket that is never read after its answer began. */
function mute(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.write(
        `GET /ws/${ROOM} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat.v1\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
      );
      socket.once('data', () => {
        socket.pause();
        socket.removeAllListeners('error').on('error', () => undefined);
        resolve(socket);
      });
    });
  });
}

/** Resident memory; 0 where /proc does not tell it. */
function residentMb(pid: number | undefined): number {
  try {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
