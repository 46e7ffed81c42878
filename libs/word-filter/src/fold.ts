import { conjoiningToCompat } from './hangul.js';

/** Classes of units, the first step's view of a character. */
export const OTHER = 0;
export const SPACE = 1;
export const PUNCT = 2;
export const IGNORE = 3;
export const DIGIT = 4;
export const LATIN = 5;
export const HANGUL = 6;
export const JAMO = 7;
export const CJK = 8;
export const CYRILLIC = 9;
/** A symbol that may stand for a Latin letter (`@`, `$`, `!`). */
export const LEET = 10;
const EXPAND = 11;
const SURROGATE = 12;
const VOICED_MARK = 13;
/** Not looked up in Unicode's tables yet: done when a text first has the character, since few ever do. */
const UNKNOWN = 14;

/** Value bits of a LATIN unit: letter 1–26, then flags. */
export const LETTER = 0x1f;
export const UPPER = 0x20;
export const MARKED = 0x40;
/** A letter of another script that only looks Latin. */
export const LOOKALIKE = 0x80;

/** Flags of a whole text: `1 << class` for every class seen, and what calls for the slow path. */
export const HAS_STAR = 1 << 16;
export const HAS_ESCAPE = 1 << 17;
export const HAS_BIDI = 1 << 18;
/** A sign that may hide or draw a Korean syllable (`병*`, `^^ㅣ발`). */
export const HAS_MASK = 1 << 20;

/** Value of the PUNCT unit that lengthens a kana. */
export const LONG_MARK = 1;
/** Value of PUNCT units that hide a character (`*`, `○`). */
export const MASK_SIGN = 2;

/** Value of the PUNCT unit `^`, half a ㅆ in `^^ㅣ발`. */
export const CARET = 3;

/** Middle finger, kept as a CJK unit so that a list can name it. */
const middleFinger = 0xe000;
/** Pictures that stand for the characters of animals in Chinese chat (`你🐴死了`). */
const animals: ReadonlyMap<number, number> = new Map([
  [0x1f434, '马'.charCodeAt(0)],
  [0x1f40e, '马'.charCodeAt(0)],
  [0x1f414, '鸡'.charCodeAt(0)],
]);

export const cyrillicLetters = 'абвгдежзийклмнопрстуфхцчшщъыьэюя';

const leetLetters: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '€': 'e',
  '¢': 'c',
  '£': 'l',
  '¡': 'i',
};

/** Letters that Unicode does not decompose, by what they look like. */
const lookalikes: readonly (readonly [string, string])[] = [
  ['ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnoprstuvwyz'],
  ['øđłħıðþŋɑɡɩʋßẞɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎƒʄɓɗɖƙɲƥʂƈʈꞓ', 'odlhidpnagivssacefghijkmrtvwyffbddknpscktc'],
  ['ꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜꓮ', 'bcdefghijklmnoprstuvwxyza'],
  ['₣ɄɆ₵₭₮₴₱₦₳₲ⱧⱠɃƗØŦ', 'fuecktspnaghlbiot'],
  ['ᗩᗷᑕᗪᖴᕼᒍᒪᗰᑎᑭᖇᔕᑌᐯᗯᘔ', 'abcdfhjlmnprsuvwz'],
  ['ꞙꞗꞟµ', 'fbuu'],
  ['ᎪᏴᏟᎠᎬᎰᏀᎻᏆᎫᏦᏞᎷΝᏢᏒᏚᎢᏌᏙᎳᎩᏃ', 'abcdefghijklmnprstuvwyz'],
];
/**
 * Fillers, the blank Braille cell, the byte order mark, which a browser's \s takes for a space, and the tones that
 * follow Bopomofo.
 */
const invisible: ReadonlySet<number> = new Set([
  0x3164, 0x115f, 0x1160, 0x2800, 0xfeff, 0x2c7, 0x2c9, 0x2ca, 0x2cb, 0x2d9,
]);
const greekLetters: readonly (readonly [string, string])[] = [
  ['αβγδεζηθικλμνοπρστυφχψωϝϲϳ', 'abydeznoikauvonpotufxywfcj'],
  ['ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩϜϹ', 'abraezhoikamneonpetyoxyofc'],
];
const armenian: readonly (readonly [string, string])[] = [['ոսօհցքզւպ', 'nuohgqqlu']];

const traditional =
  '媽幹雞賤騷廢腦殘滾豬爛貨蕩陰莖傢歡習歲殺長國條兒個們體傷號舊術強姦鷄鳮麼這還沒婦嗎馬處獸臥乾買賣婬騙閹龜雜種禿歐驢錢糞蕭樓禍瑪爺丟頂撲僕鏟犢機養孫鱉東斷絕賬渾壞癟痺頭裝筆幣嗶鯊碼進會樣窩幾內顏飛擼槍約' +
  '羣亂鮑魚黃車綠褲襠癢麗臺灣燦陸蟲戀變態聾蠻蓋紅睪門愛陽洩發輪後魷優爾韓絲畢紗醜膽閉遠給經惡討厭簫幫視頻麥擬學薩記勢細貓間屬緣場練勞縱節辦盤廣當終過產較賽糧語漸復書藥說來縣鄉話電誼墊懷帶穢貴驕鱈圖儀項無' +
  '擊匯錯彈戰邊島難燉駝歷臉礙聯藝換動躍敗類報評準側隸羅萊塊蘭禮聲腳親師醫單見議遺飯湯廚氣齡數鏡鏈圍閨鄰妝擇連寶趕鳩戇隊務遊戲鎮區鮮鐵繩將懶';
const simplified =
  '妈干鸡贱骚废脑残滚猪烂货荡阴茎家欢习岁杀长国条儿个们体伤号旧术强奸鸡鸡么这还没妇吗马处兽卧干买卖淫骗阉龟杂种秃欧驴钱粪萧楼祸玛爷丢顶扑仆铲犊机养孙鳖东断绝账浑坏瘪痹头装笔币哔鲨码进会样窝几内颜飞撸枪约' +
  '群乱鲍鱼黄车绿裤裆痒丽台湾灿陆虫恋变态聋蛮盖红睾门爱阳泄发轮后鱿优尔韩丝毕纱丑胆闭远给经恶讨厌箫帮视频麦拟学萨记势细猫间属缘场练劳纵节办盘广当终过产较赛粮语渐复书药说来县乡话电谊垫怀带秽贵骄鳕图仪项无' +
  '击汇错弹战边岛难炖驼历脸碍联艺换动跃败类报评准侧隶罗莱块兰礼声脚亲师医单见议遗饭汤厨气龄数镜链围闺邻妆择连宝赶鸠戆队务游戏镇区鲜铁绳将懒';
const smallKana = 'ぁぃぅぇぉっゃゅょゎ';
const bigKana = 'あいうえおつやゆよわ';

/** What becomes of each code unit: its value in 16 bits, its class in 4 above them, and then ASIDE. */
const folds = new Int32Array(0x10000);
const CLASS_AT = 16;
/** Set where more than the code unit itself decides, or where something has to be noted: one test tells them all. */
const ASIDE = 1 << 20;
/** Conjoining jamo have values below this. */
const conjoiningEnd = 0x1200;
const expansions = new Map<number, string>();
const astralClass = new Uint8Array(0x500);
const astralValue = new Uint16Array(0x500);

function set(code: number, cls: number, value = 0): void {
  folds[code] = value | (cls << CLASS_AT) | (needsLook(code, cls, value) ? ASIDE : 0);
}

/** Punctuation that hides letters or begins an escape, beside blots. */
const watched = '*#%-_&\\<';

function needsLook(code: number, cls: number, value: number): boolean {
  switch (cls) {
    case IGNORE:
    case EXPAND:
    case SURROGATE:
    case VOICED_MARK:
    case UNKNOWN:
      return true;
    case PUNCT:
      return value > LONG_MARK || watched.includes(String.fromCharCode(code)) || isBlot(code);
    case JAMO:
      return value < conjoiningEnd;
    default:
      return false;
  }
}

function valueOf(code: number): number {
  return (folds[code] as number) & 0xffff;
}

function foldCjk(code: number): number {
  const char = String.fromCharCode(code);
  const t = traditional.indexOf(char);
  if (t >= 0) return simplified.charCodeAt(t);
  if (code >= 0x30a1 && code <= 0x30f6) return foldCjk(code - 0x60);
  const small = smallKana.indexOf(char);
  return small >= 0 ? bigKana.charCodeAt(small) : code;
}

function setPlain(code: number, char: string): boolean {
  if (code >= 0x61 && code <= 0x7a) set(code, LATIN, code - 0x60);
  else if (code >= 0x41 && code <= 0x5a) set(code, LATIN, (code - 0x40) | UPPER);
  else if (code >= 0x30 && code <= 0x39) set(code, DIGIT, code - 0x30);
  else if (leetLetters[char] !== undefined) set(code, LEET, leetLetters[char].charCodeAt(0) - 0x60);
  else if (code >= 0x3131 && code <= 0x3163) set(code, JAMO, code);
  else if (invisible.has(code)) set(code, IGNORE);
  else if (conjoiningToCompat(code) !== '') set(code, JAMO, code);
  else if (code === 0x30fc || code === 0xff70) set(code, PUNCT, LONG_MARK);
  else if (code === 0x3099 || code === 0x309b) set(code, VOICED_MARK, 1);
  else if (code === 0x309a || code === 0x309c) set(code, VOICED_MARK, 2);
  else if (
    (code >= 0x3041 && code <= 0x3096) ||
    (code >= 0x30a1 && code <= 0x30f6) ||
    (code >= 0x3105 && code <= 0x312f) ||
    code === 0x3005
  )
    set(code, CJK, foldCjk(code));
  else return false;
  return true;
}

/** Cyrillic letters of other languages than Russian, by the Latin letter they look like. */
const rareCyrillic = 'ѕјԛԝһғҝқңүұҳәөҫҽӏԁғ';
const rareCyrillicLatin = 'sjqwhfkknyyxeoceldf';

function setCyrillic(code: number, char: string): boolean {
  if (code < 0x400 || code > 0x52f) return false;
  let letter = char.toLowerCase();
  if (letter === 'ё' || letter === 'є') letter = 'е';
  if (letter === 'і' || letter === 'ї') {
    set(code, LATIN, 9 | LOOKALIKE);
    return true;
  }
  if (cyrillicLetters.indexOf(letter) < 0) letter = letter.normalize('NFD').charAt(0);
  const index = cyrillicLetters.indexOf(letter);
  if (index < 0) {
    const rare = rareCyrillic.indexOf(letter);
    if (rare < 0) return false;
    set(code, LATIN, (rareCyrillicLatin.charCodeAt(rare) - 0x60) | LOOKALIKE);
    return true;
  }
  set(code, CYRILLIC, (index + 1) | (letter === char ? 0 : UPPER << 3));
  return true;
}

/** Class of a code unit, looked up in Unicode's tables if need be. */
function classOf(code: number): number {
  if (knownClass(code) === UNKNOWN) classify(code);
  return knownClass(code);
}

function knownClass(code: number): number {
  return ((folds[code] as number) >>> CLASS_AT) & 0xf;
}

function classify(code: number): void {
  const char = String.fromCharCode(code);
  if (setPlain(code, char) || setCyrillic(code, char)) return;
  const compat = char.normalize('NFKC');
  if (compat !== char) {
    if (compat.length === 1) {
      set(code, classOf(compat.charCodeAt(0)), valueOf(compat.charCodeAt(0)));
      return;
    }
    const letters = [...compat].filter((c) => /[\p{L}\p{N}]/u.test(c)).join('');
    if (letters.length > 0 && !/\p{Script=Arabic}/u.test(letters)) {
      expansions.set(code, letters);
      set(code, EXPAND);
      return;
    }
  }
  const base = char.normalize('NFD');
  if (base.length > 1 && /^[a-zA-Z]/.test(base)) {
    const letter = base.charCodeAt(0);
    set(code, LATIN, (letter & 0x1f) | MARKED | (letter < 0x60 ? UPPER : 0));
  } else if (/\s/u.test(char)) set(code, SPACE);
  else if (/[\p{M}\p{Cf}]/u.test(char)) set(code, IGNORE);
  else if (/[\p{L}\p{N}]/u.test(char)) set(code, OTHER);
  else set(code, PUNCT);
}

function fillTables(): void {
  folds.fill((SURROGATE << CLASS_AT) | ASIDE, 0xd800, 0xe000);
  folds.fill(PUNCT << CLASS_AT, 0xe000, 0xf900);
  for (const [from, to] of [
    [0x530, 0x33ff],
    [0xa490, 0xabff],
    [0xf900, 0xffff],
  ] as const)
    folds.fill((UNKNOWN << CLASS_AT) | ASIDE, from, to + 1);
  for (let code = 0; code < 0x530; code++) classify(code);
  for (let code = 0x1100; code < 0x1200; code++) classify(code);
  set(0xe001, CJK, 0xe001);
  for (let code = 0x3400; code < 0xa000; code++) set(code, CJK, code);
  for (let i = 0; i < traditional.length; i++) set(traditional.charCodeAt(i), CJK, simplified.charCodeAt(i));
  for (let code = 0xac00; code <= 0xd7a3; code++) set(code, HANGUL, code);
  for (const [from, to] of lookalikes)
    [...from].forEach((char, i) => {
      set(char.charCodeAt(0), LATIN, to.charCodeAt(i) & 0x1f);
    });
  for (const [from, to] of [...greekLetters, ...armenian])
    [...from].forEach((char, i) => {
      set(char.charCodeAt(0), LATIN, (to.charCodeAt(i) & 0x1f) | LOOKALIKE);
    });
  for (const [code, text] of [
    [0xe6, 'ae'],
    [0xc6, 'ae'],
    [0x153, 'oe'],
    [0x152, 'oe'],
    [0xdf, 'ss'],
  ] as const) {
    expansions.set(code, text);
    set(code, EXPAND);
  }
  for (const sign of '*○●◯×〇✕□＊') set(sign.charCodeAt(0), PUNCT, MASK_SIGN);
  set(0x5e, PUNCT, CARET);
  fillAstral();
}

/** Astral blocks of styled Latin letters and digits: U+1D400–U+1D7FF at 0, U+1F100–U+1F1FF at 0x400. */
function fillAstral(): void {
  for (let slot = 0; slot < 0x500; slot++) {
    const code = slot < 0x400 ? 0x1d400 + slot : 0x1f100 + slot - 0x400;
    const plain = String.fromCodePoint(code)
      .normalize('NFKC')
      .replace(/[^a-zA-Z0-9\u0370-\u03ff]/g, '');
    let unit = plain.length === 1 ? plain.charCodeAt(0) : 0;
    if (code >= 0x1f150 && code <= 0x1f169) unit = 0x61 + code - 0x1f150;
    else if (code >= 0x1f170 && code <= 0x1f189) unit = 0x61 + code - 0x1f170;
    else if (code >= 0x1f1e6) unit = 0x61 + code - 0x1f1e6;
    astralClass[slot] = unit === 0 ? PUNCT : classOf(unit);
    astralValue[slot] = unit === 0 ? 0 : valueOf(unit) & ~UPPER;
  }
}

fillTables();

/** Conjoining jamo at an offset, half-width and circled forms folded; 0 when there is none. */
function jamoAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  return knownClass(code) === JAMO ? valueOf(code) : 0;
}

/** Katakana, full or half width. */
export function isKatakanaCode(code: number): boolean {
  return (code >= 0x30a1 && code <= 0x30fa) || (code >= 0xff66 && code <= 0xff9d);
}

/** Blocks, squares and dots that cover a letter (`f█ck`). */
export function isBlot(code: number): boolean {
  return (code >= 0x2580 && code <= 0x25ff) || code === 0x2022 || code === 0x2b1b;
}

/** True for a dash right behind an ASCII letter and before a letter or another of its kind. */
function hidesLetters(text: string, i: number, code: number): boolean {
  const before = text.charCodeAt(i - 1) | 0x20;
  const after = text.charCodeAt(i + 1);
  return before > 0x60 && before < 0x7b && (after === code || ((after | 0x20) > 0x60 && (after | 0x20) < 0x7b));
}

/** True for a sign that may begin an entity, a tag inside a word, a percent escape or one of a programming language. */
function beginsEscape(text: string, i: number, code: number): boolean {
  const after = text.charCodeAt(i + 1) | 0x20;
  switch (code) {
    case 0x26: // &
      return (after > 0x60 && after < 0x7b) || text.charCodeAt(i + 1) === 0x23;
    case 0x25: // %
      return (after > 0x2f && after < 0x3a) || (after > 0x60 && after < 0x67);
    case 0x5c: // backslash
      return after === 0x75 || after === 0x78;
    case 0x3c: // <
      return isTag(text, i);
    default:
      return false;
  }
}

/** A `<` that may open a tag inside a word: a letter before it, a letter or slash behind. */
function isTag(text: string, i: number): boolean {
  const before = text.charCodeAt(i - 1);
  const after = text.charCodeAt(i + 1);
  return before > 0x40 && before !== 0x3000 && (after === 0x2f || after === 0x21 || (after > 0x40 && after < 0x7b));
}

/** A text as units: one per visible character, styled forms folded, invisible ones gone, source offsets kept. */
export class Units {
  cls = new Uint8Array(256);
  val = new Uint16Array(256);
  /** Source offset of each unit. */
  pos = new Int32Array(256);
  /** Source offset after each unit. */
  end = new Int32Array(256);
  count = 0;
  flags = 0;
  /** First and last unit that hides letters, or may: stars, blots, dashes. The first is beyond the last when there is none. */
  firstStar = 0;
  lastStar = -1;

  /** Reads a text; cost grows with its length only. */
  load(text: string): void {
    const length = text.length;
    this.count = 0;
    this.flags = 0;
    if (this.cls.length < length + 4) this.#grow(length);
    let { cls, val, pos, end } = this;
    let flags = 0;
    let n = 0;
    this.firstStar = length;
    this.lastStar = -1;
    for (let i = 0; i < length; i++) {
      let code = 0;
      // No call in here: what is known of the arrays holds from one unit to the next then.
      for (; i < length; i++) {
        code = text.charCodeAt(i);
        const fold = folds[code] as number;
        if (fold >= ASIDE) break;
        const c = fold >>> CLASS_AT;
        cls[n] = c;
        val[n] = fold;
        pos[n] = i;
        end[n] = i + 1;
        n = (n + 1) | 0;
        flags |= 1 << c;
      }
      if (i === length) break;
      this.count = n;
      i = this.#look(text, i, code);
      n = this.count;
      ({ cls, val, pos, end } = this);
    }
    this.count = n;
    this.flags |= flags;
  }

  /** Reads what is not a unit by itself, or has to be noted. Returns the last offset taken. */
  #look(text: string, i: number, code: number): number {
    const c = knownClass(code);
    const n = this.count;
    switch (c) {
      case IGNORE:
        if (code >= 0x202a && code <= 0x2069) this.flags |= HAS_BIDI;
        return i;
      case PUNCT:
        if (code === 0x5f && this.#drawnU(text, i)) return i + 1;
        this.#note(text, i, code);
        this.#push(PUNCT, valueOf(code), i, i + 1, text.length - i);
        return i;
      case JAMO: {
        const taken = this.#compose(text, i, n);
        this.flags |= 1 << (this.cls[n] as number);
        this.count = n + 1;
        return i + taken - 1;
      }
      default:
        return this.#special(text, i, code, c);
    }
  }

  /** `|_|` between letters is a drawn u. Its first bar is a unit already, and becomes it. */
  #drawnU(text: string, i: number): boolean {
    if (text.charCodeAt(i - 1) !== 0x7c || text.charCodeAt(i + 1) !== 0x7c) return false;
    const bar = this.count - 1;
    if (bar < 1 || this.cls[bar - 1] !== LATIN || knownClass(text.charCodeAt(i + 2)) !== LATIN) return false;
    this.cls[bar] = LATIN;
    this.val[bar] = ('u'.charCodeAt(0) & LETTER) | LOOKALIKE;
    this.end[bar] = i + 2;
    return true;
  }

  /** Notes punctuation that may hide letters, draw one or begin an escape. */
  #note(text: string, i: number, code: number): void {
    if (valueOf(code) > LONG_MARK) this.flags |= HAS_MASK;
    const dash = code === 0x2d || code === 0x5f;
    if (code === 0x2a || code === 0x23 || code === 0x25 || dash || isBlot(code)) {
      if (this.lastStar < 0) this.firstStar = this.count;
      this.lastStar = this.count;
      if (!dash || hidesLetters(text, i, code)) this.flags |= HAS_STAR;
    }
    if (beginsEscape(text, i, code)) this.flags |= HAS_ESCAPE;
  }

  #grow(length: number): void {
    // Expansions give at most a handful of units per code unit; they grow the arrays themselves.
    const size = 2 ** Math.ceil(Math.log2(length + 64));
    const widen = <T extends Uint8Array | Uint16Array | Int32Array>(old: T, next: T): T => {
      next.set(old.subarray(0, this.count));
      return next;
    };
    this.cls = widen(this.cls, new Uint8Array(size));
    this.val = widen(this.val, new Uint16Array(size));
    this.pos = widen(this.pos, new Int32Array(size));
    this.end = widen(this.end, new Int32Array(size));
  }

  #push(cls: number, value: number, from: number, to: number, remaining: number): void {
    if (this.count + remaining + 4 >= this.cls.length) this.#grow(2 * this.cls.length);
    const n = this.count++;
    this.cls[n] = cls;
    this.val[n] = value;
    this.pos[n] = from;
    this.end[n] = to;
    this.flags |= 1 << cls;
  }

  /** Conjoining jamo: an initial with its vowel and final make one syllable, others stand alone. Writes unit n. */
  #compose(text: string, i: number, n: number): number {
    const own = valueOf(text.charCodeAt(i));
    const initial = own - 0x1100;
    const vowel = jamoAt(text, i + 1) - 0x1161;
    let taken = 1;
    if (initial >= 0 && initial <= 18 && vowel >= 0 && vowel <= 20) {
      const final = jamoAt(text, i + 2) - 0x11a7;
      taken = final >= 1 && final <= 27 ? 3 : 2;
      this.cls[n] = HANGUL;
      this.val[n] = 0xac00 + initial * 588 + vowel * 28 + (taken === 3 ? final : 0);
    } else {
      const compat = conjoiningToCompat(own);
      this.cls[n] = JAMO;
      this.val[n] = compat.charCodeAt(0);
    }
    this.pos[n] = i;
    this.end[n] = i + taken;
    return taken;
  }

  /** Surrogates, expansions and voiced marks. Returns the last offset taken. */
  #special(text: string, i: number, code: number, c: number): number {
    const rest = text.length - i;
    if (c === UNKNOWN) {
      classify(code);
      return i - 1;
    }
    if (c === VOICED_MARK) {
      this.#voice(valueOf(code), text, i);
      return i;
    }
    if (c === EXPAND) {
      for (const char of expansions.get(code) ?? '') {
        const unit = char.charCodeAt(0);
        const cls = classOf(unit);
        if (cls <= LEET && cls !== IGNORE) {
          const conjoining = cls === JAMO && unit < conjoiningEnd;
          this.#push(cls, conjoining ? conjoiningToCompat(unit).charCodeAt(0) : valueOf(unit), i, i + 1, rest);
        }
      }
      return i;
    }
    const low = text.charCodeAt(i + 1);
    if (code > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) {
      this.#push(PUNCT, 0, i, i + 1, rest);
      return i;
    }
    const point = ((code - 0xd800) << 10) + (low - 0xdc00) + 0x10000;
    if (point >= 0xe0000 && point < 0xe1000) return i + 1;
    const animal = animals.get(point);
    if (point >= 0x1d400 && point < 0x1d800)
      this.#push(astralClass[point - 0x1d400] ?? 0, astralValue[point - 0x1d400] ?? 0, i, i + 2, rest);
    else if (point >= 0x1f100 && point < 0x1f200)
      this.#push(astralClass[point - 0x1f100 + 0x400] ?? 0, astralValue[point - 0x1f100 + 0x400] ?? 0, i, i + 2, rest);
    else if (point === 0x1f595) this.#push(CJK, middleFinger, i, i + 2, rest);
    else if (animal !== undefined) this.#push(CJK, animal, i, i + 2, rest);
    else if (point >= 0x1f3fb && point <= 0x1f3ff) return i + 1;
    else this.#push(point >= 0x1f000 && point < 0x20000 ? PUNCT : OTHER, 0, i, i + 2, rest);
    return i + 1;
  }

  /** A kana that took the mark behind it. */
  #isMarked(unit: number): boolean {
    const kana = this.cls[unit] === CJK && (this.val[unit] as number) < 0x3100;
    return kana && (this.end[unit] as number) - (this.pos[unit] as number) === 2;
  }

  /**
   * A voiced mark changes the kana before it. Where it cannot (`ね゛`), the marks around are groans, and change none of
   * their neighbours either.
   */
  #voice(kind: number, text: string, i: number): void {
    const n = this.count - 1;
    if (n < 0 || this.cls[n] !== CJK) return;
    const aside = n > 0 ? (this.end[n - 1] as number) : i;
    if (aside < (this.pos[n] as number) && knownClass(text.charCodeAt(aside)) === VOICED_MARK) return;
    const before = this.val[n] as number;
    const canVoice =
      kind === 1
        ? (before >= 0x304b && before <= 0x3062 && before % 2 === 1) ||
          before === 0x3064 ||
          before === 0x3066 ||
          before === 0x3068
        : false;
    const ha = before >= 0x306f && before <= 0x307d && (before - 0x306f) % 3 === 0;
    if (canVoice) this.val[n] = before + 1;
    else if (ha) this.val[n] = before + kind;
    else {
      for (let k = n - 1; k >= 0 && this.#isMarked(k); k--) {
        const voiced = this.val[k] as number;
        this.val[k] = voiced - (voiced > 0x306f && voiced < 0x307e ? (voiced - 0x306f) % 3 : 1);
      }
      return;
    }
    this.end[n] = i + 1;
  }
}

const scratch = new Units();

/** Folds one character of a list entry as the scanner folds a text: class and value of its units. */
export function foldUnits(text: string): { readonly cls: number; readonly val: number }[] {
  const units = scratch;
  units.load(text);
  const folded: { cls: number; val: number }[] = [];
  for (let i = 0; i < units.count; i++) folded.push({ cls: units.cls[i] as number, val: units.val[i] as number });
  return folded;
}
