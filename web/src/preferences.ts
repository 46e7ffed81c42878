import { pickLanguage } from './i18n/index.js';
import type { Language } from './i18n/index.js';

export type Theme = 'auto' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

const LANGUAGE = 'maru.language';
const THEME = 'maru.theme';

export function readLanguage(): Language {
  const chosen = read(LANGUAGE);
  return pickLanguage(chosen === undefined ? navigator.languages : [chosen, ...navigator.languages]);
}
export function readTheme(): Theme {
  const chosen = read(THEME);
  return THEMES.find((theme) => theme === chosen) ?? 'auto';
}
export function keepLanguage(language: Language): void {
  write(LANGUAGE, language);
}
export function keepTheme(theme: Theme): void {
  write(THEME, theme);
}

// A browser may refuse storage (private mode, full quota); then a choice lasts until the page is closed.
function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}
