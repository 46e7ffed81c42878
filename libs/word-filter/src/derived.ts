/** Another reading of a text, with the source offset of each of its code units (one more at the end). */
export interface Derived {
  readonly text: string;
  readonly offsets: Int32Array;
}

const named: Readonly<Record<string, string>> = {
  szlig: 'ß',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  zwnj: '',
  zwj: '',
  ast: '*',
  commat: '@',
  dollar: '$',
  excl: '!',
  period: '.',
  hyphen: '-',
  lowbar: '_',
};
const escape =
  /&#(\d{1,7});?|&#[xX]([0-9a-fA-F]{1,6});?|&(szlig|amp|lt|gt|quot|apos|nbsp|shy|zwnj|zwj|ast|commat|dollar|excl|period|hyphen|lowbar);|((?:%[0-9a-fA-F]{2})+)|\\u\{?([0-9a-fA-F]{4,5})\}?|\\x([0-9a-fA-F]{2})|&([a-zA-Z])(uml|acute|grave|circ|tilde|cedil|ring|slash);|(?<=\p{L})<\/?[a-zA-Z][^<>]{0,40}>(?=[\p{L}<])/gu;

const marks: Readonly<Record<string, string>> = {
  uml: '\u0308',
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  cedil: '\u0327',
  ring: '\u030a',
  slash: '\u0338',
};

const markup: ReadonlySet<string> = new Set(['&', '<', '>', '"', "'"]);

/** `&ouml;` → ö. */
function letterWithMark(letter: string, mark: string): string {
  return (letter + (marks[mark] ?? '')).normalize('NFC');
}

function decodeOne(match: RegExpMatchArray): string {
  const [, decimal, hex, name, , unicode, short, letter] = match;
  // A tag between two letters shows nothing: `fu<b></b>ck`.
  if (match[0].startsWith('<')) return '';
  if (letter !== undefined) return letterWithMark(letter, match[8] ?? '');
  if (name !== undefined) return named[name] ?? match[0];
  const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? unicode ?? short ?? '0', 16);
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : match[0];
}

/** Bytes that begin a UTF-8 character of 1 to 4 bytes; 0 for one that cannot. */
function utf8Length(byte: number): number {
  return byte < 0x80 ? 1 : byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0;
}

/** A row of percent escapes, character by character: text and number of escapes; what is not UTF-8 stays as it is. */
function* decodePercent(row: string): Generator<readonly [string, number]> {
  for (let at = 0; at < row.length; ) {
    const byte = Number.parseInt(row.slice(at + 1, at + 3), 16);
    const length = 3 * utf8Length(byte);
    let char: string | undefined;
    if (byte > 0x20 && byte !== 0x7f && length > 0 && at + length <= row.length)
      try {
        char = decodeURIComponent(row.slice(at, at + length));
      } catch {
        char = undefined;
      }
    const taken = char === undefined ? 3 : length;
    yield [char ?? row.slice(at, at + 3), taken];
    at += taken;
  }
}

/** HTML entities, tags inside words and percent escapes decoded, or undefined when there are none. */
export function decodeEntities(text: string): Derived | undefined {
  let out = '';
  const offsets: number[] = [];
  let from = 0;
  const copy = (to: number): void => {
    for (; from < to; from++) {
      out += text.charAt(from);
      offsets.push(from);
    }
  };
  let changed = false;
  for (const match of text.matchAll(escape)) {
    if (match[4] !== undefined) {
      copy(match.index);
      for (const [char, taken] of decodePercent(match[4])) {
        if (char.startsWith('%') && taken === 3 && char.length === 3) {
          copy(from + 3);
          continue;
        }
        changed = true;
        for (let k = 0; k < char.length; k++) offsets.push(from);
        out += char;
        from += taken;
      }
      continue;
    }
    const decoded = decodeOne(match);
    if (decoded === match[0]) continue;
    // `&amp;` alone hides no letter and is common in pasted links; it is not worth a second scan.
    if (!markup.has(decoded)) changed = true;
    copy(match.index);
    for (let k = 0; k < decoded.length; k++) offsets.push(match.index);
    out += decoded;
    from = match.index + match[0].length;
  }
  if (!changed) return undefined;
  copy(text.length);
  offsets.push(text.length);
  return { text: out, offsets: Int32Array.from(offsets) };
}

/** The text as a reader sees it after right-to-left overrides (U+202E … U+202C), or undefined without them. */
export function unreverse(text: string): Derived | undefined {
  const start = text.search(/[\u202e\u2067\u202b]/);
  if (start < 0) return undefined;
  const closing = text.slice(start + 1).search(/[\u202c\u2069\n]/);
  const end = closing < 0 ? text.length : start + 1 + closing;
  const order: number[] = [];
  for (let i = 0; i < start; i++) order.push(i);
  for (let i = end - 1; i > start; i--) {
    const low = text.charCodeAt(i);
    if (low >= 0xdc00 && low < 0xe000 && i - 1 > start) {
      order.push(i - 1, i);
      i--;
    } else order.push(i);
  }
  for (let i = end; i < text.length; i++) order.push(i);
  return { text: order.map((i) => text.charAt(i)).join(''), offsets: Int32Array.from([...order, text.length]) };
}
