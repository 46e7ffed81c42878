import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@maru/local-broker';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const READY_TIMEOUT_MS = 30_000;

export type ServiceName = 'edge' | 'moderation' | 'fanout';
export type ServiceProcess = {
  name: ServiceName;
  pid: number;
  port: number;
  opsPort: number;
  log: string[];
  stop(signal?: NodeJS.Signals): Promise<void>;
};

/** No limit of the edges gets in the way of a test that is not about it. */
export const UNLIMITED = {
  SENDS_PER_SEC: '0',
  FRAMES_PER_SEC: '0',
  CONNECTIONS_PER_IP: '0',
  CONNECTS_PER_SEC: '0',
  CONNECTIONS_MAX: '0',
};

/** Starts one service as a process of its own and waits until it is ready. */
export async function startService(name: ServiceName, env: Record<string, string>): Promise<ServiceProcess> {
  const port = await freePort();
  const opsPort = Number(env['OPS_PORT'] ?? (await freePort()));
  const child = spawn(process.execPath, ['--enable-source-maps', `services/${name}/dist/src/main.js`], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...UNLIMITED,
      // Several start side by side, and what they do first is compared with the clock.
      REHEARSAL_MS: '0',
      PORT: String(port),
      OPS_PORT: String(opsPort),
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
  await ready(child, opsPort, log);
  return {
    name,
    pid: child.pid ?? 0,
    port,
    opsPort,
    log,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
  };
}

async function ready(child: ChildProcess, opsPort: number, log: string[]): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || Date.now() > deadline) {
      // Nobody would end it: it was never handed out.
      child.kill('SIGKILL');
      throw new Error(`The service is not ready: ${log.join('')}`);
    }
    const up = await fetch(`http://127.0.0.1:${opsPort}/readyz`)
      .then((response) => response.ok)
      .catch(() => false);
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
