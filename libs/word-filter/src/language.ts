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

/** Longest stretch looked at, in UTF-16 units: a few dozen words settle it. */
const maxLength = 600;

/** Small letter of an ASCII or Latin-1 capital; every other code unit as it is. */
function small(code: number): number {
  return (code > 0x40 && code < 0x5b) || (code >= 0xc0 && code <= 0xde && code !== 0xd7) ? code | 0x20 : code;
}

/** Hash of a word so far and one more letter: no word of a text is cut out to be looked up. */
const hashed = (hash: number, code: number): number => Math.imul(hash, 0x01000193) ^ code;

/** Languages by the hash of a small word, one bit each. */
const owners = new Map<number, number>();
let smallWordMax = 0;
languages.forEach((lang, bit) => {
  for (const word of (smallWords[lang] ?? '').split(' ')) {
    let hash = 0;
    for (let i = 0; i < word.length; i++) hash = hashed(hash, word.charCodeAt(i));
    owners.set(hash, (owners.get(hash) ?? 0) | (1 << bit));
    smallWordMax = Math.max(smallWordMax, word.length);
  }
});

function isLetter(code: number): boolean {
  return (code > 0x60 && code < 0x7b) || (code > 0x40 && code < 0x5b) || code >= 0xc0;
}

/** True for a letter between spaces; one between signs may belong to a word that is spelled out (`p-u-t-e`). */
function standsApart(text: string, at: number): boolean {
  return (at === 0 || text.charCodeAt(at - 1) === 0x20) && (at + 1 >= text.length || text.charCodeAt(at + 1) === 0x20);
}

/** How many small words of each language a text has, in the order of `languages`. */
function countSmallWords(text: string, counts: Uint16Array): void {
  counts.fill(0);
  const length = Math.min(text.length, maxLength);
  let hash = 0;
  for (let from = 0, i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 0;
    if (isLetter(code)) {
      hash = hashed(hash, small(code));
      continue;
    }
    let bits =
      i > from && i - from <= smallWordMax && (i > from + 1 || standsApart(text, from)) ? (owners.get(hash) ?? 0) : 0;
    hash = 0;
    from = i + 1;
    for (let bit = 0; bits !== 0; bit++, bits >>= 1) if ((bits & 1) !== 0) counts[bit] = (counts[bit] as number) + 1;
  }
}

/** True when the text speaks another language than `lang`; with `needsOwn` also when nothing says it speaks `lang`. */
function speaksOther(counts: Uint16Array, lang: Lang, needsOwn: boolean): boolean {
  const at = languages.indexOf(lang);
  const own = at < 0 ? 0 : (counts[at] as number);
  let other = 0;
  for (let i = 0; i < counts.length; i++) if (i !== at) other = Math.max(other, counts[i] as number);
  return other > own || (needsOwn && own === 0);
}

/**
 * How a text says that a word is another language's: the language named where it is not one's own, a country in a text of
 * another script, or what a word means. In English the mere name is no sign (`that German is a dick`).
 */
const foreignWords = new RegExp(
  [
    '프랑스|독일|스페인|스웨덴|네덜란드|덴마크|노르웨이|인도네시아|영어로|뜻[이은인으]',
    'フランス|ドイツ|スペイン|スウェーデン|オランダ|デンマーク|ノルウェー|インドネシア|英語で|の意味',
    '法国|法语|法文|德国|德语|西班牙|瑞典|荷兰|丹麦|挪威|印尼|意思是',
    'французск|франци|париж|немецк|германи|испанск|испани|шведск|швеци|английск|индонез|голландск|датск|означает',
    '\\b(?:in|the) (?:french|german|spanish|swedish|dutch|danish)\\b',
    '\\bin (?:norwegian|finnish|polish|turkish|hungarian|vietnamese|czech|icelandic|portuguese|italian|romanian|latin|indonesian|malay|france|germany|sweden|spain|paris|lyon|berlin|munich|stockholm)\\b',
    '\\b(?:french|german|spanish|swedish|dutch|danish|norwegian|indonesian) (?:lessons?|words?|for|class|course|movies?|films?|keyboard|signs?|stations?|trains?|menu|dictionary)\\b',
    '\\bmeans\\b|\\bveut dire\\b|\\bbedeutet\\b|\\bsignifi(?:ca|e)\\b|\\bquer dizer\\b|\\bquiere decir\\b',
    'schwedisch|französisch|spanisch heißt|auf (?:englisch|spanisch|dänisch)',
    'en (?:anglais|allemand|espagnol|italien|néerlandais)|suédois',
    'em (?:francês|alemão|inglês|sueco|espanhol|italiano)|en (?:francés|alemán|inglés|sueco|italiano)',
  ].join('|'),
  'iu',
);

/** What every one of those has, and few messages do: much faster to look for. */
const mayTellForeign =
  /[국뜻語意国语文印]|프랑|독일|스페|스웨|네덜|덴마|노르|인도|영어|フラ|ドイ|スペ|スウ|オラ|デン|ノル|イン|西班|瑞典|荷兰|丹麦|挪威|[сц]к|ци|пари|герм|испа|индо|озна|means|dire|deut|signi|dizer|decir|schwed|franz|spani|su.dois|\b(?:in|the|auf|en|em) [a-z]|(?:french|german|ish|dutch|ian) /i;

/** True when a text talks about a language ("retard is French for late"): guarded words are quotations then. */
function namesLanguage(text: string): boolean {
  return mayTellForeign.test(text) && foreignWords.test(text.slice(0, maxLength));
}

/** What is known of one text's language, looked at when a guarded word first asks. */
export class LanguageGuard {
  #text = '';
  readonly #counts = new Uint16Array(languages.length);
  #asked = false;
  #namesLanguage = false;

  /** Begins with another text. */
  load(text: string): void {
    this.#text = text;
    this.#asked = false;
  }

  /** True when words of `lang` mean something else here; of an allow-list entry, which has none, never. */
  foreign(lang: Lang | undefined, needsOwn: boolean): boolean {
    if (lang === undefined) return false;
    if (!this.#asked) {
      this.#asked = true;
      countSmallWords(this.#text, this.#counts);
      this.#namesLanguage = namesLanguage(this.#text);
    }
    return this.#namesLanguage || speaksOther(this.#counts, lang, needsOwn);
  }
}
