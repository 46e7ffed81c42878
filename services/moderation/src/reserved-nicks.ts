import { compileLists, createFilter } from '@maru/word-filter';
import type { Filter, Term } from '@maru/word-filter';

/** What people without a token may not call themselves, so that nobody is taken for those who run the place. */
export const RESERVED_NICKS_DEFAULT =
  '운영자,운영진,관리자,스태프,시스템,admin,administrator,moderator,staff,system,管理者,管理人,運営,管理员,版主';

/**
 * Finds reserved names however they are disguised: by the same engine as foul words. A Latin name is reserved as a word
 * (`admin 1`, not `badminton`), others wherever they stand.
 * @throws WordListError for a name that cannot be looked for, such as one of digits
 */
export function reservedNicks(list: string): Filter {
  const terms = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((term): Term => {
      const mode = /^[\p{Script=Latin}\p{Script=Cyrillic} ]+$/u.test(term) ? 'word' : 'anywhere';
      return { term, lang: 'any', category: 'insult', severity: 1, mode };
    });
  return createFilter(compileLists(terms, [], 'reserved'));
}
