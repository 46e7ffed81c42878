import type { Machine } from './machine.js';
import type { Result } from './run-scenario.js';
import { figure, textTable } from './table.js';

export type BenchReport = {
  kind: 'bench';
  at: string;
  machine: Machine;
  /** Words about each system, by name. */
  systems: Record<string, { label: string; description: string }>;
  /** Words about each scenario, by name. */
  scenarios: Record<string, string>;
  /** What was different from the default or could not be measured. */
  notes: string[];
  results: Result[];
};

/** Middle one of the repeats for each figure; counts of what went wrong are added up instead. */
export function medians(results: readonly Result[]): Result[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.scenario}\n${result.system}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map(combine);
}

const SUMMED = new Set(['missing', 'duplicates', 'roomsSeenDifferently', 'refused', 'closed', 'late']);

function combine(group: readonly Result[]): Result {
  const [first] = group as [Result];
  const combined = Object.entries(first).map(([name, value]) => {
    const values = group.map((result) => (result as Record<string, unknown>)[name]);
    if (typeof value === 'number')
      return [name, SUMMED.has(name) ? sum(values as number[]) : median(values as number[])];
    if (name === 'problem') return [name, values.find((problem) => problem !== null) ?? null];
    if (typeof value === 'object' && value !== null) return [name, combineRecords(values as Record<string, number>[])];
    return [name, value];
  });
  return Object.fromEntries(combined) as Result;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

function combineRecords(records: readonly Record<string, number>[]): Record<string, number> {
  const names = Object.keys(records[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(records.map((record) => record[name] ?? 0))]));
}

const COLUMNS = [
  'system',
  'CPU µs/delivery',
  'CPU µs/message',
  'CPU µs/join',
  'bytes/connection',
  'p50 ms',
  'p99 ms',
  'messages/s',
  'lost',
  'doubled',
  'other order',
];

/** Cells of one result, in the order of {@link COLUMNS} without the system. */
export function cells(result: Result): string[] {
  const loaded = result.sent > 0;
  return [
    figure(loaded ? result.cpuUsPerDelivery : null, 2),
    figure(loaded ? result.cpuUsPerMessage : null, 1),
    figure(result.cpuUsPerJoin, 0),
    figure(result.rssBytesPerConnection, 0),
    figure(loaded ? result.p50Ms : null, 1),
    figure(loaded ? result.p99Ms : null, 1),
    figure(loaded ? result.sentPerSec : null, 0),
    figure(result.missing, 0),
    figure(result.duplicates, 0),
    figure(result.roomsSeenDifferently, 0),
  ];
}

/** Tables for the terminal, one per scenario. */
export function reportText(report: BenchReport): string {
  const results = medians(report.results);
  const parts = Object.entries(report.scenarios).map(([scenario, label]) => {
    const rows = results.filter((result) => result.scenario === scenario);
    const table = textTable(
      COLUMNS,
      rows.map((result) => [report.systems[result.system]?.label ?? result.system, ...cells(result)]),
    );
    const problems = rows.filter(
      ({ joined, connections, closed, late, problem }) =>
        joined < connections || closed > 0 || late > 0 || problem !== null,
    );
    const remarks = problems.map(
      ({ system, joined, connections, closed, late, problem }) =>
        `  ${system}: ${joined} of ${connections} joined, ${closed} closed by the server, ${late} messages sent late by the client${problem === null ? '' : ` (first: ${problem})`}`,
    );
    return [`${scenario}: ${label}`, table, ...remarks].join('\n');
  });
  return [...parts, ...report.notes.map((note) => `Note: ${note}.`)].join('\n\n');
}
