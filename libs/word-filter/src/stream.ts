/** What lay between two symbols of a stream. */
export const GAP_SPACE = 1;
export const GAP_SYMBOL = 2;
export const GAP_DIGIT = 4;
/** Letters of another script. */
export const GAP_FOREIGN = 8;
/** Laughter and tears between syllables (`시ㅋ발`). */
export const GAP_NOISE = 16;
export const GAP_LONG_MARK = 32;
/** Full stop, comma, question or exclamation mark in Chinese and Japanese. */
export const GAP_SENTENCE = 64;

/** Longest run of one symbol that is told apart; longer ones count as this. */
export const RUN_MAX = 63;

const KIND_AT = 16;
const GAP_AT = 19;
const RUN_AT = 26;
const ONE_RUN = 2 ** RUN_AT;

/** A symbol of a stream as one number, see {@link Stream}. Its run is 1. */
export function packSymbol(symbol: number, kind: number, gap: number): number {
  return (ONE_RUN | (gap << GAP_AT) | (kind << KIND_AT) | symbol) >>> 0;
}

/**
 * One script's view of a text: symbols of its alphabet, equal neighbours joined, with where they came from. What belongs
 * to a symbol is packed into one number, since writing is most of the work: the symbol in 16 bits, its kind in 3, the gap
 * before it in 7, its run in 6.
 */
export class Stream {
  data = new Uint32Array(512);
  /** First and last unit of each symbol. */
  first = new Int32Array(512);
  last = new Int32Array(512);
  count = 0;

  /** Makes room for a text of so many units (each gives at most four symbols). */
  reset(units: number): void {
    this.count = 0;
    if (this.data.length >= units * 4 + 8) return;
    const size = 2 ** Math.ceil(Math.log2(units * 4 + 8));
    this.data = new Uint32Array(size);
    this.first = new Int32Array(size);
    this.last = new Int32Array(size);
  }

  symbol(i: number): number {
    return (this.data[i] as number) & 0xffff;
  }

  kind(i: number): number {
    return ((this.data[i] as number) >>> KIND_AT) & 7;
  }

  gap(i: number): number {
    return ((this.data[i] as number) >>> GAP_AT) & 0x7f;
  }

  run(i: number): number {
    return (this.data[i] as number) >>> RUN_AT;
  }

  push(symbol: number, kind: number, gap: number, unit: number): void {
    const n = this.count++;
    this.data[n] = packSymbol(symbol, kind, gap);
    this.first[n] = unit;
    this.last[n] = unit;
  }

  /** Lengthens the newest symbol's run. */
  extend(unit: number): void {
    const n = this.count - 1;
    if (this.run(n) < RUN_MAX) this.data[n] = (this.data[n] as number) + ONE_RUN;
    this.last[n] = unit;
  }
}
