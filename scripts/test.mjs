// Runs every test file of the workspaces (compiled by `npm run build`) with node:test.
// Arguments are parts of paths: `npm test -- libs/bus` runs only those files.
// Without AMQP_URL, and with RabbitMQ installed, the tests get a node of their own on free ports.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { rabbitMqCommand, startRabbitMq } from '@maru/local-broker';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

/** Files that run side by side: a test waits more than it computes. */
const CONCURRENCY = 2;
/** Parts of paths of the files that load the whole machine by themselves: they run last, one at a time. */
const ALONE = ['tests/dist/compose/', 'tests/dist/operations/', 'tools/verify/'];

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
if (process.env.AMQP_URL === undefined && rabbitMqCommand() !== undefined) {
  console.log('Starting a RabbitMQ node for the tests ...');
  broker = await startRabbitMq();
  process.env.AMQP_URL = broker.url;
  process.env.AMQP_MANAGEMENT_URL = broker.managementUrl;
} else if (process.env.AMQP_URL === undefined) {
  console.log('RabbitMQ is not installed and AMQP_URL is not set: tests that need a broker are skipped.');
}

// Aborting ends the files' processes; the runner itself would go on waiting for what they had to say.
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    stopped.abort();
    void Promise.resolve(broker?.destroy()).finally(() => process.exit(1));
  });

const counts = { passed: 0, failed: 0, skipped: 0 };
/** Files are processes, with this one's flags and environment. */
async function runFiles(paths, concurrency) {
  if (paths.length === 0) return;
  const stream = run({ files: paths, concurrency, signal: stopped.signal });
  // A suite counts where it says more than its tests: when it was skipped as a whole, or failed by itself.
  stream.on('test:pass', ({ skip, details }) => {
    if (skip !== undefined && skip !== false) counts.skipped++;
    else if (details.type !== 'suite') counts.passed++;
  });
  stream.on('test:fail', ({ details }) => {
    if (details.error.failureType !== 'subtestsFailed') counts.failed++;
  });
  for await (const text of stream.compose(new spec())) process.stdout.write(text);
}

const alone = (path) => ALONE.some((part) => path.includes(part));
await runFiles(
  files.filter((path) => !alone(path)),
  CONCURRENCY,
);
await runFiles(files.filter(alone), 1);
await broker?.destroy();
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 ? 1 : 0);
