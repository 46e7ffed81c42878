import type { VNode } from 'preact';
import { LanguageContext } from '../hooks.js';
import { texts } from '../i18n/index.js';
import { readLanguage } from '../preferences.js';
import { Mark } from './icons.js';
import { RoomForm } from './room-form.js';

/** What stands in place of the chat when the address names no allowed room. */
export function BadRoom(): VNode {
  const language = readLanguage();
  return (
    <LanguageContext.Provider value={language}>
      <main class="bad-room" lang={language}>
        <Mark />
        <h1>{texts[language].badRoomTitle}</h1>
        <RoomForm />
      </main>
    </LanguageContext.Provider>
  );
}
