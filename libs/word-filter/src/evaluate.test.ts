import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createFilter, defaultLists, gateProblems, percentages, score, type Case } from './index.js';

const dir = fileURLToPath(new URL('../../cases/', import.meta.url));
const cases = readdirSync(dir)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(dir + name, 'utf8').split('\n'))
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Case);

test('cases - the default lists pass the gate', () => {
  assert.ok(cases.length >= 1500, `${cases.length} cases`);
  assert.deepEqual(gateProblems(createFilter(defaultLists()), cases), []);
});

test('gate - an empty filter fails it', async () => {
  const { compileLists } = await import('./index.js');
  assert.ok(gateProblems(createFilter(compileLists([])), cases).length > 0);
});

test('score - counts hits and misses of both labels', () => {
  const item = { lang: 'en', kind: 'plain', split: 'tune' } as const;
  const lines: Case[] = [
    { ...item, text: 'fuck', label: 'bad' },
    { ...item, text: 'flower', label: 'bad' },
    { ...item, text: 'fuck', label: 'ok' },
    { ...item, text: 'flower', label: 'ok' },
  ];
  const sum = score(createFilter(defaultLists()), lines, () => 'all').get('all');
  assert.deepEqual(sum, { truePositives: 1, falsePositives: 1, falseNegatives: 1, trueNegatives: 1 });
  assert.ok(sum !== undefined);
  assert.deepEqual(percentages(sum), { precision: 50, recall: 50, f1: 50, falseAlarms: 50 });
});
