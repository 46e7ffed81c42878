import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useTexts } from '../hooks.js';
import type { ModeratorAction } from '../moderation.js';
import { MoreIcon } from './icons.js';

const MUTE_SEC = 600;
const BAN_SEC = 3_600;
const BAN_DAY_SEC = 86_400;

export interface PersonMenuProps {
  person: { user: string; nick: string };
  /** The message that the menu belongs to; without one it belongs to the person. */
  message?: { uid: string; seq: number };
  own: boolean;
  act: (action: ModeratorAction) => Promise<void>;
}

/** What a moderator can do about a message and its author. */
export function PersonMenu({ person, message, own, act }: PersonMenuProps): VNode {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  /** Opens upwards where there is more room. */
  const [up, setUp] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const { user, nick } = person;

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const outside = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const items: { label: string; action: ModeratorAction; ask?: string; danger?: true }[] = [
    ...(message === undefined
      ? []
      : [{ label: t.actions.retract, action: { action: 'retract' as const, uid: message.uid, seq: message.seq } }]),
    ...(own
      ? []
      : [
          { label: t.actions.mute, action: { action: 'mute' as const, user, seconds: MUTE_SEC } },
          { label: t.actions.kick, action: { action: 'kick' as const, user } },
          ban(t.actions.ban, t.confirm.ban(nick), BAN_SEC),
          ban(t.actions.banDay, t.confirm.banDay(nick), BAN_DAY_SEC),
          { label: t.actions.unmute, action: { action: 'unmute' as const, user } },
          { label: t.actions.unban, action: { action: 'unban' as const, user } },
        ]),
  ];
  function ban(label: string, ask: string, seconds: number): (typeof items)[number] {
    return { label, ask, danger: true, action: { action: 'ban', user, seconds } };
  }
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const choose = ({ action, ask }: (typeof items)[number]): void => {
    close();
    if (ask === undefined || confirm(ask)) void act(action);
  };

  return (
    <div class="menu-place" data-open={open} ref={root} onKeyDown={(event) => onKey(event, close)}>
      <button
        type="button"
        class="icon-button small"
        aria-label={t.actionsFor(nick)}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={(event) => {
          setUp(event.currentTarget.getBoundingClientRect().top > innerHeight / 2);
          setOpen(!open);
        }}
      >
        <MoreIcon />
      </button>
      {open && (
        <div class="menu" role="menu" data-up={up} aria-label={t.actionsFor(nick)}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              data-danger={item.danger}
              onClick={() => choose(item)}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function onKey(event: KeyboardEvent, close: () => void): void {
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=menuitem]')];
  if (items.length === 0) return;
  if (event.key === 'Escape') close();
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const at = items.indexOf(document.activeElement as HTMLElement);
    items.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % items.length)?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
