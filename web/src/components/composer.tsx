import { charactersLeft } from '@maru/client';
import type { RefObject, VNode } from 'preact';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { sends } from '../compose.js';
import { useNow, useTexts } from '../hooks.js';
import type { Session } from '../session.js';
import { slowModeLeftSec } from '../state.js';
import type { ChatState } from '../state.js';
import { SendIcon } from './icons.js';
import { TypingLine } from './typing-line.js';

/** The number of characters left is shown from here on. */
const COUNT_FROM_LEFT = 200;
/** An id as long as the page's own ones, for measuring a frame before it has one. */
const SAMPLE_ID = 'x'.repeat(24);

export interface ComposerHandle {
  /** Puts a text into the field, before what is there already. */
  edit(text: string): void;
}

export interface ComposerProps {
  state: ChatState;
  session: Session;
  moderator: boolean;
  /** Lets the page hand a refused text back. */
  handle: RefObject<ComposerHandle | null>;
}

export function Composer({ state, session, moderator, handle }: ComposerProps): VNode {
  const t = useTexts();
  const [draft, setDraft] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const slow = state.mode.slowModeSec > 0 && !moderator;
  const nowMs = useNow(slow && state.lastOwnMs !== undefined);
  const waitSec = slow ? slowModeLeftSec(state, nowMs) : 0;
  const over = state.connection.state === 'stopped';
  const locked = state.mode.locked && !moderator;
  const text = draft.trim();
  const left = charactersLeft(text, SAMPLE_ID, session.room.limits);
  const tooLong = left < 0;
  const ready = text !== '' && !tooLong && waitSec === 0 && !over && !locked;

  useImperativeHandle(handle, () => ({
    edit(refused) {
      setDraft((before) => (before.trim() === '' ? refused : `${refused}\n${before}`));
      field.current?.focus();
    },
  }));
  // Where a keyboard is at hand one can write at once; on a phone it would cover half of the page.
  useEffect(() => {
    if (matchMedia('(hover: hover) and (pointer: fine)').matches) field.current?.focus();
  }, []);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [draft]);

  const send = (): void => {
    if (!ready) return;
    void session.send(text);
    setDraft('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!sends(event)) return;
    event.preventDefault();
    send();
  };
  const hint = locked ? t.locked : waitSec > 0 ? t.slowWait(waitSec) : tooLong ? t.tooLong : undefined;

  return (
    <div class="composer-place">
      <TypingLine state={state} session={session} />
      <form
        class="composer"
        data-wrong={tooLong}
        data-off={over || locked}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          id="composer"
          ref={field}
          rows={1}
          value={draft}
          disabled={over || locked}
          placeholder={locked ? t.locked : t.placeholder(session.room.name)}
          aria-label={t.composer}
          aria-describedby="composer-hint"
          autocomplete="off"
          enterkeyhint="send"
          onInput={(event) => {
            setDraft(event.currentTarget.value);
            if (event.currentTarget.value.trim() !== '') session.room.typing();
          }}
          onKeyDown={onKeyDown}
        />
        {waitSec > 0 && (
          <span class="countdown" aria-hidden="true">
            {t.slowShort(waitSec)}
          </span>
        )}
        <button class="send" type="submit" aria-label={t.send} title={t.send} disabled={!ready}>
          <SendIcon />
        </button>
      </form>
      <p id="composer-hint" class="hint composer-hint" data-wrong={tooLong}>
        {hint === undefined ? <span class="enter-hint">{t.enterHint}</span> : <span>{hint}</span>}
        {left < COUNT_FROM_LEFT && <span class="left">{t.charactersLeft(left)}</span>}
      </p>
    </div>
  );
}
