import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 50;
const LOG_TAIL_CHARACTERS = 2_000;

export type Child = { name: string; pid: number; stop(): Promise<void> };

export type ChildOptions = {
  name: string;
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Answers true once the process serves. */
  ready: () => Promise<boolean>;
};

let logFolder: string | undefined;
/** Where the output of all started processes goes. */
const logs = (): string => (logFolder ??= mkdtempSync(join(tmpdir(), 'maru-bench-')));

/**
 * Starts a process and waits until it serves.
 * @throws Error with the end of its output when it ends or does not get ready
 */
export async function startChild({ name, command, args, env, cwd, ready }: ChildOptions): Promise<Child> {
  const logFile = join(logs(), `${name}-${Date.now()}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    stdio: ['ignore', log, log],
    ...(env ? { env } : {}),
    ...(cwd === undefined ? {} : { cwd }),
  });
  closeSync(log);
  let failure: string | undefined;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure ??= `it ended with ${signal ?? `code ${code}`}`));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await ready())) {
    if (failure === undefined && Date.now() > deadline) failure = `it is not ready after ${START_TIMEOUT_MS} ms`;
    if (failure !== undefined) {
      child.kill('SIGKILL');
      throw new Error(
        `${name} did not start: ${failure}. Its output (${logFile}) ends with:\n${readFileSync(logFile, 'utf8').slice(-LOG_TAIL_CHARACTERS)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { name, pid: child.pid ?? 0, stop: () => stopChild(child) };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

/** Whether an ops port says that its service takes traffic. */
export async function isReady(opsPort: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).ok;
  } catch {
    return false;
  }
}

export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (up: boolean) => {
      socket.destroy();
      resolve(up);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/** Starts in order; when one fails, the others are stopped again. */
export async function startAll(starts: readonly (() => Promise<Child>)[]): Promise<Child[]> {
  const children: Child[] = [];
  try {
    for (const start of starts) children.push(await start());
  } catch (error) {
    await stopAll(children);
    throw error;
  }
  return children;
}

/** Last started, first stopped. */
export async function stopAll(children: readonly Child[]): Promise<void> {
  for (const child of [...children].reverse()) await child.stop();
}

/** Full path of a program, also of those that only the superuser's PATH has; undefined when it is not installed. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
