import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts CPU time in these for every program, whatever the kernel's own tick is. */
const TICKS_PER_SEC = 100;
const PAGE_BYTES = 4_096;

export type ServerProcess = { name: string; pid: number };
export type Usage = { cpuMs: number; rssBytes: number };

/** CPU time (user and kernel, all threads) and resident memory from a `/proc/<pid>/stat` line. */
export function parseStat(line: string): Usage {
  // The command's name may hold anything but ends at the last bracket.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [user, kernel, pages] = [fields[11], fields[12], fields[21]].map(Number);
  if (user === undefined || kernel === undefined || pages === undefined) throw new Error(`Not a stat line: ${line}`);
  return { cpuMs: ((user + kernel) * 1_000) / TICKS_PER_SEC, rssBytes: pages * PAGE_BYTES };
}

/** A process and all its descendants: nginx and the Erlang machine keep helpers. */
export function processTree(pid: number): number[] {
  let children: number[] = [];
  try {
    children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
    );
  } catch {
    // Gone meanwhile, or a kernel without the list of children: then the process alone is counted.
  }
  return [pid, ...children.flatMap(processTree)];
}

/** What a process and its descendants have used so far; zero for what is gone. */
export function usageOf(pid: number): Usage {
  const total: Usage = { cpuMs: 0, rssBytes: 0 };
  for (const member of processTree(pid)) {
    try {
      const { cpuMs, rssBytes } = parseStat(readFileSync(`/proc/${member}/stat`, 'utf8'));
      total.cpuMs += cpuMs;
      total.rssBytes += rssBytes;
    } catch {
      // Ended between the listing and the reading.
    }
  }
  return total;
}

/** Whether CPU time can be measured here. */
export const canMeasureCpu = (): boolean => process.platform === 'linux';
