import type { Random } from './random.js';

const CLEAN = [
  '오늘 방송 정말 재미있어요',
  '안녕하세요, 처음 왔어요',
  '다음 곡 신청해도 되나요',
  '저녁은 드셨어요? 저는 김밥 먹었어요',
  '소리가 조금 작아요, 볼륨 올려 주세요',
  'hello from the back row',
  'that was a great play, well done',
  'can somebody share the schedule',
  'see you tomorrow at the same time',
  'coffee first, then the second half',
];
/** Words that every list of the kind has; a message with one of them must never be seen. */
const BAD_WORDS = ['씨발', '개새끼', 'fuck you', 'motherfucker'];

export type Text = { text: string; bad: boolean };

/** A text that names its sender and its number, now and then with a word in it that must not be seen. */
export function makeText(random: Random, member: string, number: number, badShare: number): Text {
  const bad = random.chance(badShare);
  const clean = random.pick(CLEAN);
  const text = bad ? `${clean} ${random.pick(BAD_WORDS)} ${clean}` : clean;
  return { text: `${text} (${member}, ${number})`, bad };
}

export const hasBadWord = (text: string): boolean => BAD_WORDS.some((word) => text.includes(word));
