import type { Person } from '@maru/client';
import type { VNode } from 'preact';
import { useTexts } from '../hooks.js';
import { NAMES_MAX } from '../state.js';
import type { Item } from '../state.js';
import { BellIcon } from './icons.js';
import { Time } from './message-row.js';

/** An operators' notice: across the whole width, which no message can be, so that nobody can pretend one. */
export function NoticeRow({ item }: { item: Extract<Item, { kind: 'notice' }> }): VNode {
  const t = useTexts();
  return (
    <li class="notice" data-level={item.level} tabIndex={-1}>
      <BellIcon />
      <div>
        <p class="notice-head">
          <strong>{t.notice[item.level] ?? t.notice['info']}</strong> <span>{t.fromOperators}</span>{' '}
          <Time ts={item.ts} />
        </p>
        <p class="notice-text" dir="auto">
          {item.text}
        </p>
      </div>
    </li>
  );
}

export function PeopleRow({ item }: { item: Extract<Item, { kind: 'people' }> }): VNode {
  const t = useTexts();
  return (
    <li class="comings">
      {item.joined.length > 0 && <span>{t.joined(names(item.joined, t.andMore))}</span>}
      {item.joined.length > 0 && item.left.length > 0 && ' · '}
      {item.left.length > 0 && <span>{t.left(names(item.left, t.andMore))}</span>}
    </li>
  );
}

/** Names apart from the words around them: each is isolated, so that right-to-left ones turn nothing else round. */
function names(people: Person[], more: (count: number) => string): string {
  const shown = people.slice(-NAMES_MAX).map((person) => `\u2068${person.nick}\u2069`);
  const rest = people.length - shown.length;
  return shown.join(', ') + (rest > 0 ? more(rest) : '');
}

export function GapRow(): VNode {
  const t = useTexts();
  return (
    <li class="gap" role="separator">
      <span>{t.gap}</span>
    </li>
  );
}
