type Entry = { go: (() => void) | undefined };

/**
 * Keeps one sender's messages in a room in the order they were sent while some of them wait for a decision. Only what
 * the same sender sends to the same room waits behind them.
 */
export class SenderOrder {
  readonly #chains = new Map<string, Entry[]>();

  /** Senders who have something waiting. */
  get size(): number {
    return this.#chains.size;
  }

  /** Whether something of this sender waits. */
  waits(key: string): boolean {
    return this.#chains.has(key);
  }

  /** Calls `go` at once, or when everything before it is through. */
  pass(key: string, go: () => void): void {
    const chain = this.#chains.get(key);
    if (chain) chain.push({ go });
    else go();
  }

  /** Takes a place; the function returned fills it, and everything that is due goes. */
  reserve(key: string): (go: () => void) => void {
    const entry: Entry = { go: undefined };
    const chain = this.#chains.get(key);
    if (chain) chain.push(entry);
    else this.#chains.set(key, [entry]);
    return (go) => {
      entry.go = go;
      this.#drain(key);
    };
  }

  /** Forgets everything that waits. */
  clear(): void {
    this.#chains.clear();
  }

  #drain(key: string): void {
    const chain = this.#chains.get(key);
    if (!chain) return;
    while (chain[0]?.go) chain.shift()?.go?.();
    if (chain.length === 0) this.#chains.delete(key);
  }
}
