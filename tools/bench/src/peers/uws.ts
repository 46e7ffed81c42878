import { createRequire } from 'node:module';
import type * as UWebSockets from 'uws-v20.69';

export type { us_listen_socket } from 'uws-v20.69';

/** uWebSockets.js in the version that the edge runs on this Node. The version of Node decides first, since under Node 20 the newer package would load the older one's binary. */
export function loadUws(): typeof UWebSockets {
  const require = createRequire(import.meta.url);
  if (Number(process.versions.node.split('.')[0]) <= 21) return require('uws-v20.51') as typeof UWebSockets;
  try {
    return require('uws-v20.69') as typeof UWebSockets;
  } catch {
    return require('uws-v20.51') as typeof UWebSockets;
  }
}
