import { describeMachine, fileLimit } from './machine.js';
import { canMeasureCpu } from './processes.js';
import type { BenchReport } from './report.js';
import { runScenario } from './run-scenario.js';
import type { Result, RunOptions } from './run-scenario.js';
import { fitToFileLimit } from './scenarios.js';
import type { Scenario } from './scenarios.js';
import type { StartOptions, System, SystemKind } from './systems/system.js';

export type BenchOptions = RunOptions & {
  scenarios: readonly Scenario[];
  systems: readonly SystemKind[];
  repeat: number;
  edges: number;
  /** A running broker to measure on; undefined: an own RabbitMQ is started. */
  url: string | undefined;
  cpuProfDir: string | undefined;
  environment: NodeJS.ProcessEnv;
  progress(line: string): void;
  /** Called with what runs now, so that an interrupted run can stop it; undefined when it has stopped. */
  running(system: System | undefined): void;
};

/** Measures every scenario on every system, all in one sitting. */
export async function runBench(options: BenchOptions): Promise<BenchReport> {
  const report: BenchReport = {
    kind: 'bench',
    at: new Date().toISOString(),
    machine: await describeMachine(options.url),
    systems: {},
    scenarios: {},
    notes: [],
    results: [],
  };
  if (!canMeasureCpu())
    report.notes.push(`CPU time and memory of processes can only be read on Linux, not on ${process.platform}`);
  const systems = options.systems.filter((kind) => {
    const missing = kind.missing();
    if (missing !== undefined) report.notes.push(`${kind.label} was left out: ${missing}`);
    return missing === undefined;
  });
  const limit = fileLimit();
  const scenarios = options.scenarios.map((wanted) => {
    const { scenario, note } = fitToFileLimit(wanted, limit);
    if (note !== undefined) report.notes.push(note);
    report.scenarios[scenario.name] = { label: scenario.label, focus: scenario.focus };
    return scenario;
  });
  // Repeats are outermost, so that what else the machine does meanwhile falls on all alike.
  for (let round = 1; round <= options.repeat; round++) {
    for (const kind of systems) {
      for (const group of groups(scenarios)) report.results.push(...(await runGroup(kind, group, options, report)));
    }
  }
  return report;
}

/** Scenarios that share one running stack; memory is measured on a fresh one. */
function groups(scenarios: readonly Scenario[]): Scenario[][] {
  const loaded = scenarios.filter(({ focus }) => focus !== 'memory');
  const fresh = scenarios.filter(({ focus }) => focus === 'memory');
  return [loaded, ...fresh.map((scenario) => [scenario])].filter((group) => group.length > 0);
}

async function runGroup(
  kind: SystemKind,
  group: readonly Scenario[],
  options: BenchOptions,
  report: BenchReport,
): Promise<Result[]> {
  const start: StartOptions = {
    edges: Math.min(options.edges, ...group.map(({ focus, edges }) => (focus === 'memory' ? edges : options.edges))),
    cpuProfDir: options.cpuProfDir,
    environment: options.environment,
  };
  const system = await kind.start(start);
  options.running(system);
  report.systems[kind.name] ??= { label: kind.label, description: system.description };
  const results: Result[] = [];
  try {
    for (const scenario of group) {
      options.progress(`${kind.label}: ${scenario.name} ...`);
      results.push(await runScenario(kind.name, system, scenario, options));
    }
  } finally {
    options.running(undefined);
    await system.stop();
  }
  return results;
}
