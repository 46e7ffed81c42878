import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@maru/local-broker';
import { accepts, findCommand, startAll, startChild, stopAll } from './child.js';
import type { SystemKind } from './system.js';

/** Socket.IO is no dependency of the project: who wants to compare installs it here. */
const PACKAGES = fileURLToPath(new URL('../../../../../.cache/bench-peers', import.meta.url));
const INSTALL = 'npm install --prefix .cache/bench-peers socket.io@4 @socket.io/redis-adapter@8 ioredis@5';

/** Two Socket.IO nodes that share rooms over Redis. */
export const socketIo: SystemKind = {
  name: 'socketio',
  label: 'Socket.IO + Redis',
  missing: () => {
    if (findCommand('redis-server') === undefined)
      return 'Redis is not installed (Debian: apt-get install redis-server)';
    return existsSync(join(PACKAGES, 'node_modules/socket.io')) ? undefined : `Socket.IO is not installed (${INSTALL})`;
  },
  start: async () => {
    const [redisPort, ...ports] = await Promise.all([freePort(), freePort(), freePort()]);
    const main = fileURLToPath(new URL('../peers/socketio-main.js', import.meta.url));
    const redis = () =>
      startChild({
        name: 'redis',
        command: findCommand('redis-server') ?? 'redis-server',
        args: ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
        ready: () => accepts(redisPort),
      });
    const nodes = ports.map(
      (port, i) => () =>
        startChild({
          name: `socketio-${i + 1}`,
          command: process.execPath,
          args: [main, PACKAGES, String(port), String(redisPort)],
          ready: () => accepts(port),
        }),
    );
    const children = await startAll([redis, ...nodes]);
    return {
      ports,
      processes: children.map(({ name, pid }) => ({ name, pid })),
      wire: {
        path: '/socket.io/?EIO=4&transport=websocket&room=%r',
        hello: '40',
        ready: '40{',
        publish: '42["m","%m"]',
        engineIoPing: true,
      },
      description: '2 nodes and Redis; no moderation, no receipts, no history',
      stop: () => stopAll(children),
    };
  },
};
