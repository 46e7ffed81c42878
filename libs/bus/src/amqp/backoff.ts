/**
 * Full jitter: a wait between 0 and the ceiling, which doubles from `minMs` to `maxMs` with every attempt. Spreads a
 * crowd that lost its server at the same moment.
 */
export function fullJitterMs(attempt: number, minMs: number, maxMs: number, random: () => number): number {
  return Math.floor(random() * Math.min(maxMs, minMs * 2 ** Math.min(attempt, 30)));
}
