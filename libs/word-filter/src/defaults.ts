import { compileLists } from './compile.js';
import { parseLists, type ListEntries } from './list-file.js';
import { eastAsian } from './lists-data/east-asian.js';
import { en } from './lists-data/en.js';
import { european } from './lists-data/european.js';
import { imported } from './lists-data/imported.js';
import { ko } from './lists-data/ko.js';
import type { CompiledLists } from './lists.js';

/** Version of the built-in lists; raise it with every change of their entries. */
export const defaultVersion = 'default-2';

/** The built-in entries, as a start for a team's own lists. */
export function defaultEntries(): ListEntries {
  return join([ko, en, eastAsian, european, imported]);
}

/** The hand-written part of the built-in entries; the import script fills up from packages what it does not find. */
export function defaultParts(): ListEntries {
  return join([ko, en, eastAsian, european]);
}

function join(texts: readonly string[]): ListEntries {
  const parts = texts.map(parseLists);
  return { terms: parts.flatMap((part) => part.terms), allow: parts.flatMap((part) => part.allow) };
}

/** Compiles the built-in lists. Costs up to half a second: do it once, or in a worker. */
export function defaultLists(): CompiledLists {
  const { terms, allow } = defaultEntries();
  return compileLists(terms, allow, defaultVersion);
}
