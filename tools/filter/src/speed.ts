// `npm run filter:speed`: what the default lists cost on this machine. Lines are the labelled cases of a language, joined
// and cut to 60 characters; hostile texts are 2,000 characters of what looks most like work. Figures are the fastest of
// several rounds, since other processes only ever add to them; `--rounds` sets how many (default 40).
import { parseArgs } from 'node:util';
import { compiledBytes, createFilter, defaultLists, isFoul, moderate, type Filter } from '@maru/word-filter';
import { loadCases } from './cases.js';

const LINE_LENGTH = 60;
const HOSTILE_LENGTH = 2_000;
const SINGLE_ROUNDS = 15;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '40' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1 || rounds > 10_000) {
  console.error('--rounds must be a whole number from 1 to 10,000.');
  process.exit(1);
}

const cases = loadCases();

/** Chat lines of one language: short cases share a line. */
function linesOf(lang: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const { text } of cases.filter((one) => one.lang === lang && one.kind !== 'urls-code')) {
    line = line === '' ? text : `${line} ${text}`;
    if (line.length < LINE_LENGTH - 10) continue;
    // Not through a surrogate pair.
    lines.push(line.slice(0, LINE_LENGTH).replace(/[\ud800-\udbff]$/, ''));
    line = '';
  }
  return lines;
}

/** Pieces that are repeated into hostile texts. */
// prettier-ignore
const PIECES = [
  'a', ' ', '*', '1', '-', '.', '가', 'ㅅ', '씨', '시', 'あ', 'く', '中', '操', 'х', 'б', '\u0301', '\u200b', '\ud800', '👍',
  'fu', 'f u', 'f.u.', 'f*', 'f**', 'fuc', 'fuck', 'fuck ', 'f u c k ', 'sh1', 'b!', '@$', 'ass ', 'as s', 'nig', 'co ño가',
  '시1', '시 바 ', '씨이', '씨발', '씨 발 ', 'ㅅㅂ', 'ㅆㅣ', '개 새', '병1신', 'tlqkf', 'ssi', 'si bal', 'ㅗㅗ', 'くそ', 'ち○', 'まん',
  '操你', '你 妈', '尼玛', 'cao', 'nm sl', '傻b', 'х у', 'ху', 'б л я', 'п*', 'суk', 'хyй', 'put a ', 'm3rd', 'p u t', 'kkkk',
  '&#102;', '&fuck', '\u202ekcuf', '%66', '\\u0066', 'ｆｕ', '𝓯', 'a\u0308', '҉', '(f)', 'f̶u̶', 'kcuf', 'lꙅ', 'ꓝ', 'fμ',
];

const fastest = (times: number, work: () => void): number => {
  let best = Infinity;
  for (let round = 0; round < times; round++) {
    const start = process.hrtime.bigint();
    work();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1_000);
  }
  return best;
};
const row = (...cells: string[]) => console.log(`| ${cells.join(' | ')} |`);
const perLine = (us: number) => `${us.toFixed(2)} µs (${Math.round(1e6 / us).toLocaleString('en')} a second)`;

const started = performance.now();
const lists = defaultLists();
const filter: Filter = createFilter(lists);
const loadMs = performance.now() - started;
const languages = [...new Set(cases.map(({ lang }) => lang))].map((lang) => ({ lang, lines: linesOf(lang) }));
const all = languages.flatMap(({ lines }) => lines);

const foul = all.filter((line) => isFoul(filter, line)).length;
console.log(`${all.length} lines of ${LINE_LENGTH} characters at most, ${foul} of them with a foul word\n`);
row('what', 'figure');
row('---', '---');
const scanAll = (lines: readonly string[]) => fastest(rounds, () => lines.forEach((line) => filter.scan(line)));
row('scan', perLine(scanAll(all) / all.length));
for (const { lang, lines } of languages) row(`scan, ${lang}`, perLine(scanAll(lines) / lines.length));
const decided = fastest(rounds, () => all.forEach((line) => moderate(filter, line)));
row('scan and decision', perLine(decided / all.length));
const masked = fastest(rounds, () => all.forEach((line) => moderate(filter, line).masked));
row('scan, decision and masked text', perLine(masked / all.length));
const single = all.map((line) => fastest(SINGLE_ROUNDS, () => void moderate(filter, line))).sort((a, b) => a - b);
const at = (share: number) => (single[Math.floor((single.length - 1) * share)] ?? 0).toFixed(1);
row(`one line alone, its fastest of ${SINGLE_ROUNDS}: p50, p90, p99`, `${at(0.5)}, ${at(0.9)}, ${at(0.99)} µs`);

const hostile = PIECES.map((piece) => {
  const text = piece.repeat(Math.ceil(HOSTILE_LENGTH / piece.length)).slice(0, HOSTILE_LENGTH);
  return { piece, us: fastest(SINGLE_ROUNDS, () => void moderate(filter, text)) };
}).sort((a, b) => b.us - a.us);
const slowest = hostile.slice(0, 3).map(({ piece, us }) => `${JSON.stringify(piece)} ${(us / 1_000).toFixed(2)} ms`);
row(`${HOSTILE_LENGTH} hostile characters, the slowest of ${hostile.length}`, slowest.join(', '));
row('loading the lists', `${loadMs.toFixed(0)} ms`);
row('arrays of the lists', `${(compiledBytes(lists) / 1e6).toFixed(1)} MB`);
