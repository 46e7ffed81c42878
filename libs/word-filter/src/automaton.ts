/** A dense Aho–Corasick automaton: one table look-up per symbol, no failure links left at run time. */
export interface Automaton {
  /** Number of symbols; symbol 0 is "none of the alphabet" and leads back to state 0. */
  readonly alphabet: number;
  /**
   * `next[state * alphabet + symbol]` for symbols from 1. The slot of symbol 0 says whether patterns end in the state:
   * it shares the cache line that the next step reads anyway.
   */
  readonly next: Uint16Array | Uint32Array;
  /** Index into `outputs` of the patterns that end in a state; 0 means none. */
  readonly out: Int32Array;
  /** Pattern numbers, each state's run closed by -1. */
  readonly outputs: Int32Array;
}

/** Collects patterns (symbol sequences with a number each) and freezes them into an Automaton. */
export class AutomatonBuilder {
  readonly #alphabet: number;
  #next: Int32Array;
  readonly #ends = new Map<number, number[]>();
  #states = 1;

  constructor(alphabet: number) {
    this.#alphabet = alphabet;
    this.#next = new Int32Array(1024 * alphabet);
  }

  add(symbols: ArrayLike<number>, pattern: number): void {
    let state = 0;
    for (let i = 0; i < symbols.length; i++) {
      const slot = state * this.#alphabet + (symbols[i] ?? 0);
      let target = this.#next[slot] ?? 0;
      if (target === 0) {
        target = this.#states++;
        if (this.#states * this.#alphabet > this.#next.length) {
          const wider = new Int32Array(this.#next.length * 2);
          wider.set(this.#next);
          this.#next = wider;
        }
        this.#next[slot] = target;
      }
      state = target;
    }
    const ends = this.#ends.get(state);
    if (ends === undefined) this.#ends.set(state, [pattern]);
    else ends.push(pattern);
  }

  /** States are numbered breadth first: those near the root, which texts visit most, share cache lines. */
  build(): Automaton {
    const a = this.#alphabet;
    const trie = this.#next;
    const fail = new Int32Array(this.#states);
    const built = new Int32Array(this.#states);
    const next = new (this.#states <= 0xffff ? Uint16Array : Uint32Array)(this.#states * a);
    const out = new Int32Array(this.#states);
    const outputs: number[] = [-1];
    let tail = 1;
    for (let state = 0; state < tail; state++) {
      const row = (built[state] as number) * a;
      const back = (fail[state] as number) * a;
      out[state] = this.#emit(built[state] as number, out[fail[state] as number] as number, outputs);
      next[state * a] = out[state] === 0 ? 0 : 1;
      for (let symbol = 1; symbol < a; symbol++) {
        const target = trie[row + symbol] as number;
        const fallback = state === 0 ? 0 : (next[back + symbol] as number);
        if (target === 0) next[state * a + symbol] = fallback;
        else {
          built[tail] = target;
          fail[tail] = fallback;
          next[state * a + symbol] = tail++;
        }
      }
    }
    return { alphabet: a, next, out, outputs: Int32Array.from(outputs) };
  }

  /** Where the patterns that end in a state begin in `outputs`: its own, then those of its longest suffix. */
  #emit(state: number, inherited: number, outputs: number[]): number {
    const own = this.#ends.get(state);
    if (own === undefined) return inherited;
    const start = outputs.length;
    for (const pattern of own) outputs.push(pattern);
    for (let k = inherited; k !== 0 && (outputs[k] as number) >= 0; k++) outputs.push(outputs[k] as number);
    outputs.push(-1);
    return start;
  }
}
