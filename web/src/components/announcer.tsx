import type { ChatMessage } from '@maru/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { useTexts } from '../hooks.js';
import type { ChatState, Item } from '../state.js';

/** A screen reader hears at most one announcement in this time; a busy room is summed up. */
const ANNOUNCE_EVERY_MS = 2_500;

/** Reads new messages and notices to screen readers, in place of a list that would never stop talking. */
export function Announcer({ state }: { state: ChatState }): VNode {
  const t = useTexts();
  const [text, setText] = useState('');
  const waiting = useRef<Item[]>([]);
  const lastKey = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    waiting.current.push(...newsSince(state.items, lastKey.current));
    lastKey.current = state.items.at(-1)?.key;
    if (waiting.current.length === 0 || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const items = waiting.current.splice(0);
      const notices = items.flatMap((item) => (item.kind === 'notice' ? [item.text] : []));
      const [only] = items;
      if (notices.length > 0) setText(notices.join('\n'));
      else setText(items.length === 1 && only?.kind === 'message' ? spoken(only.message) : t.newMessages(items.length));
    }, ANNOUNCE_EVERY_MS);
  }, [state.items, t]);

  return (
    <p class="sr" role="status" aria-live="polite">
      {text}
    </p>
  );
}

function newsSince(items: Item[], key: string | undefined): Item[] {
  const from = items.findLastIndex((item) => item.key === key);
  return items
    .slice(from + 1)
    .filter((item) => (item.kind === 'message' ? !item.message.own && !item.message.history : item.kind === 'notice'));
}

function spoken({ nick, text }: ChatMessage): string {
  return `${nick}: ${text}`;
}
