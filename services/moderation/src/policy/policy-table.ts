import type { RoomPolicy } from '@maru/contracts';
import { DEFAULT_POLICY } from './policy.js';
import type { ModerationPolicy } from './policy.js';

/** Rooms with a policy of their own; the one set longest ago goes first. */
export const ROOM_POLICIES_MAX = 50_000;

type Policies = ReadonlyMap<string, ModerationPolicy>;
const ALL_ROOMS = '';

/** Which policy holds where, now. */
export class PolicyTable {
  readonly #now: () => number;
  readonly #full: (() => void) | undefined;
  #policies: Policies;
  #fallback: ModerationPolicy;
  /** By room; `ALL_ROOMS` for those without one. */
  readonly #set = new Map<string, RoomPolicy>();

  /** @param full told when the setting of a room goes because there are too many */
  constructor(policies: Policies, now: () => number, full?: () => void) {
    this.#now = now;
    this.#full = full;
    this.#policies = policies;
    this.#fallback = required(policies);
  }

  get rooms(): number {
    return this.#set.size - (this.#set.has(ALL_ROOMS) ? 1 : 0);
  }

  /** Name of every policy that there is. */
  get names(): string[] {
    return [...this.#policies.keys()];
  }

  /** Takes new definitions; what is set for rooms stays. */
  replace(policies: Policies): void {
    this.#fallback = required(policies);
    this.#policies = policies;
  }

  /**
   * The policy of a room.
   * @param asked name that the room's mode asks for; it goes before what is set here
   */
  of(room: string, asked?: string): ModerationPolicy {
    if (this.#set.size === 0 && (asked === undefined || asked === DEFAULT_POLICY)) return this.#fallback;
    return (
      (asked === DEFAULT_POLICY ? undefined : this.#named(asked)) ??
      this.#named(this.#inForce(room)) ??
      this.#named(this.#inForce(ALL_ROOMS)) ??
      this.#fallback
    );
  }

  /** The policy of rooms without one, and of names. */
  get default(): ModerationPolicy {
    return this.#named(this.#inForce(ALL_ROOMS)) ?? this.#fallback;
  }

  /** Takes a message of the control bus. False when a later one is known already, or it names no policy that exists. */
  apply(message: RoomPolicy): boolean {
    const room = message.room ?? ALL_ROOMS;
    const known = this.#set.get(room);
    if (known && known.at >= message.at) return false;
    if (message.policy !== undefined && !this.#policies.has(message.policy)) return false;
    this.#set.delete(room);
    if (this.#set.size >= ROOM_POLICIES_MAX) {
      this.#full?.();
      const [oldest] = this.#set.keys();
      if (oldest !== undefined) this.#set.delete(oldest);
    }
    this.#set.set(room, message);
    return true;
  }

  /** What is set, for a replica that was not there to hear it. */
  settings(): RoomPolicy[] {
    return [...this.#set.values()];
  }

  #inForce(room: string): string | undefined {
    const setting = this.#set.get(room);
    if (!setting) return undefined;
    return setting.untilMs !== undefined && setting.untilMs <= this.#now() ? undefined : setting.policy;
  }

  #named(name: string | undefined): ModerationPolicy | undefined {
    return name === undefined ? undefined : this.#policies.get(name);
  }
}

function required(policies: Policies): ModerationPolicy {
  const policy = policies.get(DEFAULT_POLICY);
  if (!policy) throw new RangeError(`no policy named ${DEFAULT_POLICY}`);
  return policy;
}
