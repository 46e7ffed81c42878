import type { Machine } from './machine.js';
import type { Result } from './run-scenario.js';
import type { Focus } from './scenarios.js';
import { figure, textTable } from './table.js';

export type BenchReport = {
  kind: 'bench';
  at: string;
  machine: Machine;
  /** Words about each system, by name. */
  systems: Record<string, { label: string; description: string }>;
  /** Words about each scenario, by name. */
  scenarios: Record<string, { label: string; focus: Focus }>;
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

/** More late messages than this say more about the client than about the server. */
const LATE_SHARE_MAX = 0.01;
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

export type Column = { title: string; cell: (result: Result) => string };

/** What counts under load. */
export const DELIVERY_COLUMNS: readonly Column[] = [
  { title: 'CPU µs/delivery', cell: ({ cpuUsPerDelivery }) => figure(cpuUsPerDelivery, 2) },
  { title: 'CPU µs/message', cell: ({ cpuUsPerMessage }) => figure(cpuUsPerMessage, 0) },
  { title: 'p99 ms', cell: ({ p99Ms }) => figure(p99Ms, 1) },
];
const [PER_DELIVERY, PER_MESSAGE, P99] = DELIVERY_COLUMNS as [Column, Column, Column];
const P50: Column = { title: 'p50 ms', cell: ({ p50Ms }) => figure(p50Ms, 1) };
const CONNECTIONS: Column = { title: 'connections', cell: ({ joined }) => figure(joined, 0) };
const PER_JOIN: Column = { title: 'CPU µs/join', cell: ({ cpuUsPerJoin }) => figure(cpuUsPerJoin, 0) };
const MEMORY: Column = {
  title: 'bytes/connection',
  cell: ({ rssBytesPerConnection }) => figure(rssBytesPerConnection, 0),
};
/** The edge alone: the broker keeps queues and rooms, not connections. */
const EDGE_MEMORY: Column = {
  title: 'of it the edges',
  cell: ({ rssBytesPerConnectionByProcess }) => {
    const edges = Object.entries(rssBytesPerConnectionByProcess).filter(([name]) => name.startsWith('edge'));
    return edges.length === 0 ? '–' : figure(sum(edges.map(([, bytes]) => bytes)), 0);
  },
};
const QUALITY: readonly Column[] = [
  { title: 'messages/s', cell: ({ sentPerSec }) => figure(sentPerSec, 0) },
  { title: 'lost', cell: ({ missing }) => figure(missing, 0) },
  { title: 'doubled', cell: ({ duplicates }) => figure(duplicates, 0) },
  { title: 'rooms in another order', cell: ({ roomsSeenDifferently }) => figure(roomsSeenDifferently, 0) },
];

/** The columns that mean something in a scenario. */
export function columnsOf(focus: Focus): readonly Column[] {
  switch (focus) {
    case 'join':
      return [CONNECTIONS, PER_JOIN];
    case 'memory':
      return [CONNECTIONS, MEMORY, EDGE_MEMORY, PER_JOIN, P50, P99];
    case 'delivery':
      return [PER_DELIVERY, PER_MESSAGE, P50, P99, ...QUALITY];
    case 'message':
      return [PER_MESSAGE, PER_DELIVERY, P50, P99, ...QUALITY];
  }
}

/** Tables for the terminal, one per scenario. */
export function reportText(report: BenchReport): string {
  const results = medians(report.results);
  const parts = Object.entries(report.scenarios).map(([name, { label, focus }]) => {
    const rows = results.filter((result) => result.scenario === name);
    const columns = columnsOf(focus);
    const table = textTable(
      ['system', ...columns.map(({ title }) => title)],
      rows.map((result) => [
        report.systems[result.system]?.label ?? result.system,
        ...columns.map(({ cell }) => cell(result)),
      ]),
    );
    return [`${name}: ${label}`, table, ...rows.flatMap(remarksOn)].join('\n');
  });
  return [...parts, ...report.notes.map((note) => `Note: ${note}.`)].join('\n\n');
}

/** What makes a result worth less. */
function remarksOn({ system, joined, connections, closed, late, sent, problem }: Result): string[] {
  const remarks: string[] = [];
  const first = problem === null ? '' : ` (first: ${problem})`;
  if (joined < connections) remarks.push(`only ${joined} of ${connections} joined${first}`);
  if (closed > 0) remarks.push(`the server closed ${closed} connections${first}`);
  if (late > sent * LATE_SHARE_MAX)
    remarks.push(
      `${late} of ${sent} messages left late: the machine was too busy for the client, do not trust the latencies`,
    );
  return remarks.map((remark) => `  ${system}: ${remark}`);
}
