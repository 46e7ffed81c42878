import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CHECKS } from './checks.js';
import type { CheckName, Finding } from './checks.js';
import type { RoundReport } from './round.js';

/** Findings of one check that are printed; the report has all. */
const SHOWN_MAX = 5;

export type VerifyReport = {
  tool: 'maru verify';
  startedAt: string;
  seed: number;
  broker: string;
  node: string;
  options: Record<string, unknown>;
  passed: boolean;
  totals: Record<CheckName, number> & {
    sent: number;
    messages: number;
    deliveries: number;
    resumes: number;
    recovered: number;
  };
  rounds: RoundReport[];
  logs: string;
};

export function totalsOf(rounds: readonly RoundReport[]): VerifyReport['totals'] {
  const totals = {
    sent: 0,
    messages: 0,
    deliveries: 0,
    resumes: 0,
    recovered: 0,
    ...(Object.fromEntries(Object.keys(CHECKS).map((name) => [name, 0])) as Record<CheckName, number>),
  };
  for (const round of rounds) {
    for (const name of ['sent', 'messages', 'deliveries', 'resumes', 'recovered'] as const) totals[name] += round[name];
    for (const { check } of round.findings) totals[check]++;
  }
  return totals;
}

export function roundLine({
  round,
  sent,
  deliveries,
  resumes,
  recovered,
  verdictP50Ms,
  verdictP99Ms,
  findings,
  tookMs,
  faults,
}: RoundReport): string {
  const what = faults.map(({ fault }) => fault).join(', ') || 'no faults';
  return `round ${round}: ${findings.length === 0 ? 'ok' : `${findings.length} findings`} · ${sent} sent, ${deliveries} deliveries, ${recovered}/${resumes} resumes recovered · verdicts p50 ${verdictP50Ms} ms, p99 ${verdictP99Ms} ms · ${Math.round(tookMs / 1000)} s · ${what}`;
}

/** What a person wants to know, as lines. */
export function summary(report: VerifyReport): string[] {
  const { totals, rounds } = report;
  const width = Math.max(...Object.keys(CHECKS).map((name) => name.length));
  const lines = [
    '',
    `  ${totals.sent} messages sent, ${totals.messages} delivered to rooms, ${totals.deliveries} deliveries, ${totals.recovered} of ${totals.resumes} resumes recovered, ${rounds.length} rounds, seed ${report.seed}`,
    '',
    ...Object.entries(CHECKS).map(
      ([name, words]) => `  ${name.padEnd(width)}  ${String(totals[name as CheckName]).padStart(6)}  ${words}`,
    ),
    '',
  ];
  const findings = rounds.flatMap(({ round, findings: found }) => found.map((finding) => ({ round, ...finding })));
  for (const name of Object.keys(CHECKS) as CheckName[]) {
    const own = findings.filter(({ check }) => check === name);
    for (const { round, room, detail } of own.slice(0, SHOWN_MAX))
      lines.push(`  ${name}: round ${round}${room === '' ? '' : `, room ${room}`}: ${detail}`);
    if (own.length > SHOWN_MAX) lines.push(`  ${name}: and ${own.length - SHOWN_MAX} more; all are in the report`);
  }
  lines.push(report.passed ? '  PASSED' : '  FAILED');
  return lines;
}

export function writeReport(path: string, report: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`);
}

export const failed = (findings: readonly Finding[]): boolean => findings.length > 0;
