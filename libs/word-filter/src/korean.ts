import { ALONE, CHO, JONG, JUNG, JUNG_FIRST } from './hangul.js';
import { DISGUISED_ONLY, LIAISON, NO_DISGUISE, START, STRICT_END, WORD, type StreamLists } from './lists.js';
import { GAP_DIGIT, GAP_FOREIGN, GAP_NOISE, GAP_SPACE, GAP_SYMBOL, type Stream } from './stream.js';
import { DIGIT, HANGUL, JAMO, LATIN, SPACE, type Units } from './fold.js';
import { type HangulReading, isConsonantJamo, isLaugh, isNoise } from './korean-reading.js';

const prefixes = new Set([...'개쌍씹좆핵이그저니네내야아와존왕막참꼴썅미친너나늬'].map((c) => c.charCodeAt(0)));
/** Before a word torn apart by separators only these may stand. */
const tornPrefixes = new Set([...'개야아이씨발신랄끼놈년'].map((c) => c.charCodeAt(0)));
const particles = new Set(
  [...'은는이가을를에의도만과와야아여로랑들임인네냐놈년새끼라한하처같밖보부까님'].map((c) => c.charCodeAt(0)),
);
const tornEndings = new Set([...'놈년새련럼롬아들끼것거색섀쌔'].map((c) => c.charCodeAt(0)));
const tornEndingsNoSpace = new Set(
  [...'놈년새련럼롬아들끼것거색섀쌔이은는을를의도만같네냐야하한임인가에라'].map((c) => c.charCodeAt(0)),
);

function leftFree(units: Units, unit: number, allowed: ReadonlySet<number>, digitsBlock: boolean): boolean {
  if (unit === 0) return true;
  const c = units.cls[unit - 1];
  if (c === HANGUL) return allowed.has(units.val[unit - 1] as number);
  if (c === JAMO) return isNoise(units, unit - 1) || units.val[unit - 1] === 0x3147;
  return !(digitsBlock && (c === DIGIT || c === LATIN));
}

/** Syllables that end a noun phrase with a space before them: Mr, at the time of. */
const suffixes: ReadonlySet<number> = new Set([...'씨시'].map((c) => c.charCodeAt(0)));
/** Family names that are no interjections. */
const surnames: ReadonlySet<number> = new Set(
  [...'김박최정강조윤장임한서신권황안송류홍전고문손배백허남심노곽성차주우구민'].map((c) => c.charCodeAt(0)),
);
/** Words of two syllables and more that come before a swear word rather than before a suffix. */
const intensifiers: ReadonlySet<string> = new Set(
  (
    '진짜 정말 아오 아이 아우 에이 에휴 이런 저런 그런 하아 오늘 미친 존나 졸라 뭐야 왜이래 근데 그냥 개같은 야이 완전 너무 또또 ' +
    '이거 저거 그거 이게 저게 그게 뭔데 아니 하하 으아 아악 제발 다시 계속 아주 도대체 대체 어휴 에잇 아놔 아나 와나'
  ).split(' '),
);

/** Longest of them, in syllables; a longer word is looked at no further. */
const intensifierMax = 4;

/** True when a unit is such a syllable right behind a noun or a name: `회의 시 발표`, `민수 씨 발 조심`. */
function isSuffix(units: Units, unit: number): boolean {
  if (!suffixes.has(units.val[unit] as number) || units.cls[unit] !== HANGUL) return false;
  if (unit < 2 || units.cls[unit - 1] !== SPACE || units.cls[unit - 2] !== HANGUL) return false;
  let start = unit - 2;
  while (start > 0 && unit - start < intensifierMax + 2 && units.cls[start - 1] === HANGUL) start--;
  if (start === unit - 2) return surnames.has(units.val[start] as number);
  return !intensifiers.has(String.fromCharCode(...units.val.subarray(start, unit - 1)));
}

function rightFree(units: Units, unit: number, allowed: ReadonlySet<number>): boolean {
  if (unit + 1 >= units.count) return true;
  const c = units.cls[unit + 1];
  if (c === HANGUL) return allowed.has(units.val[unit + 1] as number);
  return true;
}

/** Standalone initial consonants must not be part of a longer row of them. */
function standsAlone(units: Units, unit: number): boolean {
  return (
    unit < 0 || unit >= units.count || units.cls[unit] !== JAMO || isNoise(units, unit) || units.val[unit] === 0x3147
  );
}

/** Longest row of repeated initial consonants looked along, in units. */
const maxRowUnits = 12;

/** `ㅅㅂㅅㅂㅅㅂ`: a row of initial consonants that is nothing but the pattern again and again. */
function repeatsItself(units: Units, from: number, to: number, left: boolean, right: boolean): boolean {
  const period = to - from + 1;
  if (left)
    for (let i = from - 1; i >= from - maxRowUnits && isConsonantJamo(units, i) && !isLaugh(units, i); i--)
      if (units.val[i] !== units.val[i + period]) return false;
  if (right)
    for (let i = to + 1; i <= to + maxRowUnits && isConsonantJamo(units, i) && !isLaugh(units, i); i++)
      if (units.val[i] !== units.val[i - period]) return false;
  return period > 1;
}

/** Most units between two jamo of one word. */
const maxGapUnits = 4;

function kindFits(want: number, have: number, before: number): boolean {
  switch (want) {
    case ALONE:
      return have === ALONE;
    case CHO:
      return have === CHO || have === ALONE;
    case JUNG:
      return have === JUNG || have === ALONE || (have === JUNG_FIRST && before !== CHO);
    case JUNG_FIRST:
      return have === JUNG_FIRST || have === ALONE;
    default:
      return have === JONG || have === ALONE;
  }
}

/** Decides whether jamo i0…i1 really are the pattern, read in its context. */
export function acceptHangul(
  units: Units,
  stream: Stream,
  lists: StreamLists,
  pattern: number,
  i0: number,
  i1: number,
  reading: HangulReading,
): boolean {
  const flags = lists.flags[pattern] as number;
  const base = (lists.offset[pattern] as number) - i0;
  const plain = (flags & NO_DISGUISE) !== 0;
  const { kinds, spaces, runs } = lists;
  const { first, last } = stream;
  let gaps = 0;
  let liaison = false;
  let split = false;
  let before = 0;
  for (let i = i0; i <= i1; i++) {
    const want = kinds[base + i] as number;
    const have = stream.kind(i);
    const gap = i === i0 ? 0 : stream.gap(i);
    if (gap !== 0 && spaces[base + i] !== 1) {
      if (plain || (first[i] as number) - (last[i - 1] as number) - 1 > maxGapUnits) return false;
      gaps |= gap;
    }
    if (have === ALONE && want !== ALONE) split = true;
    if (stream.run(i) < (runs[base + i] as number)) return false;
    const fits = want === have || kindFits(want, have, before);
    before = have;
    if (fits) {
      if (have === JUNG_FIRST && want === JUNG) liaison = true;
      continue;
    }
    const moved =
      (flags & LIAISON) !== 0 &&
      want === CHO &&
      have === JONG &&
      i > i0 &&
      (stream.kind(i + 1) === JUNG_FIRST || stream.kind(i + 1) === ALONE);
    const carried = want === JONG && have === CHO && i === i1 && (flags & LIAISON) !== 0;
    if (!moved && !carried) return false;
    liaison = true;
  }
  if (plain && (gaps !== 0 || split)) return false;
  return fitsContext(units, stream, lists, pattern, i0, i1, reading, gaps, liaison, split);
}

function fitsContext(
  units: Units,
  stream: Stream,
  lists: StreamLists,
  pattern: number,
  i0: number,
  i1: number,
  reading: HangulReading,
  gaps: number,
  liaison: boolean,
  split: boolean,
): boolean {
  const flags = lists.flags[pattern] as number;
  const base = (lists.offset[pattern] as number) - i0;
  const from = stream.first[i0] as number;
  const to = stream.last[i1] as number;
  const tornLeft = lists.kinds[base + i0] === ALONE && !standsAlone(units, from - 1);
  const tornRight = lists.kinds[base + i1] === ALONE && !standsAlone(units, to + 1);
  if ((tornLeft || tornRight) && !repeatsItself(units, from, to, tornLeft, tornRight)) return false;
  if (
    (flags & STRICT_END) !== 0 &&
    i1 + 1 < stream.count &&
    stream.kind(i1 + 1) === JONG &&
    stream.first[i1 + 1] === to
  )
    return false;
  if (gaps !== 0) {
    if ((gaps & GAP_FOREIGN) !== 0 && ((gaps & GAP_SPACE) !== 0 || (lists.length[pattern] as number) < 4)) return false;
    if (!leftFree(units, from, tornPrefixes, gaps !== GAP_NOISE)) return false;
    if (!rightFree(units, to, (gaps & GAP_SPACE) !== 0 ? tornEndings : tornEndingsNoSpace)) return false;
    // `김 씨 바로`: a consonant does not move to the next syllable over a space.
    if ((gaps & GAP_SPACE) !== 0 && (liaison || isSuffix(units, from))) return false;
  }
  if (liaison && !leftFree(units, from, tornPrefixes, false)) return false;
  if ((flags & START) !== 0 && !leftFree(units, from, prefixes, false)) return false;
  if ((flags & WORD) !== 0 && !rightFree(units, to, particles)) return false;
  if (reading !== 'skip' && !isMixed(units, stream, i0, i1, from, to)) return false;
  if ((flags & DISGUISED_ONLY) !== 0) {
    const torn = (gaps & (GAP_SYMBOL | GAP_DIGIT | GAP_NOISE | GAP_FOREIGN)) !== 0 && (gaps & GAP_SPACE) === 0;
    return torn || split || reading !== 'skip';
  }
  return true;
}

/** A hit of a second reading must use what that reading adds, together with real Hangul, from the start of a word. */
function isMixed(units: Units, stream: Stream, i0: number, i1: number, from: number, to: number): boolean {
  let foreign = false;
  let korean = false;
  for (let i = i0; i <= i1; i++) {
    const c = units.cls[stream.first[i] as number];
    if (c === HANGUL || c === JAMO) korean = true;
    else foreign = true;
  }
  if (!foreign || !korean) return false;
  // `8시`: a digit with one syllable is a time or a count.
  if (to - from === 1 && units.cls[from] === DIGIT) return false;
  if (!leftFree(units, from, tornPrefixes, true)) return false;
  const after = units.cls[to + 1];
  if (
    to + 1 < units.count &&
    (after === LATIN || after === DIGIT) &&
    (units.cls[to] === LATIN || units.cls[to] === DIGIT)
  )
    return false;
  // `이런 18도`: a number goes on with its unit.
  return rightFree(units, to, units.cls[to] === DIGIT ? tornEndings : tornEndingsNoSpace);
}
