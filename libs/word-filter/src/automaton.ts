/** A dense Aho–Corasick automaton: one table look-up per symbol, no failure links left at run time. */
export interface Automaton {
  /** Number of symbols; symbol 0 is "none of the alphabet". */
  readonly alphabet: number;
  /** `next[state * alphabet + symbol]`. */
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
  readonly #ends: number[][] = [[]];
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
        this.#ends.push([]);
      }
      state = target;
    }
    this.#ends[state]?.push(pattern);
  }

  build(): Automaton {
    const a = this.#alphabet;
    const fail = new Int32Array(this.#states);
    const queue = new Int32Array(this.#states);
    const next = (this.#states <= 0xffff ? Uint16Array : Uint32Array).from(this.#next.subarray(0, this.#states * a));
    const out = new Int32Array(this.#states);
    const outputs: number[] = [-1];
    const emit = (state: number): void => {
      const own = this.#ends[state] ?? [];
      const inherited = out[fail[state] ?? 0] ?? 0;
      if (own.length === 0) {
        out[state] = inherited;
        return;
      }
      out[state] = outputs.length;
      outputs.push(...own);
      for (let k = inherited; k !== 0 && (outputs[k] ?? -1) >= 0; k++) outputs.push(outputs[k] ?? -1);
      outputs.push(-1);
    };
    let tail = 0;
    for (let symbol = 0; symbol < a; symbol++) {
      const target = next[symbol] ?? 0;
      if (target !== 0) queue[tail++] = target;
    }
    for (let head = 0; head < tail; head++) {
      const state = queue[head] ?? 0;
      emit(state);
      const back = (fail[state] ?? 0) * a;
      for (let symbol = 0; symbol < a; symbol++) {
        const slot = state * a + symbol;
        const target = next[slot] ?? 0;
        if (target === 0) next[slot] = next[back + symbol] ?? 0;
        else {
          fail[target] = next[back + symbol] ?? 0;
          queue[tail++] = target;
        }
      }
    }
    return { alphabet: a, next, out, outputs: Int32Array.from(outputs) };
  }
}
