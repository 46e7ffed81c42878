/** First window of the backoff. */
export const BACKOFF_FIRST_MS = 500;
/** The window doubles up to this. */
export const BACKOFF_MAX_MS = 30_000;
/** A connection that lived this long after `joined` starts the backoff again from its first window. */
export const STABLE_AFTER_MS = 5_000;

/** Codes this client closes with. Servers may log them; nothing else depends on them. */
export const CLIENT_CLOSE = { left: 1000, gap: 3001, silent: 3002, joinTimeout: 3003 } as const;

export type StopReason =
  'left' | 'banned' | 'kicked' | 'protocol_violation' | 'token_invalid' | 'room_closed' | 'replaced' | 'refused';

const STOP_REASONS: Readonly<Record<number, StopReason>> = {
  4500: 'banned',
  4501: 'kicked',
  4502: 'protocol_violation',
  4503: 'token_invalid',
  4504: 'room_closed',
  4505: 'replaced',
};

/** Why a close code ends the room for good, or undefined when the client connects again. Only 45xx stop. */
export function stopReasonOf(code: number): StopReason | undefined {
  return code >= 4500 && code < 4600 ? (STOP_REASONS[code] ?? 'refused') : undefined;
}

/**
 * Full-jitter backoff: each wait is drawn evenly from 0 to a window of 0.5 s that doubles to 30 s. Full jitter,
 * because after an edge or broker restart thousands of clients lose their connection in the same instant.
 */
export class Backoff {
  #attempt = 0;

  get attempt(): number {
    return this.#attempt;
  }

  reset(): void {
    this.#attempt = 0;
  }

  /** The next wait in ms; `random` is from 0 (included) to 1 (not included). */
  nextMs(random: number): number {
    // 2 ** 10 is past the ceiling already; the cap keeps the power finite however long the outage is.
    const windowMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(this.#attempt, 10));
    this.#attempt++;
    return Math.floor(random * windowMs);
  }
}
