import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOpsServer } from './ops-server.js';

test('ops server - a port that is taken is told with the variable that names another', async () => {
  const options = { host: '127.0.0.1', metrics: [], ready: () => undefined };
  const first = await startOpsServer({ ...options, port: 0 });
  await assert.rejects(startOpsServer({ ...options, port: first.port }), /EADDRINUSE.*OPS_PORT/);
  await first.close();
});
