import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { htmlReport } from './html-report.js';
import { LOAD_OPTIONS } from './load-options.js';
import type { LoadValues } from './load-options.js';
import { makePlan } from './make-plan.js';
import { UsageError, describeOptions, readOptions } from './options.js';
import type { LoadReport } from './report.js';
import { runLoad } from './run.js';
import { problemsOf } from './summary.js';
import type { Second } from './summary.js';

const HELP = `Puts load on a chat and checks what the protocol promises: nothing lost, nothing doubled, one order per room.

  npm run load -- [options]

${describeOptions(LOAD_OPTIONS)}

An edge limits its users. For many from one machine start it with, for example,
  CONNECTIONS_PER_IP=0 CONNECTS_PER_SEC=0 SENDS_PER_SEC=0 npm start
A process opens about as many connections as it may open files (ulimit -n).

Exit code: 0 all promises kept, 1 not (or --max-p99 passed), 2 wrong options.
`;

/** Without a terminal a line every so many seconds is enough. */
const PLAIN_PROGRESS_SEC = 5;

function lines(file: string | undefined, option: string): string[] | undefined {
  if (file === undefined) return undefined;
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--${option}: ${file} cannot be read (${(cause as Error).message}).`);
  }
  const found = content
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (found.length === 0) throw new UsageError(`--${option}: ${file} is empty.`);
  return found;
}

function showProgress(total: number): (second: Second) => void {
  return ({ second, joined, sent, deliveries, p50Ms, p99Ms }) => {
    const line = `${second} s  members ${joined}/${total}  sent ${sent}/s  delivered ${deliveries}/s  p50 ${p50Ms} ms  p99 ${p99Ms} ms`;
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${line}`);
    else if (second % PLAIN_PROGRESS_SEC === 0) console.log(line);
  };
}

function printSummary({ summary, problems }: LoadReport): void {
  const { counts, latency } = summary;
  const list = (record: Record<string, number>) =>
    Object.entries(record)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  console.log(`${process.stdout.isTTY ? '\n' : ''}
Latency   p50 ${latency.p50Ms} ms   p90 ${latency.p90Ms} ms   p99 ${latency.p99Ms} ms   p99.9 ${latency.p999Ms} ms   max ${latency.maxMs} ms
Messages  ${counts.sent} sent, ${counts.delivered} shown to their senders, ${counts.deliveries} deliveries, ${summary.lost} lost, ${summary.unanswered} unanswered
Rejected  ${list(summary.rejected)}; bad words: ${counts.badSent} sent, ${counts.badShown} shown, ${counts.masked} masked
Members   ${counts.joins} joins, ${counts.cuts} cut, ${counts.resumed} resumed, ${counts.resumesLost} resumed too late, closed by the server: ${list(summary.closes)}
Errors    ${list(summary.errors)}${summary.firstProblem === undefined ? '' : ` (first: ${summary.firstProblem})`}
${problems.length === 0 ? 'Passed: nothing lost, nothing doubled, one order in every room.' : `FAILED:\n${problems.map((problem) => `  ${problem}`).join('\n')}`}`);
}

function save(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

async function main(values: LoadValues): Promise<void> {
  const files = { badTexts: lines(values['bad-texts'], 'bad-texts'), tokens: lines(values.tokens, 'tokens') ?? [] };
  const at = new Date().toISOString();
  const plan = makePlan(values, files, `l${randomBytes(4).toString('hex')}`);
  const summary = await runLoad(plan, showProgress(plan.rooms * plan.membersPerRoom));
  // Tokens are secrets, and so may be the path to them.
  const { tokens: _, ...settings } = values;
  const report: LoadReport = { kind: 'load', at, settings, problems: problemsOf(summary, values['max-p99']), summary };
  printSummary(report);
  save(values.json, `${JSON.stringify(report, null, 2)}\n`);
  save(values.html, htmlReport(report));
  console.log(`Report    ${values.html}, figures ${values.json}`);
  if (report.problems.length > 0) process.exitCode = 1;
}

try {
  const { values, help } = readOptions(LOAD_OPTIONS, process.argv.slice(2));
  if (help) console.log(HELP);
  else await main(values);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nSee npm run load -- --help.`);
  process.exitCode = 2;
}
