import { TYPING_INTERVAL_MS } from '@maru/contracts';
import type { TokenRule, Tokens } from './token-bucket.js';

/** Budgets of users who have left that are kept at most; the oldest go. */
export const DEPARTED_MAX = 100_000;

/** What a user may still do: shared by all of a user's connections on this edge. */
export type UserBudget = {
  sends: Tokens;
  frames: Tokens;
  /** When the user's last `typing` was relayed. */
  typedMs: number;
};

/** The budget of somebody who may do nothing. */
export const emptyBudget = (atMs: number): UserBudget => ({
  sends: { tokens: 0, atMs },
  frames: { tokens: 0, atMs },
  typedMs: atMs,
});

type Active = { budget: UserBudget; connections: number };
type Departed = { user: string; ip: string | undefined; budget: UserBudget };

const tokensAt = ({ tokens, atMs }: Tokens, { perSec, burst }: TokenRule, nowMs: number) =>
  perSec === 0 ? burst : Math.min(burst, tokens + ((nowMs - atMs) / 1000) * perSec);

/**
 * Rate limits go by user, not by connection, and a user's budget is kept after the last connection closes until it is
 * full again: coming back sooner brings the same one back. An anonymous user who comes back as somebody new starts with
 * no more than what an anonymous user of the same address has just left behind; each of those counts for one newcomer.
 */
export class UserLimits {
  readonly #rules: { send: TokenRule; frame: TokenRule };
  readonly #now: () => number;
  readonly #dropped: (() => void) | undefined;
  readonly #active = new Map<string, Active>();
  readonly #departed = new Map<string, Departed>();
  readonly #byAddress = new Map<string, Set<Departed>>();

  /** @param dropped told when a budget is forgotten before it is full again */
  constructor(rules: { send: TokenRule; frame: TokenRule }, now: () => number, dropped?: () => void) {
    this.#rules = rules;
    this.#now = now;
    this.#dropped = dropped;
  }

  get kept(): number {
    return this.#departed.size;
  }

  /** @param fresh an anonymous identity that was made for this very connection */
  enter(user: string, ip: string, fresh: boolean): UserBudget {
    let active = this.#active.get(user);
    if (!active) {
      const budget = (fresh ? this.#takeover(ip) : this.#return(user)) ?? this.#full();
      this.#active.set(user, (active = { budget, connections: 0 }));
    }
    active.connections++;
    return active.budget;
  }

  /** @param anonymous what is left is kept for the address too */
  leave(user: string, ip: string, anonymous: boolean): void {
    const active = this.#active.get(user);
    if (!active || --active.connections > 0) return;
    this.#active.delete(user);
    const { budget } = active;
    if (!this.#isFull(budget)) this.#keep({ user, ip: anonymous ? ip : undefined, budget });
  }

  /** Forgets budgets that are full again. Called every second. */
  sweep(): void {
    for (const departed of this.#departed.values()) if (this.#isFull(departed.budget)) this.#forget(departed);
  }

  #keep(departed: Departed): void {
    if (this.#departed.size >= DEPARTED_MAX) {
      this.#dropped?.();
      const oldest = this.#departed.values().next();
      if (!oldest.done) this.#forget(oldest.value);
    }
    this.#departed.set(departed.user, departed);
    if (departed.ip === undefined) return;
    const others = this.#byAddress.get(departed.ip);
    if (others) others.add(departed);
    else this.#byAddress.set(departed.ip, new Set([departed]));
  }

  #forget(departed: Departed): void {
    this.#departed.delete(departed.user);
    this.#unlist(departed);
  }

  /** No newcomer of the address starts with it any more. */
  #unlist(departed: Departed): void {
    if (departed.ip === undefined) return;
    const others = this.#byAddress.get(departed.ip);
    others?.delete(departed);
    if (others?.size === 0) this.#byAddress.delete(departed.ip);
  }

  #return(user: string): UserBudget | undefined {
    const departed = this.#departed.get(user);
    if (departed) this.#forget(departed);
    return departed?.budget;
  }

  /** A copy: two people of one address who come one after the other must not share a budget for good. */
  #takeover(ip: string): UserBudget | undefined {
    const nowMs = this.#now();
    let smallest: Departed | undefined;
    let least = Infinity;
    for (const departed of this.#byAddress.get(ip) ?? []) {
      const tokens = tokensAt(departed.budget.sends, this.#rules.send, nowMs);
      if (tokens < least) [smallest, least] = [departed, tokens];
    }
    if (!smallest) return undefined;
    this.#unlist(smallest);
    return structuredClone(smallest.budget);
  }

  #full(): UserBudget {
    const atMs = this.#now();
    return {
      sends: { tokens: this.#rules.send.burst, atMs },
      frames: { tokens: this.#rules.frame.burst, atMs },
      typedMs: 0,
    };
  }

  #isFull({ sends, frames, typedMs }: UserBudget): boolean {
    const { send, frame } = this.#rules;
    const nowMs = this.#now();
    return (
      tokensAt(sends, send, nowMs) >= send.burst &&
      tokensAt(frames, frame, nowMs) >= frame.burst &&
      nowMs - typedMs >= TYPING_INTERVAL_MS
    );
  }
}
