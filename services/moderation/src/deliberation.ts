import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RawMessage } from '@maru/contracts';
import type { ExternalAnswer, ExternalModerator } from './external/external-moderator.js';
import type { ModerationMetrics } from './metrics.js';
import type { Judged, Moderator, Refused, Shown } from './moderator.js';
import type { ExternalRules } from './policy/policy.js';
import { RecentMap } from './recent-map.js';

/** A message on hold is asked about again after this. */
export const HOLD_POLL_MS = 1_000;
/** Longest wait for the verdict on a message that is shown already. Its room's history reaches back further. */
export const AFTER_WAIT_MS = 20_000;
/** Messages that are shown already and wait for their verdict; more count as not answered. */
export const AFTER_WAITING_MAX = 20_000;
/** Outcomes remembered for messages that come again, twice; and how long. */
const OUTCOMES_MAX = 8_192;
const OUTCOMES_WINDOW_MS = 300_000;

export type DeliberationOptions = {
  moderator: () => Moderator;
  /** Undefined: nobody to ask. */
  external: ExternalModerator | undefined;
  /** Longest wait for a verdict before the message is shown. */
  externalWaitMs: number;
  /** Longest time that a message is on hold. */
  holdTimeMs: number;
  metrics: ModerationMetrics;
};

const REFUSED: Refused = { status: 'reject', reason: 'external' };
const refusedAs = (category: string | undefined): Refused =>
  category === undefined ? REFUSED : { ...REFUSED, category };

/** Of a message as its sender sent it. Two that were alike would let one be shown on the other's word. */
const digest = ({ room, user, id, text }: RawMessage): string =>
  createHash('sha256')
    .update(JSON.stringify([room, user, id, text]))
    .digest('base64');

/** Decisions that take time: somebody else's, and those on messages that are held. */
export class Deliberation {
  readonly #options: DeliberationOptions;
  readonly #outcomes: RecentMap<string, Shown | Refused>;
  #afterWaiting = 0;

  constructor(options: DeliberationOptions) {
    this.#options = options;
    this.#outcomes = new RecentMap({ entriesMax: OUTCOMES_MAX, windowMs: OUTCOMES_WINDOW_MS }, () =>
      options.metrics.limitHit('remembered_outcomes'),
    );
  }

  /** Whether there is somebody to ask. */
  get asks(): boolean {
    return this.#options.external !== undefined;
  }

  /** The verdict as far as it can be had at once; undefined when somebody has to be asked first. */
  atOnce({ verdict, external }: Judged): Shown | Refused | undefined {
    if (verdict.status === 'reject') return verdict;
    if (this.#options.external) return verdict.status === 'hold' || external.mode === 'inline' ? undefined : verdict;
    // Nobody will ever decide on it: better said at once than after a wait.
    return verdict.status === 'hold' ? verdict.otherwise : verdict;
  }

  /** Messages that are shown and wait for their verdict. */
  get afterWaiting(): number {
    return this.#afterWaiting;
  }

  /**
   * Asks, and waits while the message is held.
   * The same message once more, repeated by the bus or sent again by the client, gets the same answer.
   * @param held called once when it is
   * @param signal ends a hold early, as if its time were over
   */
  async decide(message: RawMessage, judged: Judged, signal: AbortSignal, held: () => void): Promise<Shown | Refused> {
    const key = digest(message);
    const known = this.#outcomes.get(key, message.ts);
    if (known) return known;
    const outcome = await this.#decide(message, judged, signal, held);
    this.#outcomes.set(key, outcome, message.ts);
    return outcome;
  }

  async #decide(
    message: RawMessage,
    { verdict, external: rules }: Judged,
    signal: AbortSignal,
    held: () => void,
  ): Promise<Shown | Refused> {
    if (verdict.status === 'reject') return verdict;
    if (verdict.status === 'hold') return this.#onHold(message, verdict.otherwise, signal, held);
    const answer = await this.#ask(message, this.#options.externalWaitMs, false);
    if (answer.verdict === 'hold' || (answer.verdict === 'none' && rules.onFailure === 'hold'))
      return this.#onHold(message, REFUSED, signal, held);
    if (answer.verdict === 'none') return rules.onFailure === 'open' ? verdict : REFUSED;
    return this.#answered(message, answer, verdict);
  }

  /** Asks about a message that is shown already; true when it must be taken back. */
  async decideAfter(message: RawMessage, rules: ExternalRules): Promise<boolean> {
    if (this.#afterWaiting >= AFTER_WAITING_MAX) {
      this.#options.metrics.limitHit('after_waiting');
      return rules.onFailure !== 'open';
    }
    this.#afterWaiting++;
    try {
      return await this.#takesBack(message, rules);
    } finally {
      this.#afterWaiting--;
    }
  }

  async #takesBack(message: RawMessage, rules: ExternalRules): Promise<boolean> {
    const untilMs = performance.now() + this.#options.holdTimeMs;
    for (;;) {
      const { verdict } = await this.#ask(message, AFTER_WAIT_MS, false);
      if (verdict === 'pass') return false;
      // What is shown cannot be changed, only taken back.
      if (verdict === 'reject' || verdict === 'mask') return true;
      if (verdict === 'none' && rules.onFailure !== 'hold') return rules.onFailure === 'closed';
      if (performance.now() + HOLD_POLL_MS >= untilMs) return true;
      await sleep(HOLD_POLL_MS, undefined, { ref: false });
    }
  }

  async #onHold(
    message: RawMessage,
    otherwise: Refused,
    signal: AbortSignal,
    held: () => void,
  ): Promise<Shown | Refused> {
    const { holdTimeMs, moderator, metrics } = this.#options;
    held();
    const untilMs = performance.now() + holdTimeMs;
    for (let leftMs = holdTimeMs; leftMs > 0 && !signal.aborted; leftMs = untilMs - performance.now()) {
      const answer = await untilAborted(this.#ask(message, leftMs, true), signal);
      if (answer && answer.verdict !== 'hold' && answer.verdict !== 'none') {
        metrics.holdEnded(answer.verdict === 'reject' ? 'rejected' : 'released');
        return this.#answered(message, answer, moderator().released(message));
      }
      await sleep(Math.min(HOLD_POLL_MS, Math.max(0, untilMs - performance.now())), undefined, {
        signal,
        ref: false,
      }).catch(() => undefined);
    }
    metrics.holdEnded(signal.aborted ? 'crowded_out' : 'expired');
    return otherwise;
  }

  #answered(
    message: RawMessage,
    answer: Exclude<ExternalAnswer, { verdict: 'none' } | { verdict: 'hold' }>,
    passed: Shown | Refused,
  ): Shown | Refused {
    if (answer.verdict === 'pass') return passed;
    if (answer.verdict === 'reject') return refusedAs(answer.category);
    const shown = this.#options.moderator().replaced(message, answer.text);
    return shown.status === 'pass'
      ? { status: 'mask', text: answer.text, category: answer.category ?? 'external' }
      : shown;
  }

  async #ask({ uid, room, user, nick, text, ts }: RawMessage, waitMs: number, held: boolean): Promise<ExternalAnswer> {
    const { external } = this.#options;
    if (!external) return { verdict: 'none', problem: 'closed' };
    return external.ask({ uid, room, user, nick, text, ts, ...(held ? { held } : {}) }, waitMs);
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const ended = () => resolve(undefined);
    signal.addEventListener('abort', ended, { once: true });
    void work.then((value) => {
      signal.removeEventListener('abort', ended);
      resolve(value);
    });
  });
}
