/** Spanish, German, French, Portuguese, and Russian with its Latin transcription. */
export const european = `
[es profanity 2 word]
puta = puta, putas, putos, putita, putitas, putilla, puton, putona, putear, puteada, putazo, hijoputa, hijaputa, hijueputa, hijodeputa, hijo de puta, hijos de puta, hija de puta, hijo de perra, hijo de la chingada, hdp, hdlgp, hijoeputa, joputa, jueputa, gonorrea hijueputa, malparido, malparida, malparidos, putísima, putisima, puta madre, la concha de tu madre, concha de tu madre, conchatumadre, concha tu madre, conchesumadre, conchasumadre, conchetumare, ctm, csm, reputa, putamadre, puteria, putarraca, putarron, putadas, putada, putero, puteros, emputado, pvta, pvto, phuta, poota
mierda = mierda, mierdas, miercoles mierda, mierdoso, mierdosa, mierd, myerda, mierdero, mierdita, comemierda, vete a la mierda, a la mierda, merda, mierdaa
joder = joder, jodido, jodida, jodidos, jodete, jódete, jodanse, jodeos, jodeme, jodes, jode, jodan, jodiendo, joderos, joderte, no jodas, jodienda, jodio, jodía, jodas, jodí
cabron = cabron, cabrón, cabrones, cabrona, cabronazo, kabron, cabronada, kbron, cavron, cabroncete
pendejo = pendejo, pendeja, pendejos, pendejas, pendejada, pendejadas, pndejo, pendejete, pendejito
chingar = chingar, chinga, chingada, chingado, chingados, chinguen, chingate, chíngate, chingas, chingando, chinga tu madre, chingatumadre, chingón pendejo, chingaste, a la chingada, vete a la chingada, chingadera, chingaderas, chinguesu, chtm, chngar, xinga tu madre
coño = coñazo
[es profanity 2 word x]
coño = coño, coños, koño, ñoño de mierda
[es profanity 2 word g]
puto = puto, puto amo, conyo, konyo, conio de tu madre
[es profanity 2 word]
puta = la puta, pta madre, pta mdre, hijo de pta, ijo de pta, ijo de puta, hijo de p, miedra, pendeho, pendehos, pndjo, ptm, ptmr, konchatumadre, konchadetumadre, konchetumare, conchadetumadre, conchesumare, vrga, a la vrga, bergas, jilipoya, kulero, kabrones, ostia puta, joer puta, hijo e puta, hijoeputa, hijueputas, hijuputa, concha tu vieja, la concha de la lora, chinga a tu madre, chinguen a su madre
gilipollas = gilipollas, gilipoya, gilipoyas, gilipolla, jilipollas, jilipoyas, gilipollez, gilipolleces, soplapollas, tontopollas, lameculos, capullo de mierda, mamon de mierda, huevon, huevón, weon, weón, weon culiao, ahuevonado, aweonao, culiao, culiado, culiada, qlo, qliao, qlia, csmr, chupamedias, boludo, boluda, boludos, pelotudo, pelotuda, pelotudos, pajero, pajera, pajeros, pajillero, forro de mierda, mamaguevo, mamahuevo, mamaguevos, mamahuevos, mamavergas, lambehuevos, carajo, al carajo, vete al carajo, carajos, coñoetumadre, coñodetumadre, coño de tu madre, me cago en, cagon, cagada de mierda, cagarla, cagaste, cagate, cágate, me cago en dios, me cago en la leche, cagones, que te den por culo, por el culo, dar por culo, tomar por culo, a tomar por culo, vete a tomar, hostia puta, ostia puta, la hostia puta, chúpala, chupala, chupamela, chúpamela, chupame la, chúpame, chupapollas, chupavergas, mamon, mamón, mamones, mamona, mamá huevo, baboso de mierda, culero, culera, culeros, ojete, ojetes, no mames guey, gonorreas, pirobo, careverga, carechimba, caremonda, carepicha, pichula, huevada de mierda, verguero, berraco de mierda, tarado de mierda, mal nacido, malnacido, malnacida, cojones, cojon, cojón, cojonudo, acojonante, bastardo, bastarda, bastardos, desgraciado de mierda, hijo de su, sorete, soretes, la reputa, andate a la mierda, imbécil de mierda, hijo puta
[es sexual 2 word]
polla = verga, vergas, vergazo, vergon, vergón, a la verga, vete a la verga, valer verga, pito duro, polla, pollas, pollon, pollón, pija, pijas, pijudo, chota, chotas, picha, pichas, cipote, carallo, chimba de, poronga, porongas, bicho duro, chupa pollas, rabo duro, nabo duro, cimbrel, chupapija, ñonga, huevos peludos
follar = follar, follando, follame, fóllame, follamos, follarte, follarme, follada, follado, folla, follo, follen, follate, follador, culear, culeo, culeando, coger duro, cogerte, cogeme, cógeme, cogida rica, garchar, garchando, garche, garcho, chichar, cachar rico, tirarme a tu, mamada, mamadas, mamame, mámame, mamamela, pajas, pajearse, pajear, hacerse una paja, hacerme una paja, correrse en la cara, corrida facial, lefa, semen caliente, cunnilingus, pornografia infantil, violarte, violar a tu, pechugona, tetas, teta, tetona, tetonas, tetitas, bubis, chichis, nalgas ricas, culo, culos, culazo, culito, culon, culona, ojo del culo, chochito, conchuda, conchudo, panocha, panochas, raja mojada, almeja mojada, chucha, chuchas, choro mojado, chumino, cachondo, cachonda, cachondos, caliente puta, calentorra, zorrita, zorron, zorrón, guarra, guarras, ramera, rameras, golfa, golfas, furcia, furcias, fulana puta, perra sucia, perra de mierda, maldita perra, eres una perra, buscona, buscona, facilona, calientapollas, calentona, pendón, putica, loba puta, enculada, encular
[es sexual 2 word]
zorra = eres una zorra, maldita zorra, puta zorra, zorra de mierda, zorra asquerosa, sois unas zorras, callate zorra, cállate zorra, hacerse una paja, hacerme una paja, hazte una paja, hacer una paja, se hace pajas, la concha de, concha de tu, chupame la polla, chúpame la polla, comeme la polla, cómeme la polla, mi polla, tu polla, su polla, comer polla, polla en, pollas en, la pinga, a la pinga, retrasado de mierda, sacate la concha, la concha tuya
[es slur 2 word]
retrasado = eres un retrasado, eres retrasado, puto retrasado, retrasado mental, sois retrasados, que retrasado, pinches nacos, pinche naco
[es adult 1 word]
sexo = sexo, pornografía, masturbar, masturbación, prostituta, pene, vagina, orgasmo, pezones, violación
[es slur 2 word]
maricon = maricon, maricón, maricones, marica, maricas, mariquita de mierda, mariconazo, mariconada, mariconadas, marikon, maricona, maricotas, joto, jotos, jota de mierda, jotito, jotolon, putazo joto, bujarra, bujarrón, bujarron, sarasa, bollera, bolleras, tortillera, tortilleras, travelo, travelos, muerdealmohadas, soplanucas, sudaca, sudacas, machupichu, guachupino, gachupin, gachupín, gachupines, negrata, negratas, negro de mierda, negra de mierda, negros de mierda, moro de mierda, moros de mierda, moromierda, putos moros, gitano de mierda, gitanos de mierda, indio de mierda, indios de mierda, cholo de mierda, chola de mierda, judio de mierda, judío de mierda, chino de mierda, chinos de mierda, chino cochino, gringo de mierda, boliguayo, bolita de mierda, paragua de mierda, veneco, venecos, veneca, cabecita negra, prieto de mierda, franchute, franchutes, polaco de mierda, retrasado mental, subnormal, subnormales, mongolico, mongólico, mongolicos, mongola, mongolo, mogolico, mogólico, mogolicos, down de mierda, tarado mental, gordo de mierda, vieja de mierda, muerto de hambre de mierda
[es insult 1 word]
idiota = idiota, idiotas, imbecil, imbécil, imbeciles, imbéciles, estupido, estúpido, estupida, estúpida, tonto, tonta, tontos, bobo, boba, payaso, payasa, basura, inutil, inútil, inutiles, capullo, capullos, cretino, cretina, tarado, tarada, menso, mensa, baboso, asqueroso, asquerosa, rata, cerdo, cerda, perra, perro, feo, burro, zopenco, memo, lelo, cagar, cago, caca, pedo, pedos, culpa tuya, maldito, maldita, callate, cállate, hostia, gordo, güey, guey, wey, mames, pinche, pinches, porqueria, porquería, baboso
[es threat 3 word]
te voy a matar = te voy a matar, voy a matarte, te mato, matarte, te voy a violar, te voy a rajar
suicidate = suicidate, suicídate, matate, mátate, muerete, muérete, cortate las venas
[es self-harm 2 word]
suicidarme = quiero morir, suicidarme

[es profanity 2 word m]
mierda = mierda, mierdas
cabron = cabron, cabrones, cabrona
pendejo = pendejo, pendejos, pendejada
gilipollas = gilipollas, gilipolla, chingada, hijoputa, hijueputa
[es profanity 2 word]
puta = putito, putitos, atup, reconcha de, la reconcha, mamabicho, mamabichos
joder = hoder, hodete
coño = konio, koño
[es slur 2 word m]
maricon = maricones
[de profanity 2 word]
scheisse = scheiss, scheisse, scheiße, scheiß, scheissen, scheißen, scheisser, scheißer, scheisst, scheißt, scheis, scheise, scheissdreck, scheißdreck, scheissegal, scheißegal, scheisskerl, scheißkerl, schaisse, shice, schice, schaise, scheisshaufen, scheisskopf, beschissen, beschissene, beschissener, beschissenes, beschissenen, beschiss, bescheissen, verschissen, geschissen, schisser, bullshit, klugscheisser, klugscheißer, hosenscheisser, hosenscheißer, scheissdrauf, kackscheisse, kackscheiße, drecksscheiss, scheissverein
arschloch = arsch, arschloch, arschlöcher, arschloecher, aersche, ärsche, arschgeige, arschgeigen, arschkriecher, arschlecker, arschgesicht, arschficker, arschfick, arschkeks, arschlocher, arschkopf, arschmade, arschgeburt, leck mich am arsch, am arsch lecken, arschig, verarschen, verarscht, verarsche, verarschst, verarschung, arshloch, ars chloch, asch loch, aschloch, arschlo, arschlochs, dummarsch, fettarsch, lahmarsch, lahmarschig, arschkalt, arschtritt, arschbombe nicht
wichser = wichser, wixer, wixxer, wichsen, wichst, wichse, wichs, wixen, wixxen, wixt, wichsern, wixxa, wixa, wichsa, gewichst, abgewichst, wichsfresse, wichskopf, wixxen, abwichsen, wichsvorlage, wickser, wichsgesicht
hurensohn = hurensohn, hurensöhne, hurensoehne, hure, huren, hurenson, hurenkind, hurenkinder, hurenbock, hs du, hrnsohn, hurnsohn, huso, husos, hurentochter, hurenmutter, hurensohne, hurensöhnen, hurensohns, hurnson, hurensohnes, verhurt, fick deine mutter, fick deine mudda, ficker, deine mutter ficken, deine mutter ist eine hure, mutterficker, mutterfickerin, motherficker, hurenpack
[de sexual 2 word]
ficken = ficken, fick, fickt, ficke, fickst, ficker, gefickt, gefickte, abgefickt, fickdich, fick dich, fikken, fikn, ficks, verfickt, verfickte, verfickter, verficktes, verfickten, durchgefickt, fickfrosch, fickfehler, fickfresse, fickmaus, fickschlitten, fickstück, fickung, zerficken, verfick, durchficken, fickbar, fickfick, abficken, ficki, fiken, fik dich, figgen, figg, vögeln, gevögelt, voegeln, gevoegelt, vogeln mit dir, bumsen, gebumst, bumst, poppen mit dir, rammeln, knallen die alte, nageln die, pimpern, pimmel, pimmels, pimmelkopf, pimmelgesicht, pimmelberger, schwanzlutscher, schwanzlutschen, lutsch meinen, lutsch mein, lutsch meinen schwanz, schwanz lutschen, eierlecken, eierlutscher, sackgesicht, sackratte, sackratten, penner, pisser, pisst, pissen, pisse, verpiss, verpiss dich, verpisst, verpissen, pissnelke, angepisst, kackbratze, kacke, kacken, kackt, kackhaufen, kackvogel, beschissener, muschi, muschis, muschilecker, fotze, fotzen, fotz, votze, votzen, fozze, vozze, fotzenknecht, fotzengesicht, fotzenlecker, titten, titte, nippel lecken, nutte, nutten, nuttensohn, nuttig, nuttenkind, nut te, schlampe, schlampen, schlampig bitch, schlampensohn, schlanpe, schlmpe, bitch, flittchen, bordsteinschwalbe, drecksschlampe, drecksau, drecksack, dreckssau, dreckssack, drecksau, dreckskerl, drecksweib, drecksfotze, drecksvieh, dreckskind, sau dumme, blasen lassen, blowjob, einen blasen, blas mir, wixvorlage, samenstau, abspritzen, abgespritzt, spritz ab, arschfotze, notgeil, geile sau, geile votze, tittenfick, gangbang, gruppensex, kinderficker, kinderfickern, tierficker, ziegenficker, schafficker, eichel lecken, morgenlatte, latte hart, ständer in der hose, dickschwanz, hodensack, kloeten, schwuchtelsex
[de profanity 2 word]
scheisse = scheisze, scheizz, scheizze, schais, schaisse, schais drauf, schise, scheißn, scheissn, schaiße, arschlog, arschlok, arschloh, arschlöchle, huresohn, huresöhne, huresoehne, hurnsöhne, vick dich, vigg dich, fikk dich, figg dich, fi ck dich, fotzn, fozn, wixn, wichsn, nut tensohn
[de slur 2 word]
schwul = behinderter spast, bist du behindert, du behinderter, schwule sau, schwuler hund, scheiß schwule, drecksschwule
[de adult 1 word]
sex = sperma, orgasmus, onanieren, pornos, vagina, penis, vergewaltigen
[de slur 2 word]
schwuchtel = schwuchtel, schwuchteln, schwuchteltum, schwuchtl, schwuchtelig, schwuchel, tunte, tunten, schwuler hund, schwule sau, kampflesbe, kampflesben, transe, transen, hinterlader, arschpirat, warmer bruder, kanake, kanaken, kanacke, kanacken, kanak, kanaks, neger, negerin, negern, negers, nigger, niggers, kümmeltürke, kümmeltürken, kameltreiber, kameltreibern, kamelficker, ziegenfickern, zigeuner, zigeunerpack, zigeunern, polacke, polacken, polake, polacke, schlitzauge, schlitzaugen, schlitzäugig, schlitzaugig, fidschis, fitschi, reisfresser, itaker, itakern, spaghettifresser, spagettifresser, knoblauchfresser, tschusch, tschuschen, kuffar, kuffnucke, kuffnucken, ziegenficker, juden raus, judensau, judenpack, judensäue, judenschwein, drecksjude, drecksjuden, scheissjude, scheiß jude, scheiß juden, scheiss juden, ausländerpack, kanakenpack, drecksausländer, dreckskanake, drecksneger, drecksmoslem, scheiß ausländer, scheiss ausländer, scheiß türke, scheiß türken, scheiss türken, dreckstürke, dreckstürken, scheißneger, untermensch, untermenschen, musel, muselmann, muselmänner, kopftuchmädchen, affenmensch, spast, spasti, spastis, spasten, spassti, spasst, spacko, spacken, spako, spassd, mongo, mongos, krüppel, krueppel, behindi, du behinderter, bist du behindert, behinderte sau, vollspast, vollspasten, missgeburt, missgeburten, mißgeburt, misgeburt, missgeburtt, mistgeburt, idiotenkind, zurückgebliebener, schwachsinnige, vollbehindert, inzestkind, asylantenpack, hackfresse, hurenneger, mistkerl, miststück, misstück, mistück, miststücke, hackfressen
[de insult 1 word]
idiot = idiot, idioten, idiotin, dummkopf, dummköpfe, trottel, trotteln, depp, deppen, deppert, vollidiot, vollidioten, vollpfosten, volltrottel, volldepp, blödmann, bloedmann, blöd, blöde, blöder, doof, doofe, dumm, dumme, dummer, esel, schwein, schweine, schweinehund, schweinehunde, sau, kuh, blöde kuh, dumme kuh, ziege, lusche, opfer, spinner, affe, dreck, mist, verdammt, verdammte, verdammter, halts maul, halt die fresse, halt die klappe, fresse, maul, versager, loser, lappen, hohlkopf, dödel, honk, pfosten, penner, stinker, fettsack, fettsau, fette sau, sackgasse, sex, sexy, nackt, scheinheilig, popo, pups, furz, furzen, hurra, schwanz, luder, zicke, tussi
[de threat 3 word]
ich bring dich um = ich bring dich um, ich bringe dich um, ich töte dich, ich stech dich ab, ich schlag dich tot, schlag dich tot
bring dich um = bring dich um, häng dich auf, erhäng dich, ritz dich
[de self-harm 2 word]
sterben = ich will sterben, stirb

[de profanity 2 word m]
scheisse = scheisse, scheiße
arschloch = arschloch, arschlocher
hurensohn = hurensohn, hurensohne, missgeburt
wichser = wichser, schlampe
[de profanity 2 word]
hurensohn = huhrensohn, huurensohn, uhrensohn du
fotze = phick dich, phick
[fr profanity 2 word]
merde = merde, merdes, merdeux, merdeuse, merdique, merdiques, merdier, emmerde, emmerdes, emmerder, emmerdeur, emmerdeuse, emmerdant, emmerdé, démerde, demerde, merd, merdouille, merdasse, bouffe merde, sac à merde, sac a merde, tas de merde, sous merde, sous-merde, mange merde, chier, chie, chiant, chiante, chiants, chiasse, chieur, chieuse, fait chier, fais chier, ça fait chier, va chier, chié, chiottes
putain = putain, putains, putin de merde, ptn, ptin, putaing, poutain, putaiin, pute, putes, putte, pvte, puteuh, ptes, fils de pute, fils de putes, filsdepute, fille de pute, fils de putain, fils de chien, fils de p, ntm, nique ta mere, nique ta mère, nique, niquer, niquez, niques, niquee, niquer ta mère, nik, nik ta mere, nik ta race, nique ta race, niktamere, niquetamere, nique sa mere, nique sa mère, niquer sa mère, nique ta daronne, niker, nique vos meres, tnm, ntr, tg fdp, ferme ta gueule, fermes ta gueule, ta gueule, tagueule, ftg, va te faire foutre, vas te faire foutre, va te faire enculer, va te faire mettre, vtff, vtf, vtfe, foutre, foutez, foutre le camp, fous le camp, rien à foutre, rien a foutre, jm'en fous, jmenfous, jmen bats les couilles, balek, bâtard, batard, batards, bâtards, batarde, batar, salopard, salopards, salop, salops, saloperie, saloperies, salaud, salauds, enfoiré, enfoire, enfoirés, enfoires, enfoirée, enfoir, fumier, fumiers, ordure humaine, trouduc, trou du cul, trouducul, trous du cul, trous duc, troud duc, fouille merde, lèche cul, leche cul, lèche-cul, lechecul, peigne cul, peigne-cul, casse couilles, casse-couilles, cassecouille, cassecouilles, couille molle, tête de noeud, tete de noeud, tête de nœud, tete de gland, face de gland, tronche de cul, bordel de merde, sa mère la pute, sa race, sale race, grosse merde, petite merde, espèce de merde, purée de merde, tabarnak, tabarnac, calisse, câlisse, osti, ostie, crisse, ciboire, calice de, tabarnouche, viarge, câliss, esti de, conne, connes, connard, connards, connasse, connasses, conard, conards, conasse, konnard, konard, conar, connar, connar d, connarde, connardes, gros con, sale con, grosse conne, ptit con, petit con, pauvre con, espèce de con, quel con, bande de cons, vieux con, jeune con, sale conne, con de, connerie, conneries, déconne, deconne, déconner, deconner, abruti de merde, couillon, couillons, tocard de merde, bouffon de merde, tebé de merde, bouffonne
[fr profanity 2 word o]
con = con, cons
pd = pd, pds, pede, pedes
[fr profanity 2 word]
putain = putin de, niq ta mer, niq ta mere, niq ta mère, punaise de pute, filsdeput, fis de pute, fils de put, fils de pu, nike ta mere, nike ta mère, niktamer, niktamère, niquetamer, nique ta mer, nique tes morts, nik tes morts, nique tes grands morts, ntgm, jte nique, nik sa mere, niqué ta mère, nique toi, nike sa mere, niquer sa mère, vas te faire enculé, ta gueul, ta geule, ta gueulle, ferme ta geule, tagueul, vtff, sal pute, salle pute, sale put, saloppe, bande de pute, conasse, konasse, konnasse, conass, connass, gro con, groscon, salcon, mairde, maird, merdeuh, mèrde, chiay, fé chier, fais chié, fait chié, fé chié, sa fé chier, ça fé chier, emmerdé, emerde, jtemmerde, je t'emmerde, tamere la pute, sa mere la pute, ta mere la pute, ta mère la pute, ta race de mort, pétasse, petasse, pétasses, petasses, batar, bataar, enkulé, ankulé, anculer, encuter, enculée, enfoirer, enfoirés, en foiré, salau, salopar, bouffe mes couilles, casse les couilles, me casse les couilles, les couilles, tapette de merde, tapettes
tg = tg fdp, tg con, tg pute
[fr profanity 2 word x]
putain = traînée, sale traînée
[fr profanity 2 word g]
putain = fdp, fdps
merde = mrd
[es sexual 2 word g]
follar = 
[ru adult 1 word]
секс = секс, вагина, клитор, влагалище, оргазм, анус, анал, порно
[ru adult 1 start]
секс = вагин, анальн, мастурб, онанист, онанир, проститут
[ru slur 3 start c]
[ru profanity 2 start]
говно = обсера, обсери
[fr sexual 2 word]
bite = grosse bite, ma bite, ta bite, sa bite, bite au cul, la bite, une bite, suce ma bite, suceur de bite, suceuse de bite, teub, teubs, zob, zobi, zgueg, queutard, bitard, teube, zizi dur, tête de bite, tete de bite, face de bite, bouffe ma bite, mange ma bite, bittes
couilles = couille, couilles, couilleux, couyes, kouilles, ballsac, roubignoles, roubignolles, roupettes, valseuses, burnes
enculer = encule, enculé, enculer, enculés, encules, enculée, enculees, enkuler, enculeur, enculeurs, enculade, enculage, enkulé, enkule, ancule, anculé, en culé, encul, enculay, enculerie, nculé, ncule, baiser ta mère, baise ta mère, baise, baises, baisé, baisée, baiseur, baiseuse, baisable, baisodrome, baiz, baize moi, tringler, troncher, défoncer le cul, fourrer ta mère, bourrer le cul, sodomiser, sodomise, suceur, suceuse, suceurs, suce boules, suce moi, suce-moi, suçoter, pipe baveuse, tailler une pipe, faire une pipe, turlutte, turlute, branler, branle, branles, branlette, branlettes, branleur, branleurs, branleuse, branlé, branlee, se branler, éjac, ejac, éjaculer, foutriquet, partouze, partouzes, gangbang, gang bang, cul, cul sale, chatte, chattes, minou mouillé, moule à, foune, founes, teuch, teuche, chatte à, schneck, schnek, tchoin, tchoins, cagole, nichon, nichons, nibards, nibard, seins nus, gros seins, lolos, roberts gros, salope, salopes, saloppe, salopp, salooope, sallope, slp, garce, garces, trainée sale, pouffiasse, pouffiasses, poufiasse, poufiasses, pouff, pouf sale, grognasse, grognasses, morue sale, catin, catins, chiennasse, chienne en chaleur, sale chienne, cochonne, cochonnes, putasse, putasses, michto, michtonneuse, beurette à, je bande, tu bandes, bandant, bandante, gode, godes, godemichet, godemiché, clito, verge dure, poil au cul, va te faire sucer, trou de balle, trou d'balle, cyprine, mouille pour
[fr sexual 2 word]
bite = suce ma, suce moi, suce-moi, suceuse, suceur, sucez moi, sucez-moi, suce bite, bites dans, grosses bites, jute dans, jute sur, con nard, ma grosse bite
[fr slur 2 word]
pd = sale pd, sale pede, gros pd, grosse pd, pd de merde, petit pd, espèce de pd, tas de pd, bande de pd, enculé de pd, pédé de merde, sale mongol, gros mongol, espèce de mongol, t'es mongol, tes un mongol, sale gol, gros gol, sale bridé, sale triso, espèce de trisomique
[fr adult 1 word]
sexe = vagin, pénis, prostituée, viol, violer, masturber, orgasme
[fr slur 2 word]
pede = pedale sale, pédéraste, pederaste, tapette, tapettes, tarlouze, tarlouzes, tarlouse, tafiole, tafioles, tantouze, tantouzes, tantouse, fiotte, fiottes, lopette, lopettes, enculé de pd, gouine, gouines, goudou, goudous, travelo, travelos, bougnoule, bougnoules, bougnoul, bounioul, bicot, bicots, raton sale, crouille, crouilles, melon sale, sale arabe, sales arabes, sale noir, sales noirs, sale juif, sales juifs, sale juive, youpin, youpins, youpine, youtre, youtres, feuj sale, nègre, negre, nègres, negres, negro sale, négresse, negresse, bamboula, bamboulas, bambola, banania, sale blanc, sales blancs, toubab sale, chinetoque, chinetoques, chinetok, niakoué, niakoue, niakoués, niaquoué, noich sale, face de citron, jaune sale, sale chinois, sale jaune, rital, ritals, espingouin, espingouins, portos sale, boche, boches, schleu, schleus, chleuh, polak, polack, polaks, manouche sale, sale gitan, sales gitans, gitan de merde, gitans de merde, sale rom, sales roms, youyou sale, mongolien, mongolienne, mongoliens, mongolito, gogolito, golmon, triso, attarde mental, attardé mental, débile mental, debile mental, handicapé mental, autiste sale, sale handicapé, sale musulman, sales musulmans, islamiste sale, bachibouzouk
[fr insult 1 word]
idiot = idiot, idiote, idiots, imbécile, imbecile, imbéciles, crétin, cretin, crétine, abruti, abrutis, abrutie, débile, debile, débiles, bête, stupide, nul, nulle, bouffon, bouffons, clown, tocard, tocards, loser, raté, naze, blaireau, boulet, gland, glandu, andouille, cornichon, sale type, sale gosse, moche, laideron, gros lard, grosse vache, porc, porcs, cochon, chien, chienne, bordel, zut, mince, pipi, caca, prout, péter, pisser, pisse, sexe, sexy, nu, nue, gueule, dégage, casse toi, tais toi, ta race, cassos, cas social, clochard, vaurien, racaille, guignol, teubé, tebé, trouillard
[fr threat 3 word]
je vais te tuer = je vais te tuer, jvais te tuer, je te tue, je vais te buter, je te bute, je vais te violer, je vais te crever, jvais te crever
suicide toi = suicide toi, suicide-toi, pends toi, pends-toi, va mourir, va crever
[fr self-harm 2 word]
me suicider = crève, creve, je veux mourir, me suicider, saute par la fenêtre

[fr profanity 2 word m]
putain = putain
merde = emmerde, emmerder
connard = connard, connards, connasse
enculer = enculer, encules, salope, salopes, batard, batards
[fr profanity 2 word]
putain = teup, ptain, ptins, konar, konard, konards
[pt profanity 2 word]
porra = porra, porras, pørra, poha, porr, esporra, esporrada, porrinha
caralho = caralho, caralhos, karalho, crlh, krl, krlh, caraleo, caraio, carai, caralhooo, cralho, pra caralho, pro caralho, caralhada, crl, caralhinho, carvalho de merda, casa do caralho, do caralho
foda = foda, fodas, foder, fodem, fodendo, fodeu, fodido, fodida, fodidos, fodidas, fodase, foda-se, foda se, fodeste, fudeu, fuder, fudido, fudida, fudendo, fude, foderse, vai se foder, vai se fuder, vai te foder, vsf, vsfd, vai tomar no cu, vai tomar no cú, tomar no cu, toma no cu, tmnc, vtnc, vtmnc, tomanocu, foda_se, fodasse, foda c, fodinha, fodilhão, phoda, fodão, foden, fuderoso, foddase, que se foda, q se foda
merda = merda, merdas, mrda, merdinha, merdoso, pedaço de merda, seu merda, bosta, bostas, bosteiro, bostinha, monte de bosta, seu bosta, cagar, cagão, caguei, cagalhão
puta = puta, putas, putos, putinha, putinhas, putona, putaria, putarias, putaro, pqp, pqop, puta que pariu, puta q pariu, puta que o pariu, putaqueopariu, putaquepariu, ptqp, filho da puta, filha da puta, filhos da puta, filho duma puta, filho de uma puta, filho de puta, filhodaputa, fiadaputa, fi duma égua, filho da mãe puta, vai pra puta que pariu, pvta, arrombado, arrombada, arrombados, arrombadinho, desgraçado, desgracado, desgraçada, desgraçados, disgraça, desgraça do, cuzão, cuzao, cuzões, cuzoes, cuzona, cusao, cusão, cúzão, cornudo, corna manso, corno manso, babaca, babacas, otário do caralho, pau no cu, pau no seu cu, paunocu, enfia no cu, no cu, no teu cu, no seu cu, seu cu, teu cu, cu de, seu cuzinho, lambe cu, dar o cu, comer o cu, cuzinho, krai, mlk fdp, escroto, escrota, escrotos, punheteiro, punheteira, punheta, punhetas, punhetar, babaovo, baba ovo, puxa saco do caralho, vagabunda, vagabundas, vagaba, vagabas, vadia, vadias, bastardo, bastarda, cabrão, cabrao, cabrões, cabroes, conas, panasca, panascas, merdoso, canalha de merda, filho da p, chupa mídia, carago, fodilhona, desgraça de merda, inferno do caralho
[pt profanity 2 word m]
caralho = caralho
merda = merdas
puta = arrombado, arrombados
[pt profanity 2 word g]
puta = fdp, fdps
[pt sexual 2 word m]
buceta = buceta, bucetas, punheta
[pt profanity 2 word]
cu = vai tnc, tnc fdp, arrop
[pt sexual 2 word]
buceta = buceta, bucetas, boceta, bocetas, bucetão, bucetao, bucetinha, bucetuda, buseta, busseta, buçeta, xota, xotas, xoxota, xoxotas, xereca, xerecas, xerequinha, xereka, chereca, xavasca, xibiu, pepeca, ppk, perereca molhada, cona, conas, coninha, greludo, grelinho, picão, picudo, piroca, pirocas, piroka, pirokas, piroquinha, pirocudo, rola dura, rola grossa, minha rola, sua rola, chupa minha rola, chupa rola, rolão, pinto duro, pau duro, pau grosso, meu pau, chupa meu pau, caceta, cacete, caralhudo, jeba, benga, pau mole, mamada, mamar meu, mama meu, mama eu, chupar pau, chupa meu, chupa aqui, chupar buceta, chupeta no, boquete, boquetes, boqueteira, boqueteiro, broxa de merda, siririca, siriricas, punheta, gozada na, gozar na boca, gozar dentro, gozei na, gozando na, gozo na cara, esporra, transar comigo, trepada, trepando, trepa comigo, meter na buceta, meter no cu, suruba, surubas, suruba, siririqueira, peitão, peitinhos, peitos grandes, peituda, tetas, teta, bunda, bundas, bunduda, bundão, bundinha gostosa, rabuda, raba, cuzinho, putinha, vadiazinha, rapariga safada, rapariga do, quenga, quengas, biscate, biscates, galinha safada, rameira, meretriz, cadela no cio, cadela safada, sua cadela, vaca safada, sua vaca, safada gostosa, gostosa safada, tesão, tesao, tesuda, tesudo, punheteira
[pt profanity 2 word x]
cagado = cagado, cagada, cagão
[pt profanity 2 word]
foda = fodace, fodasi, fodassi, foda ce, fodaci, fodasse, arrombadu, arronbado, porha, pohha, porraa, caraiu, karaio, karai, caraleo, krlho, merdaa, fdpt, vtmncc, vtc, vai toma no cu, vai toma nu cu, vai tomar nu cu, tomanucu, filha da pta, filho da pta, fiu da puta, fila da puta, fio da puta, puta merda, puto do caralho, seu puto, um puto de merda, corno manso, seu corno, corno do caralho
[pt profanity 2 word o]
cu = cu, cus
[pt sexual 2 word]
rola = chupa minha rola, minha rola, sua rola, rola dura, rola grossa, chupa rola, mama minha rola, na rola, sentar na rola, senta na rola, chupa minha pica, minha pica, sua pica, pica dura, pica grossa, na pica, chupa pica, minha pika, sua piranha, essa piranha, piranha safada, puta piranha, trepar com, trepa comigo, quero trepar, grelo molhado, pinto na
[pt slur 2 word]
viado = viadu, viadus, seu veado, veado de merda, veados de merda, viado do caralho, sua bicha, seu bicha, bicha louca, bicha escrota, bicha de merda, essa bicha, bichas de merda, bixa louca, sua bixa, seu bixa, crioulo de merda, crioulo imundo, crioulos de merda, crioulo safado, demente mental
[pt adult 1 word]
sexo = sexo, pornografia, pênis, vagina, prostituta, masturbar, estupro, estuprar, orgasmo
[pt slur 2 word]
viado = viado, viados, viadinho, viadinhos, viadagem, viadão, viadao, vyado, bichinha louca, bichona, boiola, boiolas, boyola, baitola, baitolas, bambi de merda, maricas, maricon, maricona, marica, paneleiro, paneleiros, panelero, panaleiro, paneleirice, larilas, sapatão, sapatao, sapatona, sapatões, sapatonas, fufa, fufas, traveco, travecos, trava feia, macaco preto, macaco imundo, seu macaco, macacos imundos, preto de merda, preto imundo, pretos de merda, preta de merda, negro de merda, negra de merda, negros de merda, negro imundo, nego safado, neguinho de merda, urubu de merda, cabelo ruim, judeu de merda, judeu imundo, judeus de merda, cigano de merda, ciganos de merda, índio de merda, indio de merda, japa de merda, xing ling, chinês de merda, chines de merda, paraíba de merda, baiano de merda, nordestino de merda, nordestino imundo, cabeça chata, monhé, monhés, monhe, preto da guiné, brasuca de merda, zuca, zucas, portuga de merda, favelado, favelados, favelada, retardado, retardada, retardados, retardadas, mongoloide, mongolóide, mongoloides, mongol de merda, aleijado, aleijada, aleijados, débil mental, debil mental, retardado mental, autista de merda, gorda de merda, gordo de merda, doente mental, aidético, aidetico
[pt insult 1 word]
idiota = idiota, idiotas, imbecil, imbecis, burro, burra, burros, estúpido, estupido, estúpida, otário, otario, otária, otários, otarios, trouxa, trouxas, palhaço, palhaça, lixo, nojento, nojenta, inútil, inutil, bobo, boba, tonto, tonta, besta, bestas, jumento, asno, anta, feio, feia, porco, porca, vaca, cadela, cachorro, cachorra, galinha, safado, safada, safados, pilantra, canalha, droga, cala a boca, cale a boca, gordo, gorda, baleia, pinto, peido, peidar, xixi, cocô, coco, sexo, nu, nua, rapariga, mané, cretino, cretina, ridículo, escória, verme, vermes, animal
[pt threat 3 word]
vou te matar = vou te matar, te mato, vou matar você, vou te estuprar, vou te quebrar, vou te furar, morre desgraça
vai se matar = vai se matar, vai te matar, se mata logo, corta os pulsos, se enforca
[pt self-harm 2 word]
se matar = se mata, te mata, se matar, quero morrer, suicídio, me matar

[ru profanity 3 anywhere]
хуй = хуй, хуйн, хуев, хуёв, хуеть, хуел, хуею, хуя, хую, хуё, хуи, хуе, хуило, нахуй, похуй, похуист, нахуя, охуе, охуи, ахуе, ахуй, хуесос, хуйло, хуепут, хуета, дохуя, нехуй, захуя, схуя, хуярь, хуяр, хуяк, хуячь, хуяч, захуяр, отхуяр, ниху, нихуя, хуище
[ru profanity 3 anywhere]
пизда = пизд, пизж, пизденк, пиздец, пиздос, пиздюк, пиздюл, спизд, распизд, отпизд, запизд, напизд, припизд, впизд, подпизд, допизд, опизден, пездец, пезда, пиздат, песдец, писдец
[ru profanity 3 start]
ебать = еба, ебл, ебн, ебу, ебё, ебе, еби, ебо, ебё, ёб, еб твою, ебт, ебс, ебч, ебш, въеб, выеб, взъеб, доеб, долбоеб, долбаеб, долбоёб, долбоящер, долбоюноша, заеб, заёб, зъеб, изъеб, наеб, наёб, надъеб, недоеб, объеб, оъеб, отъеб, отьеб, перееб, поеб, подъеб, подьеб, приеб, проеб, проёб, разъеб, разьеб, сьеб, съеб, уеб, уёб, мудоеб, мудоёб, мозгоеб, мозгоёб, конеб, коноеб, козлоеб, скотоеб, лохоеб, злоеб, злоебуч, ёпт, епт, епта, ёпта, ёпты, ебаш, ебошь, йоб, йобан, йобн, йопт, ибат, ибуч, ебл, трихоеб, шароеб, оебан, осточертеб, остоеб, ойоб, ъеб, ебырь, ебарь, хуеб, въёб, съёб, выёб, разъёб, отъёб, дъёб
[ru profanity 2 start]
блядь = блят, бляд, блять, блядь, бляц, бле[дт]ь, блэт, блет, блеа, блеать, бл[яе]ть, блж, млять, млядь, млят, выбляд, наблядов, поблядуш, проблядь, проблядов, разбляд, ёбля, сукабля, сцук, бляяя, пляд, бляцк, распроблят, взблядов, поблядуш, пробляд
[ru profanity 2 word]
блядь = бля, бляа, бл, блин бля, блядина, бляди, блеать, ебля, мля, аблять, шалава бля, бляди
сука = сука, суки, суку, суке, сукой, сук, сучка, сучки, сучку, сучара, сучий, сучье, сучьи, сучь, сученок, сучёнок, сукин сын, сукины, сцука, сцуко, суко, сучонок, сучья, ссука, сучка, сучкин, сучень, сучандра, сучище, сукаа, сучек, сучок
мудак = мудак, мудаки, мудака, мудаку, мудаков, мудаком, мудаками, мудачье, мудачьё, мудачок, мудачина, мудила, мудило, мудилы, мудозвон, мудозвоны, мудозвона, мудня, муде, муди, мудоеб, мудацкий, мудацкая, мудацкое, мудачество, мудатня, мудачка, мудло, мудищ, мудаг, мутак
[ru profanity 2 start]
мудак = мудак, мудач, мудил, мудозвон, мудацк, мудоз, мудох, отмудох, измудох, замудох
говно = говн, гавн, гамн, говнюк, засран, обосра, засра, насра, высра, обоср, сраный, сраная, сраное, сраные, сраного, сраной, срать, срака, сраку, дерьм, дермо, дирьм, гандон, гондон, жоп, пердун, перде, пиздюл
ублюдок = ублюд, мраз, выродок, выродк, паскуд, сволоч, гнида, гниды, гниде, подонок, подонк, скотин, стерв
залупа = залуп, елдак, елда, нахер, похер, дохера, нихера, охере, охерен, херн, херов, херня, хероват, херач
дрочить = дроч, задрот, подроч, надроч, отсоси, отсосать, отсосёт, отсосет, пососи, хуесос, минет, миньет, вафлер, членосос
[ru profanity 2 word]
нахуй = нах, нахх, пнх, пох, хер, хера, херу, на хер, пошел на хер, пошёл на хер, иди на хер, ипать, ипал, ипучий, епт, бл, жопа, жопу, падла, падлы, падлюка, тварь, твари, чмо, чмошник, чмошники, чмыри, чмырь, пошел ты, пошёл ты, бляха муха, едрён батон, ёклмн, сосни, соси, сосать член, соси член, урод, уроды, ссанина, обоссаный, обоссал, обоссали, зассанец, зассыха, обоссанный, козёл вонючий, засранец, засранка, засранцы
[ru sexual 2 start]
шлюха = шлюх, шлюш, шалав, прошмандов, потаскух, потаскуш, мокрощел, мандавош, мандовош, мандой, курв, лярв, трахать, трахал, трахну, трахаю, трахает, трахаться, трахнуть, трахнул, трахни, оттрах, вытрах, перетрах, порнух, порево, сперма в, кунилинг, фистинг, групповух, сиськи, сиськ, титьк, ебля, минетчиц, спермоглот, спермобак, целка, целку, малафь
[ru sexual 2 word]
манда = манда, манду, манды, порнуха, куни, член в рот, в рот мне ноги, сиси, сиська, очко рвать, писька, письку, письки, пиписька, член сосать
[ru profanity 2 start]
ебать = заипа, заипал, ипан, ипать, ипал, йебан, йоба
[ru profanity 2 word m]
блядь = блядь, блядина, пиздец, пизда, ебать, ебаный, мудак, долбоеб, говно, гандон, залупа, хуйня, шлюха
[ru profanity 2 word]
хуй = йух, йухан, yfeq, yf eq
пизда = адзип, цедзип, gbplf, gbpltw, gbplfnj, gbpljc
пидор = родип, gbljh, gbljhfc, gbljhs
блядь = ьдялб, тялб, kznm, kzlm, ckznm
ебать = ьтабе, tfnm, tfysq
сука = ns cerf, cerf yfeq
мудак = velfr, velfrb
[ru slur 3 start]
пидор = пидор, пидар, пидр, педик, педрил, педераст, педрила, пидорас, пидарас, педор, пидараз, педиков, гомик, гомосек, гомосятин, петушар, лесбух, лезбух, трансух, чурка, чурки, чурок, чурку, чуркобес, чучмек, хачик, хачи, хачей, черножоп, чернозад, черномаз, ниггер, негритос, жиды, жидов, жидяр, жидомас, жидовк, хохлы, хохлов, хохля, хохлом, хохлам, укропитек, кацап, москаль, москали, узкоглаз, косоглаз, узкопленоч, пендос, пиндос, даунит, чёрножоп, гоме[кц]
[ru slur 2 word]
жид = жид, жида, жиду, жидом, хач, хача, хачу, хохол, хохла, хохлу, даун, дауна, даунов, дауны, негр вонючий, негры вонючие, бульбаш, петух опущенный, ватник, ватники, укроп тупой, таджик вонючий, олигофрен, дебил недоношенный, имбецил, черномазый, инвалид чертов, цыган вонючий, чурек, голубая мразь, гей вонючий, дебилоид, пидрила, педик, педики
[ru insult 1 word]
дурак = дурак, дура, дураки, дуры, дебил, дебилы, дебилка, идиот, идиоты, идиотка, тупой, тупая, тупые, лох, лохи, лоха, лошара, козел, козёл, козлы, осёл, осел, баран, бараны, свинья, кретин, кретины, придурок, придурки, болван, мерзавец, негодяй, сопляк, отстой, заткнись, блин, черт, чёрт, фиг, нафиг, хрен, нахрен, жирный, урка, шиз, псих, быдло, чушка, дрянь, тупица, клоун
[ru threat 3 word]
убью = убью тебя, я тебя убью, зарежу тебя, сдохни тварь, прирежу, найду и убью, урою тебя
убей себя = убей себя, убейся, повесься, выпились, роскомнадзорнись, вскройся
[ru self-harm 2 word]
сдохни = сдохни, сдохните, хочу умереть
[ru profanity 2 word]
blyat = blyat, bl yat, blyadskiy, suki, suka blya, blya, blyaa, blia, pizdabol, pizdato, pizdato, pizdets, huinya, huynya, huinia, khui, khuy, khuylo, huiplet, yebal, yebalo, yobanyy, ebanyy, ebaniy, eblo, ebla, jebat, zaebali, zaebalo, zaebala, otebis, otyebis, podonok, pedik, pederast, suchara, gnida,  blyad, blyadi, bliat, bliad, blyaty, blyt, blyatt, suka blyat, cyka blyat, cyka, suka, sukablyat, suka bliat, pizdec, pizdets, pizda, pizdy, pizdu, pizdit, pizdish, pidor, pidar, pidaras, pidoras, pidory, pidr, pidora, pidarasy, huy, huilo, huylo, khuylo, nahui, nahuy, nahuj, na hui, na huy, idi nahui, idi na hui, poshel nahui, poshel na hui, pohui, pohuy, ebat, yebat, ebal, yobany, yobaniy, ebany, ebaniy, ebanat, ebanut, dolboeb, dolbaeb, dolboyob, mudak, mudaki, mudila, gandon, gondon, zalupa, uebok, uyebok, uebishe, eblan, yeblan, ebalo, ebla, hueta, huyesos, hyi, hyu, xyu, shluha, shlyuha, shalava, blyadina, govno, debil blyat, tvoyu mat, tvoju mat, yob tvoyu mat, eb tvoyu mat, yobt, suchka, mraz, ublyudok, zaebal, zaebis, zaebali, ohuel, ohuet, ahuet, ahuel, nihuya, nahuya

[fr slur 2 word x]
pede = pédé, pédés, négro, négros, attardé, attardée, attardés, attardées
[fr slur 2 word]
pede = sale pédale, grosse pédale, vieille pédale, espèce de pédale, bande de pédales, sale gogol, gros gogol, espèce de gogol, gogole
[fr profanity 2 word]
putain = bouffonne de pute, bouffon de pute, salope de pute, race de pute, tête de pute, gueule de pute, vie de pute, sale pute, grosse pute, une pute, des putes, les putes, la pute, ta pute
[de sexual 2 word x]
ficken = möse, mösen, klöten
[es sexual 2 word c]
polla = berga
[ru slur 3 word c]
нигер = нигер
[allow anywhere]
страхуй, страхуе, страхую, страхуя, страхуи, психуй, психуе, психую, психуя, психуи, подстрахуе, застрахуе
перестрахуе, плохую, плохуя, тихую, сухую, глухую, тухую, лихую, ветхую, сухуи, духуе, верхуе, верхую, ухуе
блохую, эпохую, духую, воздухуе, самую плохую, неплохую, сухуй, глухуй, рыхую, ухую, коммунихую
сук дерева, сучок дерева, сучок на, сухой сук, на сук, сук на, на суку, пилит сук, рубит сук, толстый сук, сук
сучок, сучки деревьев, сучки на
ебенит, ибадан, ибан банк, ибанк, ибаррури, ебонит, ебонитов, ебург, ебей, поебен, приебр, доебат, проебр
говнотек, жопо, курвиметр, курва, стервятник, стерв, гондонат, скотина и, крупная скотина, дроченик, дрочён
хер профессор, хер мюллер, гнидами обраб, вагинальн, вагинит, минет, сволочи, елдаш, пидоренк, пидоров
чурка дров, чурки дров, чурок для, чурка дерева, деревянная чурка, берёзовые чурки, чурки для, чурки березы
дубовая чурка, уебсайт, хохлома, хохломск, нигерия, нигерий, нигерийск, нигерец, нигерцы
синдром дауна, с синдромом дауна, синдромом дауна, пиндосия, кацапет, ватник носил, тёплый ватник
старый ватник, ватник и валенки, ватник на, в ватник, ватник тёплый, ватник и, ватник, ватники, сиси капвелл
титьки сала, педикюр, педикул, педикулёз, педиков, гомики
cul de sac, cul-de-sac, pique-nique, pique-niqué, pique-niquer, pique-niques, pique nique, branle-bas
branle bas, bitche en, à bitche, de bitche, ville de bitche, citadelle de bitche, chatte noire, chatte et ses
chatte stérilisée, la chatte dort, chatte ronronne, chatte miaule, ma chatte a eu, chatte et le chat
chatte siamoise, chatte persane, chatte angora, chatte blanche, von ficker, ludwig von ficker, hurenkinder und
hurenkind und, mit wichse, bacalhau à punheta, punheta de bacalhau, polla de quinielas, bastardo sansa
bite d'amarrage, bites d'amarrage, bitte d'amarrage, cul de bouteille, cul de la bouteille, culs de bouteille, cul de poule, cul-de-poule, cul sec, cul-de-jatte, cul-de-lampe, cul de four, nègre littéraire, nègres littéraires, tête de nègre, chien bâtard, pain bâtard, un bâtard pas trop cuit, un bâtard et, un bâtard ou, un bâtard tranché, bâtard et une baguette, baguette et un bâtard, baguette ou un bâtard, baguette ou bâtard, chatte tigrée, chatte de la voisine, ma chatte dort, notre chatte, chatte a mis bas, chatte grise, chatte rousse, une chatte et, chatte est stérilisée, chatte attend, chatte perchée, chatte sur un toit, la chatte du voisin, chatte du refuge

[allow word]
cu de judas, no cu de judas
baisse, baisses, baisser, baissent, baissez, baissait, baissé, baissée, mer de chine, mer de glace, mer de sable, mer de nuages, mer de corail, mer de béring, mer de marmara, mer de barents, baise-main, baisemain, une bite d'amarrage, salope vinaigrette, la tapette à mouches, tapette à mouches, tapette à souris, tapettes à souris, tapette à mouche
chatte de ma voisine, le chat et la chatte, chatte et ses, chatte et son chaton, chatte gestante, chatte sauvage, chatte est malade, chatte chez le vétérinaire, chatte s'appelle, chatte sur le canapé
bâtard croisé, bâtard de westminster, guillaume le bâtard, baguette bâtarde, sauce bâtarde, dunois le bâtard, bâtard d'orléans, chien bâtard adopté, un bâtard bien cuit, bâtard aux céréales, écriture bâtarde, solution bâtarde
art nègre, nègre en chemise, revue nègre, bal nègre, la putain respectueuse, branler dans le manche, branle dans le manche, branle la table, dent qui branle, dents qui branlent, mettre en branle, mis en branle, mise en branle, en branle, branler du chef, branle du chef, hochet qui branle
une poule nique, traînée de poudre, traînée d'avion, traînée de condensation, traînée lumineuse, traînée de sang, force de traînée, la traînée aérodynamique, traînée blanche, traînées de condensation, morue salée
faire la bamboula, les enfoirés, concert des enfoirés, album des enfoirés, spectacle des enfoirés, gueule de bois, ta gueule de bois, gueule de loup, gueules cassées, couilles de mouton, couille de mouton
concha de venus, la concha de venus, concha de vieira, concha de mar, concha de san sebastián, verga del barco, palo de la verga, verga mayor, la verga del mástil, culo del vaso, culo de vaso, culo de botella, culo de la botella, gafas de culo, culo del pollo, culillo
dar teta, niño de teta, tetas de cabra, teta de monja, queso de tetilla, mitsubishi pajero, letra bastarda, lima bastarda, temperatura subnormal, número subnormal, números subnormales, maricona de mano, polla de agua, polla asada, la gente pija, barrio pijo, zona pija, ropa pija, niña pija, niño pijo, tortillera eléctrica, máquina tortillera, prensa tortillera
schuhe wichsen, die schuhe gewichst, stiefel wichsen, stiefel gewichst, muschi der nachbarin, muschi ist unsere katze, unsere muschi schläft, unsere muschi, die katze muschi, muschi miaut, muschi schnurrt, muschi schläft, muschi maunzt, hurenkind, hurenkinder, kanaken neukaledoniens, neukaledonien kanaken, kanak in neukaledonien, volk der kanak, die kanak
judensau relief, relief der judensau, wittenberger judensau, bei den vögeln, von den vögeln, mit den vögeln, zu den vögeln, den vögeln, allen vögeln, von vögeln, vögeln futter, vögeln zuhören, vögeln zwitschern, bastard-schwertlilie, bastardschwertlilie, trompete blasen, einen luftballon blasen
[allow word]
sapatão de couro, cacete de pão, pão cacete, bosta de vaca, bosta de boi, rola-bosta, cágado, os putos brincam, em portugal os putos, a dama e o vagabundo, efeito retardado, porta arrombada, cofre arrombado, carro arrombado, arrombado por ladrões, paneleiro de cobre, mamada do bebê, mamada do bebé, os bastardos filme, língua bastarda, paneleiros de barro, vapor retardado
божья тварь, тварь дрожащая, всякая тварь, каждой твари, тварь божья, морская тварь, сука щенная, сука родила, сука овчарки, сука ощенилась, хуй цзинь, хуйчжоу, хохол у птицы, москалькова, москальков, москалькову, поддонок, с поддонка, из поддонка, поддонка, поддонке, поддонков, поддонки, поддонком, поддонкам, говнодавы, гондола, ебилай
[allow word]
nut und feder, chatte a eu, chatte a mis bas, chatte a fait, chatte et ses, chatte attend, chatte allaite, chatte ronronne, chatte noire, chatte blanche, chatte grise, chatte tigrée, chatte siamoise, chatte persane, chatte stérilisée, chatte a disparu, chatte du voisin, chatte de la voisine, chatte dort, chatte miaule, chatte et son chaton, chatte et chaton, chatte gestante
laputa, hodder, foden, shetty, shotty, shatty, sniglet, sniglets, woops, ragin, ragin', nuttig, sträter, wanke, nuttin, homo-ehe, homo ehe, s-ka
фантастические твари, фантастических тварей, фантастическими тварями, фантастических тварях, ас-сиси, ас сиси, ибаньес, языки манде, андре жид
[allow start]
хуйц, хуйчжо, хуйань, хохлова, хохловой, хохловым, хохлову, хохлове, хохломск, москалев, москалёв, москаленко
[es profanity 2 word]
gilipollas = pedazo de gonorrea, malparida gonorrea, gonorrea malparida, este gonorrea, esta gonorrea, tan gonorrea, care gonorrea, weon ql, wn ql, gil ql, ql de mierda, maricon ql, miherda, pendexo, pendexos
[es sexual 2 word]
follar = te folle, se folle, me folle
[pt profanity 2 word xc]
cu = cú
[pt slur 2 word]
viado = sua frutinha, seu frutinha, essa frutinha, é frutinha
[allow word]
huso horario, husos horarios, cú chulainn, cu chulainn, bitche, bitches brew, rohrbach-lès-bitche, douchy, douchy-les-mines, sätet, wang fuk, fuk court, fuk lam, fuk street, tin fuk, fuk man, fuk wah, fuk wing, fuk lo, lok fuk, fuk tak, fuk hing, wank bei, am wank, der wank, mount wank
cul-blanc, cul blanc, cul-de-jatte, cul de bouteille, cul-de-lampe, cul-de-poule, cul de poule, cul de veau, cul-rouge, cul-terreux, cul de sac, faux-cul, bunda da formiga, bunda de tanajura, faggot is a meatball, faggot is a bundle, cacete na padaria, um cacete e, cacete de padaria, polla del hipódromo, polla del mundial, polla mundialista, polla futbolera, la polla de beneficencia, negro on black, negro means black, negro is spanish
сучка на дереве, сучка дерева, сучка на ветке, без сучка, ни сучка, сучки и ветки, сучка без задоринки, сучка и задоринки
[allow start]
shital, shitij, shitennoji, shitenno, shitamachi, shitaya, shitara, shitor, shito-ryu, shitoryu, shitsu, shitau, shitanjing, shitou, shitalkar, fukuech, fukang, fukun, fukuh
[ru profanity 3 start]
ебать = ибать, ибаны, ибаная, ибано, ибанут, ибану, ибал
[allow word]
cabrón de monte, даун-хаус, даун хаус, даунхаус, ass brayed, ass brays, tit landed, tit on the feeder, tits at the feeder, tits on the feeder, tit nest, tits nest, dildo is a town, pussy galore, bitch creek
[allow start]
сукко, ибадул, ибаньес, ибанск, shittu
[pt adult 1 word]
sexo = esperma
[allow word]
mamada del bebé, mamada de leche, teta gallega, tetas gallegas, bitte d'amarrage, bittes d'amarrage, je bande ma, je bande mon, je bande la, je bande le, je bande les, couilles du taureau, couilles de taureau, caceta do ferreiro, boceta de rapé, kameltreiber in der wüste, a hoe is, the hoe is
[es profanity 2 word]
puta = ijueputa, ijoeputa, ijodeputa, conchetumadre, conchatumare, malparío, malparía, malparíos, puñeta, puñetas, puñetero, puñetera
[de profanity 2 word]
arschloch = orschloch, oaschloch, oasch, am oasch, arschlogh, arschlokh, arschlod
hurensohn = huansohn, huansöhne, huasohn, huanson
[de sexual 2 word]
ficken = schlambe, schlamben, schlampn
[pt profanity 2 word]
puta = filho da pulta, filha da pulta, fi da puta, fi duma puta
[pt profanity 2 word g]
caralho = kct, kcete
[ru profanity 3 word]
хуй = нахй, нхй, хуле
[de slur 2 word]
schwuchtel = scheiß fidschi, scheiss fidschi, drecksfidschi, fidschi raus, fidschis raus, du fidschi
[allow word]
bichon à poil, bichon à, bichon frisé, sale con llantos, sale con el, sale con la, sale con un, sale con una, sale con su, sale con lo, cálice de vinho, cálice de sangue
[allow anywhere]
honigg, königg, koenigg
[es profanity 2 word]
mierda = mier da
[pt profanity 2 word]
cu = kuzao, kuzão, kuzinho
[ru profanity 3 word]
пизда = пзд
хуй = на ху й
[ru profanity 2 word]
сука = су ка
[ru slur 3 word]
пидор = пи дор, пи дор ас
[de profanity 2 word]
wichser = wikser, wiksa, wiksen, wiksst
hurensohn = hrnsn, hrnshn, hrnsöhne, hurnsn, huso lösch, du huso, die huso, ihr husos
ficken = fikk, fikk dich, fikk disch, fick disch, fikk disch ey
[de sexual 2 word]
nutte = drecksnutte, drecksnutten, dreckshure, dreckshuren, drecksfotze, drecksfotzen, drecksschlampe, drecksschlampen
[es profanity 2 word]
puta = lpqtp, lpqlp, lpqtrmp
gilipollas = singao, singaos, singá, gonorrea de jugador, gonorrea de man, gonorrea de tipo, gonorrea de equipo, qué gonorrea
[fr profanity 2 word]
enculer = baiser ta race, baise ta race, baiser vos races, baiser vos mères, tmlp
pute = tepu, tepus
[pt profanity 2 word]
foda = phoder, phoda, phodase, phodido
[ru profanity 3 start]
ебать = долбаёп, долбаеп, долбоёп, долбоеп, далбаёп, далбаеп
[ru profanity 3 word]
хуй = huj, huj tebe, nahuj, na huj, huj s
[allow word]
adolf fick, fick hat die kontaktlinse, die mongo, mongo latest, mongo auf port, ojete de la lona, ojetes de la lona, verga del palo
bitte du quai, bitte d'amarrage, bitte du port, alain connes, ação retardada, abertura retardada, ignição retardada, acción retardada
saya suka, aku suka, suka kopi, suka kamu, suka banget, suka sama, suka makan, suka itu, кафе манду, с сука на сук, кобель и сука, сука и кобель, сука с документами
[fr slur 2 word]
pd = tg pd
[allow word]
fisura anal, fisuras anales, fdp alemão, fdp allemand, fdp liberal, foi arrombada, foram arrombadas, boquete fica no panamá, boquete no panamá, boquete panamá, openssl crl, cacete com manteiga
хохол на голове, смешной хохол, хохол у попугая, андре жид, андре жида, con veut dire
`;
