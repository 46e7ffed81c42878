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
  /&#(\d{1,7});?|&#[xX]([0-9a-fA-F]{1,6});?|&(szlig|amp|lt|gt|quot|apos|nbsp|shy|zwnj|zwj|ast|commat|dollar|excl|period|hyphen|lowbar);|((?:%[0-9a-fA-F]{2})+)|\\u\{?([0-9a-fA-F]{4,5})\}?|\\x([0-9a-fA-F]{2})|&([a-zA-Z])(uml|acute|grave|circ|tilde|cedil|ring|slash);|(?<=\p{L})<(?:\/?[a-zA-Z]|!--)[^<>]{0,40}>(?=[\p{L}<])/gu;

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

/** Value of the escape `%XX` at an offset, -1 behind the end. */
function byteAt(row: string, at: number): number {
  return at + 3 <= row.length ? Number.parseInt(row.slice(at + 1, at + 3), 16) : -1;
}

/** The UTF-8 character whose escapes begin at an offset: code point and number of bytes; undefined when it is none. */
function utf8At(row: string, at: number): readonly [number, number] | undefined {
  const byte = byteAt(row, at);
  if (byte < 0x80) return byte > 0x20 && byte !== 0x7f ? [byte, 1] : undefined;
  const bytes = byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0;
  if (bytes === 0) return undefined;
  let code = byte & (0x7f >> bytes);
  for (let k = 1; k < bytes; k++) {
    const next = byteAt(row, at + 3 * k);
    if (next < 0x80 || next > 0xbf) return undefined;
    code = (code << 6) | (next & 0x3f);
  }
  const overlong = code < (bytes === 4 ? 0x10000 : bytes === 3 ? 0x800 : 0x80);
  return overlong || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? undefined : [code, bytes];
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
      for (const end = from + match[4].length; from < end;) {
        const decoded = utf8At(match[4], from - match.index);
        if (decoded === undefined) {
          copy(from + 3);
          continue;
        }
        changed = true;
        const char = String.fromCodePoint(decoded[0]);
        for (let k = 0; k < char.length; k++) offsets.push(from);
        out += char;
        from += 3 * decoded[1];
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
