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

/** One script's view of a text: symbols of its alphabet, equal neighbours joined, with where they came from. */
export class Stream {
  sym = new Uint16Array(512);
  run = new Uint16Array(512);
  kind = new Uint8Array(512);
  gap = new Uint8Array(512);
  /** First and last unit of each symbol. */
  first = new Int32Array(512);
  last = new Int32Array(512);
  count = 0;

  /** Makes room for a text of so many units (each gives at most four symbols). */
  reset(units: number): void {
    this.count = 0;
    if (this.sym.length >= units * 4 + 8) return;
    const size = 2 ** Math.ceil(Math.log2(units * 4 + 8));
    this.sym = new Uint16Array(size);
    this.run = new Uint16Array(size);
    this.kind = new Uint8Array(size);
    this.gap = new Uint8Array(size);
    this.first = new Int32Array(size);
    this.last = new Int32Array(size);
  }

  push(symbol: number, kind: number, gap: number, unit: number): void {
    const n = this.count++;
    this.sym[n] = symbol;
    this.run[n] = 1;
    this.kind[n] = kind;
    this.gap[n] = gap;
    this.first[n] = unit;
    this.last[n] = unit;
  }

  /** Two symbols of one unit at once. */
  pushPair(symbol: number, kind: number, symbol2: number, kind2: number, gap: number, unit: number): void {
    const n = this.count;
    const m = n + 1;
    this.count = n + 2;
    const { sym, run, first, last } = this;
    sym[n] = symbol;
    sym[m] = symbol2;
    run[n] = 1;
    run[m] = 1;
    this.kind[n] = kind;
    this.kind[m] = kind2;
    this.gap[n] = gap;
    this.gap[m] = 0;
    first[n] = unit;
    first[m] = unit;
    last[n] = unit;
    last[m] = unit;
  }

  /** Lengthens the newest symbol's run. */
  extend(unit: number): void {
    const n = this.count - 1;
    const run = this.run[n] as number;
    if (run < 0xffff) this.run[n] = run + 1;
    this.last[n] = unit;
  }
}
