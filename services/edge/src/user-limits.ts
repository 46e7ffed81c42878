import type { TokenRule, Tokens } from './token-bucket.js';

/** Buckets of users who have left that are kept at most; the oldest go. */
export const DEPARTED_MAX = 100_000;

/** What a user may still do: shared by all of a user's connections on this edge. */
export type UserBudget = { sends: Tokens; frames: Tokens; connections: number };

const refilled = (tokens: Tokens, rule: TokenRule, nowMs: number) =>
  rule.perSec === 0 || tokens.tokens + ((nowMs - tokens.atMs) / 1000) * rule.perSec >= rule.burst;

/**
 * Rate limits go by user, not by connection, and a user's buckets are kept after the last connection closes until
 * they are full again: coming back sooner brings the same ones back. An anonymous user who comes back as somebody new
 * takes over what another anonymous user of the same address has left.
 */
export class UserLimits {
  readonly #rules: { send: TokenRule; frame: TokenRule };
  readonly #now: () => number;
  readonly #full: (() => void) | undefined;
  readonly #active = new Map<string, UserBudget>();
  readonly #departed = new Map<string, UserBudget>();

  /** @param full told when a user's buckets go before they are full again */
  constructor(rules: { send: TokenRule; frame: TokenRule }, now: () => number, full?: () => void) {
    this.#rules = rules;
    this.#now = now;
    this.#full = full;
  }

  get kept(): number {
    return this.#departed.size;
  }

  /** @param fresh an anonymous identity that was made for this very connection */
  enter(user: string, ip: string, fresh: boolean): UserBudget {
    let budget = this.#active.get(user);
    if (!budget) {
      budget = this.#take(fresh ? addressKey(ip) : user) ?? this.#whole();
      this.#active.set(user, budget);
    }
    budget.connections++;
    return budget;
  }

  /** @param anonymous what is left is kept for the address too */
  leave(user: string, ip: string, anonymous: boolean): void {
    const budget = this.#active.get(user);
    if (!budget || --budget.connections > 0) return;
    this.#active.delete(user);
    if (this.#isFull(budget)) return;
    this.#keep(user, budget);
    // The same object under both names: whichever way the user comes back, it is the same budget.
    if (anonymous) this.#keep(addressKey(ip), budget);
  }

  /** Forgets buckets that are full again. Called every second. */
  sweep(): void {
    for (const [key, budget] of this.#departed) if (this.#isFull(budget)) this.#departed.delete(key);
  }

  #keep(key: string, budget: UserBudget): void {
    this.#departed.delete(key);
    if (this.#departed.size >= DEPARTED_MAX) {
      this.#full?.();
      const oldest = this.#departed.keys().next();
      if (!oldest.done) this.#departed.delete(oldest.value);
    }
    this.#departed.set(key, budget);
  }

  #take(key: string): UserBudget | undefined {
    const budget = this.#departed.get(key);
    this.#departed.delete(key);
    return budget;
  }

  #whole(): UserBudget {
    const atMs = this.#now();
    return {
      sends: { tokens: this.#rules.send.burst, atMs },
      frames: { tokens: this.#rules.frame.burst, atMs },
      connections: 0,
    };
  }

  #isFull({ sends, frames }: UserBudget): boolean {
    const nowMs = this.#now();
    return refilled(sends, this.#rules.send, nowMs) && refilled(frames, this.#rules.frame, nowMs);
  }
}

/** No user id has a line break. */
const addressKey = (ip: string) => `\n${ip}`;
