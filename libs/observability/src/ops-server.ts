import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.js';

/** Why a service is not ready; undefined when it is. */
export type Readiness = () => string | undefined;
/** Answers the request and returns true, or returns false for somebody else to answer. */
export type Route = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean | Promise<boolean>;

export type OpsServerOptions = {
  host: string;
  /** 0 takes a free port. */
  port: number;
  metrics: readonly Metrics[];
  ready: Readiness;
  routes?: readonly Route[];
};

export type OpsServer = { readonly port: number; close(): Promise<void> };

/**
 * `/livez`, `/readyz` and `/metrics` on a port of their own, which is not for the public.
 * @throws Error that names OPS_PORT when the port cannot be opened
 */
export async function startOpsServer(options: OpsServerOptions): Promise<OpsServer> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(error instanceof Error ? error.message : String(error));
    });
  });
  // A client that never finishes its request must not hold a connection for ever.
  server.requestTimeout = 10_000;
  server.maxConnections = 256;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Error(
          `The ops port ${options.port} of ${options.host} cannot be opened (${(cause as NodeJS.ErrnoException).code ?? cause.message}). Is something else running on it? Choose another with OPS_PORT.`,
          { cause },
        ),
      ),
    );
    server.listen(options.port, options.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

async function answer(options: OpsServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://ops');
  switch (url.pathname) {
    case '/livez':
      return text(response, 200, 'alive\n');
    case '/readyz': {
      const reason = options.ready();
      return reason === undefined ? text(response, 200, 'ready\n') : text(response, 503, `${reason}\n`);
    }
    case '/metrics': {
      const parts = await Promise.all(options.metrics.map(({ registry }) => registry.metrics()));
      return text(response, 200, parts.join('\n'), options.metrics[0]?.registry.contentType);
    }
    default:
      for (const route of options.routes ?? []) if (await route(request, response, url)) return;
      text(response, 404, 'Not found. There are /livez, /readyz and /metrics.\n');
  }
}

function text(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
