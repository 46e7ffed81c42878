import { USAGE, readArguments } from './options.js';
import type { Arguments } from './options.js';
import { summary, writeReport } from './report.js';
import { recovery } from './recovery.js';
import type { Figure } from './recovery.js';
import { slowReaders } from './slow.js';
import { verify } from './verify.js';

/** A line that the next one replaces, on a terminal; nothing where the output is kept. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}
function say(line: string): void {
  progress('');
  console.log(line);
}

/** The runs that measure: figures against what must hold. */
async function measure({ mode, slow, options, report: path }: Exclude<Arguments, { help: true }>): Promise<boolean> {
  const figures: Figure[] =
    mode === 'slow' ? await slowReaders({ ...options, progress }, slow) : await recovery({ ...options, progress });
  progress('');
  for (const { name, measured, limit, unit, passed } of figures)
    console.log(`  ${passed ? 'ok    ' : 'FAILED'}  ${name}: ${measured} ${unit} (at most ${limit})`);
  writeReport(path, { tool: 'maru verify', mode, at: new Date().toISOString(), node: process.version, figures });
  return figures.every(({ passed }) => passed);
}

async function run(given: Exclude<Arguments, { help: true }>): Promise<boolean> {
  const { options, report: path } = given;
  console.log(`seed ${options.seed}`);
  const report = await verify({ ...options, progress, done: say });
  progress('');
  for (const line of summary(report)) console.log(line);
  writeReport(path, report);
  console.log(`\n  Report: ${path}   Output of the services: ${report.logs}\n`);
  return report.passed;
}

let given: Arguments;
try {
  given = readArguments(process.argv.slice(2), Date.now());
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exit(2);
}
if (given.help) console.log(USAGE);
else {
  try {
    process.exit((await (given.mode === 'rounds' ? run(given) : measure(given))) ? 0 : 1);
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
}
