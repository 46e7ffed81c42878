/** Listed words that are everyday words in another language: they count only where nothing says that it is spoken. */
export const elsewhere = `
mofo assole duche bellend tosser wank cok hore tuls cum cumm fap sambo spick leso homo homos fagot fagots
chinchin sb
jodí xingar ql mamona culera picha pichas pajear teta tetas chichis subnormal golfa golfas gonorrea
huso husos transe transen kanak kanaken mongo mongos
chie chié chiasse chiante nique niques niquee branle branlé chatte chattes catin fumier pute putes putte boche boches baise baises crisse
carai fuder picudo caceta boquete esperma trepada raba rabuda meretriz cornudo
huy ebat suki pederast
`;
