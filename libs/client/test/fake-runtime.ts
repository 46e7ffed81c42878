import type { Runtime } from '../src/index.js';

interface Timer {
  atMs: number;
  run: () => void;
}

/** A clock that only {@link advance} moves, and one fixed chance. */
export class FakeRuntime implements Runtime {
  chance = 0.5;
  #nowMs = 1_000_000;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#nowMs;
  }
  random(): number {
    return this.chance;
  }
  setTimeout(run: () => void, delayMs: number): unknown {
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#timers.add(timer);
    return timer;
  }
  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as Timer);
  }

  /** Runs every timer that is due in the next `ms`, in order, with promises settled in between. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      await settled();
      const due = [...this.#timers].filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.run();
    }
    this.#nowMs = endMs;
  }
}

/** After every promise that is ready has run its continuations. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
