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
`;
