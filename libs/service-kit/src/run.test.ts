import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

/** A service whose rehearsal lasts longer than anybody waits. */
const REHEARSING = `
  import { runOnBroker } from '@maru/service-kit/broker';
  await runOnBroker({
    name: 'test',
    readConfig: () => ({ OPS_PORT: 0, LOG_LEVEL: 'info', STOP_TIMEOUT_MS: 1, AMQP_URL: 'amqp://127.0.0.1:1', REHEARSAL_MS: 60_000 }),
    create: () => { throw new Error('created before it was rehearsed'); },
    rehearse: () => new Promise(() => undefined),
  });
`;

it('a signal before the service is there - ends the process at once', async (t) => {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const child = spawn(process.execPath, ['--input-type=module', '-e', REHEARSING], { cwd });
  t.after(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  // Its output stays open: what it says at the end has somewhere to go.
  for await (const [chunk] of on(child.stdout, 'data', { close: ['end'] }))
    if (String(chunk).includes('rehearsing')) break;
  child.kill('SIGTERM');
  assert.deepEqual(await exit, [0, null]);
});
