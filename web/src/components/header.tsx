import type { VNode } from 'preact';
import { useTexts } from '../hooks.js';
import { pathOf } from '../place.js';
import type { ChatState } from '../state.js';
import { LinkIcon, LockIcon, ClockIcon, Mark, PeopleIcon, SettingsIcon, ShieldIcon } from './icons.js';

export interface HeaderProps {
  room: string;
  state: ChatState;
  moderator: boolean;
  panel: string | undefined;
  onPanel: (panel: 'people' | 'settings' | 'moderation') => void;
  /** Shows a line for a moment. */
  onTold: (text: string) => void;
}

export function Header({ room, state, moderator, panel, onPanel, onTold }: HeaderProps): VNode {
  const t = useTexts();
  const { mode, members } = state;
  return (
    <header class="header">
      <a class="brand" href="/" aria-label="Maru">
        <Mark />
      </a>
      <div class="title">
        <h1 dir="auto">{room}</h1>
        <p class="title-sub">
          <span class="dot" data-state={state.connection.state} aria-hidden="true" />
          <span data-testid="members">{t.members(members)}</span>
          {mode.slowModeSec > 0 && (
            <span class="chip" title={t.slowMode(mode.slowModeSec)}>
              <ClockIcon />
              <span class="sr">{t.slowMode(mode.slowModeSec)}</span>
              <span aria-hidden="true">{t.slowShort(mode.slowModeSec)}</span>
            </span>
          )}
          {mode.locked && (
            <span class="chip" title={t.locked}>
              <LockIcon />
              <span class="sr">{t.locked}</span>
            </span>
          )}
        </p>
      </div>
      <nav class="header-tools">
        <CopyLink room={room} onTold={onTold} />
        {moderator && (
          <button
            type="button"
            class="icon-button"
            aria-label={t.moderation}
            title={t.moderation}
            onClick={() => onPanel('moderation')}
          >
            <ShieldIcon />
          </button>
        )}
        <button
          type="button"
          class="icon-button people-toggle"
          aria-label={t.showPeople}
          title={t.people}
          aria-expanded={panel === 'people'}
          onClick={() => onPanel('people')}
        >
          <PeopleIcon />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={t.settings}
          title={t.settings}
          onClick={() => onPanel('settings')}
        >
          <SettingsIcon />
        </button>
      </nav>
    </header>
  );
}

/** Copying needs a secure page; elsewhere the address bar serves. */
function CopyLink({ room, onTold }: { room: string; onTold: (text: string) => void }): VNode | null {
  const t = useTexts();
  if (!('clipboard' in navigator)) return null;
  const copy = (): void => {
    // Not the address as it stands: whatever else is in it is nobody's business.
    navigator.clipboard.writeText(location.origin + pathOf(room)).then(
      () => onTold(t.copied),
      () => onTold(t.copyFailed),
    );
  };
  return (
    <button type="button" class="icon-button" aria-label={t.copyLink} title={t.copyLink} onClick={copy}>
      <LinkIcon />
    </button>
  );
}
