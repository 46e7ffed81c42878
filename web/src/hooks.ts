import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { texts } from './i18n/index.js';
import type { Language, Texts } from './i18n/index.js';
import type { Session } from './session.js';
import type { ChatState } from './state.js';

export const LanguageContext = createContext<Language>('en');

export function useTexts(): Texts {
  return texts[useContext(LanguageContext)];
}

export function useChat(session: Session): ChatState {
  const [state, setState] = useState(session.state);
  useEffect(() => session.subscribe(() => setState(session.state)), [session]);
  return state;
}

/** The time in ms, renewed every `everyMs` while `active`; countdowns use it. */
export function useNow(active: boolean, everyMs = 250): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [active, everyMs]);
  return nowMs;
}
