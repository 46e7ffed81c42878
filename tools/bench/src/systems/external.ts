import { readFileSync } from 'node:fs';
import { UsageError } from '@maru/load';
import type { Wire } from '../client/wire.js';
import { CHAT_V1 } from '../client/wire.js';
import type { SystemKind } from './system.js';

/** A server that runs already, as its file describes it. */
export type External = {
  name: string;
  label?: string;
  description?: string;
  /** On 127.0.0.1. */
  ports: number[];
  /** Every process whose CPU counts, by name. */
  processes: Record<string, number>;
  /** Default: protocol v1. */
  wire?: Wire;
};

/** @throws UsageError when the file is not what it must be */
export function readExternal(file: string): SystemKind {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`--external: ${file} cannot be read (${(cause as Error).message}).`);
  }
  const problem = problemOf(parsed);
  if (problem !== undefined) throw new UsageError(`--external: ${file}: ${problem}.`);
  const external = parsed as External;
  const { name, label = name, description = 'started by hand', ports, wire = CHAT_V1 } = external;
  const processes = Object.entries(external.processes).map(([processName, pid]) => ({ name: processName, pid }));
  return {
    name,
    label,
    missing: () => undefined,
    start: async () => ({ ports, processes, wire, description, stop: async () => undefined }),
  };
}

function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  const { name, ports, processes, wire } = value as Record<string, unknown>;
  const whole = (item: unknown) => Number.isInteger(item) && (item as number) > 0;
  if (typeof name !== 'string' || name === '') return 'name is not a text';
  if (!Array.isArray(ports) || ports.length === 0 || !ports.every(whole)) return 'ports is not a list of ports';
  if (typeof processes !== 'object' || processes === null || !Object.values(processes).every(whole))
    return 'processes does not name process ids';
  if (wire === undefined) return undefined;
  const { path, publish } = wire as Record<string, unknown>;
  return typeof path === 'string' && typeof publish === 'string' ? undefined : 'wire has no path or no publish';
}
