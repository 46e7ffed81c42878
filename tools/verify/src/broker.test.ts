import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { openBroker } from './broker.js';

/** A shell command that runs JavaScript. */
const run = (script: string) => `"${process.execPath}" -e "${script}"`;

describe("a broker of somebody's own", () => {
  it('commands - stop and start it; it is up when it answers', async () => {
    const done: string[] = [];
    // What the commands reach, as a service manager would.
    const manager = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .on('data', (data) => {
          done.push(String(data));
          if (String(data) === 'start') broker.listen(port, '127.0.0.1');
          else broker.close();
          socket.end();
        }),
    ).listen(0, '127.0.0.1');
    await once(manager, 'listening');
    const broker = createServer((socket) =>
      socket.on('error', () => undefined).once('data', () => socket.end('AMQP\0\0\x09\x01')),
    ).listen(0, '127.0.0.1');
    await once(broker, 'listening');
    const { port } = broker.address() as AddressInfo;
    const tell = (word: string) =>
      run(`require('net').connect(${(manager.address() as AddressInfo).port}).end('${word}').resume()`);
    const opened = await openBroker({
      amqp: `amqp://127.0.0.1:${port}`,
      stopCommand: tell('stop'),
      startCommand: tell('start'),
    });
    await opened.stop?.();
    assert.equal(broker.listening, false);
    await opened.start?.();
    assert.equal(broker.listening, true);
    assert.deepEqual(done, ['stop', 'start']);
    broker.close();
    manager.close();
  });

  it('commands - one that fails is named; without both the broker cannot be stopped', async () => {
    const amqp = 'amqp://127.0.0.1:1';
    const opened = await openBroker({ amqp, stopCommand: run('process.exit(3)'), startCommand: run('') });
    await assert.rejects(opened.stop?.() ?? Promise.resolve(), /process\.exit\(3\).*ended with 3/);
    assert.equal((await openBroker({ amqp, startCommand: run('') })).stop, undefined);
    await assert.rejects(openBroker({ amqp: 'amqps://127.0.0.1:1' }), /--amqp takes an amqp:/);
  });
});
