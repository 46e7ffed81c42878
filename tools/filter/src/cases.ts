import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Case } from '@maru/word-filter';

const dir = fileURLToPath(new URL('../../../../libs/word-filter/cases/', import.meta.url));

/** The labelled cases of every language. */
export function loadCases(): Case[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(dir + name, 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Case);
}
