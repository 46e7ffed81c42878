import {
  DISGUISED_ONLY,
  EXACT,
  GUARDED,
  KEYBOARD,
  NO_DISGUISE,
  NOT_NAME,
  OWN_LANGUAGE,
  PROPER,
  START,
  WORD,
  type StreamLists,
  type TermInfo,
} from './lists.js';
import type { LanguageGuard } from './language.js';
import { GAP_DIGIT, GAP_FOREIGN, GAP_SPACE, GAP_SYMBOL, type Stream } from './stream.js';
import { CYRILLIC, DIGIT, LATIN, LEET, LETTER, PUNCT, SPACE, UPPER, type Units } from './fold.js';
import { LOOKALIKE_KIND, PLAIN } from './latin-reading.js';

function startsWord(units: Units, unit: number): boolean {
  if (unit === 0) return true;
  const c = units.cls[unit - 1];
  if (c !== LATIN && c !== CYRILLIC) return true;
  return (
    c === LATIN &&
    units.cls[unit] === LATIN &&
    ((units.val[unit - 1] as number) & UPPER) === 0 &&
    ((units.val[unit] as number) & UPPER) !== 0
  );
}

function endsWord(units: Units, unit: number): boolean {
  if (unit + 1 >= units.count) return true;
  const c = units.cls[unit + 1];
  if (c !== LATIN && c !== CYRILLIC) return true;
  return (
    c === LATIN &&
    units.cls[unit] === LATIN &&
    ((units.val[unit] as number) & UPPER) === 0 &&
    ((units.val[unit + 1] as number) & UPPER) !== 0
  );
}

/** Short everyday words that two halves of a "split" word may happen to be (`the pen is`, `give an us`). */
const everyday = new Set(
  (
    'a an as at am and any are all be but by bit can cock come do for go get got had has hat he her hi him his i if in is it its ill just ' +
    'la le de el es en un una que qui je tu il et ou ne ni si no me my mi ma mon ton te se sa so son su of on or our out pen per put rap she ' +
    'sit sis slut shag tat tail that the them then they this tit to ton too tow up us van was we who will wit you your yes yet ana lay hole hell ' +
    'ass bast bas bum but con cum dam dim dip ex fan far fat fit fun ham head hand hoe ho job jam just low man men mother not now off old one ' +
    'own pad par pay pin pop post pro que ram ran red ro row run sea see set sex she side sir son sun tea ten tie tin top try two use via way win won ' +
    'dick dyke nut sack ball balls bag hard ore ers er ing ed s t m d ll re ve '
  ).split(' '),
);

/** More of them, which only a space or the slash of a path tells apart (`h oder`, `via dos`, `ssh/id`). */
const apart = new Set([
  ...everyday,
  ...(
    'past pick hits girl pack moon tree trees behind ring feel late fell god good less boss car ago hand food phone miss stuck ship all poor king ' +
    'app travel room lady boy boys foot job jobs seek ya queen gas pool china race code folder path id tty oder hier bal iba odio uso hice hart passt ' +
    'unten euch hatte hätte hätten ich erde lutte lit outre agit eaux tas cas mer dès des deux via dos du dû ver ni gaz mamá das huevos por ha há ' +
    'mil sala sal con yo sub normal mari petit zu ca dem der gern bitte mich ja ps wo unter menschen mensch herren hören sohn gruppen telefon meer ' +
    'dass mama berg bund as soll sol anna ost pelo tudo são te cá raio negra tá pé peça vá dia días dias ci boire pote fou né gros chat tes tard ' +
    'teta cara gol fãs or ack pid foo bar baz null int str ssh usr bin etc ' +
    'va fut à gás às idée très três rica onde ódio otto gott spass müsse musée ums male room blanc noir jaune arabe chinois'
  ).split(' '),
]);

/** Most units between two letters of one word. */
const maxGapUnits = 3;

/** Longest word, in letters, that is taken for two sentences when more than a space parts its listed halves. */
const halvedMax = 4;

function spacedOut(
  units: Units,
  text: string,
  stream: Stream,
  lists: StreamLists,
  pattern: number,
  i0: number,
  i1: number,
): boolean {
  const base = (lists.offset[pattern] as number) - i0;
  const pieces: [number, number][] = [[i0, i0]];
  let gaps = 0;
  let letters = stream.run(i0);
  for (let i = i0 + 1; i <= i1; i++) {
    const gap = stream.gap(i);
    letters += stream.run(i);
    const piece = pieces[pieces.length - 1] as [number, number];
    if (gap === 0 || lists.spaces[base + i] === 1) {
      // `sh, it is late`: the halves of a short word that is listed in two have nothing but a space between them.
      if ((gap & GAP_SPACE) !== 0 && (gap & GAP_SYMBOL) !== 0 && (lists.length[pattern] as number) <= halvedMax)
        return false;
      piece[1] = i;
      continue;
    }
    if ((gap & GAP_FOREIGN) !== 0 || (stream.first[i] as number) - (stream.last[i - 1] as number) - 1 > maxGapUnits)
      return false;
    gaps |= gap;
    pieces.push([i, i]);
  }
  if (pieces.length === 1) return true;
  // `it's past`: a letter behind an apostrophe belongs to the word before.
  if (gaps === GAP_SPACE && isApostrophe(units, text, (stream.first[i0] as number) - 1)) return false;
  // `*f = u; *c = k`: words are spelled out with the same separator all along when spaces and signs mix.
  if ((gaps & GAP_SPACE) !== 0 && (gaps & GAP_SYMBOL) !== 0 && !sameGaps(units, text, stream, i0, i1)) return false;
  const single = (i: number): boolean => stream.first[i] === stream.last[i];
  if (pieces.every(([a, b]) => a === b && single(a))) {
    // A longer word spelled out letter by letter (`c l a s s`) holds shorter ones that mean nothing.
    const spelledOn = (i: number, gapAt: number): boolean =>
      i >= 0 &&
      stream.gap(gapAt) === stream.gap(i0 + 1) &&
      !(i < i0 && (stream.symbol(i) === 1 || stream.symbol(i) === 9)) &&
      i < stream.count &&
      single(i) &&
      stream.gap(gapAt) !== 0 &&
      (stream.gap(gapAt) & GAP_FOREIGN) === 0 &&
      lone(units, stream.first[i] as number);
    if (
      ((lists.flags[pattern] as number) & START) !== 0 &&
      (spelledOn(i0 - 1, i0) || (i1 + 1 < stream.count && spelledOn(i1 + 1, i1 + 1)))
    )
      return false;
    return letters >= 3;
  }
  // `c=US`: three letters are torn into single ones or not at all.
  if (letters < 4) return false;
  // `p-u-s-h it`: the first letter ends a word that is spelled out.
  const first = pieces[0] as [number, number];
  if (
    first[0] === first[1] &&
    i0 > 0 &&
    single(i0) &&
    single(i0 - 1) &&
    stream.gap(i0) === stream.gap(i0 + 1) &&
    (stream.gap(i0) & GAP_SYMBOL) !== 0 &&
    lone(units, stream.first[i0 - 1] as number)
  )
    return false;
  if (gaps === GAP_DIGIT) return true;
  if ((gaps & GAP_SPACE) !== 0 && (gaps & GAP_SYMBOL) !== 0) return false;
  if (
    pieces.length === 2 &&
    (gaps & GAP_SPACE) !== 0 &&
    letters < 5 &&
    ((lists.flags[pattern] as number) & START) !== 0 &&
    pieces.some(([a, b]) => everyday.has(piece(units, text, stream, a, b)))
  )
    return false;
  // `pinto na mesa`: a word and a small one after it.
  const behind = pieces[1];
  // `f oder`, `s hits`: a letter of its own, and a word.
  if (pieces.length === 2 && behind !== undefined && isWordGap(units, text, stream, behind[0], gaps)) {
    const [a, b] = pieces[0] as [number, number];
    const one = a === b && single(a);
    const other = behind[0] === behind[1] && single(behind[0]);
    if (
      (one || apart.has(piece(units, text, stream, a, b))) &&
      (other || apart.has(piece(units, text, stream, behind[0], behind[1])))
    )
      return false;
  }
  if (
    pieces.length === 2 &&
    behind !== undefined &&
    (gaps & GAP_SPACE) !== 0 &&
    behind[0] - i0 >= 4 &&
    particles.has(piece(units, text, stream, behind[0], behind[1]))
  )
    return false;
  return !pieces.every(([a, b]) => everyday.has(piece(units, text, stream, a, b)));
}

/** True for a gap that words have: spaces, or the slash or low line of a path. */
function isWordGap(units: Units, text: string, stream: Stream, i: number, gaps: number): boolean {
  if (gaps === GAP_SPACE) return true;
  const code = text.charCodeAt((units.pos[stream.first[i] as number] as number) - 1);
  return gaps === GAP_SYMBOL && (code === 0x2f || code === 0x5f);
}

/** An apostrophe behind a letter. */
function isApostrophe(units: Units, text: string, unit: number): boolean {
  if (unit < 1 || units.cls[unit] !== PUNCT || units.cls[unit - 1] !== LATIN) return false;
  const code = text.charCodeAt(units.pos[unit] as number);
  return code === 0x27 || code === 0x2019;
}

/** Small words that nobody cuts off a longer one. */
const particles = new Set('na no da do de la le el en in on an'.split(' '));

function sameGaps(units: Units, text: string, stream: Stream, i0: number, i1: number): boolean {
  let gap: string | undefined;
  for (let i = i0 + 1; i <= i1; i++) {
    if (stream.gap(i) === 0) continue;
    const own = text.slice(units.end[stream.last[i - 1] as number], units.pos[stream.first[i] as number]);
    if (gap === undefined) gap = own;
    else if (own !== gap) return false;
  }
  return true;
}

function lone(units: Units, unit: number): boolean {
  return units.cls[unit - 1] !== LATIN && units.cls[unit + 1] !== LATIN;
}

function piece(units: Units, text: string, stream: Stream, a: number, b: number): string {
  return text.slice(units.pos[stream.first[a] as number], units.end[stream.last[b] as number]).toLowerCase();
}

function hasGap(stream: Stream, i0: number, i1: number): boolean {
  for (let i = i0 + 1; i <= i1; i++) if (stream.gap(i) !== 0) return true;
  return false;
}

/** True when a symbol of the pattern is longer in the text than it may be. */
function runsMisfit(
  stream: Stream,
  lists: StreamLists,
  pattern: number,
  i0: number,
  i1: number,
  strict: boolean,
  tolerant: boolean,
): boolean {
  const base = (lists.offset[pattern] as number) - i0;
  for (let i = i0; i <= i1; i++) {
    const want = lists.runs[base + i] as number;
    const have = stream.run(i);
    if (have < want) return true;
    if (have === want) continue;
    if (strict) return true;
    if (want === 1 && have === 2 && !tolerant && i !== i1) return true;
    if (i === i0 && have > 2 && want === 1 && !tolerant) return true;
  }
  return false;
}

/** The text of symbols i0…i1, with the letters that digits and symbols were read as: `c0ño` is `coño`. */
function asRead(units: Units, text: string, stream: Stream, i0: number, i1: number): string {
  let read = '';
  for (let i = i0; i <= i1; i++) {
    const unit = stream.first[i] as number;
    const stop = i < i1 ? units.pos[stream.first[i + 1] as number] : units.end[stream.last[i1] as number];
    const standIn = units.cls[unit] === DIGIT || units.cls[unit] === LEET;
    if (standIn) read += String.fromCharCode(0x60 + stream.symbol(i));
    read += text.slice(standIn ? units.end[unit] : units.pos[unit], stop);
  }
  return read;
}

/** A word with its accents, but without separators and drawn-out letters: what EXACT patterns are compared by. */
export function exactSpelling(word: string): string {
  let spelled = '';
  let last = '';
  for (const char of word.normalize('NFC').toLowerCase()) {
    const code = char.charCodeAt(0);
    const letter = (code > 0x60 && code < 0x7b) || (code > 0x7f && /\p{L}/u.test(char));
    if (letter ? char === last : code < 0x80 || !/\p{M}/u.test(char)) continue;
    spelled += char;
    last = letter ? char : '';
  }
  return spelled;
}

/** Two letters beside a digit are a part of a code: `5b33`, `fu99`. */
function inNumber(units: Units, from: number, to: number, letters: number): boolean {
  return (
    letters < 3 &&
    ((from > 0 && units.cls[from - 1] === DIGIT) || (to + 1 < units.count && units.cls[to + 1] === DIGIT))
  );
}

/** Fewest characters, and digits among them, of a hexadecimal id. */
const idUnitsMin = 7;
const idDigitsMin = 3;

/** True within a hexadecimal id, such as a UUID: its letters and digits mean nothing. */
export function inHexId(units: Units, text: string, from: number, to: number): boolean {
  for (let i = from; i <= to; i++) if (!isHex(units, text, i)) return false;
  let first = from;
  while (first > 0 && isHex(units, text, first - 1)) first--;
  let last = to;
  while (last + 1 < units.count && isHex(units, text, last + 1)) last++;
  if (last - first + 1 < idUnitsMin) return false;
  let digits = 0;
  for (let i = first; i <= last; i++) if (units.cls[i] === DIGIT) digits++;
  return digits >= idDigitsMin;
}

/** Hexadecimal digits, and the hyphens between groups of them. */
function isHex(units: Units, text: string, unit: number): boolean {
  const c = units.cls[unit];
  if (c === LATIN) return ((units.val[unit] as number) & LETTER) <= 6;
  return c === DIGIT || (c === PUNCT && text.charCodeAt(units.pos[unit] as number) === 0x2d);
}

/** Decides whether symbols i0…i1 really are the pattern. `guard` knows what language the text is in. */
export function acceptLatin(
  units: Units,
  text: string,
  stream: Stream,
  lists: StreamLists,
  pattern: number,
  i0: number,
  i1: number,
  info: TermInfo | undefined,
  guard: LanguageGuard,
): boolean {
  const flags = lists.flags[pattern] as number;
  const from = stream.first[i0] as number;
  const to = stream.last[i1] as number;
  // Where the word stands comes first: most candidates are a part of another word.
  if ((flags & START) !== 0 && !startsWord(units, from)) return false;
  if ((flags & WORD) !== 0 && !endsWord(units, to)) return false;
  if (inNumber(units, from, to, lists.length[pattern] as number)) return false;
  const plain = (flags & NO_DISGUISE) !== 0;
  const length = lists.length[pattern] as number;
  if (runsMisfit(stream, lists, pattern, i0, i1, plain, length >= 4 && (info?.severity ?? 1) >= 2)) return false;
  const gapped = hasGap(stream, i0, i1);
  if (gapped && !(startsWord(units, from) && endsWord(units, to))) return false;
  if (gapped) {
    if (
      plain
        ? !onlyListedSpaces(stream, lists, pattern, i0, i1)
        : !spacedOut(units, text, stream, lists, pattern, i0, i1)
    )
      return false;
  }
  if (!kindsFit(units, text, stream, i0, i1, plain, flags)) return false;
  if ((flags & DISGUISED_ONLY) !== 0 && (gapped || !hasStandIn(stream, i0, i1))) return false;
  if ((flags & EXACT) !== 0 && exactSpelling(asRead(units, text, stream, i0, i1)) !== lists.exact[pattern])
    return false;
  if (
    (flags & NOT_NAME) !== 0 &&
    ((units.val[from] as number) & UPPER) !== 0 &&
    units.cls[from + 1] === LATIN &&
    ((units.val[from + 1] as number) & UPPER) === 0
  )
    return false;
  // `Oma aß Kuchen`.
  if (length === 2 && text.charCodeAt(units.pos[to] as number) === 0xdf) return false;
  if (length < 4 && (isOption(units, text, from) || inIdentifier(units, text, from, to))) return false;
  if (inHexId(units, text, from, to) || isFlag(text, units.pos[from] as number, length)) return false;
  if (((units.val[from] as number) & UPPER) !== 0 && !gapped && isNamed(units, text, from, to, flags)) return false;
  return (flags & (GUARDED | OWN_LANGUAGE)) === 0 || !guard.foreign(info?.lang, (flags & OWN_LANGUAGE) !== 0);
}

/** `git commit -sb`: letters right behind a hyphen that nothing stands before. */
function isOption(units: Units, text: string, from: number): boolean {
  return (
    from > 1 &&
    units.cls[from - 1] === PUNCT &&
    text.charCodeAt(units.pos[from - 1] as number) === 0x2d &&
    units.cls[from - 2] === SPACE
  );
}

/** `sb_config`, `cnm-8842`: a low line, or a hyphen and a digit, make a name of letters. */
function inIdentifier(units: Units, text: string, from: number, to: number): boolean {
  const joins = (mark: number, beyond: number): boolean => {
    if (units.cls[mark] !== PUNCT) return false;
    const code = text.charCodeAt(units.pos[mark] as number);
    const c = beyond < units.count ? units.cls[beyond] : undefined;
    return (code === 0x5f && (c === LATIN || c === DIGIT)) || (code === 0x2d && c === DIGIT);
  };
  return (from > 1 && joins(from - 1, from - 2)) || joins(to + 1, to + 2);
}

/** Two regional indicators are the flag of a country. */
function isFlag(text: string, at: number, length: number): boolean {
  return length === 2 && text.charCodeAt(at) === 0xd83c && text.charCodeAt(at + 1) >= 0xdde6;
}

/** Words before a family name. */
const titles: ReadonlySet<string> = new Set(
  (
    'mr mrs ms miss dr prof sir family uncle aunt herr herrn frau familie onkel tante señor señora sr sra don doña familia tío tía ' +
    'monsieur madame mme mlle famille oncle senhor senhora dona família tio tia'
  ).split(' '),
);

/** First names, which a surname follows that may be a listed word. */
const firstNames: ReadonlySet<string> = new Set(
  (
    'james john robert michael david william richard joseph thomas tom charles chris daniel matthew mark paul steven andrew kevin brian ' +
    'george edward ronald tim jason jeff ryan gary nick eric steve larry scott ben sam greg frank ray jack dennis jerry tyler aaron adam ' +
    'henry peter kyle carl alan ralph roy louis philip phil bobby johnny andy mary patricia jennifer linda susan jessica sarah karen nancy ' +
    'lisa betty sandra ashley kim emily donna michelle carol amanda melissa laura amy anna emma helen diane alice julie joan kelly ann jane ' +
    'josé jose juan luis carlos jorge pedro antonio manuel miguel javier fernando rafael ana maría maria carmen laura elena hans peter klaus ' +
    'jürgen stefan andreas martin uwe petra sabine monika jean pierre michel jacques philippe nathalie isabelle sylvie joão paulo joao marcos'
  ).split(' '),
);

/** Longest word of `titles`, in units. */
const titleMax = 9;

/** True for a capitalised word behind a title (`Herr Ficker`), or in the middle of a sentence if it may be a name. */
function isNamed(units: Units, text: string, from: number, to: number, flags: number): boolean {
  if (to === from || (flags & WORD) === 0) return false;
  for (let i = from + 1; i <= to; i++)
    if (units.cls[i] !== LATIN || ((units.val[i] as number) & UPPER) !== 0) return false;
  let end = from - 1;
  while (end >= 0 && (units.cls[end] === SPACE || text.charCodeAt(units.pos[end] as number) === 0x2e)) end--;
  if (end === from - 1 || end < 0 || units.cls[end] !== LATIN) return false;
  let start = end;
  while (start > 0 && units.cls[start - 1] === LATIN && end - start < titleMax) start--;
  const before = text.slice(units.pos[start], units.end[end]).toLowerCase();
  if (titles.has(before)) return true;
  if ((flags & PROPER) === 0 || end !== from - 2) return false;
  return ((units.val[start] as number) & UPPER) === 0 || firstNames.has(before);
}

/** The first letters decide for names, guessed look-alikes and typing on the wrong keyboard. */
function kindsFit(
  units: Units,
  text: string,
  stream: Stream,
  i0: number,
  i1: number,
  plain: boolean,
  flags: number,
): boolean {
  let plains = 0;
  let others = 0;
  let looks = 0;
  for (let i = i0; i <= i1; i++) {
    if (stream.kind(i) === PLAIN) plains++;
    else others++;
    if (stream.kind(i) === LOOKALIKE_KIND) looks++;
  }
  if (plain || (flags & KEYBOARD) !== 0) return others === 0;
  if (looks > 3 && plains === 0 && ofTwoScripts(units, text, stream, i0, i1)) return true;
  if (looks > 0 && plains === 0) return false;
  // 455, 8008: digits alone are a number.
  if (plains === 0) return false;
  if (others === 0) return true;
  // `S8`, `q1`: a letter and a digit name a phone or a line. `0x07a`: a number.
  if (looks === 0 && i1 - i0 < 2) return false;
  if (looks === 0 && isHexPrefix(units, stream.first[i0] as number)) return false;
  // B17 CH4: room numbers and codes, not letters.
  if (looks === 0 && spacedPieces(stream, i0, i1)) return false;
  return leetEdges(units, stream, i0, i1);
}

/** The x of `0x`. */
function isHexPrefix(units: Units, unit: number): boolean {
  return (
    unit > 0 &&
    units.cls[unit] === LATIN &&
    ((units.val[unit] as number) & LETTER) === 24 &&
    units.cls[unit - 1] === DIGIT &&
    units.val[unit - 1] === 0
  );
}

/** True when a digit, sign or look-alike stands for one of the letters. */
function hasStandIn(stream: Stream, i0: number, i1: number): boolean {
  for (let i = i0; i <= i1; i++) if (stream.kind(i) !== PLAIN) return true;
  return false;
}

/** Greek and Cyrillic letters in one word spell neither Greek nor Russian. */
function ofTwoScripts(units: Units, text: string, stream: Stream, i0: number, i1: number): boolean {
  let greek = false;
  let cyrillic = false;
  for (let i = i0; i <= i1; i++) {
    const code = text.charCodeAt(units.pos[stream.first[i] as number] as number);
    if (code >= 0x370 && code < 0x400) greek = true;
    else if (code >= 0x400 && code < 0x530) cyrillic = true;
  }
  return greek && cyrillic;
}

/** True when spaces cut the symbols into pieces of several letters. */
function spacedPieces(stream: Stream, i0: number, i1: number): boolean {
  let spaces = 0;
  for (let i = i0 + 1; i <= i1; i++) if ((stream.gap(i) & GAP_SPACE) !== 0) spaces++;
  return spaces > 0 && spaces < i1 - i0;
}

/** `1st`, `4g`: a digit at the edge next to more digits belongs to a number. */
function leetEdges(units: Units, stream: Stream, i0: number, i1: number): boolean {
  const from = stream.first[i0] as number;
  const to = stream.last[i1] as number;
  const numberBefore = units.cls[from] === DIGIT && from > 0 && units.cls[from - 1] === DIGIT;
  const numberAfter = units.cls[to] === DIGIT && units.cls[to + 1] === DIGIT && to + 1 < units.count;
  return !numberBefore && !numberAfter;
}

function onlyListedSpaces(stream: Stream, lists: StreamLists, pattern: number, i0: number, i1: number): boolean {
  const base = (lists.offset[pattern] as number) - i0;
  for (let i = i0 + 1; i <= i1; i++) if (stream.gap(i) !== 0 && lists.spaces[base + i] !== 1) return false;
  return true;
}
