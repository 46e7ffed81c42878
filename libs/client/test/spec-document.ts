import { readFileSync } from 'node:fs';
import type { Behaviour } from './behaviour.js';
import { packageRoot } from './behaviour.js';

export const SPEC_FILE = new URL('SPEC.md', packageRoot);

/** SPEC.md as it should be: its own prose, with the lists between the markers made from the behaviour table. */
export function renderSpec(behaviour: Behaviour): string {
  let text = readFileSync(SPEC_FILE, 'utf8');
  for (const section of behaviour.sections) {
    const rules = section.cases.map(({ id, rule }) => `- \`${id}\`: ${rule}`).join('\n');
    const marker = new RegExp(`(<!-- rules: ${section.title} -->\n)[^]*?(<!-- end -->)`);
    if (!marker.test(text))
      throw new Error(
        `SPEC.md has no place for "${section.title}": add <!-- rules: ${section.title} --> and <!-- end -->.`,
      );
    text = text.replace(marker, (_, begin: string, end: string) => `${begin}\n${rules}\n\n${end}`);
  }
  return text;
}
