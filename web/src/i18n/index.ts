import { en } from './en.js';
import type { Texts } from './en.js';
import { ko } from './ko.js';

export type Language = 'en' | 'ko';
export type { Texts };

export const LANGUAGES: readonly Language[] = ['ko', 'en'];
export const texts: Readonly<Record<Language, Texts>> = { en, ko };

/** The first of the browser's languages that the page has; English when none is. */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'ko' || base === 'en') return base;
  }
  return 'en';
}

/** The text for a verdict's or receipt's reason; unknown ones show their code. */
export function reasonText(t: Texts, reason: string): string {
  return Object.hasOwn(t.reasons, reason) ? (t.reasons[reason] as string) : t.reasonOther(reason);
}
