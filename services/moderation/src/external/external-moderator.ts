import CircuitBreaker from 'opossum';
import { ANSWER_BYTES_MAX, readAnswer } from './protocol.js';
import type { ExternalItem, ExternalRequest, ExternalVerdict } from './protocol.js';

/** Why there is no verdict. */
export const EXTERNAL_PROBLEMS = ['timeout', 'error', 'breaker_open', 'queue_full', 'no_answer', 'closed'] as const;
export type ExternalProblem = (typeof EXTERNAL_PROBLEMS)[number];
export type ExternalAnswer = ExternalVerdict | { verdict: 'none'; problem: ExternalProblem };

/** Opens when half of at least this many requests failed, and tries again after the reset time. */
const BREAKER_VOLUME = 5;
const BREAKER_RESET_MS = 5_000;
/** Wait before a request is tried again, times the number of tries. */
const RETRY_WAIT_MS = 50;

export type ExternalOptions = {
  url: string;
  /** Sent as a bearer token. */
  token?: string;
  /** Longest wait for one request. */
  requestTimeoutMs: number;
  /** Further tries of a request that failed. */
  retries: number;
  /** Messages in one request. */
  batchMax: number;
  /** Requests under way at once. */
  concurrency: number;
  /** Messages that wait for a request; more get no verdict. */
  queueMax: number;
  fetch?: typeof fetch;
  now?: () => number;
  metrics: {
    answered: (verdict: ExternalVerdict['verdict']) => void;
    unanswered: (problem: ExternalProblem) => void;
    request: (items: number, seconds: number, ok: boolean) => void;
  };
  problem: (message: string, cause: unknown) => void;
};

type Waiting = { item: ExternalItem; deadlineMs: number; answer(answer: ExternalAnswer): void; done: boolean };

/** Asks somebody else's service about messages, in batches. Never rejects and never waits longer than it is told. */
export class ExternalModerator {
  readonly #options: ExternalOptions;
  readonly #breaker: CircuitBreaker<[string], string>;
  readonly #now: () => number;
  #queue: Waiting[] = [];
  #inFlight = 0;
  #scheduled = false;
  #closed = false;

  constructor(options: ExternalOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#breaker = new CircuitBreaker<[string], string>((body) => this.#post(body), {
      // The request has its own timeout, which also ends it.
      timeout: false,
      errorThresholdPercentage: 50,
      volumeThreshold: BREAKER_VOLUME,
      resetTimeout: BREAKER_RESET_MS,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
    });
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get breakerState(): 'closed' | 'open' | 'half-open' {
    if (this.#breaker.halfOpen) return 'half-open';
    return this.#breaker.opened ? 'open' : 'closed';
  }

  /** Resolves with the verdict, or after `waitMs` with none. */
  ask(item: ExternalItem, waitMs: number): Promise<ExternalAnswer> {
    const { queueMax, metrics } = this.#options;
    const refused = this.#closed
      ? 'closed'
      : this.#queue.length >= queueMax
        ? 'queue_full'
        : this.#breakerOpen()
          ? 'breaker_open'
          : undefined;
    if (refused) {
      metrics.unanswered(refused);
      return Promise.resolve({ verdict: 'none', problem: refused });
    }
    return new Promise((resolve) => {
      const waiting: Waiting = {
        item,
        deadlineMs: this.#now() + waitMs,
        done: false,
        answer: (answer) => {
          if (waiting.done) return;
          waiting.done = true;
          clearTimeout(timer);
          if (answer.verdict === 'none') metrics.unanswered(answer.problem);
          else metrics.answered(answer.verdict);
          resolve(answer);
        },
      };
      const timer = setTimeout(() => waiting.answer({ verdict: 'none', problem: 'timeout' }), waitMs);
      this.#queue.push(waiting);
      this.#schedule();
    });
  }

  /** Ends all waiting without a verdict. */
  close(): void {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) waiting.answer({ verdict: 'none', problem: 'closed' });
    this.#breaker.shutdown();
  }

  #breakerOpen(): boolean {
    return this.#breaker.opened && !this.#breaker.halfOpen;
  }

  /** At the end of the turn: all messages of a raw batch go out together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    const { concurrency, batchMax } = this.#options;
    while (this.#inFlight < concurrency && this.#queue.length > 0) {
      const batch = this.#queue.splice(0, batchMax).filter(({ done }) => !done);
      if (batch.length === 0) continue;
      this.#inFlight++;
      void this.#send(batch).finally(() => {
        this.#inFlight--;
        this.#pump();
      });
    }
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    const { retries, metrics, problem } = this.#options;
    const request: ExternalRequest = { v: 1, items: batch.map(({ item }) => item) };
    const body = JSON.stringify(request);
    for (let attempt = 0; ; attempt++) {
      const started = performance.now();
      try {
        const verdicts = readAnswer(await this.#breaker.fire(body));
        metrics.request(batch.length, (performance.now() - started) / 1000, true);
        for (const waiting of batch)
          waiting.answer(verdicts.get(waiting.item.uid) ?? { verdict: 'none', problem: 'no_answer' });
        return;
      } catch (error) {
        const open = this.#breakerOpen();
        metrics.request(batch.length, (performance.now() - started) / 1000, false);
        const late = batch.every(({ done, deadlineMs }) => done || deadlineMs <= this.#now());
        if (attempt >= retries || open || late || this.#closed) {
          problem('the external moderator gave no verdict', error);
          for (const waiting of batch) waiting.answer({ verdict: 'none', problem: open ? 'breaker_open' : 'error' });
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_WAIT_MS * (attempt + 1)));
      }
    }
  }

  async #post(body: string): Promise<string> {
    const { url, token, requestTimeoutMs, fetch: send = fetch } = this.#options;
    const response = await send(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the external moderator answered ${response.status}`);
    }
    return readBounded(response);
  }
}

/** The answer's text. A service that sends without end must not fill this process. */
async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX)
      throw new Error(`the external moderator's answer has more than ${ANSWER_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
