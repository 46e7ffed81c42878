import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { rabbitMqCommand, startRabbitMqCluster } from '@maru/local-broker';
import type { LocalCluster } from '@maru/local-broker';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const ROUNDS = '3';
const skip =
  rabbitMqCommand() === undefined
    ? 'RabbitMQ is not installed (Debian: apt-get install rabbitmq-server)'
    : process.env['MARU_CLUSTER_TEST'] === undefined
      ? 'takes minutes: set MARU_CLUSTER_TEST=1 to run it'
      : false;

describe('RabbitMQ cluster of three nodes, quorum queues', { skip, timeout: 600_000 }, () => {
  let cluster: LocalCluster;
  let killed = 0;
  const queueTypes = new Set<string>();
  /** verify stops and starts its broker by commands: these reach the nodes in turns, one down at a time. */
  const control = createServer((request, response) => {
    const node = cluster.nodes[killed % cluster.nodes.length];
    const done =
      request.url === '/kill'
        ? shardQueueTypes(cluster.managementUrl).then((types) => {
            for (const type of types) queueTypes.add(type);
            return node?.kill();
          })
        : node?.start().then(() => void killed++);
    Promise.resolve(done).then(
      () => response.end(),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });

  before(async () => {
    cluster = await startRabbitMqCluster(3);
    await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  });

  after(async () => {
    control.close();
    await cluster?.destroy();
  });

  it('verify - nothing is lost, doubled or out of order when a node is killed under load', async () => {
    const port = (control.address() as AddressInfo).port;
    const command = (path: string) =>
      `node -e "fetch('http://127.0.0.1:${port}/${path}').then((r) => process.exit(r.ok ? 0 : 1))"`;
    const child = spawn(
      process.execPath,
      [
        '--enable-source-maps',
        'tools/verify/dist/src/main.js',
        '--amqp',
        cluster.url,
        '--management',
        cluster.managementUrl,
        '--rounds',
        ROUNDS,
        '--seed',
        '11',
        '--faults',
        'broker-stop',
        '--faults-per-round',
        '1',
        '--rate',
        '40',
        '--queue-type',
        'quorum',
        '--broker-stop',
        command('kill'),
        '--broker-start',
        command('start'),
      ],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0, output.join(''));
    assert.deepEqual([...queueTypes], ['quorum'], 'types of the queues that a node was killed under');
    assert.ok(killed > 0, `no node was killed: ${output.join('')}`);
    console.log(output.slice(-20).join(''));
  });
});

/** Types of the queues that messages wait in between services. */
async function shardQueueTypes(managementUrl: string): Promise<string[]> {
  const { username, password, origin } = new URL(managementUrl);
  const response = await fetch(`${origin}/api/queues?columns=name,type`, {
    headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
  });
  const queues = (await response.json()) as { name: string; type: string }[];
  return queues.filter(({ name }) => /\.(raw|approved)\.\d+$/.test(name)).map(({ type }) => type);
}
