import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { rabbitMqCommand } from '@maru/local-broker';

/** Where the figures come from. */
export type Machine = {
  cpu: string;
  cores: number;
  memoryGb: number;
  os: string;
  node: string;
  uws: string;
  rabbitmq: string | null;
  /** Open files that a process may have. */
  fileLimit: number;
  /** Runnable processes before the run, over one minute: what else the machine did. */
  loadBefore: number;
};

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()} ${arch()}`,
    node: process.version,
    uws: Number(process.versions.node.split('.')[0]) <= 21 ? '20.51' : '20.69',
    rabbitmq: rabbitMqCommand() === undefined ? null : packageVersion('rabbitmq-server'),
    fileLimit: fileLimit(),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** `ulimit -n` of this process and those it starts. */
export function fileLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === 'unlimited' ? Infinity : Number(soft);
  } catch {
    // No /proc: ask the shell, which has the same limits.
    return Number(execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim()) || Infinity;
  }
}

function packageVersion(name: string): string {
  try {
    return execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'version unknown';
  }
}
