/** Allows `perSec` on average, with bursts of twice as many (at least 5). Kept in two numbers per holder. */
export type TokenRule = { perSec: number; burst: number };
export const tokenRule = (perSec: number): TokenRule => ({ perSec, burst: Math.max(5, perSec * 2) });

/** State of one holder's bucket. */
export type Tokens = { tokens: number; atMs: number };

/** Takes a token. Returns 0 when there was one, else the wait in ms until there is. A rule of 0 per second allows all. */
export function takeToken(holder: Tokens, rule: TokenRule, nowMs: number): number {
  if (rule.perSec === 0) return 0;
  holder.tokens = Math.min(rule.burst, holder.tokens + ((nowMs - holder.atMs) / 1000) * rule.perSec);
  holder.atMs = nowMs;
  if (holder.tokens >= 1) {
    holder.tokens--;
    return 0;
  }
  return Math.ceil(((1 - holder.tokens) / rule.perSec) * 1000);
}
