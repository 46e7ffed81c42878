import { TEXT_CODE_POINTS_MAX, codePoints } from '@maru/contracts';

/** A message as the external moderator gets it. */
export type ExternalItem = {
  uid: string;
  room: string;
  user: string;
  nick: string;
  text: string;
  /** Server time, Unix ms. */
  ts: number;
  /** It waits for a decision, for the time that holds last. */
  held?: boolean;
};
export type ExternalRequest = { v: 1; items: readonly ExternalItem[] };

/** `hold`: ask again. `mask` carries the text to show instead. */
export type ExternalVerdict =
  | { verdict: 'pass' }
  | { verdict: 'mask'; text: string; category?: string }
  | { verdict: 'hold' }
  | { verdict: 'reject'; category?: string };

/** Bytes of an answer. */
export const ANSWER_BYTES_MAX = 4_194_304;

/**
 * Reads an answer: `{"items": [{"uid", "verdict", "category"?, "text"?}]}`. Items that make no sense are left out, so
 * that the messages they were for count as not answered.
 * @throws Error when it is no such object
 */
export function readAnswer(body: string): Map<string, ExternalVerdict> {
  const value: unknown = JSON.parse(body);
  const items: unknown = typeof value === 'object' && value !== null ? (value as { items?: unknown }).items : undefined;
  if (!Array.isArray(items)) throw new Error('the answer has no list "items"');
  const verdicts = new Map<string, ExternalVerdict>();
  for (const item of items as unknown[]) {
    if (typeof item !== 'object' || item === null) continue;
    const { uid, verdict, category, text } = item as Record<string, unknown>;
    if (typeof uid !== 'string') continue;
    const named = typeof category === 'string' && category.length > 0 && category.length <= 32 ? { category } : {};
    if (verdict === 'pass' || verdict === 'hold') verdicts.set(uid, { verdict });
    else if (verdict === 'reject') verdicts.set(uid, { verdict, ...named });
    else if (verdict === 'mask' && typeof text === 'string' && isText(text))
      verdicts.set(uid, { verdict, text, ...named });
  }
  return verdicts;
}

const isText = (text: string): boolean => text.trim() !== '' && codePoints(text) <= TEXT_CODE_POINTS_MAX;
