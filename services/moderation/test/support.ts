import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFilter, defaultLists } from '@maru/word-filter';
import type { ExternalItem } from '../src/external/protocol.js';

/** Compiled once: every service of a test file takes it. */
export const builtin = createFilter(defaultLists());

export type ExampleAnswer = { uid: string; verdict: string; category?: string; text?: string };
export type ExampleModerator = {
  url: string;
  /** Requests taken, each with its items. */
  requests: ExternalItem[][];
  /** Requests that were under way at once at most. */
  concurrencyMax: number;
  authorization: Set<string | undefined>;
  close(): Promise<void>;
};

/** A tiny moderation service of somebody's own: one decision per message. `undefined` answers with HTTP 500. */
export async function startExampleModerator(
  decide: (item: ExternalItem) => ExampleAnswer | undefined | Promise<ExampleAnswer | undefined>,
): Promise<ExampleModerator> {
  let underWay = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    moderator.authorization.add(request.headers.authorization);
    moderator.concurrencyMax = Math.max(moderator.concurrencyMax, ++underWay);
    response.once('close', () => underWay--);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { items } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { items: ExternalItem[] };
      moderator.requests.push(items);
      void Promise.all(items.map(async (item) => decide(item))).then((answers) => {
        const failed = answers.includes(undefined);
        response.writeHead(failed ? 500 : 200, { 'content-type': 'application/json' });
        response.end(failed ? '' : JSON.stringify({ items: answers }));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const moderator: ExampleModerator = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/moderate`,
    requests: [],
    concurrencyMax: 0,
    authorization: new Set(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return moderator;
}

/** A promise that a test opens when it wants. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
