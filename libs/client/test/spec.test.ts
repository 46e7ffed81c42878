import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { WebSocket as WsWebSocket } from 'ws';
import type { WebSocketConstructor } from '../src/index.js';
import { readBehaviour } from './behaviour.js';
import { CaseRunner } from './case-runner.js';
import { renderSpec, SPEC_FILE } from './spec-document.js';
import { memoryTransport, socketTransport } from './transport.js';
import type { Transport } from './transport.js';

const behaviour = readBehaviour();
const native = (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;

const transports: [string, () => Promise<Transport>][] = [
  ['in memory', async () => memoryTransport()],
  ['ws package over a socket', () => socketTransport('ws', WsWebSocket)],
];
// Node 20 has no WebSocket of its own.
if (native !== undefined)
  transports.push(["the platform's WebSocket over a socket", () => socketTransport('native', native)]);

for (const [name, start] of transports) {
  describe(`client behaviour, ${name}`, () => {
    for (const section of behaviour.sections) {
      for (const one of section.cases) {
        it(`${one.id} - ${one.rule}`, { timeout: 10_000 }, async () => {
          const transport = await start();
          const runner = new CaseRunner(behaviour, transport, one.given);
          try {
            await runner.run(one);
          } finally {
            runner.stop();
            await transport.stop();
          }
        });
      }
    }
  });
}

it('SPEC.md - its rules are those of the behaviour table', () => {
  const fresh = 'Run: npm run build && node libs/client/dist/test/write-spec.js';
  assert.equal(readFileSync(SPEC_FILE, 'utf8'), renderSpec(behaviour), fresh);
});

it('behaviour table - every case has its own id', () => {
  const ids = behaviour.sections.flatMap((section) => section.cases.map((one) => one.id));
  assert.equal(new Set(ids).size, ids.length);
});
