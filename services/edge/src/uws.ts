import { createRequire } from 'node:module';
import type * as UWebSockets from 'uws-v20.69';

export type {
  HttpRequest,
  HttpResponse,
  TemplatedApp,
  WebSocket,
  us_listen_socket,
  us_socket_context_t,
} from 'uws-v20.69';
export type Uws = typeof UWebSockets;

/** uWebSockets.js has no binary for this platform and Node version. */
export class UnsupportedPlatformError extends Error {
  readonly code = 'unsupported_platform';
}

/**
 * Loads the uWebSockets.js that fits this Node. The choice goes by the version of Node first, never by what loads:
 * under Node 20 the newer package's JavaScript would find the older package's binary, and mix the two.
 * @throws UnsupportedPlatformError which says what to install
 */
export function loadUws(nodeMajor: number = Number(process.versions.node.split('.')[0])): Uws {
  const require = createRequire(import.meta.url);
  // Node 22 has binaries in both: the newer one needs glibc 2.38 (Debian 13, Ubuntu 24.04), the older one 2.27.
  const packages = nodeMajor <= 21 ? ['uws-v20.51'] : ['uws-v20.69', 'uws-v20.51'];
  const causes: unknown[] = [];
  for (const name of packages) {
    try {
      return require(name) as Uws;
    } catch (cause) {
      causes.push(cause);
    }
  }
  throw new UnsupportedPlatformError(
    `uWebSockets.js does not run on ${process.platform} ${process.arch} with Node ${process.version}. ` +
      'Use Node 20, 22, 24 or 26 on Linux (glibc) or macOS, x64 or arm64; Node 24 and 26 on Linux need glibc 2.38 ' +
      '(Debian 13, Ubuntu 24.04 or newer). Run npm install again after changing the version of Node.',
    { cause: causes[0] },
  );
}
