const KOREAN = {
  adjectives: [
    '느긋한',
    '다정한',
    '씩씩한',
    '엉뚱한',
    '조용한',
    '반가운',
    '용감한',
    '포근한',
    '재빠른',
    '수줍은',
    '명랑한',
    '슬기로운',
    '따뜻한',
    '상냥한',
    '든든한',
    '활기찬',
  ],
  animals: [
    '여우',
    '수달',
    '고래',
    '두루미',
    '다람쥐',
    '고양이',
    '강아지',
    '너구리',
    '토끼',
    '사슴',
    '부엉이',
    '펭귄',
    '참새',
    '거북이',
    '호랑이',
    '고슴도치',
  ],
};
const ENGLISH = {
  adjectives: [
    'Calm',
    'Kind',
    'Brave',
    'Quiet',
    'Sunny',
    'Swift',
    'Gentle',
    'Clever',
    'Merry',
    'Bold',
    'Cozy',
    'Bright',
    'Lucky',
    'Witty',
    'Warm',
    'Lively',
  ],
  animals: [
    'Fox',
    'Otter',
    'Whale',
    'Crane',
    'Squirrel',
    'Cat',
    'Puppy',
    'Raccoon',
    'Rabbit',
    'Deer',
    'Owl',
    'Penguin',
    'Sparrow',
    'Turtle',
    'Tiger',
    'Hedgehog',
  ],
};

/** True when Korean is wanted at least as much as any other language. */
export function prefersKorean(acceptLanguage: string): boolean {
  let best = 0;
  let korean = 0;
  for (const part of acceptLanguage.slice(0, 256).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const q = parameters
      .map((parameter) => /^\s*q=([01](?:\.\d*)?)\s*$/.exec(parameter)?.[1])
      .find((value) => value !== undefined);
    const weight = q === undefined ? 1 : Number(q);
    if (tag === 'ko' || tag.startsWith('ko-')) korean = Math.max(korean, weight);
    else if (tag !== '') best = Math.max(best, weight);
  }
  return korean > 0 && korean >= best;
}

/** Adjective, animal and number. `random` gives numbers from 0 up to 1. */
export function makeNickname(korean: boolean, random: () => number): string {
  const { adjectives, animals } = korean ? KOREAN : ENGLISH;
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? '';
  return `${pick(adjectives)} ${pick(animals)} ${1 + Math.floor(random() * 999)}`;
}
