/** Colours that names and their tiles can have; the style sheet has one class for each. */
export const TONES = 8;

/** The same colour for the same user everywhere (FNV-1a over the id). */
export function toneOf(user: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < user.length; i++) hash = Math.imul(hash ^ user.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % TONES;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first letter of a nickname as people see letters (an emoji of several code points is one). */
export function initialOf(nick: string): string {
  for (const { segment } of graphemes.segment(nick.trim())) return segment.toLocaleUpperCase();
  return '?';
}
