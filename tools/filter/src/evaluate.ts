// `npm run filter:evaluate`: precision, recall, F1 and false alarms of the default lists over the labelled cases, by
// language, split and kind. Leaves with 1 when the gate is missed; `--kinds` prints every kind.
import { createFilter, defaultLists, gateProblems, percentages, score, type Case, type Score } from '@maru/word-filter';
import { loadCases } from './cases.js';

const cases = loadCases();

function row(key: string, sum: Score): string {
  const { precision, recall, f1, falseAlarms } = percentages(sum);
  const cell = (value: number): string => (Number.isNaN(value) ? '-' : value.toFixed(1)).padStart(6);
  const bad = sum.truePositives + sum.falseNegatives;
  const ok = sum.trueNegatives + sum.falsePositives;
  return `| ${key.padEnd(30)} | ${String(bad).padStart(4)} | ${String(ok).padStart(4)} | ${cell(precision)} | ${cell(recall)} | ${cell(f1)} | ${cell(falseAlarms)} |`;
}

const filter = createFilter(defaultLists());
function table(title: string, keyOf: (item: Case) => string): void {
  console.log(
    `\n| ${title.padEnd(30)} |  bad |   ok | prec.% | rec. % |  F1 %  | alarm% |\n| --- | --- | --- | --- | --- | --- | --- |`,
  );
  for (const [key, sum] of [...score(filter, cases, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(row(key, sum));
}

table('all', (item) => item.split);
table('language', (item) => `${item.lang} ${item.split}`);
if (process.argv.includes('--kinds')) table('kind', (item) => `${item.lang} ${item.kind} ${item.split}`);

const problems = gateProblems(filter, cases);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
