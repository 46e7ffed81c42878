import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListSource } from './list-set.js';

/** Files of one set, and bytes of them all. */
export const LIST_FILES_MAX = 200;
export const LIST_FILES_BYTES_MAX = 16_777_216;

/**
 * Reads a folder of word lists: every `*.txt` is a list file; `VERSION` names the set; `foul.canary` and
 * `clean.canary` hold one text a line. Undefined when there is no list file.
 * @throws Error that says which file cannot be read
 */
export async function readListFolder(dir: string, base: ListSource['base']): Promise<ListSource | undefined> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.txt')).sort();
  if (names.length === 0) return undefined;
  if (names.length > LIST_FILES_MAX)
    throw new Error(`${dir} has ${names.length} list files; at most ${LIST_FILES_MAX}.`);
  const texts = await Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')));
  if (texts.reduce((sum, text) => sum + text.length, 0) > LIST_FILES_BYTES_MAX)
    throw new Error(`The list files in ${dir} have more than ${LIST_FILES_BYTES_MAX} characters.`);
  const optional = (name: string) => readFile(join(dir, name), 'utf8').catch(() => '');
  const lines = async (name: string) => (await optional(name)).split(/\r?\n/).filter((line) => line.trim() !== '');
  const version = (await optional('VERSION')).trim();
  if (version !== '' && !/^[A-Za-z0-9][A-Za-z0-9._:+-]{0,63}$/.test(version))
    throw new Error(
      `${join(dir, 'VERSION')} holds ${JSON.stringify(version)}; a version has 1 to 64 letters, digits and . _ : + -`,
    );
  return {
    version: version === '' ? undefined : version,
    base,
    texts,
    foul: await lines('foul.canary'),
    clean: await lines('clean.canary'),
  };
}

/** What the folder looks like: a different answer means that something in it has changed. */
export async function folderSignature(dir: string): Promise<string> {
  try {
    const names = (await readdir(dir)).sort().slice(0, 4 * LIST_FILES_MAX);
    const stats = await Promise.all(names.map((name) => stat(join(dir, name)).catch(() => undefined)));
    return names.map((name, i) => `${name}:${stats[i]?.mtimeMs ?? 0}:${stats[i]?.size ?? 0}`).join('\n');
  } catch {
    return '';
  }
}
