import { readFileSync } from 'node:fs';
import { compileLists } from './compile.js';
import { parseLists, type ListEntries } from './list-file.js';
import type { Term } from './types.js';
import { eastAsian } from './lists-data/east-asian.js';
import { elsewhere, names, properNames } from './lists-data/elsewhere.js';
import { en } from './lists-data/en.js';
import { european } from './lists-data/european.js';
import { imported } from './lists-data/imported.js';
import { ko } from './lists-data/ko.js';
import { spelledRight } from './lists-data/spelled-right.js';
import { unpackLists, type CompiledLists } from './lists.js';

/** Version of the built-in lists; raise it with every change of their entries. */
export const defaultVersion = 'default-9';

/** The built-in entries, as a start for a team's own lists. */
export function defaultEntries(): ListEntries {
  return join([ko, en, eastAsian, european, imported, spelledRight]);
}

/** The hand-written part of the built-in entries; the import script fills up from packages what it does not find. */
export function defaultParts(): ListEntries {
  return join([ko, en, eastAsian, european, spelledRight]);
}

function join(texts: readonly string[]): ListEntries {
  const parts = texts.map(parseLists);
  return { terms: parts.flatMap((part) => part.terms).flatMap(guarded), allow: parts.flatMap((part) => part.allow) };
}

const wordSet = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words that have other senses, by the flag that tells them apart. */
const doubles: readonly (readonly [flag: string, words: ReadonlySet<string>])[] = [
  ['g', wordSet(elsewhere)],
  ['c', wordSet(names)],
  ['p', wordSet(properNames)],
];

/** A term whose spellings with other senses are flagged so, as entries of their own. */
function guarded(term: Term): Term[] {
  const byFlags = new Map<string, string[]>();
  for (const form of term.forms ?? [term.term]) {
    let flags = term.flags ?? '';
    for (const [flag, words] of doubles)
      if (words.has(form) && !flags.includes(flag) && !(flag === 'g' && flags.includes('o'))) flags += flag;
    const forms = byFlags.get(flags);
    if (forms === undefined) byFlags.set(flags, [form]);
    else forms.push(form);
  }
  return [...byFlags].map(([flags, forms]) => ({ ...term, forms, ...(flags === '' ? {} : { flags }) }));
}

/** Where the build keeps the compiled built-in lists, so that a start need not compile them. */
export const compiledDefaults = new URL('../default-lists.bin', import.meta.url);

/** Compiles the built-in lists from their entries; the build does it. Costs up to half a second. */
export function compileDefaultLists(): CompiledLists {
  const { terms, allow } = defaultEntries();
  return compileLists(terms, allow, defaultVersion);
}

/** The built-in lists as the build compiled them: tens of milliseconds. Each call gives a copy of its own. */
export function defaultLists(): CompiledLists {
  return unpackLists(readFileSync(compiledDefaults));
}
