/** English: our own core with modes and spellings; the long tail comes from the imported lists. */
export const en = `
[en profanity 2 anywhere]
fuck = fuck, fvck, phuck, fucc, phuk, fcuk, fuhck, fukk, fuuk, fuxk, fuqk, fawk you, fahk, fukcing, fukc, fuqq, phuq
motherfucker = motherfuck, muthafuck, mothafuck, muhfuck, mutha fuck, mother fuck, mother fucker, motherfucker, motha fuck, mutherfuck, mutherfuk, mothafuk, muddafuck, muhfucka, mothafucka
[en profanity 2 start]
fuck = fuk, fking, fkn, fkin, fuking, fukin, fuqing, fuq, fukn, fkd, fker, fukd, fxck, fuk u, fuc u, effing, fugly, fuxing, fuxin, fuxked
[en profanity 2 word]
fuck = fk u, fku, kcuf, kcuuf, gnikcuf, rekcuf, fuks, fucs, fuken, fuker, fukers, fukin, fuking, fukwit, fucin, fucing, fucd, fucbag, fcks, fcking, fckn, fcked, fcker, fckers, fckin, fcku, frigging, friggin, fooking, fookin, fucck, fuckin, facking, fack you, fak u, fak you, faq you, foc you, mfer, mfers, mfs, mofo, mofos, mofucker, mfkr, mfking, mfas, muhfucka, mothafucka
shit = shit, shits, shitty, shitted, shitting, shite, shites, shittier, shyt, shyte, shiit, shiz, shizz, sht, shts, shtty, shiet, sheit, sheeit, tihs, shitt, shat, shid
[en profanity 2 start]
shit = shit, bullshit, horseshit, dipshit, apeshit, batshit, jackshit, dogshit, chickenshit, bullsh, shittalk, shithead, shitter, shitbag, shitlord, shithole, shitface, shitpost, shitstain, shitshow, shitstorm, shite, bullshyt, bullsht, bulshit, bulsht, dipsht
[en profanity 2 anywhere]
shit = bullshit, dumbshit, shithead, shithole, shitbag, shitface, dipshit, dogshit, ofshit, shitter, shitty, fullofshit, eatshit, holyshit, pieceofshit, suckshit
bitch = bitch, biatch, biotch, bytch, beotch, beyotch, beeotch, bietch, bihtch, biitch, bitcch, bxtch, bicth, bithc, btch, bltch, vitch ass
[en profanity 2 word]
bitch = bishes, btches, btchs, btch, hctib, bitxh, bitxhes, beech ass, beyatch, biyatch, bizatch, bihh, biih, bihhh, bich ass, beach ass
asshole = asshole, assholes, arsehole, arseholes, ashole, asholes, azzhole, asshoe, asswhole, azhole, elohssa, assol, asshol, arsehol
[en profanity 2 anywhere]
asshole = asshole, arsehole, asshat, asswipe, assclown, assfuck, asslick, dumbass, jackass, smartass, lameass, badass bitch, assmunch, asskiss, asshead, asscrack, assbag, assface, bitchass, punkass, azzhole, candyass, dumbazz, dumbas bitch, wiseass, broke ass, kiss my ass
[en profanity 1 word g]
ass = ass, asses, arse, arses, azz, azzes, a ss, assed, arsed, half assed, badass, badasses, jackass, jackasses, dumbasses, dumass, ass hat, lmao ass, assy, ahh nigga
[en profanity 1 word]
damn = goddamn, goddam, goddammit, goddamnit, goddamned, god damn, god dammit
bastard = bastard, bastards, bastad, basterd, basturd, bastardo, bstrd, bstard, basterds
crap = bollocks, bollock, bollox, bugger, buggers, buggered, bugger off, sod off, twunt, knobhead, knob head, bellend, bell end, pillock, tosser, tossers, tosspot, wanker, wankers, wank, wanking, wanked, wankstain, wankpot, arsewipe, minger, bloody hell
douche = douchebag, douchebags, douchey, douchy, douche bag, douche canoe, dochebag, dooshbag, dooch bag, doosh
[en profanity 2 start]
prick = pricks, prickhead
[en profanity 2 word]
prick = prick, pricks, prik, ya prick
jerkoff = jerkoff, jerkoffs, jerk off, jerking off, jerked off, jack off, jacking off, jackoff, jerks off

[en sexual 3 word]
cunt = cunt, cunts, cunty, kunt, kunts, cvnt, cuntface, cunthead, cuntbag, tnuc, cuntish, cnut, cuunt, qunt, cunting, cuntlick, cunted
[en sexual 3 anywhere]
cunt = cuntface, cuntbag, fuckcunt, youcunt, cunthole, dumbcunt, cuntlick, cuntrag
[en sexual 2 word g]
dick = dick, dicks, dik, dickz, dicked, dickin, dicking, dickhead, dickheads, dikhead, dikhed, dickbag, dickface, dickwad, dickless, dickweed, dickish, dickbutt, dicc, diq, dck, kcid, dickk, dixk, dicklicker, dick head, dick face, dickbreath, dickwads, dickrider, dickriding, dickrub, dickslap, dickmunch
[en sexual 2 start]
dick = dickhead, dickface, dicksuck, dickwad, dickbag, suckmydick, suckadick, bigdick, dickpic, dickless, dickweed, dickrid, suckdick, eatadick, dickfuck, dickass
[en sexual 2 anywhere]
dick = suckmydick, dickhead, dicksuck, mydickin
cock = cocksuck, cockhead, cockblock, cockmunch, cockface, suckmycock, cockring, cockwhore
[en sexual 2 word]
cock = cock, cocks, cok, cawk, caulk sucker, cocksucker, cocksuckers, cock sucker, cock sucking, cockblock, kock, kawk, coc sucker, qock, cocky bitch
pussy = pussy, pussies, pussys, pusy, pussi, pussie, pussylips, puzzy, pssy, pussyhole, pusssy, pushy ass, poosy, poossy, pusi, pusii, pvssy, yssup, puss y, pussay, pussyass, pusssi, pussc, pussee
[en sexual 2 anywhere]
pussy = pussyass, pussyeat, pussylick, pussyhole, wetpussy, eatpussy, tightpussy, pussylips, pussyboy, pussydestroy, pussyslay, pussyfuck, myp ussy
[en sexual 2 word]
penis = 
vagina = vagina face, coochie, coochies, cooch, cootchie, coochy, punani, punanny, poonani, poontang, poon, poonany, clit, clits, clitty, klit, fanny flaps, minge, gash hole, cunny, muff diver, muffdiver, queef, queefs, queefing, kooch, koochie, twat, twats, twatface, twathead, twatwaffle, axwound, beef curtains, cooter, cameltoe, camel toe
cum = cum, cumm, cums, cumming, cummin, cumshot, cumshots, cumdump, cumslut, cumbucket, cumguzzler, cumdumpster, cumface, cumrag, cumstain, cumqueen, jizz, jizzed, jizzing, spunk, spooge, splooge, jizzface, creampie, creampies, cream pie me, nut in, nutted in, bust a nut, busting a nut, busted a nut, precum, pre cum, skeet skeet, bukkake, bukake, cumin in me
tits = tits, tit, titties, titty, tittie, titz, titfuck, titfucking, tittyfuck, boobies, boob, boobs, boobie, booby, boobz, bewbs, bewb, jugs out, tiddies, tiddy, titys, tittys, teets, bigtits, bigboobs, nips out, tata titties, milkers
whore = whore, whores, whoring, whored, whorish, hore, whorehouse, whoar, w hore, erohw, whoer
slut = sluts, slutty, slutbag, slvt, slutz, sloot, tuls, slutdrop, slute, slutted, skank, skanks, skanky, skankwhore, skanque, thot, thots, thotty, thottie, thotties, thotting, thawt
hoe = hoe, hoes, hoez, hos, ho ass, hoe ass, hoee, hoeish, hoass, whoe, whoes, hoein, hoeing, hoeing around, hoetown, sidehoe, hoesmad, hoed, hoejob, heaux, hoeshit, deez hoes
[en sexual 1 word]
ho = a ho, fake ho, video ho, dumb ho, stupid ho, you ho, ur a ho, these hos, ugly ho, ass ho, bitch ho, dirty ho, lil ho, hos be, hoe ho, crack ho
[en sexual 2 start]
whore = whore, whorebag, whoreface
slut = slutt, slutb, slutz
[en sexual 2 anywhere]
whore = whorebag, attentionwhore, cockwhore, dirtywhore, slutwhore, whoreface
hoe = asshoe, thesehoes, hoesbe, hoesaint, hoeass, bitchhoe, dumbhoe, fuckhoe, hoesb, sidehoe
cum = cumshot, cumdump, cumslut, cumming in, cumguzz
[en sexual 2 word g]
slut = slut
[en sexual 2 word]
blowjob = blowjob, blowjobs, blow job, blow jobs, handjob, handjobs, hand job, footjob, rimjob, rim job, rimming, titjob, boobjob, deepthroat, deepthroating, deep throat, deepthroated, facefuck, face fuck, facial cumshot, fellatio, felatio, fellate, cunnilingus, cunilingus, gobble cock, giving head, give me head, gave him head, suck me off, sucking me off, suck it bitch, suck my, suck a dick, suck deez, suckmy, sucks dick, suck dick, sukmy, blumpkin, blowie, eat my ass, eat ass, eatass, eating ass, lick my balls, suck my balls, circlejerk, circle jerk, blow me bitch, ballsack, ball sack, ballsacks, nutsack, nut sack, nutsacks, ballgag, ball gag, taint licker, deez nuts, deeznuts, deez nutz, these nuts, des nuts, dees nuts, on my nuts
masturbate = masterbate, masterbating, masterbation, mastrubate, mastrubating, fap, fapping, fapped, faps, fap fap, wanking off, wank off, beat my meat, beating my meat, beat your meat, beat my dick, jerk it, fingerbang, finger bang, fingering, fingered her, fistfuck, fist fuck, rub one out, spank the monkey, choke the chicken, jill off, gooning
anal = anal, analsex, anal sex, buttplug, butt plug, buttplugs, butthole, buttholes, butt hole, buttfuck, butt fuck, buttfucker, buttsex, butt sex, buttsecks, butthead, butt pirate, buttmunch, anilingus, analingus, rimjobs, sodomise, sodomize, sodomite, rectum fuck, bunghole, bung hole, corn hole fuck, assfuck, ass fuck, assfucker, asslicker, ass licker, ass licking, ass to mouth, assrape, ass rape, assraped, dookie hole, bumhole, bum hole, felching, felch, arse bandit, ass bandit, ass pirate, strap on, strapon, poop chute
dildo = dildo, dildos, dilldo, fleshlight, fleshlights, buttplug, cock ring
porn = prn hub, xhamster, youporn, redtube, brazzers, onlyfans leak, xxx video, xxx porn, milf, milfs, gilf, dilf, gangbang, gangbangs, gang bang, gangbanged, gang banged, gangbanging, boner, boners, hornie, horney, horniest, hornyy, nympho, nymphomaniac, snowballing cum, doggystyle, doggy style, doggie style, doggiestyle, reverse cowgirl, fuckbuddy, fuck buddy, camgirl, cam girl, camwhore, upskirts, panty sniff, bangbus, bangbros, shemale, shemales, futanari, futa, bukkakes, golden shower, goldenshower, scat porn, yiff, yiffing, zoophile, cuckold, cuckolds, cuck, cucks, cucked, cuckholding, fudgepacker, fudge packer, fudgepackers, tubgirl, goatse, two girls one cup, lemonparty, bareback sex, ahegao, paizuri, loli porn, lolicon, shotacon, kiddie porn, sexy time, make her squirt, squirting, wet dream, blue balls, blueballs, horndog, humping, dry hump, cockhungry, milfhunter, turd burglar, tonguefuck, tongue fuck, muffdiving, pearl necklace cum, ribbed dildo, sybian
turd = turd, turds, turdface, turdburger, shart, sharted, dingleberry, scrote, smegma, smeg head, knobend, knobjockey, knobcheese
bangable = bang your mom, banged your mom, fucked your mom, bang ur mom, banged ur mom, smash your mom, ur mom gay, did your mom last night
suck my = suck my d, suck my balls, smdh bitch, suckmyballs, lickmyballs, suck deez nuts

[en slur 3 anywhere]
nigger = nigger, nigga, niggah, niggaz, niggas, nigguh, niqqa, niqqer, niggger, niggr, neegger, nlgger, niigger, nibba, nibber, knigger, knigga, nikker, wigger, wigga, niggur, niggor, niggre, nigglet, niglet, negga, neggas, nyigga, nigguhs, nagger please
[en slur 3 word]
nigger = nigg, nigs, nigra, nigar, nigar u, niggy, nigguh, nigha, nighas, niga, nigas, nigah, nigaz, niger bitch, ngga, nggas, ngger, nggr, nggers, nicca, niccas, niccaz, nicka, nickas, nukka, nukkas, nukas, nigas, regginn, reggin, aggin, n word hard r, nignog, nig nog, jigaboo, jiggaboo, sambo, darkie, darkies, coon, coons, coonass, porch monkey, porchmonkey, spearchucker, spear chucker, spearchuckers, jungle bunny, junglebunny, moon cricket, mooncricket, pickaninny, picaninny, tarbaby, tar baby, negroid, kaffir, kaffirs, kaffer, golliwog, wog, wogs, house nigga, field nigga, burrhead, sand nigger, sandnigger, sandnigga, oreo nigga, cotton picker, cottonpicker, niggress, nigress, bluegum, cotton pickin, coonshit, abo crusty
faggot = faggot, faggots, faggy, faggit, faggits, faget, fagget, faggets, faggotry, faggoty, fagg, faggs, phag, phaggot, phagot, fagbag, fagtard, fggt, fgt, fgts, faqqot, fgot, toggaf, fagz, faggs, faggg, fa ggot, fagass, fagboy, faghag, fag hag, faggotass, homo, homos, queerbait, queer bait, queers, dyke, dykes, dike bitch, lesbo, lesbos, lezbo, lezbos, lezzie, lezzies, lesbo bitch, lezzer, carpet muncher, carpetmuncher, batty boy, battyboy, poofter, poofters, poof boy, pooftah, pufter, shirtlifter, shirt lifter, fudge packer, butt pirate, butt buddy, cocksucking fag, sissy fag, limp wrist fag, tranny, trannies, trannys, trannie, shemale, ladyboy, ladyboys, heshe, he she it, troon, troons, butch dyke, bull dyke, bulldyke, turd burglar, queer ass, that queer, damn queer, fucking queer, you queer
[en slur 3 start]
faggot = faggot, fagget, faggit, faggy
[en slur 3 anywhere]
faggot = faggot, fucktranny, buttfag, fagfuck, dumbfag, fuckfag, gayfag, stupidfag, newfag
[en slur 2 word g]
retard = retard, retards, retarded, retardation, retarted, retart, retarts, retardo, retardedly, fucktard, fucktards, libtard, libtards, fuktard, shitard, asstard, dumbtard, tards, retrd, retad, ritard, retardd, reetard, rtard, rtarded, fuckwit, fuckwits, spazz, spazzes, mongtard, window licker, windowlicker, downie, downies, downy ass
[en slur 2 word]
chink = chink, chinks, chinky, chingchong, ching chong, chingchang, ching chang chong, chinaman, chinamen, gook, gooks, zipperhead, zipper head, slant eye, slant eyed, slanteye, slanteyes, slope head, nip bastard, jap, japs, slopehead, rice nigger, ricenigger, yellow nigger, dogeater, dog eater, chinkerbell, panface, banana boi chink
spic = spic, spics, spick, spicks, spik, spiks, beaner, beaners, wetback, wetbacks, wet back, greaser spic, taco nigger, tacohead, cholo trash, half breed, halfbreed, fence hopper
kike = kike, kikes, kyke, kykes, heeb, heebs, jewboy, jew boy, jew rat, jewish rat, jewfag, zhid, christ killer, dirty jew, fucking jew, stupid jew, jew bastard, greedy jew, jewed, oven dodger, gas the jews, hymie, jewess
raghead = raghead, ragheads, rag head, towelhead, towelheads, towel head, towelhed, cameljockey, camel jockey, cameljockeys, camel fucker, camelfucker, sandmonkey, sand monkey, sand monkeys, dune coon, dunecoon, dune coons, goatfucker, goat fucker, goatfuckers, muzzie, muzzies, mudslime, mudslimes, muzrat, paki, pakis, paky, pakki, packi, curry muncher, currymuncher, curry nigger, pajeet, pajeets, dothead, dotheads, dot head, hajji fuck, haji fuck, arabush
guido = wop, wops, dago, dagos, dagoes, greaseball, ginzo, ginzos, goombah, polack, polacks, pollock scum, bohunk, bohunks, paddy bastard, taig, taigs, limey bastard, hun bastard, gypo, gyppo, gyppos, gypos, pikey, pikeys, pikies, piky, gippo, tinker bastard, cracker ass, crackers ass, white cracker, fucking cracker, stupid cracker, cracka, crackas, cracka ass, honky, honkey, honkies, honkeys, hillbilly trash, white trash, whitetrash, trailer trash, peckerwood, wigger, wiggers, redskin savage, prairie nigger, injun, injuns, timber nigger, abbo, abbos, boong, boongs, chug nigger, white nigger, whigger, whiggers, ofay, redneck trash, hick trash, gringo bastard, uncle tom nigger, camel jockeys, race traitor, mudblood nigger, untermensch, subhuman scum, feminazi, feminazis, femnazi
[en slur 2 start]
retard = retarded
[en adult 1 word]
sex = sex, sexual, sexy, penis, penises, peen, vagina, vaginas, vulva, clitoris, labia, anus, semen, ejaculate, ejaculation, nipple, nipples, erection, erections, porn, porno, pornography, pornographic, pornhub, xvideos, orgasm, orgasms, orgasmic, incest, rape, raped, rapes, raping, rapist, rapists, pedophile, pedophiles, paedophile, pedo, molest, molester, molesting, molested, nudes, nude, naked, stripper, strippers, masturbate, masturbates, masturbating, masturbation, masturbated, vibrator, sex toy, sex toys, hooker, hookers, scrotum, bestiality, zoophilia, sodomy, panties, sexting, hentai, orgy, orgies, threesome, threesomes, horny, child porn, sendnudes, send nudes, booty call, jailbait, bdsm, upskirt, fisting, boobs milk, spastic, mongoloid
[en slur 2 word g]
negro = negro, negros, negroes, nig, yid, yids, squaw, squaws
spaz = spaz, spastics, polak, mong, mongs, gimp, gimps
[en insult 2 word]
stfu = stfu, gtfo, wtf, wtaf, omfg, lmfao, ffs, jfc, idgaf, gfy, dafuq, dafuk, piss, pissed, pisses, pissing, pisser, piss off, pissoff, pissy
idiot = idiot, idiots, moron, morons, moronic, imbecile, imbeciles, dumbo, dumbfuck, dumb bitch, stupid, stupids, dumb, loser, losers, noob, noobs, nub, scrub, scrubs, trash, garbage, scum, scumbag, scumbags, dimwit, nitwit, halfwit, airhead, bonehead, blockhead, numbskull, numskull, pinhead, twerp, weirdo, creep, creeps, pig, pervert, perverts, perv, pervy, lowlife, crackhead, crackheads, junkie, hag, ugly, fatso, fatty, lardo, simp, simps, incel, incels, cringe, pathetic, clown, nerd, lunatic, psycho, maniac, redneck, hillbilly, yokel, hick, boor, brat, punk, suck, sucks, jerk, jerks, heck, crap, crappy, craps, crapping, damn, dammit, damnit, damned, dam n, dayum, hell, arsed, butt, butts, queer, freak, freaking, frick, fricking, frickin, bloody, shut up, stfuu, gay, dork, dweeb, wuss, wimp, coward, booty, thong, bra size, kinky, fart, farts, farting, poop, pooping, pee, poo, dung, screw you, screw u, git, sod, wench, bimbo, floozy, hussy, tramp, vixen, tart, harlot, jihadi, ghetto
[en threat 3 word]
kill you = kill you, kill u, i will kill you, ill kill you, i'll kill you, im going to kill you, gonna kill you, kill your family, murder you, rape you, rape u, raping you, rape your, i'll rape, gonna rape, shoot you dead, stab you, slit your throat, i know where you live, bomb your, burn you alive, beat you to death
kys = kys, kill yourself, kill urself, kill ur self, kill yourselves, killyourself, go kill yourself, go die, hang yourself, hang urself, neck yourself, neck urself, slit your wrists, drink bleach, drink some bleach, end your life, end yourself
[en self-harm 2 word]
kms = an hero, commit suicide, suicide, kms, kill myself, killing myself, end my life, want to die, wanna die, cut myself, self harm, cutting myself
[en drugs 1 word]
drugs = cocaine, heroin, meth, crystal meth, methamphetamine, ketamine, fentanyl, mdma, ecstasy pills, lsd tabs, crack cocaine, shrooms, xanax bars, opium, crackpipe

[en profanity 2 word]
clusterfuck = clusterfuck, clusterfucks, asshowl, asshule, assole, asshull, azshole, fock, focking, focker, fugging, focked, fok, foking, vuck, vucking, vuk, fuvk, fuvking, fick you, betch, betches, bidch, bitsch, bycth, bicht, biznatch, shyit, shittt, shiat, shitt, bullshet, sh it, fudging bitch, whure, whoar, hooer, cvck, dikk, diick, coq sucker, pusay, agirl bitch
fuck = агсл, ㄹㅕ차, ㄹㅕㅊㅏ, агслштп, ㄹㅕ참ㅎ, ㄹㅕ챠ㅜㅎ
shit = ырше, ㄴㅗㅑㅅ, игддырше
bitch = ишеср, ㅠㅑㅅ초, ㅠㅑㅅㅊㅗ
asshole = фыырщду
motherfucker = ьщерукагслук
[en sexual 2 word]
whore = црщку
pussy = згыын, ㅔㅕㄴ뇨
cunt = сгте
dick = вшсл
[en slur 3 word]
nigger = тшппук, тшппф, ㅜㅑㅎㅎㄷㄱ, ㅜㅑㅎㅎㅁ
retard = куефкв
faggot = афппще
[en profanity 2 word]
fuck = kcnf
bitch = hctiq
[en profanity 2 word m]
fuck = fucking, fucker, fuckers, fucked, fuckin, motherfucker, motherfuckers, motherfucking, mothafucka, muthafucka, fuckface
shit = shitty, shithead, bullshit, shitting, dipshit
bitch = bitches, bitching, bitchass
asshole = asshole, assholes, arsehole, arseholes, dumbass, jackass
bastard = bastard, bastards
douche = douchebag
jerkoff = wanker, wankers
[en sexual 2 word m]
dick = dickhead, dickheads
cock = cocksucker, cocksuckers, cocksucking
whore = whores
blowjob = blowjob, blowjobs
cunt = cunts
[en slur 3 word m]
nigger = niggers, niggas
faggot = faggot, faggots
[en slur 2 word m]
retard = retarded
[en profanity 2 word]
shit = shti, hsit, shet head, shet happens
fuck = fawk, fawking, fuvking, muthafuka, mothafuka, muhfuka, fcuking
bitch = biyotch, beyotch, bytches
cunt = u cnt, you cnt, stupid cnt, cnts
wanker = wanka, wankah, twatt head, twattt
[en profanity 2 word]
fuck = fuc, fuc off, fucs sake, fucu, fucker, fck, fckd, fcken, fckboy, fckface, fckup, fckoff, fcker, fckr, fckwit, fckhead, fckng
[en profanity 2 word g]
bitch = biches
[en slur 2 word g]
faggot = fagot, fagots
guido = kraut, krauts
[en sexual 2 word e]
porn = porn, porno, pornhub, penis, penises, vagina, vaginas, nudes, hentai, masturbate, orgasm
[en profanity 2 word]
fuck = fugg, fugg off, futhermucker, futhermuckers, mothaphukka, fack, fawck, faak, fvcking, fuccing, fugging hell, puck you bitch
shit = shayt, sheeet, bollsheet, bullsheet, shithed, shiite head
bitch = bitsh, bitshes, beetch, beatch, bitchez, bish ass
asshole = azzhat, azzhats, assholle, asshoel, dumbas, dyckhead, azwipe
fuck = vaffanculo, stronzo, puttana, kurwa, kurwa mac, kurva, cazzo, pizdiec, faszom
[en sexual 2 word]
cock = kocksucker, kocksuckers, koksucker, cawksucker
pussy = pussey, pusssey, pucci, pucy, pusseh
[en slur 3 word]
faggot = fagit, fagits, phag, phags, phaggot, phaggots
nigger = nigr, nigrs, niqqer, niqqers, negga, neggas, nibba ass
[en profanity 2 word g]
douche = douche, douches
[en slur 3 word g]
faggot = fag, fags
[en profanity 2 word c]
fuck = fu
bitch = bich
[en slur 2 word]
negro = a negro, you negro, negro please, these negroes, dirty negro
[en profanity 2 start]
asshole = bichass, bigass, dumass, fatass, hardass, lardass
[allow word]
jetzt fugging, now fugging, in fugging, fugging austria
kung fu, kungfu, fu manchu, fu dog, fu dogs, du fu, wei fu, li fu, fu xi, zhang fu, fu panda, fu hao, fu yang, kung-fu, kung fu panda, fu man chu
cock-a-leekie, cock a leekie, salad tosser, salad tossers, faggots for tea, faggots for dinner, faggots for lunch, homemade faggots, faggots with peas, faggots with, two faggots, welsh faggots, faggots from the butcher, faggots peas, cumming georgia, alan cumming, city of cumming, town of cumming, cumming ga, dildo newfoundland, dildo in newfoundland, town of dildo, coon rapids, titty hill, bitchfield, shitterton, twatt, twatt orkney, wank mountain, mount wank, wank peak, bastard township, dick street, dicks lane, spotted dicks, dick's restaurant, dick's drive-in, dick's burgers, fanny craddock, slut garden, dick advocaat, uncle dick, mr dick, dick van dyke's, puttanesca
doo wop, doo-wop, the wop, do the wop, wop bop, wop bam, gobble de gook, wop wobn, dick van dyke, dick cheney
dick tracy, dick grayson, dick turpin, dick clark, philip k dick, andy dick, dick whitman, dick wolf
dick smith, dick dale, dick butkus, dick vitale, dick costolo, dick advocaat, dick fosbury, dick powell
dick sargent, dick york, dick whittington, dick francis, spotted dick, tom dick and harry, dick and jane
moby dick, moby dicks, dicks sporting goods, dick's sporting goods, dick's sporting, dicks sporting, van dyke
van dykes, dyke road, offa's dyke, offas dyke, dyke swarm, river dyke, dykes and, sea dyke, flood dyke
the dyke was, dyke breach, dyke system, dykes broke
cock a doodle doo, cock-a-doodle-doo, cock robin, cock pheasant, cock crow, cocks crow, cock crows
cock crowed, stop cock, ball cock, half cock, cock and bull, cock fight, cock bird, cock of the walk
black cock inn, cock lane, cock the gun, cock the hammer, cock and hen, turkey cock, cock your head
cock an ear, cock an eyebrow
pussy cat, pussy cats, pussy willow, pussy willows, pussy riot, here pussy pussy
blue tit, blue tits, great tit, great tits, coal tit, coal tits, tit for tat, marsh tit, willow tit
bearded tit, long tailed tit, long-tailed tit, crested tit, long-tailed tits, tufted tit, penduline tit
bush tit, tits and finches, tit family, tit bird
blue footed booby, booby trap, booby traps, booby trapped, booby-trap, booby-trapped, booby prize
red footed booby, boob tube, brown booby, masked booby, booby bird, boobies are seabirds, blue-footed booby
blue-footed boobies, blue footed boobies
ass's milk, jack ass penguin, jackass penguin, jackass penguins, wild ass, wild asses, african wild ass
asian wild ass, ass and foal, mule or ass, ox and ass, an ox or an ass, ox nor his ass, balaam's ass, pack ass
the ass and the, ride an ass, riding an ass, on an ass, donkey or ass, ass milk, ass and the lion
buridan's ass, colt of an ass, foal of an ass
magna cum laude, summa cum laude, cum laude, cum grano salis, kitchen cum dining, living cum dining
bedroom cum study, cum dividend, cum-dividend, editor cum, cum sum, cafe cum, kitchen-cum-dining
bedroom-cum-study, garage-cum-workshop, study-cum-bedroom, cum hoc ergo, cum hoc
garden hoe, garden hoes, dutch hoe, hoe the garden, hoe and rake, rake and hoe, a hoe and a, shovel and hoe
hoe the weeds, hoe the soil, with a hoe, hoe down, hoe-down, back hoe, long row to hoe, tough row to hoe
hard row to hoe, row to hoe, hoe handle, use a hoe, hoes and rakes, spade and hoe, hoe is a garden, hoes rakes
hoe cake, hoe cakes, hoe and shovel, rakes and hoes, hoe blade, hoe for weeding, hoes and shovels, using a hoe
hoe the field, hoe the rows, shovels and hoes, ivan hoe
spick and span, spic and span, spic-and-span, spick-and-span
chink in the armor, chink in the armour, chink in his armor, chink in her armor, chink in their armor
chink in my armor, chink of light, chinks in the armor, chinks in the armour, chink of glasses
chinks of light, chinks in the wall, chink in the curtains, chink in the wall, a chink in, the chink of
chinks in his, chinks in her, chinks in my, chinks in your, chinks in our, chinks in its, chinks in any, chinks in every
niggardly, niggard, snigger, sniggers, sniggered, sniggering, sniggerer
negro spiritual, negro spirituals, negro leagues, negro league, rio negro, united negro college, cerro negro
pico negro, national negro, monte negro, el negro, café negro, cafe negro, gato negro, perro negro, negro y
color negro, ojos negros, ojo negro, vestido negro, pelo negro, caballo negro, mercado negro, humor negro
hoyo negro, agujero negro, cabello negro, en negro, un negro, traje negro, fondo negro, mar negro, oro negro
té negro, te negro, zapatos negros, pantalón negro, viernes negro, coche negro, de negro, blanco y negro
blanco o negro, punto negro, filme negro, y negro, los negros, negros y, são negro, rato negro, negro de humo
black negro beer, modelo negro, pimientos negros, frijoles negros
sambo wrestling, sambo wrestler, combat sambo, sambo champion, maine coon, maine coons, coon cat, coon cats
coon hound, coon dog, coon skin
fag end, fag ends, fag packet, fag break, having a fag, smoke a fag, pack of fags, packet of fags, a fag and a
cig or fag, box of fags, fag paper, faggots and peas, faggots and gravy, faggots in gravy, faggot of sticks
faggots of wood, faggots of sticks, bundle of faggots, pork faggots, mushy peas and faggots, faggots with mash
meat faggots, faggots and mash, fagott
homo sapiens, homo erectus, homo habilis, homo neanderthalensis, homo naledi, homo floresiensis
homo heidelbergensis, homo economicus, genus homo, ecce homo, homo ludens, homo faber, homo lumo, homo-lumo
homo ergaster, homo deus, homo novus, homo milk, homo antecessor
gimp mask off, gimp image, gimp editor, gimp plugin, gimp software, gimp and, in gimp, with gimp, use gimp
gimp is, install gimp, using gimp, gimp or photoshop, photoshop or gimp, download gimp, gimp tutorial
gnu gimp, open gimp, gimp for, gimp vs, or gimp, gimp works
retardant, retardants, fire retardant, flame retardant, flame retardants, fire-retardant, flame-retardant
retarding, retarder, retards growth, retards the growth, retards the, retard the, retard the growth
retard the spread, ignition retard, retard timing, spark retard, retarded growth, en retard, du retard
le retard, un retard, de retard, mon retard, ton retard, son retard, au retard, ce retard, les retards
des retards, mes retards, retard de, retards de, retard du train, pas de retard, retard scolaire
retard important, sans retard, retard sur, retards sur, retard dans, retard au, aucun retard, avec retard
retard pour, notre retard, votre retard, quel retard, tout retard, leur retard, gros retard, petit retard
retard d'une, de retards, retardé, retardée, retard d, retard mental, pour le retard
yid kosher, wop bop a loo bop, lez be honest
anal fin, anal fins, anal retentive, anal glands, anal gland, anal fissure, anal fissures, anal cancer
anal scale
prick of conscience, prick your finger, prick my finger, prick test, skin prick test, prick the, pricks the
prick his finger, prick her finger, pin prick, pin pricks, prick a hole, prick the potato, prick the potatoes
prick up, pricks up, prick their ears, prick with a fork, finger prick, prick holes, prick the pastry
needle prick, prick each, skin prick, prick it with, prick them with, prick out, prick on the, prick from a
prick of a needle, prick of the needle, prick of a, finger-prick
piss take
bastard sword, bastard swords, bastard file, jon snow bastard, bastard feudalism, bastard toadflax
bastard operator, bastard title, inglourious basterds, inglorious bastards, inglorious basterds, bastard cut
bitch goddess, female dog bitch, bitches brew, bitchin camaro, bitch and her puppies, bitch whelped
brood bitch, bitch gave birth, the bitch is in heat, bitch in heat, dog or bitch, dogs and bitches
bitch class, best bitch in show
shiitake, shitake, shitzu, shittim, shittah, shitrit, shitpiss
assess, bass ass, ass. prof, ass. professor, ass prof, ass. manager, ass. coach
moby-dick, paki stan, kraut rock, sauer kraut, kraut salad, kraut and sausage, whoreson, flyer fag
wank el, wan king, twatt, twat orkney, snigglet
milf ord, lesbos island, isle of lesbos, island of lesbos, greek island of lesbos, lesbos, on lesbos
lesbos greece, clit eroe, mong kok, fuk uoka, fukuoka, fukushima, fukui, fukuda, fukuyama, fukunaga, fukurou
fukutaro, fukushi, fukuoka japan, fukagawa, fukase, fukada, fukuro, fukinuki, fukaya, fucoidan, fuchsia, fuchs
fucus, fucose, fuccillo, fuca, juan de fuca, fukai, fukien, fukuhara, fukumoto, fukuzawa, fukusuke, fuku
effingham, phuket, phuck it bay, fuc protein, cnt tower, nibbana, spaz zatura, honky tonk, honky-tonk
honkey tonk, honky tonks, honkey tonks, honky château, honky chateau, squaw valley, squaw creek, squaw peak
polack beach, dago bert, dago mare, san dago, gook yuk, kimchi jjigae gook, tteok gook, miyeok gook
mi yeok gook, jap anese, wog an, hebe goddess, goddess hebe, coochie bay, tard igrade, tit bits, tit bit
turd ucken, fudge packers union, spunk ransom, skank gaming, minge eater, pissed off fans, rimming tool
boner reducing, boner knife, dildo newfoundland, dildo island, poon hill, poon lim, christine poon, assed half
fucking in österreich, fucking austria, fucking österreich, donkeys and asses, asses are
dicks sporting goods store, mr cock, cocks and hens, cocks and roosters, cock and, rooster or cock, a cock is
kunt u, je kunt, kunt je, kunt zien, dat kunt, tits are birds, ass aus, pik ass, kreuz ass, ass im ärmel

[allow word]
dyke broke, dyke burst, on the dyke, along the dyke, behind the dyke, over the dyke, top of the dyke, dyke along, dykes along, dyke repair, dyke repairs, dyke system, dyke network, dyke wall, dyke breach, dyke breached, dyke collapsed, dykes protect, flood dyke, river dyke, built a dyke, dykes and, earthen dyke, sea dyke, drystone dyke, offa's dyke, igneous dyke, ass donkey and mule, wild ass, female dog is a bitch, a female dog, bollock dagger, coin tosser, caber tosser, caber tossers, pancake tosser, butthole surfers
glass blow job, transmission tranny, poof he vanished, poof it was gone, and poof, went poof, gaylord michigan, gaylord perry, gaylord hotel, gaylord palms, gaylord texan, gaylord opryland, cornhole tournament, cornhole board, cornhole boards, cornhole set, cornhole game, play cornhole, playing cornhole, played cornhole, white power ranger, white power cable, white power button, white power adapter, white power cord, white power supply, white power bank, white power outlet
honky tonk, honky-tonk, honky tonks, wanker county, fugging austria, formerly fucking austria, fucking austria, kraut and bratwurst, kraut on my hot dog, hot dog with kraut, kraut rock, abo blood group, prick your finger, prick of the needle, finger prick, pin prick, prick up, pricks up its ears, prick its ears, prick the potatoes, prick the dough, prick all over with a fork, prick with a fork, prickly pear
penetration test, double penetration test, fuk yuen, fook yue, european shag, a shag sits, shag carpet, shag haircut, shag rug, shag cut
[en profanity 2 word]
fuck = fk you, fk off, fk this, fk that, fk it, fk him, fk her, fk them, fk me, fk all
[en profanity 2 word]
fuck = fuggin, fuggen, fauck, faucking, fauk you, fauck you, dafuq, dafuk, dafuck
shit = zhit, zhitty, bullzhit, bulzhit
[en sexual 2 word]
cum = cumstains, cum stain, cum stains
[allow word]
dutch dykes, dykes held, dykes hold, long hoe, fck vs, vs fck, fck v, fck københavn, fck copenhagen, fck won, fck lost, bastardo grape, bastardo grapes
[allow word]
nike sb, adidas nmd, matsushita, shitara
[allow word]
fuk wa, dick lee, shitai, fukutsu, beagle bitch, bitch had six puppies, bitch had puppies
`;
