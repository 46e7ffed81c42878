import { compileLists, createFilter, defaultEntries, defaultLists, parseLists } from '@maru/word-filter';
import type { CompiledLists } from '@maru/word-filter';
import { CLEAN_CANARIES, FOUL_CANARIES } from './list-set.js';
import type { ListSource } from './list-set.js';

/** Most canary texts named in one problem. */
const SHOWN_MAX = 3;

/**
 * Compiles a set and tries it on its canary texts. Takes tenths of a second: it runs in a worker.
 * @throws Error that says which entry or canary text is wrong
 */
export function compileSet(source: ListSource): CompiledLists {
  const parts = source.texts.map(parseLists);
  if (source.base === 'builtin') parts.unshift(defaultEntries());
  const terms = parts.flatMap((part) => part.terms);
  const allow = parts.flatMap((part) => part.allow);
  if (terms.length === 0) throw new Error('The set has no terms. Add some, or build it on the built-in lists.');
  const compiled = compileLists(terms, allow, source.version ?? 'unversioned');
  const lists = source.version === undefined ? { ...compiled, version: `hash-${compiled.hash.slice(0, 8)}` } : compiled;
  const filter = createFilter(lists);
  const hit = (text: string) => filter.scan(text)[0];
  // What the built-in lists find by themselves is not this set's doing, unless it asks for that text.
  const ours = CLEAN_CANARIES.some(hit) && source.base === 'builtin' ? cleanOfBuiltIn() : CLEAN_CANARIES;
  const silenced = [...ours, ...source.clean].flatMap((text) => {
    const found = hit(text);
    return found ? [`${JSON.stringify(text)} (term ${JSON.stringify(found.term)})`] : [];
  });
  if (silenced.length > 0)
    throw new Error(`Clean canary texts have hits: ${some(silenced)}. Narrow the terms or allow the words.`);
  const foul = [...(source.base === 'builtin' ? FOUL_CANARIES : []), ...source.foul];
  const missed = foul.filter((text) => !hit(text)).map((text) => JSON.stringify(text));
  if (missed.length > 0)
    throw new Error(`Foul canary texts have no hit: ${some(missed)}. Add the terms or take the texts out.`);
  return lists;
}

function cleanOfBuiltIn(): readonly string[] {
  const filter = createFilter(defaultLists());
  return CLEAN_CANARIES.filter((text) => filter.scan(text).length === 0);
}

const some = (texts: readonly string[]): string =>
  texts.slice(0, SHOWN_MAX).join(', ') + (texts.length > SHOWN_MAX ? ` and ${texts.length - SHOWN_MAX} more` : '');
