import type { Automaton } from './automaton.js';

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

export const KIND_AT = 16;
export const GAP_AT = 19;
const RUN_AT = 26;
export const ONE_RUN = 1 << RUN_AT;

/** A symbol of a stream as one number, see {@link Stream}. Its run is 1. */
export function packSymbol(symbol: number, kind: number, gap: number): number {
  return ONE_RUN | (gap << GAP_AT) | (kind << KIND_AT) | symbol;
}

/** A packed symbol whose run is one longer. */
export function longer(packed: number): number {
  return packed >>> RUN_AT < RUN_MAX ? (packed + ONE_RUN) | 0 : packed;
}

/**
 * One script's view of a text: symbols of its alphabet, equal neighbours joined, with where they came from, and where
 * patterns of an automaton may end. What belongs to a symbol is packed into one number, since writing is most of the
 * work: the symbol in 16 bits, its kind in 3, the gap before it in 7, its run in 6.
 *
 * Each symbol steps the automaton as it comes: what the step waits for (its row of the table) and what the reader does
 * for the next symbol go on at once then.
 */
export class Stream {
  data = new Int32Array(512);
  /** First and last unit of each symbol. */
  first = new Int32Array(512);
  last = new Int32Array(512);
  count = 0;
  /** Symbols at which patterns end, and the state of the automaton there: two numbers each. */
  ends = new Int32Array(1024);
  endCount = 0;
  automaton: Automaton;
  state = 0;

  constructor(automaton: Automaton) {
    this.automaton = automaton;
  }

  /** Begins with a text of so many units (each gives at most four symbols) for an automaton. */
  begin(units: number, automaton: Automaton): void {
    this.count = 0;
    this.endCount = 0;
    this.automaton = automaton;
    this.state = 0;
    if (this.data.length >= units * 4 + 8) return;
    const size = 2 ** Math.ceil(Math.log2(units * 4 + 8));
    this.data = new Int32Array(size);
    this.first = new Int32Array(size);
    this.last = new Int32Array(size);
    this.ends = new Int32Array(size * 2);
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
    const { next, shift, firstFinal } = this.automaton;
    const n = this.count++;
    this.data[n] = packSymbol(symbol, kind, gap);
    this.first[n] = unit;
    this.last[n] = unit;
    this.state = next[(this.state << shift) + symbol] as number;
    if (this.state >= firstFinal) this.end(n, this.state);
  }

  /** Notes that patterns end at symbol i. */
  end(i: number, state: number): void {
    this.ends[this.endCount++] = i;
    this.ends[this.endCount++] = state;
  }

  /** Lengthens the newest symbol's run. */
  extend(unit: number): void {
    const n = this.count - 1;
    this.data[n] = longer(this.data[n] as number);
    this.last[n] = unit;
  }
}
