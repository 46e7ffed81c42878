import { UsageError } from './errors.js';

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `90`, `30s`, `10m`, `2h` or `7d` in seconds. */
export function seconds(text: string): number {
  const match = /^(\d{1,9})([smhd]?)$/.exec(text);
  if (!match) throw new UsageError(`${text} is no time. Write 30s, 10m, 2h or 7d.`);
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
}
