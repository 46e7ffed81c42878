// Runs every test file of the workspaces (compiled by `npm run build`) with node:test.
// Arguments are parts of paths: `npm test -- libs/bus` runs only those files.
// Without AMQP_URL, and with RabbitMQ installed, the tests get a node of their own on free ports.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rabbitMqCommand, startRabbitMq } from '@maru/local-broker';

const root = fileURLToPath(new URL('..', import.meta.url));

function testFiles(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return entry.name.endsWith('.test.js') ? [path] : [];
  });
}

const wanted = process.argv.slice(2);
const files = ['libs', 'services', 'tools']
  .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name, 'dist')))
  .concat(join(root, 'tests/dist'), join(root, 'web/test/dist'))
  .flatMap(testFiles)
  .map((path) => relative(root, path))
  .filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)))
  .sort();
if (files.length === 0) {
  console.error(`No test file matches ${wanted.join(', ')}.`);
  process.exit(1);
}

let broker;
const env = { ...process.env };
if (env.AMQP_URL === undefined && rabbitMqCommand() !== undefined) {
  console.log('Starting a RabbitMQ node for the tests ...');
  broker = await startRabbitMq();
  env.AMQP_URL = broker.url;
  env.AMQP_MANAGEMENT_URL = broker.managementUrl;
} else if (env.AMQP_URL === undefined) {
  console.log('RabbitMQ is not installed and AMQP_URL is not set: tests that need a broker are skipped.');
}

const child = spawn(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-concurrency=2', '--test-reporter=spec', ...files],
  { cwd: root, env, stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
const code = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
await broker?.destroy();
process.exit(code);
