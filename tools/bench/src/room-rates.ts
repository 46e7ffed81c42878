import { randomInt } from 'node:crypto';
import { RawSocket, nowUs } from '@maru/load';
import type { LocalBroker } from '@maru/local-broker';
import { fill } from './client/wire.js';
import type { System } from './systems/system.js';

/** Connections begun at once; the kernel's queue of new ones is not endless. */
const CONNECTING_MAX = 200;
const OPEN_TIMEOUT_MS = 120_000;
const POLL_MS = 25;
const SECOND_US = 1_000_000;

export type RoomRates = { rooms: number; openedPerSec: number; reboundPerSec: number | null };

/** One person in each of `rooms` new rooms: how fast an edge opens them. */
export async function openRooms(system: System, rooms: number): Promise<{ perSec: number; close(): void }> {
  const prefix = `open-${randomInt(1e5, 1e6)}-r`;
  const sockets: RawSocket[] = [];
  const port = system.ports[0] as number;
  const ready = Buffer.from(system.wire.ready ?? '');
  let next = 0;
  const joinNext = async (): Promise<void> => {
    while (next < rooms) {
      const number = next++;
      await new Promise<void>((resolve, reject) => {
        const path = fill(system.wire.path, { room: `${prefix}${number}`, connection: number });
        const socket = new RawSocket(
          { host: '127.0.0.1', port, secure: false, path },
          {
            open: () => undefined,
            message: (data, start) => {
              if (data.indexOf(ready, start) >= 0) resolve();
            },
            close: ({ status, code, reason }) =>
              reject(new Error(`A connection ended with ${status ?? code} ${reason}.`)),
          },
        );
        sockets.push(socket);
      });
    }
  };
  const startedUs = nowUs();
  await Promise.all(Array.from({ length: CONNECTING_MAX }, joinNext));
  const perSec = (rooms * SECOND_US) / (nowUs() - startedUs);
  return {
    perSec,
    close: () => {
      for (const socket of sockets) socket.cut();
    },
  };
}

/** Restarts the broker: how fast the edge opens its rooms again, from the first to the last. */
export async function rebindRooms(system: System, broker: LocalBroker, rooms: number): Promise<number> {
  const opsPort = system.edgeOpsPorts?.[0];
  if (opsPort === undefined) throw new Error('This system tells no ops port.');
  const before = await roomsBound(opsPort);
  await broker.stop();
  await broker.start();
  const deadline = Date.now() + OPEN_TIMEOUT_MS;
  let [firstUs, firstCount] = [0, 0];
  for (;;) {
    const count = (await roomsBound(opsPort)) - before;
    if (firstUs === 0 && count > 0) [firstUs, firstCount] = [nowUs(), count];
    if (count >= rooms) return ((count - firstCount) * SECOND_US) / Math.max(1, nowUs() - firstUs);
    if (Date.now() > deadline)
      throw new Error(`${count} of ${rooms} rooms were open again ${OPEN_TIMEOUT_MS} ms after the broker's restart.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Rooms that the edge has opened on the broker since it started. */
async function roomsBound(opsPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
  const [, count] = /^maru_bus_room_bind_seconds_count(?:\{[^}]*\})? (\d+)/m.exec(text) ?? [];
  return Number(count ?? 0);
}
