/** Top-level domains that make `name.tld` a link without a scheme. */
const DOMAINS =
  'com|net|org|info|biz|pro|name|mobi|io|gg|tv|co|ai|cc|ws|app|dev|xyz|top|site|online|shop|store|club|live|link|click|' +
  'vip|win|bet|casino|icu|fun|space|website|stream|game|games|chat|page|blog|news|world|today|' +
  'kr|jp|cn|tw|hk|de|fr|es|pt|br|ru|uk|eu|ly|tk|ml|ga|cf|gq|su|ua|pl|nl|ch|ca|mx|vn|th|id';
/** Those that are everyday words too: a link only with a path behind them. `I went home.to sleep` is none. */
const WORD_DOMAINS = 'to|me|be|us|is|it|in|at|so|no|my|am|as|gl|do';

/** Every part of a repetition is bounded, so that no text takes longer than its length times a constant. */
const LINK = new RegExp(
  '(?:https?:\\/\\/|www\\.)([^\\s/?#]{1,253})' +
    '|(?<![\\p{L}\\p{N}@.-])((?:[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,62}\\.){1,8}' +
    `(?:(?:${DOMAINS})(?![a-z0-9-])|(?:${WORD_DOMAINS})(?=\\/)))`,
  'giu',
);
const UNSEEN = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
const DISGUISED_DOT = /\s?[[({]\s?(?:\.|dot|점)\s?[\])}]\s?|[。．｡]|\sdot\s(?=[a-z]{2,6}\b)/giu;

/** Hosts of the links in a text, lower case, without a port. Links without a scheme and with disguised dots too. */
export function findLinks(text: string): string[] {
  // Without a dot of some kind there is no link: that is most messages.
  if (!/[.。．｡․]|dot|점|:\/\//i.test(text)) return [];
  const plain = text.replace(UNSEEN, '').replace(DISGUISED_DOT, '.').normalize('NFKC').toLowerCase();
  const hosts: string[] = [];
  for (const [, withScheme, bare] of plain.matchAll(LINK)) {
    // Whatever stands before an @ is a user name, however much it looks like a host.
    const host = (withScheme ?? bare ?? '').replace(/^.*@/, '').replace(/:\d*$/, '').replace(/\.+$/, '');
    if (host !== '') hosts.push(host.startsWith('www.') ? host.slice(4) : host);
  }
  return hosts;
}

/** Whether a host is one of the domains or lies below one. */
export const isBelow = (host: string, domains: readonly string[]): boolean =>
  domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
