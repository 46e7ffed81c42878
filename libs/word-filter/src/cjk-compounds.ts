import { CJK, type Units } from './fold.js';

// Chinese writes no spaces, so a foul word also arises where two everyday words meet: 路口 and 交通, 今日 and 你们. The
// characters here make a common word (of a segmenter's dictionary) with the first or the last character of foul words. A
// pair is left out where people do write it around the foul word (小鸡巴, 傻逼真).

/** What stands before a character in everyday words that end in it. */
const before: Readonly<Record<string, string>> = {
  日: '今抗一昨节近当平每明次昔生三中作数那七往几早假八五易二半十即前时两周四记连九终整六念待白多同夏素旭末旧庆百息度何冬吉烈改朝落红蔽某逐休余春',
  口: '出门一进港河胸汉伤开借窗户江山缺接入洞可海路南两对牲几随关张井胃渡淞插枪虎切叉垛封西牙亲满爽心沙三五十住改顺转龙脱谷巷袖家市决端',
  草: '起烟粮青杂稻花牧柴蒿甘仙茅荒野瑶芳枯本香麦潦虫药落百禾除割毒羊蒲异莎寄春水饲肠羞衣',
  机: '飞算手危动斗战升时司电炸随油相主客班发军洗耳话拍打视有乘趁投无该敌良生包输察练拉汽人',
  操: '曹体情贞节美早间',
  靠: '依可投停紧牢倚斜挂',
  装: '武安服改包伪西军童组套预',
  烂: '灿腐破糜稀砸绚溃朽霉',
  乱: '混叛战紊胡慌动内扰骚捣杂作缭忙暴错凌搅霍纷散脚',
  群: '人一建超狼种族鱼机羊畜社马筑逸少物成合集类',
  性: '女男理特定能活异惯方合极要慢急人习毒本属史造',
  去: '过失离望除夺',
  沙: '长泥黄风流散细金华新西南',
  支: '分一开两收枪三透几干总不地',
  约: '条大纽制节契签合预规公盟',
  兽: '野石走禽猛怪鸟',
  援: '支救外增声驰攀后',
  表: '代发华外仪体列手报图钟年',
  浪: '新波风流海巨热冲声',
  贱: '贵卑贫低微',
  黄: '金焦麻鹅蛋硫',
  北: '湖西东河华台江淮陕苏漠南以',
  狗: '搜小猎',
  基: '登太根氨羟',
  泥: '水淤污莓',
  他: '其吉',
  妈: '大姨姑老爹奶舅',
  畜: '牲家牧役幼禽',
  打: '攻单双拨拍敲',
  内: '国境省室市院门区场车校店队县',
  杀: '自屠谋暗',
  坏: '破损败毁腐好',
  麻: '芝',
  尼: '印',
  脑: '电头首大',
  骚: '牢',
  格: '价严风资',
  我: '自敌',
  握: '掌把',
  鸡: '卤烤炸公母火乌烧田珍撕',
  野: '视旷田朝原',
  杂: '复混夹繁嘈',
  淫: '奸荒卖',
  荡: '动扫震激',
  几: '十茶',
  踏: '脚践',
  苦: '痛辛艰',
  沃: '肥',
  龟: '海金',
  穆: '肃',
  炮: '火',
  莎: '丽温利',
  黑: '天漆乌',
  干: '树饼若相才骨',
  二: '第十',
};

/** What stands behind a character in everyday words that begin with it. */
const behind: Readonly<Record<string, string>> = {
  日: '期军益月报后历志趋夜渐记照用元内方光程语寇均隆间新数食产伪喀增晒常出落头耳立经文影圆积兴化神晷盛共全见',
  草: '案丛地甸场坪药拟堂书稿帽根料率鞋莓棚酸房席木本莽堆寇创包叶屋图坡庵海鱼类绳窝虫字垛编',
  死: '亡刑者伤囚神角罪尸因期敌讯结胎胡党灰忠',
  比: '较赛例萨如分重',
  交: '通流换给叉错谈汇代付替接警易往涉战界锋织互响配',
  公: '司路园里民元',
  那: '么些个里样时种边天位儿',
  人: '民口类员物才数士',
  生: '产',
  机: '票',
  炮: '弹兵塔台竹仗楼声火击轰灰',
  巴: '黎西基勒士掌结拿蜀铁',
  批: '准评判改发',
  笔: '记架者试墨直',
  马: '克蹄卡路桶',
  货: '币架款',
  蛋: '糕白黄',
  射: '击线程门灯箭手电速影',
  残: '疾',
  片: '刻面',
  奴: '隶才婢',
  穴: '位道',
  北: '京边部方侧面海极岸平大纬美宋约洋门',
  毕: '业竟',
  缺: '乏',
  种: '类植',
  八: '年戒',
  腰: '间垫',
  街: '道',
  活: '着力塞泼动跃佛捉',
  友: '好',
  家: '桶福',
  逼: '近迫供',
  鬼: '屋',
};

const table = (pairs: Readonly<Record<string, string>>) =>
  new Map(
    Object.entries(pairs).map(([char, others]) => [
      char.charCodeAt(0),
      new Set([...others].map((other) => other.charCodeAt(0))),
    ]),
  );
const beforeFirst = table(before);
const behindLast = table(behind);

/** True when the first or last character of units `from` to `to` belongs to an everyday word with the one beside it. */
export function sharesCompound(units: Units, from: number, to: number): boolean {
  const { cls, val, count } = units;
  if (from > 0 && cls[from - 1] === CJK && beforeFirst.get(val[from] as number)?.has(val[from - 1] as number) === true)
    return true;
  return (
    to + 1 < count && cls[to + 1] === CJK && behindLast.get(val[to] as number)?.has(val[to + 1] as number) === true
  );
}
