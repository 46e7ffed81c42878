const WORDS =
  'the a we you they it today tonight tomorrow morning evening match song film stream train coffee garden river music ' +
  'great good fine nice slow fast early late maybe really never always again here there see play hear think like love ' +
  'want know wait come go look start end question answer idea plan 안녕하세요 오늘 경기 정말 재미있네요 내일 만나요';
const VOCABULARY = WORDS.split(' ');

/** Texts that a default word list refuses. */
export const BAD_TEXTS: readonly string[] = ['what the fuck is this', 'this is bullshit', 'fuck you all', '씨발 뭐야'];

/** Harmless text of `min` to `max` code points. */
export function makeText({ min, max }: { min: number; max: number }, random: () => number): string {
  const length = min + Math.floor(random() * (max - min + 1));
  let text = '';
  while (text.length < length)
    text += `${text === '' ? '' : ' '}${VOCABULARY[Math.floor(random() * VOCABULARY.length)] ?? ''}`;
  // A space at the end would be trimmed away.
  return text.slice(0, length).replace(/ $/, '.');
}
