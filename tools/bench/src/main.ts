import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError, describeOptions, readOptions } from '@maru/load';
import type { OptionValues } from '@maru/load';
import { runBench } from './bench.js';
import { writeDocs } from './docs.js';
import { BENCH_OPTIONS } from './options.js';
import { reportText } from './report.js';
import type { BenchReport } from './report.js';
import { runScale, scaleText } from './scale.js';
import type { ScaleReport } from './scale.js';
import { SCENARIOS } from './scenarios.js';
import type { Scenario } from './scenarios.js';
import { maruOnBroker, maruOnMemory } from './systems/maru.js';
import { readExternal } from './systems/external.js';
import { nchan } from './systems/nchan.js';
import { rawUws } from './systems/raw-uws.js';
import { socketIo } from './systems/socketio.js';
import type { SystemKind } from './systems/system.js';

/** What has to be stopped when the run is interrupted. */
let running: { stop(): Promise<void> } | undefined;

type Values = OptionValues<typeof BENCH_OPTIONS>;

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** Figures that the documentation is made of. */
const KEPT = { bench: 'docs/performance/bench.json', scale: 'docs/performance/scale.json' };

const HELP = `Measures CPU, latency and memory of the whole server side, beside other servers in the same run.

  npm run bench -- [options]

${describeOptions(BENCH_OPTIONS)}

Scenarios
${SCENARIOS.map(({ name, label }) => `  ${name.padEnd(10)} ${label}`).join('\n')}
`;

function chosen<T extends { name: string }>(what: string, list: string, all: readonly T[]): T[] {
  if (list === 'all') return [...all];
  return list.split(',').map((name) => {
    const found = all.find((item) => item.name === name.trim());
    if (!found)
      throw new UsageError(`There is no ${what} "${name}". There are: ${all.map((item) => item.name).join(', ')}.`);
    return found;
  });
}

function save(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  console.log(`Figures: ${file}`);
}

function environmentOf(list: string | undefined): NodeJS.ProcessEnv {
  return Object.fromEntries(
    (list ?? '')
      .split(',')
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

async function run(values: Values): Promise<void> {
  const url = process.env['AMQP_URL'];
  const broker = maruOnBroker({ url, pid: values['broker-pid'] });
  const kinds: readonly SystemKind[] = [maruOnMemory, broker, rawUws, nchan, socketIo];
  const external = values.external === undefined ? [] : [readExternal(values.external)];
  const { duration } = values;
  const scenarios = chosen<Scenario>('scenario', values.scenarios, SCENARIOS).map((scenario) =>
    duration === undefined || scenario.ratePerSec === 0 ? scenario : { ...scenario, durationMs: duration * 1_000 },
  );
  const report = await runBench({
    scenarios,
    systems: [...(values.systems === 'none' ? [] : chosen('system', values.systems, kinds)), ...external],
    repeat: values.repeat,
    edges: values.edges,
    threads: values.threads,
    warmupMs: values.warmup * 1_000,
    spread: values.spread,
    cpuProfDir: values['cpu-prof'],
    url,
    environment: environmentOf(values.env),
    progress: (line) => console.log(line),
    running: (system) => (running = system),
  });
  console.log(`\n${reportText(report)}\n`);
  save(values.out ?? 'reports/bench.json', report);
  if (values.keep) save(join(ROOT, KEPT.bench), report);
}

async function scale(values: Values): Promise<void> {
  const report = await runScale({
    url: process.env['AMQP_URL'],
    brokerPid: values['broker-pid'],
    threads: values.threads,
    warmupMs: values.warmup * 1_000,
    environment: environmentOf(values.env),
    progress: (line) => console.log(line),
    running: (broker) => (running = broker),
  });
  console.log(`\n${scaleText(report)}\n`);
  save(values.out ?? 'reports/scale.json', report);
  if (values.keep) save(join(ROOT, KEPT.scale), report);
}

/** What was kept of earlier runs; undefined when there is none. */
function kept<T>(file: string): T | undefined {
  const path = join(ROOT, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;
}

function docs(): void {
  const input = { bench: kept<BenchReport>(KEPT.bench), scale: kept<ScaleReport>(KEPT.scale) };
  if (!input.bench && !input.scale)
    throw new UsageError(`There are no figures in ${KEPT.bench} or ${KEPT.scale}. Measure with --keep first.`);
  for (const path of writeDocs(ROOT, input)) console.log(`Written: ${path}`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void (running?.stop() ?? Promise.resolve()).finally(() => process.exit(130)));
}
try {
  const { values, help } = readOptions(BENCH_OPTIONS, process.argv.slice(2));
  if (help) console.log(HELP);
  else {
    if (values.scale) await scale(values);
    else if (!values.docs) await run(values);
    if (values.docs || values.keep) docs();
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nSee npm run bench -- --help.`);
  process.exitCode = 2;
}
