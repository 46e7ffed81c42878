/** Listed words that are everyday words in another language: they count only where nothing says that it is spoken. */
export const elsewhere = `
mofo assole duche bellend tosser wank cok hore tuls cum cumm fap sambo spick leso homo homos fagot fagots
chinchin sb
jodí xingar ql mamona culera picha pichas pajear teta tetas chichis subnormal golfa golfas gonorrea
huso husos transe transen kanak kanaken mongo mongos
chie chié chiasse chiante nique niques niquee branle branlé chatte chattes catin fumier pute putes putte boche boches baise baises crisse
carai fuder picudo caceta boquete esperma trepada raba rabuda meretriz cornudo
huy ebat suka suki pederast
garces garce fgts folla follo boche boquete conas cona teub
sbb dsb nmb nmd nmbd tmd rnm csm ctm ptm ppk ntm tnm hdp slp mrd crl krl ntr vtc cul wops kono konyo jodi krai karai
homo homos batard batards biscate zuca folles leso porra porras ptn ptin
`;
/** Listed words that are names too: not when capitalised like one. */
export const names = `
nik jodi jonna mraz vuk suki kono mong huy hodder penner downie pucci poon poonani sloot polla follo porras wanka hymie kock kunt dik
spik polak polaks putte garces conde chota karai krai goode fock fok abbo abbos nigar nigra hos hoss cooter cooch coon coons wop wops
vögeln хохлов москаль жид
zucca zuca penner musel boche pajero pajeros golfa picha paki siba shiba mazal raba berga verga vergas bubis teta lefa
`;
/** Listed words that are names in the middle of a sentence: not when capitalised there. */
export const properNames = `
dick dicks cock cocks dyke dykes pussy homo booby spunk kike chink wog coon gaylord fanny minge twat wank poof
cabron cabrón porra pinto polla cona coño culo bunda rola pica cacete pendejo marica
connard bite chatte pute salope pede fugging
`;
