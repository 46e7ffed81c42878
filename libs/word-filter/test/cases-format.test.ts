import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

/** Compiled tests run from dist/test, two folders below the package. */
const casesDir = new URL('../../cases/', import.meta.url);

const minimumLines = { ko: 500, en: 400, ja: 120, zh: 120, es: 120, de: 120, fr: 120, ru: 120, pt: 120 };
type Lang = keyof typeof minimumLines;
const langs = Object.keys(minimumLines) as Lang[];
const minimumTotal = 1_800;

/** Each language's share of held lines; the rule is one third, the margin is for lines added one at a time. */
const heldShare = { least: 0.3, most: 0.37 };

const kinds = {
  bad: new Set([
    'plain',
    'spacing',
    'separators',
    'leet',
    'repeats',
    'zero-width',
    'homoglyph',
    'full-width',
    'fancy-font',
    'diacritics',
    'jamo-split',
    'initial-consonants',
    'inserted-digits',
    'inserted-symbols',
    'vowel-swap',
    'consonant-swap',
    'mixed-script',
    'romanised',
    'keyboard-layout',
    'reversal',
    'entities',
    'masked-letters',
    'misspelling',
  ]),
  ok: new Set([
    'plain-chat',
    'substring',
    'near-miss',
    'homonym',
    'names-places',
    'cross-language',
    'dates-numbers',
    'medical-education',
    'brand-product',
    'chat-shorthand',
    'urls-code',
    'emoji',
    'foods',
    'odd-format',
    'joiners',
    'layout-slip',
  ]),
};

/** Kinds without a single tune line, so that a score exists for what nobody tuned on. */
const wholeHeldKinds: Record<Lang, readonly string[]> = {
  ko: ['keyboard-layout', 'mixed-script', 'vowel-swap', 'reversal', 'homonym', 'dates-numbers', 'joiners'],
  en: ['reversal', 'inserted-digits', 'masked-letters', 'fancy-font', 'foods', 'cross-language', 'brand-product'],
  ja: ['mixed-script', 'separators', 'homonym'],
  zh: ['inserted-symbols', 'mixed-script', 'names-places'],
  es: ['leet', 'diacritics', 'cross-language'],
  de: ['masked-letters', 'zero-width', 'foods'],
  fr: ['misspelling', 'separators', 'homonym'],
  ru: ['romanised', 'homoglyph', 'names-places'],
  pt: ['repeats', 'inserted-symbols', 'medical-education'],
};

interface Case {
  readonly text: string;
  readonly label: 'bad' | 'ok';
  readonly lang: string;
  readonly kind: string;
  readonly split: 'tune' | 'held';
}

function parseCase(line: string, where: string): Case {
  const value: unknown = JSON.parse(line);
  assert.ok(typeof value === 'object' && value !== null, `${where}: not an object`);
  const { text, label, lang, kind, split, ...rest } = value as Record<string, unknown>;
  assert.deepEqual(Object.keys(rest), [], `${where}: unknown fields`);
  assert.ok(typeof text === 'string' && text.trim() === text && text !== '', `${where}: text is empty or padded`);
  assert.ok(label === 'bad' || label === 'ok', `${where}: label is bad or ok`);
  assert.ok(typeof lang === 'string', `${where}: lang is missing`);
  assert.ok(typeof kind === 'string' && kinds[label].has(kind), `${where}: no ${label} kind ${String(kind)}`);
  assert.ok(split === 'tune' || split === 'held', `${where}: split is tune or held`);
  return { text, label, lang, kind, split };
}

function readCases(lang: Lang): Case[] {
  const lines = readFileSync(new URL(`${lang}.jsonl`, casesDir), 'utf8').split('\n');
  assert.equal(lines.pop(), '', `${lang}.jsonl ends with a newline`);
  return lines.map((line, index) => parseCase(line, `${lang}.jsonl:${index + 1}`));
}

function readAllCases(): Case[] {
  return langs.flatMap(readCases);
}

/** The cells of every table row of the README, by the row's first cell. */
function readmeRows(): Map<string, string[]> {
  const rows = readFileSync(new URL('README.md', casesDir), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return new Map(rows.map(([first = '', ...rest]) => [first, rest]));
}

function count(cases: readonly Case[], wanted: Partial<Case>): string {
  const entries = Object.entries(wanted);
  const matches = cases.filter((one) => entries.every(([field, value]) => one[field as keyof Case] === value));
  return String(matches.length);
}

describe('moderation cases', () => {
  test('files - one for each language and no other', () => {
    const found = readdirSync(casesDir).filter((name) => name.endsWith('.jsonl'));
    assert.deepEqual(found.sort(), langs.map((lang) => `${lang}.jsonl`).sort());
  });

  for (const lang of langs) {
    test(`${lang} - every line parses, names its language and a known kind`, () => {
      for (const one of readCases(lang)) assert.equal(one.lang, lang, one.text);
    });

    test(`${lang} - has enough lines of both labels`, () => {
      const cases = readCases(lang);
      assert.ok(cases.length >= minimumLines[lang], `${cases.length} lines, at least ${minimumLines[lang]} wanted`);
      for (const label of ['bad', 'ok'] as const) {
        const share = Number(count(cases, { label })) / cases.length;
        assert.ok(share >= 0.35, `${label} is only ${share.toFixed(2)} of the lines`);
      }
    });

    test(`${lang} - holds about a third back, whole kinds among it`, () => {
      const cases = readCases(lang);
      const held = cases.filter((one) => one.split === 'held');
      const share = held.length / cases.length;
      assert.ok(share >= heldShare.least && share <= heldShare.most, `${share.toFixed(3)} of the lines is held`);
      for (const kind of wholeHeldKinds[lang]) {
        assert.notEqual(count(held, { kind }), '0', `${kind} has no line`);
        assert.equal(count(cases, { kind, split: 'tune' }), '0', `${kind} is held as a whole: set its split to held`);
      }
      const otherHeld = held.filter((one) => !wholeHeldKinds[lang].includes(one.kind));
      assert.ok(otherHeld.length > 0, 'lines of other kinds are held too');
    });
  }

  test('all - no text appears twice, in any language', () => {
    const seen = new Set<string>();
    for (const { text } of readAllCases()) {
      assert.ok(!seen.has(text), `twice: ${text}`);
      seen.add(text);
    }
  });

  test('all - enough lines, and every kind is used', () => {
    const cases = readAllCases();
    assert.ok(cases.length >= minimumTotal, `${cases.length} lines, at least ${minimumTotal} wanted`);
    for (const label of ['bad', 'ok'] as const) {
      for (const kind of kinds[label]) assert.notEqual(count(cases, { label, kind }), '0', `no ${label} ${kind}`);
    }
  });

  test('readme - its tables count what the files hold', () => {
    const cases = readAllCases();
    const rows = readmeRows();
    const totals = (some: readonly Case[]): string[] => [
      String(some.length),
      count(some, { label: 'bad' }),
      count(some, { label: 'ok' }),
      count(some, { split: 'held' }),
    ];
    assert.deepEqual(rows.get('all'), totals(cases), 'README.md, row all');
    for (const lang of langs) {
      assert.deepEqual(rows.get(lang), totals(cases.filter((one) => one.lang === lang)), `README.md, row ${lang}`);
    }
    for (const label of ['bad', 'ok'] as const) {
      for (const kind of kinds[label]) {
        const counts = langs.map((lang) => count(cases, { lang, label, kind }));
        assert.deepEqual(rows.get(kind), counts, `README.md, row ${kind}`);
      }
    }
  });
});
