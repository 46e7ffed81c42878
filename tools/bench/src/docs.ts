import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barChart, lineChart, COLORS } from '@maru/load';
import type { Machine } from './machine.js';
import { DELIVERY_COLUMNS, columnsOf, medians } from './report.js';
import type { BenchReport } from './report.js';
import type { Result } from './run-scenario.js';
import { growthTable, ratesText, scaleTable } from './scale.js';
import type { ScaleReport } from './scale.js';
import { markdownTable } from './table.js';

export type DocsInput = { bench: BenchReport | undefined; scale: ScaleReport | undefined };

/** What replaces the text between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, and the plots beside it. */
export type DocsOutput = { blocks: Record<string, string>; plots: Record<string, string> };

const label = (report: BenchReport, system: string): string => report.systems[system]?.label ?? system;

function machineTable(machine: Machine, at: string): string {
  const rows = [
    ['measured', at.slice(0, 16).replace('T', ' ') + ' UTC'],
    ['processor', `${machine.cpu}, ${machine.cores} cores`],
    ['memory', `${machine.memoryGb} GB`],
    ['system', machine.os],
    ['Node', machine.node],
    ['uWebSockets.js', machine.uws],
    ['broker', machine.broker ?? 'none'],
    ['open files per process', String(machine.fileLimit)],
    ['load average before the run', String(machine.loadBefore)],
  ];
  return markdownTable(['', ''], rows);
}

function scenarioTable(report: BenchReport, results: readonly Result[], name: string): string {
  const scenario = report.scenarios[name];
  if (!scenario) return '';
  const columns = columnsOf(scenario.focus);
  const rows = results
    .filter((result) => result.scenario === name)
    .map((result) => [label(report, result.system), ...columns.map(({ cell }) => cell(result))]);
  return `**${name}**: ${scenario.label}\n\n${markdownTable(['', ...columns.map(({ title }) => title)], rows)}`;
}

/** Where the stack's CPU goes, per message. */
function processTable(results: readonly Result[], scenarios: readonly string[]): string {
  const chosen = results.filter(({ system, scenario }) => system === 'broker' && scenarios.includes(scenario));
  const names = [...new Set(chosen.flatMap(({ cpuUsPerMessageByProcess }) => Object.keys(cpuUsPerMessageByProcess)))];
  const rows = chosen.map(({ scenario, cpuUsPerMessageByProcess }) => [
    scenario,
    ...names.map((name) => (cpuUsPerMessageByProcess[name] ?? 0).toFixed(0)),
  ]);
  return markdownTable(['µs CPU per message', ...names], rows);
}

function plotsOf(report: BenchReport, results: readonly Result[]): Record<string, string> {
  const systems = Object.keys(report.systems);
  const names = systems.map((system) => label(report, system));
  const find = (scenario: string, system: string) =>
    results.find((result) => result.scenario === scenario && result.system === system);
  const bars = (title: string, y: string, scenarios: readonly string[], value: (result: Result) => number | null) => {
    const groups = scenarios
      .filter((scenario) => report.scenarios[scenario])
      .map((scenario) => ({
        label: scenario,
        values: systems.map((system) => {
          const result = find(scenario, system);
          return result ? value(result) : null;
        }),
      }));
    return groups.length === 0 ? undefined : barChart({ title, x: '', y }, names, groups);
  };
  const all: Record<string, string | undefined> = {
    'cpu-per-delivery.svg': bars(
      'CPU of the whole server side per delivery',
      'µs',
      ['hall', 'rooms', 'busy'],
      ({ cpuUsPerDelivery }) => cpuUsPerDelivery,
    ),
    'latency-p99.svg': bars(
      '99th percentile of latency',
      'ms',
      ['hall', 'rooms', 'busy', 'quiet'],
      ({ p99Ms }) => p99Ms,
    ),
    'memory-per-connection.svg': bars(
      'Resident memory per idle connection',
      'bytes',
      ['idle'],
      ({ rssBytesPerConnection }) => rssBytesPerConnection,
    ),
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function scalePlot(report: ScaleReport): string {
  const edges = [...new Set(report.rows.map((row) => row.edges))];
  const rooms = [...new Set(report.rows.map((row) => row.rooms))];
  const series = edges.map((edge, i) => ({
    name: `${edge} edge${edge === 1 ? '' : 's'}`,
    color: COLORS[i % COLORS.length] as string,
    points: report.rows
      .filter((row) => row.edges === edge)
      .map((row) => [Math.log10(row.rooms), row.result.cpuUsPerDelivery ?? 0] as const),
  }));
  const ticks = rooms.map((count) => [Math.log10(count), count.toLocaleString('en-US')] as const);
  return lineChart({ title: 'CPU per delivery by rooms and edges', x: 'rooms', y: 'µs', ticks }, series);
}

/** Tables and plots of the documentation, from the figures that were kept. */
export function renderDocs({ bench, scale }: DocsInput): DocsOutput {
  const blocks: Record<string, string> = {};
  const plots: Record<string, string> = {};
  if (bench) {
    const results = medians(bench.results);
    const shown = Object.keys(bench.scenarios).map((name) => scenarioTable(bench, results, name));
    const rounds = Math.max(
      ...results.map(
        (result) =>
          bench.results.filter(({ scenario, system }) => scenario === result.scenario && system === result.system)
            .length,
      ),
    );
    blocks['machine'] = machineTable(bench.machine, bench.at);
    blocks['systems'] = Object.values(bench.systems)
      .map((system) => `- ${system.label}: ${system.description}`)
      .join('\n');
    blocks['results'] = [
      ...shown,
      rounds > 1 ? `Medians of ${rounds} runs.` : 'One run.',
      ...bench.notes.map((note) => `${note}.`),
    ].join('\n\n');
    blocks['processes'] = processTable(results, ['hall', 'rooms', 'busy']);
    blocks['summary'] = summaryTable(bench, results);
    Object.assign(plots, plotsOf(bench, results));
  }
  if (scale) {
    const spread = scaleTable(scale);
    const growth = growthTable(scale);
    blocks['scale'] = [
      markdownTable(spread.head, spread.rows),
      ratesText(scale.rates),
      ...scale.notes.map((note) => `${note}.`),
    ].join('\n\n');
    blocks['growth'] = markdownTable(growth.head, growth.rows);
    plots['scale.svg'] = scalePlot(scale);
  }
  return { blocks, plots };
}

/** The few figures that the README shows. */
function summaryTable(report: BenchReport, results: readonly Result[]): string {
  const scenarios = ['hall', 'rooms', 'busy'].filter((name) => report.scenarios[name]);
  const columns = scenarios.flatMap((scenario) =>
    DELIVERY_COLUMNS.map(({ title, cell }) => ({ title: `${scenario}: ${title}`, scenario, cell })),
  );
  const rows = Object.keys(report.systems).map((system) => [
    label(report, system),
    ...columns.map(({ scenario, cell }) => {
      const result = results.find((candidate) => candidate.scenario === scenario && candidate.system === system);
      return result ? cell(result) : '–';
    }),
  ]);
  return markdownTable(['', ...columns.map(({ title }) => title)], rows);
}

/** The page with its blocks replaced. @throws when the page has a block that is not closed */
export function replaceBlocks(page: string, blocks: Record<string, string>): string {
  let result = page;
  for (const [name, content] of Object.entries(blocks)) {
    const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
    const start = result.indexOf(open);
    if (start < 0) continue;
    const end = result.indexOf(close, start);
    if (end < 0) throw new Error(`The page opens the block ${name} but does not close it with ${close}.`);
    result = `${result.slice(0, start + open.length)}\n\n${content}\n\n${result.slice(end)}`;
  }
  return result;
}

/** Writes docs/performance.md and its plots anew, and the figures of the README if it has blocks for them. */
export function writeDocs(root: string, input: DocsInput): string[] {
  const { blocks, plots } = renderDocs(input);
  const written: string[] = [];
  const write = (path: string, content: string) => {
    writeFileSync(join(root, path), content);
    written.push(path);
  };
  for (const [name, svg] of Object.entries(plots)) write(`docs/performance/${name}`, `${svg}\n`);
  for (const page of ['docs/performance.md', 'docs/operations/sizing.md', 'README.md']) {
    const before = readFileSync(join(root, page), 'utf8');
    const after = replaceBlocks(before, blocks);
    if (after !== before) write(page, after);
  }
  return written;
}
