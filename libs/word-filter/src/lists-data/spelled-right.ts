/** Words that a slip of the finger or a reversal of a listed word happens to spell; found by running dictionaries. */
export const spelledRight = `
[allow word]
adubar, arrobado, arrobados, arromado, arromados, arrumbado, arrumbados, asaras, assoles, baceta, bacetas
bastar, batches, batching, botches, botching, bucea, buceas, buceto, bucuta, bullshot, bustard, bustards
butches, butching, cabran, cabrina, cabro, cabrons, cabruna, cabrunes, cannasse, cants, carbon, carbona
carbones, carilho, caron, carona, carones, cents, changada, chinada, chingad, connusse, cuts, dater, eculer
ecules, encales, enceles, encoles, latir, mariones, medas, medras, meras, miera, mieras, muerda, muerdas
naggers, nigers, noclas, puneta, punhete, putin, regen, retardad, retarde, salopa, salopas, seteros, setup
shiting, shotting, shutting, sitting, skips, slope, slopes, sorgen, sorgén, tools, waker, wakers, whares
wheres, winker, winkers, набей, пиза, укус, mordas, schiesse, schieße, schiessen, schießen, залпа, regens
sorgens, mere, wares, spools, loots, canard, schlempe, setups, carbonara
[allow word]
pollack, pollacks, kooks, kooky, swigger, swiggers, twigger, bonner, bluegum, annal, annals, goddess, goddesses, fodder
moose, mooses, mammon, mussel, mussels, musselman, salopp, saloop, puttee, puttees, cull, culls, culled, culling, googol, labis, saleroom, salerooms
salesroom, salesrooms, picadura, picaduras, subnormal number, subnormal numbers, vergaß, königgrätz, putto, putti, retardo, retardos, ass subtitles, ass file, ass files, ass subs
fkk, negress, gode, jibba, shag pile, fuchs, füchse, füchsin, fuchtel, reputa, observatorio, пореволюционный
[allow start]
обсерватор, обсерваци, гомосексуал, косоглазие, косоглазия, косоглазием, педикеб
# Dictionaries, cities and names of nine languages, run through the filter.
[allow word]
shiite, shiites, shi'ite, shi'ites, tull's, mfa's, mf's, bonners, karen horney, dumas's, king cnut, cnut the great, cnut's
pétain, goode, goode's, mongodb, mongo db, mongo shell, mongoose, fukushimas, fuqing, fuxin, fuxing, fukuroi, fukura, fukumitsu
faak am see, faaker see, conde, condé, condes, pintona, aho, baissée, baissées, rabaissée, duché, grand-duché, duchés, bittes d'amarrage
les biches, des biches, une biche, deux biches, aux biches, biches et, biches dans, ma biche, negros occidental, negros oriental
negros island, isla de negros, putian, kloten, shitara, shitan, tanabe, sergen, troon, royal troon, machupicchu, machu picchu
cullera, cu chi, củ chi, trà cú, mong cai, móng cái, mong kok, cum hardy, cum wilton, alan cumming, cumming georgia, nedumbassery
niemi, la jolla, jolla, båstad, moosen, moesse, mosse, salões, höre, höre ich, acirram, maricá, caraí, carai e, huy de, ciudad de huy
hooge mierde, lage mierde, chin chin, chin-chin, chinchín, guitar fingering, piano fingering, fingering chart, fingering yarn
fingering weight, fingering exercises, violin fingering, pedale, pédales, la pédale, pedal, salope slope, gimp plugin, in gimp
foursomes, golf foursome, milking machine, nikolai gogol, nicolas gogol, gogol bordello, gogol's, pajero, mitsubishi pajero
[allow start]
fukushima, bouchardass, calfatass, débillardass, bichass, lardass er, desenlameass, enlameass, bilhardass, enrabichass, machupicch
[allow anywhere]
ardassent, ardassiez, ardassions, ardasses, atassent, atassiez, atassions, achassent, eassem, eásseis, eássemos, ardássemos, ardásseis, ichássemos, ichásseis
众口交, 出口交, 进口交, 港口交, 窗口交, 路口交, 人口交, 接口交, 关口交, 渡口交, 河口交, 洞口交, 门口交, 街口交, 端口交
乐而不淫, 奇技淫巧, 浸淫, 淫雨, 只思淫欲, 劳思逸淫, 冶容诲淫, 富贵不能淫, 室内射, 国内射, 内射击, 内射线, 海内射, 境内射, 吴市吹箫, 吹箫乞食, 吹箫引凤, 吹箫弄玉
去死皮, 卧槽马, 吉尼玛, 尼玛察, 尼玛县, 尼玛乡, 尼玛次仁, 尼玛扎西, 尼玛潘多, 尻舆神马, 尻轮神马, 金玉良, 金玉满堂, 金玉其外, 金玉之, 金玉堂, 认知障碍, 感知障碍
密支那, 阿尼哥, 哈利法克斯, 哈里法克斯, 斯法克斯, 费尔法克斯, 法克尔, 杂种优势, 三系杂种, 嫁接杂种, 杂种性, 杂种细胞
かしこい, カシコい, わるがしこい, すばしこい, はしこい, 賢しこい, ほろにが, ハフマンコー, イーストマンコダ, ロマン子, 志満子, 寿満子, 満子さん, 金玉糖, 焼き印, 焼印, 烙印
シェビッチ, ニセビッチ, ゴビッチ, セビッチ, チェビッチ, ジェビッチ, ケビッチ, レビッチ, ベビッチ, ツビッチ, ラビッチ, リビッチ, ナビッチ, マビッチ
딸기 따먹, 딸기를 따먹, 사과 따먹, 사과를 따먹, 감 따먹, 감을 따먹, 귤 따먹, 포도 따먹, 포도를 따먹, 체리 따먹, 앵두 따먹, 앵두를 따먹, 참외 따먹, 복숭아 따먹, 복숭아를 따먹, 살구 따먹, 대추 따먹, 오디 따먹, 열매 따먹, 열매를 따먹, 과일 따먹, 과일을 따먹, 토마토 따먹, 토마토를 따먹, 상추 따먹, 점수 따먹, 점수를 따먹
concha de mar, conchas de mar, concha marina, la bite d'amarrage, la bitte d'amarrage, une bitte d'amarrage, cette bitte d'amarrage, sa bitte d'amarrage, les bittes d'amarrage, des bittes d'amarrage
узкоплен, узкоплён, сволочен, сволочён, скотинк
# Dishes, music, pets, plants and places.
[allow word]
con carne, con queso, con leche, con fuoco, con brio, con moto, con spirito, con sordino, con amore, branler la tête, branle la tête, branlent la tête
bitte d'amarrage, bite d'amarrage, les négresses vertes, négresses vertes, pain bâtard, bâtard bien cuit, bâtard et une baguette, baguette et un bâtard
chatte stérilisée, chatte est stérilisée, chatte tigrée, chatte siamoise, chatte persane, chatte angora, chatte a mangé ses, chatte a eu, chatte miaule
chatte ronronne, chatte et ses chatons, chatte et ses petits, mon chat et ma chatte, chat ou chatte, chat et la chatte, chatte sur un toit brûlant
la baïse, baïse à, baïse et, la concha de mar, las conchas de mar, la concha del mar, la concha acústica, cógeme la mano, cógeme de la mano, cógeme el teléfono, cógeme el bolso
cógeme sitio, tetas de la vaca, teta de la vaca, teta de vaca, tetas de cayey, teta de la cabra, polla chilena, la polla chilena, polla gol
polla de la quiniela, verga mayor, boceta de pandora, símbolo cu, cu do cobre, hure babylon, die hure babylon, tranny fluid
fucking austria, fucking upper austria, fucking in austria, fucking wurde in fugging, fucking in österreich, boobies are birds, boobies are sea birds
boobies are seabirds, red-footed boobies, masked boobies, brown boobies, nazca boobies, peruvian boobies, boobies and frigatebirds, ass of balaam
erection of the, erection of a, erection of new, сучья для, сучья деревьев, сучья дерева, сухие сучья, ветки и сучья, сучья и ветки, чурка для, чурки для
чурок для, чурки берёзовые, берёзовые чурки, берёзовая чурка, буква хер, хер буква
teta da vaca, tetas da vaca, escroto é parte, escroto e testículos, pija del tornillo, la tortillera hace, tortillera hace tortillas, negro azabache, negro mate
negro oscuro, buraco negro, buracos negros, agujero negro, agujeros negros, humor negro, mercado negro, gato negro, gatos negros, ouro negro, oro negro, cisne negro
cisnes negros, café negro, chá negro, té negro, pão negro, mar negro, viernes negro, punto negro, puntos negros, bosque negro, cordón negro, cinturón negro, faixa negra
negro carbón, negro brillante, vestido negro, vestida de negro, homo oeconomicus, homo economicus, homo ludens, homo faber, homo habilis, homo deus, prick a balloon
prick a hole, prick the potatoes, prick the dough, prick the pastry, horny toad, horny toads, trannies gearbox, fagot bundle
[allow anywhere]
めくら縞, 씨발아 실험, 씨발아제, 씨발아율, 씨발아 시험, 씨발아 촉진, 종자씨발아, 개 새끼 낳, 개 새끼를 낳, 개 새끼가 태어, 새끼 발가락, 새끼 손가락, 새끼 발톱, 새끼 손톱, 씨발효, 씨 발효, 엿 먹어 보세요, 엿 먹어 보셨, 엿이나 사, 병신과 머저리, 딸 딸이 둘, 딸 딸이 셋, 경운기 딸딸, 딸딸이 경운기, 做爱心, 射精准, 混蛋白, 老妈的
混蛋糕, 野种子, 脑残疾, 打飞机游戏, 打飞机的游戏, 打手枪游戏
やりまんじゅ, きちがいます, 土人形, 馬の糞が, 鳥の糞が, 鹿の糞が, 豚の糞が, 鶏の糞が, 鳩の糞が, ハトの糞が, カラスの糞が, 猫の糞が
ばかり, ばかし, ばかす, バカンス, バカラ, アホウドリ, あほうどり, カスタ, カステラ, カスミ, カスピ, カスケ, カスト, サーカス, フォーカス, ディスカス, スカスカ, イエロー, エロイカ, エロス, エロージ
ハゲタカ, ハゲワシ, デブリ, くずれ, くずし, くずす, くずさ, くずもち, くずきり, くずかご, とぼけ, ねぼけ, ぼけっ, ぼけた, つげす, めげす, ぶすっ, ぶすぶす, いざこざ, チビッ, チビチビ
닥쳐오, 닥쳐왔, 미친 듯이, 사까치
`;
