/** The part of a keyboard event that decides whether Enter sends. */
export interface Key {
  key: string;
  keyCode: number;
  isComposing: boolean;
  shiftKey: boolean;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
}

/**
 * Whether this key press sends. While Hangul (or any script with an input method) is being composed, Enter ends the
 * syllable instead: browsers say so with isComposing, Safari and older ones with keyCode 229 after the composition.
 */
export function sends(event: Key): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey === true) return false;
  return !event.isComposing && event.keyCode !== 229;
}
