import type { ChatMessage } from '@maru/client';
import type { VNode } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { LanguageContext, useTexts } from '../hooks.js';
import type { ModeratorAction } from '../moderation.js';
import { initialOf, toneOf } from '../people.js';
import { isLong, partsOf, tidied } from '../rich-text.js';
import { PersonMenu } from './person-menu.js';

export interface MessageRowProps {
  message: ChatMessage;
  retracted: boolean;
  /** False when the next message says the same time. */
  timed: boolean;
  grouped: boolean;
  act: ((action: ModeratorAction) => Promise<void>) | undefined;
}

/** One message. */
export function MessageRow({ message, retracted, timed, grouped, act }: MessageRowProps): VNode {
  const t = useTexts();
  const { user, nick, own, ts } = message;
  return (
    <li class="message" data-own={own} data-grouped={grouped} tabIndex={-1} data-seq={message.seq}>
      <span class="tile" data-tone={toneOf(user)} aria-hidden="true">
        {initialOf(nick)}
      </span>
      <div class="message-body">
        <p class="message-head">
          <bdi class="nick" data-tone={toneOf(user)} title={user}>
            {nick}
          </bdi>
          {own && <span class="sr"> ({t.you})</span>}
        </p>
        <div class="bubble-line">
          {retracted ? (
            <p class="bubble retracted">{t.retracted}</p>
          ) : (
            <Bubble text={tidied(message.text)} masked={message.masked === true} />
          )}
          {timed && <Time ts={ts} />}
          {act !== undefined && !retracted && <PersonMenu person={message} message={message} own={own} act={act} />}
        </div>
      </div>
    </li>
  );
}

/** A long text is folded until the reader wants it all. */
function Bubble({ text, masked }: { text: string; masked: boolean }): VNode {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const folded = !open && isLong(text);
  return (
    <div class="bubble" dir="auto">
      <p class="bubble-text" data-folded={folded}>
        <Text text={text} masked={masked} />
      </p>
      {folded && (
        <button type="button" class="button" data-kind="quiet" onClick={() => setOpen(true)}>
          {t.showAll}
        </button>
      )}
    </div>
  );
}

/** A text as text: markup in it is shown, never run. */
function Text({ text, masked }: { text: string; masked: boolean }): VNode {
  const t = useTexts();
  return (
    <>
      {partsOf(text, masked).map((part, index) =>
        part.kind === 'link' ? (
          <a key={index} href={part.text} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part.text}
          </a>
        ) : part.kind === 'masked' ? (
          <span key={index} class="masked" title={t.masked}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </>
  );
}

export function Time({ ts }: { ts: number }): VNode {
  const language = useContext(LanguageContext);
  const date = new Date(ts);
  return (
    <time class="time" dateTime={date.toISOString()} title={format(language, 'long').format(date)}>
      {format(language, 'short').format(date)}
    </time>
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than using it, and a busy room uses it for every message. */
function format(language: string, kind: 'short' | 'long'): Intl.DateTimeFormat {
  const key = `${language} ${kind}`;
  let found = formats.get(key);
  if (found === undefined) {
    const options: Intl.DateTimeFormatOptions =
      kind === 'short' ? { hour: 'numeric', minute: '2-digit' } : { dateStyle: 'medium', timeStyle: 'medium' };
    formats.set(key, (found = new Intl.DateTimeFormat(language, options)));
  }
  return found;
}
