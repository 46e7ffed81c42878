import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useTexts } from '../hooks.js';
import type { ModeratorAction } from '../moderation.js';
import { initialOf, toneOf } from '../people.js';
import type { ChatState } from '../state.js';
import { memo } from '../memo.js';
import { CloseIcon } from './icons.js';
import { PersonMenu } from './person-menu.js';

export interface PeoplePanelProps {
  people: ChatState['people'];
  members: number;
  me: ChatState['me'];
  /** On narrow screens the panel lies over the chat and opens on demand; on wide ones it is always there. */
  open: boolean;
  onClose: () => void;
  act: ((action: ModeratorAction) => Promise<void>) | undefined;
}

export const PeoplePanel = memo(({ people, members, me, open, onClose, act }: PeoplePanelProps): VNode => {
  const t = useTexts();
  const panel = useRef<HTMLElement>(null);
  const unnamed = Math.max(0, members - people.length);

  useEffect(() => {
    if (open) panel.current?.querySelector<HTMLElement>('.panel-close')?.focus();
  }, [open]);

  return (
    <aside
      class="people"
      ref={panel}
      data-open={open}
      aria-label={t.people}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header class="panel-head">
        <h2>{t.people}</h2>
        <span class="count">{members.toLocaleString()}</span>
        <button type="button" class="icon-button panel-close" aria-label={t.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <ul class="people-list">
        {people.map((person) => (
          <li key={person.user}>
            <span class="tile small" data-tone={toneOf(person.user)} aria-hidden="true">
              {initialOf(person.nick)}
            </span>
            <bdi class="person-nick" title={person.user}>
              {person.nick}
            </bdi>
            {person.user === me?.user && <span class="chip">{t.you}</span>}
            {act !== undefined && person.user !== me?.user && <PersonMenu person={person} own={false} act={act} />}
          </li>
        ))}
      </ul>
      {unnamed > 0 && (
        <p class="hint">
          {t.moreMembers(unnamed)}. {t.peopleHint}
        </p>
      )}
    </aside>
  );
});
