import type { Filter } from './filter.js';
import { foulCategories } from './types.js';

/** One labelled line of `cases/*.jsonl`. */
export interface Case {
  readonly text: string;
  readonly label: 'bad' | 'ok';
  readonly lang: string;
  readonly kind: string;
  readonly split: 'tune' | 'held';
}

/** Counts of a group of cases; a line counts as found when it has a profane, sexual or slur hit. */
export interface Score {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
}

const emptyScore = (): Score => ({ truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 });

/** True when a text has a hit that makes it foul. */
export function isFoul(filter: Filter, text: string): boolean {
  return filter.scan(text).some((hit) => foulCategories.has(hit.category));
}

/** Scores cases by a key such as language and split. */
export function score(filter: Filter, cases: readonly Case[], keyOf: (item: Case) => string): Map<string, Score> {
  const scores = new Map<string, Score>();
  for (const item of cases) {
    const key = keyOf(item);
    const sum = scores.get(key) ?? emptyScore();
    scores.set(key, sum);
    const found = isFoul(filter, item.text);
    if (item.label === 'bad') sum[found ? 'truePositives' : 'falseNegatives']++;
    else sum[found ? 'falsePositives' : 'trueNegatives']++;
  }
  return scores;
}

/** Per cent; NaN when the group has no such lines. */
export function percentages(sum: Score): {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly falseAlarms: number;
} {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = sum;
  return {
    precision: (100 * tp) / (tp + fp),
    recall: (100 * tp) / (tp + fn),
    f1: (200 * tp) / (2 * tp + fp + fn),
    falseAlarms: (100 * fp) / (fp + tn),
  };
}

/** Least F1 in per cent that CI accepts, by language, over both splits; and the most false alarms over all traps. */
export const gate: { readonly f1: Readonly<Record<string, number>>; readonly falseAlarms: number } = {
  f1: { ko: 97, en: 98, ja: 95.5, zh: 95.5, es: 95.5, de: 97.5, fr: 98, ru: 95.5, pt: 98 },
  falseAlarms: 1.5,
};

/** What keeps the scores from passing the gate, one sentence each; empty when they pass. */
export function gateProblems(filter: Filter, cases: readonly Case[]): string[] {
  const byLang = score(filter, cases, (item) => item.lang);
  const problems: string[] = [];
  for (const [lang, least] of Object.entries(gate.f1)) {
    const sum = byLang.get(lang);
    const f1 = sum === undefined ? NaN : percentages(sum).f1;
    if (!(f1 >= least)) problems.push(`${lang}: F1 is ${f1.toFixed(1)} %, the gate is ${least} %.`);
  }
  const all = score(filter, cases, () => 'all').get('all') ?? emptyScore();
  const { falseAlarms } = percentages(all);
  if (!(falseAlarms <= gate.falseAlarms))
    problems.push(`false alarms on traps are ${falseAlarms.toFixed(1)} %, the gate is ${gate.falseAlarms} %.`);
  return problems;
}
