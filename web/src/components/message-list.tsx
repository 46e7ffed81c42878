import { useCallback, useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import { useTexts } from '../hooks.js';
import type { ModeratorAction } from '../moderation.js';
import type { Session } from '../session.js';
import type { ChatState, Item } from '../state.js';
import { memo } from '../memo.js';
import { DownIcon } from './icons.js';
import { MessageRow } from './message-row.js';
import { OutgoingRow } from './outgoing-row.js';
import { GapRow, NoticeRow, PeopleRow } from './system-rows.js';

/** Closer to the end than this counts as being there. */
const END_SLACK_PX = 48;
/** Messages of one person within this time stand together. */
const GROUP_MS = 180_000;

export interface MessageListProps {
  state: ChatState;
  session: Session;
  /** Present for moderators. */
  act: ((action: ModeratorAction) => Promise<void>) | undefined;
  onEdit: (id: string, text: string) => void;
}

export function MessageList({ state, session, act, onEdit }: MessageListProps): VNode {
  const t = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const toEnd = useStickToEnd(scroller, state, session);
  const resend = useCallback(
    (id: string, text: string) => {
      session.dispatch({ type: 'discard', id });
      void session.send(text);
    },
    [session],
  );
  const empty = state.items.length === 0 && state.outgoing.length === 0 && state.connection.state === 'live';

  return (
    <div class="list-frame">
      <div
        class="list"
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t.messages}
        tabIndex={0}
        onKeyDown={moveFocus}
      >
        {empty && (
          <div class="empty">
            <h2>{t.emptyTitle}</h2>
            <p>{t.emptyText}</p>
          </div>
        )}
        <ol class="rows">
          {state.items.map((item, index) => (
            <Row
              key={item.key}
              item={item}
              timed={!sameMinute(item, state.items[index + 1])}
              grouped={isGrouped(state.items[index - 1], item) && state.unreadKey !== item.key}
              unread={state.unreadKey === item.key}
              act={act}
            />
          ))}
          {state.outgoing.map((one) => (
            <OutgoingRow
              key={one.id}
              outgoing={one}
              onEdit={onEdit}
              onResend={resend}
              onDiscard={(id) => session.dispatch({ type: 'discard', id })}
            />
          ))}
        </ol>
      </div>
      {!state.atEnd && (
        <button type="button" class="jump" onClick={toEnd}>
          <DownIcon />
          {state.unread > 0 ? t.jumpUnread(state.unread) : t.jump}
        </button>
      )}
    </div>
  );
}

interface RowProps {
  item: Item;
  timed: boolean;
  grouped: boolean;
  unread: boolean;
  act: MessageListProps['act'];
}

const Row = memo(({ item, timed, grouped, unread, act }: RowProps): VNode => {
  const t = useTexts();
  return (
    <>
      {unread && (
        <li class="unread" role="separator">
          <span>{t.unread}</span>
        </li>
      )}
      {item.kind === 'message' ? (
        <MessageRow message={item.message} retracted={item.retracted} timed={timed} grouped={grouped} act={act} />
      ) : item.kind === 'notice' ? (
        <NoticeRow item={item} />
      ) : item.kind === 'people' ? (
        <PeopleRow item={item} />
      ) : (
        <GapRow />
      )}
    </>
  );
});

function isGrouped(before: Item | undefined, item: Item | undefined): boolean {
  if (before?.kind !== 'message' || item?.kind !== 'message') return false;
  const { user, nick, ts } = item.message;
  return before.message.user === user && before.message.nick === nick && ts - before.message.ts < GROUP_MS;
}

/** Whether the next message says the time as well as this one would. */
function sameMinute(item: Item, next: Item | undefined): boolean {
  if (!isGrouped(item, next)) return false;
  return item.kind === 'message' && next?.kind === 'message' && minute(item.message.ts) === minute(next.message.ts);
}

function minute(ts: number): number {
  return Math.floor(ts / 60_000);
}

/** Arrow keys walk through the messages once one has the focus. */
function moveFocus(event: KeyboardEvent): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const list = event.currentTarget as HTMLElement;
  const rows = [...list.querySelectorAll<HTMLElement>('li[tabindex]')];
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const next = current < 0 ? rows.at(-1) : rows[current + (event.key === 'ArrowUp' ? -1 : 1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/**
 * Keeps the newest line in view while the reader is there, and tells the state when they are not. Returns a function
 * that goes there.
 */
function useStickToEnd(scroller: { current: HTMLDivElement | null }, state: ChatState, session: Session): () => void {
  const stuck = useRef(true);
  const toEnd = useCallback(() => {
    const list = scroller.current;
    if (list !== null) list.scrollTop = list.scrollHeight;
  }, [scroller]);

  useLayoutEffect(() => {
    if (stuck.current) toEnd();
  }, [state.items, state.outgoing, toEnd]);

  useEffect(() => {
    const list = scroller.current;
    if (list === null) return;
    const tell = (): void => session.dispatch({ type: 'at-end', atEnd: stuck.current && !document.hidden });
    const onScroll = (): void => {
      const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < END_SLACK_PX;
      if (atEnd === stuck.current) return;
      stuck.current = atEnd;
      tell();
    };
    // The keyboard of a phone, a longer draft or a turned screen change the height without a scroll event.
    const resized = new ResizeObserver(() => {
      if (stuck.current) toEnd();
    });
    resized.observe(list);
    list.addEventListener('scroll', onScroll, { passive: true });
    document.addEventListener('visibilitychange', tell);
    return () => {
      resized.disconnect();
      list.removeEventListener('scroll', onScroll);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [scroller, session, toEnd]);

  return useCallback(() => {
    stuck.current = true;
    toEnd();
    session.dispatch({ type: 'at-end', atEnd: true });
  }, [session, toEnd]);
}
