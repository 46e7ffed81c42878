import type { Lang } from './types.js';

/** Small words that give a language away. */
const smallWords: Readonly<Partial<Record<Lang, string>>> = {
  en: 'the and is are you of to it that was for on with this my your have i we they he she not be do what so im dont his her at if from just can get all',
  de: 'ich und der die das ist nicht ein eine einen zu sehr mit auf für wir sie er es den dem im war sind hab habe mein dein bin auch nur noch schon wie vom zum beim mir dir viel heute hat haben wird ganz bist van het een niet ik je dat ook zegt geen voor zo maar',
  fr: 'le la les des du est et je tu il elle une un pas que qui dans pour en ce cette nous vous sur avec mon ton son suis sont au aux plus on très ne ai mais',
  es: 'el la los las de que y en un una es por con para no mi tu su muy se lo está como pero más yo del al este esta hay tengo soy le',
  pt: 'o a os as de que e em um uma é por com para não meu seu minha muito se na no do da dos das está como mas mais eu você isso esse foi ao',
};

const languages = Object.keys(smallWords) as Lang[];
const owners = new Map<string, number>();
languages.forEach((lang, bit) => {
  for (const word of (smallWords[lang] ?? '').split(' ')) owners.set(word, (owners.get(word) ?? 0) | (1 << bit));
});

/** Longest stretch looked at, in UTF-16 units: a few dozen words settle it. */
const maxLength = 600;

/** Longest of the small words, in letters. */
const smallWordMax = Math.max(...[...owners.keys()].map((word) => word.length));

function isLetter(code: number): boolean {
  return (code > 0x60 && code < 0x7b) || (code > 0x40 && code < 0x5b) || code >= 0xc0;
}

/** How many small words of each language a text has. */
function countSmallWords(text: string): ReadonlyMap<Lang, number> {
  const counts = new Map<Lang, number>();
  const length = Math.min(text.length, maxLength);
  for (let from = 0, i = 0; i <= length; i++) {
    if (i < length && isLetter(text.charCodeAt(i))) continue;
    const bits = i > from && i - from <= smallWordMax ? (owners.get(text.slice(from, i).toLowerCase()) ?? 0) : 0;
    from = i + 1;
    if (bits === 0) continue;
    languages.forEach((lang, bit) => {
      if ((bits & (1 << bit)) !== 0) counts.set(lang, (counts.get(lang) ?? 0) + 1);
    });
  }
  return counts;
}

/** True when the text speaks another language than `lang`; with `needsOwn` also when nothing says it speaks `lang`. */
function speaksOther(counts: ReadonlyMap<Lang, number>, lang: Lang, needsOwn: boolean): boolean {
  const own = counts.get(lang) ?? 0;
  let other = 0;
  for (const [name, count] of counts) if (name !== lang && count > other) other = count;
  return other > own || (needsOwn && own === 0);
}

const languageNames =
  /독일어|프랑스어|스페인어|스웨덴어|네덜란드어|영어로|ドイツ語|フランス語|スペイン語|スウェーデン語|英語で|法语|法文|德语|西班牙语|瑞典语|французск|немецк|испанск|шведск|английск|\b(in|the) (french|german|spanish|swedish|dutch|danish)\b|schwedisch|\bin (norwegian|finnish|polish|turkish|hungarian|vietnamese|czech|icelandic|portuguese|italian|romanian|latin)\b|französisch|auf englisch|en anglais|suédois|en allemand|em francês|em alemão|em inglês|em sueco|en francés|en alemán|en inglés|en sueco/iu;

/** What every one of those has, and few messages do: much faster to look for. */
const mayNameLanguage = /[^\0-\x7f]|\b(?:in|en|em|auf) |schwed|franz/i;

/** True when a text talks about a language ("retard is French for late"): guarded words are quotations then. */
function namesLanguage(text: string): boolean {
  return mayNameLanguage.test(text) && languageNames.test(text.slice(0, maxLength));
}

/** What is known of one text's language, looked at when a guarded word first asks. */
export class LanguageGuard {
  #text = '';
  #smallWords: ReadonlyMap<Lang, number> | undefined;
  #namesLanguage: boolean | undefined;

  /** Begins with another text. */
  load(text: string): void {
    this.#text = text;
    this.#smallWords = undefined;
    this.#namesLanguage = undefined;
  }

  /** True when words of `lang` mean something else here; of an allow-list entry, which has none, never. */
  foreign(lang: Lang | undefined, needsOwn: boolean): boolean {
    if (lang === undefined) return false;
    this.#smallWords ??= countSmallWords(this.#text);
    this.#namesLanguage ??= namesLanguage(this.#text);
    return this.#namesLanguage || speaksOther(this.#smallWords, lang, needsOwn);
  }
}
