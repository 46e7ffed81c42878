import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export type ExternalModerator = { url: string; close(): void };

/** An external moderator that lets everything pass. */
export async function startExternalModerator(): Promise<ExternalModerator> {
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { items } = body as { items: { uid: string }[] };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ items: items.map(({ uid }) => ({ uid, verdict: 'pass' })) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
