import { isIPv6 } from 'node:net';
import { takeToken } from './token-bucket.js';
import type { TokenRule, Tokens } from './token-bucket.js';

/** An address may come anew this often a second, as a share of the connections it may have; all of them in a burst. */
const CONNECTS_SHARE_PER_SEC = 0.1;
const CONNECTS_BURST_MIN = 5;

type Holder = Tokens & { connections: number };

/**
 * What counts as one address: an IPv4 address, also where it is written as an IPv6 one, and of IPv6 the /64 network,
 * which is what one customer is given at least.
 */
export function addressUnit(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = ipv6Groups(address);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an address that `isIPv6` has taken. */
function ipv6Groups(address: string): number[] {
  const plain = address
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
      [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
    );
  const [head = '', tail] = plain.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const [first, last] = [read(head), read(tail ?? '')];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}

/**
 * Connections of each address: how many it has, and a token bucket of how often it comes. The bucket outlives the
 * connections, so that closing and coming again brings nothing, and one address cannot use up what the edge takes.
 */
export class AddressLimits {
  readonly #max: number;
  readonly #rule: TokenRule;
  readonly #now: () => number;
  readonly #holders = new Map<string, Holder>();

  /** @param max connections of one address; 0: no limit, on how often it comes either */
  constructor(max: number, now: () => number) {
    this.#max = max;
    this.#rule = { perSec: max * CONNECTS_SHARE_PER_SEC, burst: Math.max(CONNECTS_BURST_MIN, max) };
    this.#now = now;
  }

  get kept(): number {
    return this.#holders.size;
  }

  /** Why an address gets no further connection now; taking one is said with {@link enter}. */
  refusal(address: string): 'connections_per_ip' | 'connects_per_ip' | undefined {
    if (this.#max === 0) return undefined;
    const holder = this.#holder(address);
    if (holder.connections >= this.#max) return 'connections_per_ip';
    return takeToken(holder, this.#rule, this.#now()) > 0 ? 'connects_per_ip' : undefined;
  }

  enter(address: string): void {
    if (this.#max > 0) this.#holder(address).connections++;
  }

  leave(address: string): void {
    const holder = this.#holders.get(address);
    if (holder && holder.connections > 0) holder.connections--;
  }

  /** Forgets addresses without connections whose bucket is full again: after ten seconds at most. Called every second. */
  sweep(): void {
    const nowMs = this.#now();
    for (const [address, { connections, tokens, atMs }] of this.#holders)
      if (connections === 0 && tokens + ((nowMs - atMs) / 1000) * this.#rule.perSec >= this.#rule.burst)
        this.#holders.delete(address);
  }

  #holder(address: string): Holder {
    let holder = this.#holders.get(address);
    if (!holder) this.#holders.set(address, (holder = { connections: 0, tokens: this.#rule.burst, atMs: this.#now() }));
    return holder;
  }
}
