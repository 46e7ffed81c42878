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
  /** verify stops and starts its broker by commands: these reach the nodes in turns, one down at a time. */
  const control = createServer((request, response) => {
    const node = cluster.nodes[killed % cluster.nodes.length];
    const done = request.url === '/kill' ? node?.kill() : node?.start().then(() => void killed++);
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
        '--broker-stop',
        command('kill'),
        '--broker-start',
        command('start'),
      ],
      { cwd: ROOT, env: { ...process.env, AMQP_QUEUE_TYPE: 'quorum' }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0, output.join(''));
    assert.ok(killed > 0, `no node was killed: ${output.join('')}`);
    console.log(output.slice(-20).join(''));
  });
});
