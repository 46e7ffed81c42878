import type { RoomMode } from '@maru/client';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useTexts } from '../hooks.js';
import type { ModeratorAction } from '../moderation.js';
import { Dialog } from './dialog.js';

const SLOW_MODES_SEC = [0, 5, 10, 30, 60];
const RAID_SEC = 600;
/** Policy of a room that is not under a raid. */
const DEFAULT_POLICY = 'default';

export interface ModeratorToolsProps {
  mode: RoomMode;
  act: (action: ModeratorAction) => Promise<void>;
  onClose: () => void;
}

/** What a moderator can do to the room. */
export function ModeratorTools({ mode, act, onClose }: ModeratorToolsProps): VNode {
  const t = useTexts();
  const run = (action: ModeratorAction, ask?: string): void => {
    if (ask === undefined || confirm(ask)) void act(action);
  };
  return (
    <Dialog title={t.roomActions} onClose={onClose}>
      <NoticeForm onSend={(text) => run({ action: 'notice', text })} />
      <fieldset class="field choice">
        <legend>{t.actions.slowMode}</legend>
        <div class="segments">
          {SLOW_MODES_SEC.map((seconds) => (
            <label key={seconds}>
              <input
                type="radio"
                name="slow-mode"
                checked={mode.slowModeSec === seconds}
                onChange={() => run({ action: 'slow_mode', seconds })}
              />
              <span>{seconds === 0 ? t.actions.off : t.slowShort(seconds)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="field-row wrap">
        <button
          type="button"
          class="button"
          data-kind="quiet"
          onClick={() => run({ action: mode.locked ? 'unlock' : 'lock' })}
        >
          {mode.locked ? t.actions.unlock : t.actions.lock}
        </button>
        {mode.policy === DEFAULT_POLICY ? (
          <button
            type="button"
            class="button"
            data-kind="quiet"
            onClick={() => run({ action: 'raid', seconds: RAID_SEC }, t.confirm.raid)}
          >
            {t.actions.raid}
          </button>
        ) : (
          <button type="button" class="button" data-kind="quiet" onClick={() => run({ action: 'raid', seconds: 0 })}>
            {t.actions.raidEnd}
          </button>
        )}
        <button
          type="button"
          class="button"
          data-kind="danger"
          onClick={() => run({ action: 'close' }, t.confirm.close)}
        >
          {t.actions.close}
        </button>
      </div>
    </Dialog>
  );
}

function NoticeForm({ onSend }: { onSend: (text: string) => void }): VNode {
  const t = useTexts();
  const [text, setText] = useState('');
  const send = (event: Event): void => {
    event.preventDefault();
    onSend(text.trim());
    setText('');
  };
  return (
    <form class="field" onSubmit={send}>
      <label for="notice-text">{t.actions.notice}</label>
      <div class="field-row">
        <input
          id="notice-text"
          value={text}
          placeholder={t.noticeText}
          autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button class="button" type="submit" disabled={text.trim() === ''}>
          {t.send}
        </button>
      </div>
    </form>
  );
}
