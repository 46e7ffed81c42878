/** A dense Aho–Corasick automaton: one table look-up per symbol, no failure links left at run time. */
export interface Automaton {
  /** Rows of `next` have `2 ** shift` columns: a shift costs less than a multiplication, and each step waits for it. */
  readonly shift: number;
  /** `next[(state << shift) + symbol]`; symbol 0 is "none of the alphabet" and leads to state 0. */
  readonly next: Uint16Array | Uint32Array;
  /** The symbol that every state leads back to itself with: a step that is none costs less than a branch around it. */
  readonly stay: number;
  /** The first state in which patterns end; they end in all after it, and in none before. */
  readonly firstFinal: number;
  /** Index into `outputs` of the patterns that end in a state, by its distance from `firstFinal`. */
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

  /**
   * States are numbered breadth first, since texts visit those near the root most and they share cache lines then: first
   * all in which nothing ends, then the others, so that a step needs no look at a table to know.
   */
  build(): Automaton {
    const a = this.#alphabet;
    const trie = this.#next;
    const states = this.#states;
    const fail = new Int32Array(states);
    /** States of the trie, breadth first. */
    const order = new Int32Array(states);
    const starts = new Int32Array(states);
    const outputs: number[] = [-1];
    let tail = 1;
    for (let at = 0; at < tail; at++) {
      const state = order[at] as number;
      starts[state] = this.#emit(state, starts[fail[state] as number] as number, outputs);
      for (let symbol = 1; symbol < a; symbol++) {
        const target = trie[state * a + symbol] as number;
        const fallback = state === 0 ? 0 : (trie[(fail[state] as number) * a + symbol] as number);
        if (target === 0) trie[state * a + symbol] = fallback;
        else {
          order[tail++] = target;
          fail[target] = fallback;
        }
      }
    }
    const sorted = [
      ...order.subarray(0, tail).filter((state) => starts[state] === 0),
      ...order.subarray(0, tail).filter((state) => starts[state] !== 0),
    ];
    const firstFinal = sorted.findIndex((state) => starts[state] !== 0);
    const number = new Int32Array(states);
    sorted.forEach((state, at) => (number[state] = at));
    const shift = Math.ceil(Math.log2(a + 1));
    const next = new (states <= 0xffff ? Uint16Array : Uint32Array)(states << shift);
    sorted.forEach((state, at) => {
      for (let symbol = 1; symbol < a; symbol++)
        next[(at << shift) + symbol] = number[trie[state * a + symbol] as number] as number;
      next[(at << shift) + a] = at;
    });
    return {
      shift,
      next,
      stay: a,
      firstFinal: firstFinal < 0 ? states : firstFinal,
      out: Int32Array.from(sorted.slice(firstFinal < 0 ? states : firstFinal), (state) => starts[state] as number),
      outputs: Int32Array.from(outputs),
    };
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
