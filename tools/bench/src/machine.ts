import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { connect } from 'amqplib';
import { rabbitMqCommand } from '@maru/local-broker';

/** Where the figures come from. */
export type Machine = {
  cpu: string;
  cores: number;
  memoryGb: number;
  os: string;
  node: string;
  uws: string;
  /** The broker that was measured, with its version; null without one. */
  broker: string | null;
  /** Open files that a process may have. */
  fileLimit: number;
  /** Runnable processes before the run, over one minute: what else the machine did. */
  loadBefore: number;
};

/** @param brokerUrl the broker that is measured; undefined: the installed RabbitMQ, by a process of its own */
export async function describeMachine(brokerUrl: string | undefined): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()} ${arch()}`,
    node: process.version,
    uws: Number(process.versions.node.split('.')[0]) <= 21 ? '20.51' : '20.69',
    broker: brokerUrl === undefined ? installedBroker() : await brokerAt(brokerUrl),
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

function installedBroker(): string | null {
  return rabbitMqCommand() === undefined ? null : `RabbitMQ ${packageVersion('rabbitmq-server')}`;
}

/** What a running broker says that it is. */
async function brokerAt(url: string): Promise<string> {
  const connection = await connect(url);
  const { product, version } = connection.connection.serverProperties;
  await connection.close();
  return `${product} ${version}`;
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
