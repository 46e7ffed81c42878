import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError, describeOptions, readOptions } from '@maru/load';
import type { OptionValues } from '@maru/load';
import { runBench } from './bench.js';
import { BENCH_OPTIONS } from './options.js';
import { reportText } from './report.js';
import { SCENARIOS } from './scenarios.js';
import type { Scenario } from './scenarios.js';
import { maruOnBroker, maruOnMemory } from './systems/maru.js';
import { rawUws } from './systems/raw-uws.js';
import type { SystemKind } from './systems/system.js';

type Values = OptionValues<typeof BENCH_OPTIONS>;

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
  const kinds: SystemKind[] = [
    maruOnMemory,
    maruOnBroker({ url: process.env['AMQP_URL'], pid: values['broker-pid'] }),
    rawUws,
  ];
  const { duration } = values;
  const scenarios = chosen<Scenario>('scenario', values.scenarios, SCENARIOS).map((scenario) =>
    duration === undefined || scenario.ratePerSec === 0 ? scenario : { ...scenario, durationMs: duration * 1_000 },
  );
  const report = await runBench({
    scenarios,
    systems: chosen('system', values.systems, kinds),
    repeat: values.repeat,
    edges: values.edges,
    threads: values.threads,
    warmupMs: values.warmup * 1_000,
    spread: values.spread,
    cpuProfDir: values['cpu-prof'],
    environment: environmentOf(values.env),
    progress: (line) => console.log(line),
  });
  console.log(`\n${reportText(report)}\n`);
  save(values.out, report);
}

try {
  const { values, help } = readOptions(BENCH_OPTIONS, process.argv.slice(2));
  if (help) console.log(HELP);
  else await run(values);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nSee npm run bench -- --help.`);
  process.exitCode = 2;
}
