/** A stretch of a message's text: as it is, a web address, or a word that was starred out. */
export interface Part {
  kind: 'text' | 'link' | 'masked';
  text: string;
}

const LINK = /https?:\/\/[^\s<>"'`{}|\\^]+/giu;
const STARS = /\*{2,}/gu;
/** Marks that end a sentence rather than an address. */
const TAIL = /[.,:;!?)\]}…。，、！？]+$/u;

/** More than one blank line in a row. */
const BLANK_LINES = /\r?\n(?:[^\S\n]*\n){2,}/gu;
/** Marks that turn the reading direction of what follows, whatever its letters say: they only ever mislead. */
const OVERRIDES = /[\u202d\u202e]/gu;

/** A text as it is shown: nobody pushes the others' messages off the screen, or turns letters around. */
export function tidied(text: string): string {
  return text.replace(BLANK_LINES, '\n\n').replace(OVERRIDES, '');
}

/** A text that fills more of the screen than this, in lines and characters, is folded. */
export const FOLD_LINES = 12;
export const FOLD_CHARACTERS = 700;

export function isLong(text: string): boolean {
  return text.length > FOLD_CHARACTERS || text.split('\n', FOLD_LINES + 1).length > FOLD_LINES;
}

/** Cuts a text into parts. Only http and https become links; everything else stays text. */
export function partsOf(text: string, masked: boolean): Part[] {
  const parts: Part[] = [];
  let at = 0;
  const plain = (until: number): void => {
    if (until > at) parts.push(...(masked ? maskedParts(text.slice(at, until)) : [textPart(text.slice(at, until))]));
    at = until;
  };
  for (const found of text.matchAll(LINK)) {
    const link = found[0].replace(TAIL, '');
    if (!isAddress(link)) continue;
    plain(found.index);
    parts.push({ kind: 'link', text: link });
    at = found.index + link.length;
  }
  plain(text.length);
  return parts;
}

function maskedParts(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const found of text.matchAll(STARS)) {
    if (found.index > at) parts.push(textPart(text.slice(at, found.index)));
    parts.push({ kind: 'masked', text: found[0] });
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push(textPart(text.slice(at)));
  return parts;
}

const textPart = (text: string): Part => ({ kind: 'text', text });

function isAddress(link: string): boolean {
  try {
    return new URL(link).hostname !== '';
  } catch {
    return false;
  }
}
