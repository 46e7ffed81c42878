/** A word list set as it comes, from files or over the control bus. */
export type ListSource = {
  /** Chosen by whoever made it; undefined takes the hash of the entries. */
  version: string | undefined;
  /** Whether the built-in lists belong to it too. */
  base: 'builtin' | 'none';
  /** Texts in the list file format. */
  texts: readonly string[];
  /** Texts that must have a hit. */
  foul: readonly string[];
  /** Texts that must have none. */
  clean: readonly string[];
};

/**
 * Every set is tried on these, whatever it says of itself: a term like `a`, or one that matches Korean endings, would
 * silence every room at once.
 */
export const CLEAN_CANARIES: readonly string[] = [
  'hello everyone, good evening',
  'thanks, see you tomorrow at 18:00!',
  '안녕하세요 반갑습니다',
  '오늘 방송 재밌었어요 내일 또 봐요',
  'こんにちは、元気ですか',
  '大家好，今天天气很好',
  'buenos días a todos, ¿qué tal el año?',
  'guten Abend zusammen',
  'bonjour tout le monde',
  'всем привет, как дела',
  'bom dia, tudo bem?',
];
/** A set that builds on the built-in lists must still find these. */
export const FOUL_CANARIES: readonly string[] = ['씨발', 'what the fuck'];
