// Japanese and Chinese write no spaces, so a foul word also arises where two everyday words meet: 路口 and 交通, 世の中
// and 出し惜しみ. Where words begin is known by the dictionary of ICU, which comes with Node.
import { CJK, isKatakanaCode, type Units } from './fold.js';

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** Characters looked at before a finding and behind it. */
const lookBehind = 6;
const lookAhead = 4;

const isHanOrKana = (code: number): boolean =>
  (code >= 0x3400 && code < 0xa000) || (code >= 0x3041 && code <= 0x30ff) || code === 0x3005;

/**
 * Particles and small words that end before a finding, whatever the dictionary says: it does not know foul words, and
 * makes 个人 of `个人渣`, and はや of `はやりまん`.
 */
const endsWord = new Set('はがのをにもでとかよねない真个個这這那是你他她我们們的了太好很都就才又还也全和跟大小');

/** True when units `from` to `to`, nothing but Han and kana, begin in the middle of a word of the text. */
export function beginsInsideWord({ cls, pos, end }: Units, text: string, from: number, to: number): boolean {
  const at = pos[from] as number;
  if (from === 0 || cls[from - 1] !== CJK || end[from - 1] !== at) return false;
  // Katakana that stand together are one word to ICU, whatever they are put together from (`クソビッチ`).
  if (isKatakanaCode(text.charCodeAt(at))) return false;
  if (endsWord.has(text.charAt(at - 1))) return false;
  for (let i = from; i <= to; i++) if (cls[i] !== CJK) return false;
  let first = at;
  while (first > 0 && at - first < lookBehind && isHanOrKana(text.charCodeAt(first - 1))) first--;
  let last = end[to] as number;
  const stop = Math.min(text.length, last + lookAhead);
  while (last < stop && isHanOrKana(text.charCodeAt(last))) last++;
  return segmenter.segment(text.slice(first, last)).containing(at - first)?.index !== at - first;
}
