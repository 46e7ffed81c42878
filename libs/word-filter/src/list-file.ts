import { WordListError } from './compile.js';
import {
  categories,
  langs,
  modes,
  type AllowTerm,
  type Category,
  type Lang,
  type Mode,
  type Severity,
  type Term,
} from './types.js';

/** The entries of a word list, before compiling. */
export interface ListEntries {
  readonly terms: readonly Term[];
  readonly allow: readonly AllowTerm[];
}

interface Section {
  readonly lang: Lang;
  readonly category: Category;
  readonly severity: Severity;
  readonly mode: Mode;
  readonly flags: string;
}

function parseHeader(header: string): Section | Mode {
  const bad = (problem: string): never => {
    throw new WordListError(`[${header}]`, problem);
  };
  const [lang = '', category = '', severity = '', mode = '', flags = ''] = header.split(/\s+/);
  if (lang === 'allow')
    return modes.includes(category as Mode)
      ? (category as Mode)
      : bad('write [allow anywhere], [allow start] or [allow word].');
  if (!langs.includes(lang as Lang)) return bad(`unknown language "${lang}"; use one of ${langs.join(', ')}.`);
  if (!categories.includes(category as Category))
    return bad(`unknown category "${category}"; use one of ${categories.join(', ')}.`);
  if (!['1', '2', '3'].includes(severity)) return bad('the third word must be a severity, 1 to 3.');
  if (!modes.includes(mode as Mode)) return bad('the fourth word must be a mode: word, start or anywhere.');
  return {
    lang: lang as Lang,
    category: category as Category,
    severity: Number(severity) as Severity,
    mode: mode as Mode,
    flags,
  };
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * Reads a list file: `#` comments; a header `[language category severity mode flags]` or `[allow mode]`; below it
 * entries separated by commas or lines. `term = spelling, spelling` names spellings, `[...]` in them is a choice.
 * @throws WordListError naming the header or entry and what is wrong with it.
 */
export function parseLists(text: string): ListEntries {
  const terms: Term[] = [];
  const allow: AllowTerm[] = [];
  let section: Section | Mode | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    if (line === '') continue;
    const header = /^\[((?:[a-z]{2,3}|allow) [^\]]*)\]$/.exec(line);
    if (header !== null) {
      section = parseHeader((header[1] ?? '').trim());
      continue;
    }
    if (section === undefined)
      throw new WordListError(line, 'stands before any [header]; start the file with one, such as [en insult 1 word].');
    if (typeof section === 'string') for (const entry of splitList(line)) allow.push({ text: entry, mode: section });
    else terms.push(...parseTerms(line, section));
  }
  return { terms, allow };
}

function parseTerms(line: string, section: Section): Term[] {
  const { flags, ...rest } = section;
  const make = (term: string, forms: readonly string[] | undefined): Term => ({
    term,
    ...rest,
    ...(forms === undefined ? {} : { forms }),
    ...(flags === '' ? {} : { flags }),
  });
  const equals = line.indexOf('=');
  if (equals < 0) return splitList(line).map((term) => make(term, undefined));
  const term = line.slice(0, equals).trim();
  return [make(term, splitList(line.slice(equals + 1)))];
}

/** Writes entries in the format that `parseLists` reads. */
export function formatLists(entries: ListEntries): string {
  const lines: string[] = [];
  let last = '';
  for (const term of entries.terms) {
    const header = `[${[term.lang, term.category, term.severity, term.mode, term.flags ?? ''].join(' ').trim()}]`;
    if (header !== last) lines.push(header);
    last = header;
    lines.push(term.forms === undefined ? term.term : `${term.term} = ${term.forms.join(', ')}`);
  }
  for (const entry of entries.allow) {
    const header = `[allow ${entry.mode}]`;
    if (header !== last) lines.push(header);
    last = header;
    lines.push(entry.text);
  }
  return `${lines.join('\n')}\n`;
}
