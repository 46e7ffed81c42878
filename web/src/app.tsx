import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { Announcer } from './components/announcer.js';
import { Banner } from './components/banner.js';
import { Composer } from './components/composer.js';
import type { ComposerHandle } from './components/composer.js';
import { Header } from './components/header.js';
import { MessageList } from './components/message-list.js';
import { ModeratorTools } from './components/moderator-tools.js';
import { PeoplePanel } from './components/people-panel.js';
import { Settings } from './components/settings.js';
import { LanguageContext, useChat } from './hooks.js';
import { reasonText, texts } from './i18n/index.js';
import { moderate } from './moderation.js';
import type { ModeratorAction } from './moderation.js';
import { keepLanguage, keepTheme, readLanguage, readTheme } from './preferences.js';
import type { Session } from './session.js';

/** How long the outcome of a moderator's action is shown. */
const TOAST_MS = 5_000;

export interface AppProps {
  session: Session;
  token: string | undefined;
  moderator: boolean;
  /** Goes on without the token, which is no good any more. */
  onGuest: () => void;
}

type Panel = 'people' | 'settings' | 'moderation' | undefined;

/** The whole page of one room. */
export function App({ session, token, moderator, onGuest }: AppProps): VNode {
  const state = useChat(session);
  const [language, setLanguage] = useState(readLanguage);
  const [theme, setTheme] = useState(readTheme);
  const [panel, setPanel] = useState<Panel>();
  const [toast, showToast] = useToast();
  const composer = useRef<ComposerHandle>(null);
  const t = texts[language];

  useEffect(() => {
    document.documentElement.lang = language;
    keepLanguage(language);
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    keepTheme(theme);
  }, [theme]);
  useEffect(() => {
    session.onProblem = (code) => showToast(code === 'not_allowed' ? t.nicknameRefused : reasonText(t, code));
  }, [session, showToast, t]);
  useTitle(session.room.name, state.unread);

  const act = useCallback(
    async (action: ModeratorAction): Promise<void> => {
      if (token === undefined) return;
      const result = await moderate(session.room.name, token, action);
      showToast(
        result.ok
          ? texts[language].done
          : texts[language].actionFailed(result.message ?? texts[language].networkFailed),
      );
    },
    [token, language, session, showToast],
  );
  const edit = useCallback(
    (id: string, text: string) => {
      session.dispatch({ type: 'discard', id });
      composer.current?.edit(text);
    },
    [session],
  );
  const close = useCallback(() => setPanel(undefined), []);
  const toggle = useCallback((name: Panel) => setPanel((open) => (open === name ? undefined : name)), []);
  const tools = moderator && token !== undefined ? act : undefined;

  return (
    <LanguageContext.Provider value={language}>
      <a class="skip" href="#composer">
        {t.skipToComposer}
      </a>
      <div class="app" data-panel={panel}>
        <Header
          room={session.room.name}
          state={state}
          moderator={tools !== undefined}
          panel={panel}
          onPanel={toggle}
          onTold={showToast}
        />
        <main class="chat">
          <Banner state={state} session={session} onGuest={onGuest} />
          <MessageList state={state} session={session} act={tools} onEdit={edit} />
          <Composer handle={composer} state={state} session={session} moderator={tools !== undefined} />
        </main>
        <PeoplePanel
          people={state.people}
          members={state.members}
          me={state.me}
          open={panel === 'people'}
          onClose={close}
          act={tools}
        />
        {panel === 'settings' && (
          <Settings
            state={state}
            signedIn={token !== undefined}
            language={language}
            theme={theme}
            onLanguage={setLanguage}
            onTheme={setTheme}
            onRename={(nick) => session.rename(nick)}
            onClose={close}
          />
        )}
        {panel === 'moderation' && tools !== undefined && (
          <ModeratorTools mode={state.mode} act={tools} onClose={close} />
        )}
        <p class="toast" role="status" data-shown={toast !== undefined}>
          {toast}
        </p>
        <Announcer state={state} />
      </div>
    </LanguageContext.Provider>
  );
}

function useToast(): [string | undefined, (text: string) => void] {
  const [toast, setToast] = useState<string>();
  useEffect(() => {
    if (toast === undefined) return;
    const timer = setTimeout(() => setToast(undefined), TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  return [toast, setToast];
}

function useTitle(room: string, unread: number): void {
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${room} · Maru`;
  }, [room, unread]);
}
