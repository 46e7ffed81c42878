/** An edge whose last batch is older than this is not waited for, ms: some of its longest ticks. */
const ACTIVE_MS = 250;

/** Tells when the batches of all edges that send at present are there: edges send at the same ticks. */
export class Round {
  /** When the last batch of an edge came, ms. */
  readonly #lastMs = new Map<string, number>();
  readonly #came = new Set<string>();

  /** A batch of an edge has come. True, and the end of the round, when that of every other active edge has come in it. */
  complete(edge: string, nowMs: number): boolean {
    this.#lastMs.set(edge, nowMs);
    this.#came.add(edge);
    let complete = true;
    for (const [other, lastMs] of this.#lastMs) {
      if (nowMs - lastMs > ACTIVE_MS) {
        this.#lastMs.delete(other);
        this.#came.delete(other);
      } else if (!this.#came.has(other)) complete = false;
    }
    if (complete) this.end();
    return complete;
  }

  /** What came so far has gone on without the rest. */
  end(): void {
    this.#came.clear();
  }
}
