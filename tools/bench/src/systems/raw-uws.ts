import { fileURLToPath } from 'node:url';
import { freePort } from '@maru/local-broker';
import { accepts, startChild } from './child.js';
import type { SystemKind } from './system.js';

export const rawUws: SystemKind = {
  name: 'uws',
  label: 'raw uWebSockets',
  missing: () => undefined,
  start: async () => {
    const port = await freePort();
    const main = fileURLToPath(new URL('../peers/raw-uws-main.js', import.meta.url));
    const child = await startChild({
      name: 'raw-uws',
      command: process.execPath,
      args: [main, String(port)],
      ready: () => accepts(port),
    });
    return {
      ports: [port],
      processes: [{ name: 'raw-uws', pid: child.pid }],
      wire: { path: '/%r', publish: '%m' },
      description: 'one process; no broker, no moderation, no receipts, no history',
      stop: () => child.stop(),
    };
  },
};
