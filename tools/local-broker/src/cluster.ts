import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { startRabbitMq } from './index.js';
import type { LocalBroker } from './index.js';

export type LocalCluster = {
  nodes: readonly LocalBroker[];
  /** amqp:// URL of a proxy that leads every connection to a node that lives, in turns. */
  url: string;
  /** Of the first node. */
  managementUrl: string;
  destroy(): Promise<void>;
};

/** Starts RabbitMQ nodes that are one cluster, and a TCP proxy before them. */
export async function startRabbitMqCluster(size = 3): Promise<LocalCluster> {
  const cookie = randomBytes(12).toString('hex');
  const first = await startRabbitMq({ cluster: { cookie } });
  const others = await Promise.all(
    Array.from({ length: size - 1 }, () => startRabbitMq({ cluster: { cookie, join: first.node } })),
  );
  const nodes = [first, ...others];
  const sockets = new Set<Socket>();
  let turn = 0;
  const lead = (client: Socket, attempts: number) => {
    const node = nodes[turn++ % nodes.length];
    if (!node || attempts === 0) return client.destroy();
    const server = connect(Number(new URL(node.url).port), '127.0.0.1');
    sockets.add(server);
    let connected = false;
    server.once('connect', () => {
      connected = true;
      client.pipe(server).pipe(client);
    });
    server.once('error', () => undefined);
    server.once('close', () => {
      sockets.delete(server);
      if (connected) client.destroy();
      else lead(client, attempts - 1);
    });
    client.once('close', () => server.destroy());
  };
  const proxy = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.once('close', () => sockets.delete(client));
    lead(client, nodes.length);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    nodes,
    url: `amqp://guest:guest@127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    managementUrl: first.managementUrl,
    destroy: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await Promise.all(nodes.map((node) => node.destroy()));
    },
  };
}
