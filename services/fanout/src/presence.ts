import { PRESENCE_INTERVAL_MS, PRESENCE_NAMES_MEMBERS_MAX } from '@maru/contracts';
import type { EdgePresence, Person, RoomDelivery } from '@maru/contracts';

type EdgeShare = { members: number; names: Map<string, string> | undefined };
type Report = NonNullable<RoomDelivery['presence']>;

/** Who is in a room, summed over the edges that have it open. */
export class Presence {
  readonly #edges = new Map<string, EdgeShare>();
  /** What was last told, by user id. */
  #told = new Map<string, string>();
  /**
   * Who has left since without being told, at most PRESENCE_NAMES_MEMBERS_MAX: members may know them from what they
   * wrote, or from a snapshot's roster.
   */
  #gone = new Map<string, string>();
  #toldMembers = 0;
  #dirty = false;
  #toldMs = 0;

  get edges(): ReadonlySet<string> {
    return new Set(this.#edges.keys());
  }

  get members(): number {
    let sum = 0;
    for (const share of this.#edges.values()) sum += share.members;
    return sum;
  }

  get empty(): boolean {
    return this.#edges.size === 0;
  }

  /** An edge has opened the room, perhaps with nobody in it yet. */
  open(edge: string): void {
    if (!this.#edges.has(edge)) this.#edges.set(edge, { members: 0, names: new Map() });
  }

  update(edge: string, report: EdgePresence): void {
    const share = this.#edges.get(edge) ?? { members: 0, names: undefined };
    share.members = report.members;
    this.#leave(report.left ?? []);
    if (report.full) share.names = new Map(report.joined?.map(({ user, nick }) => [user, nick]));
    else if (report.members > PRESENCE_NAMES_MEMBERS_MAX) share.names = undefined;
    else if (share.names) {
      for (const { user } of report.left ?? []) share.names.delete(user);
      for (const { user, nick } of report.joined ?? []) share.names.set(user, nick);
    }
    this.#edges.set(edge, share);
    this.#dirty = true;
  }

  /** The edge has left the room, or is gone. */
  remove(edge: string): boolean {
    const share = this.#edges.get(edge);
    if (!share) return false;
    this.#edges.delete(edge);
    this.#leave(people(share.names ?? []));
    this.#dirty = true;
    return true;
  }

  /** Everyone, while the room is small enough and every edge has named its members. */
  roster(): Person[] | undefined {
    const names = this.#names();
    return names && people(names);
  }

  /** Whether there is something to tell, and the interval is over. */
  due(nowMs: number): boolean {
    return this.#dirty && nowMs >= this.#toldMs + PRESENCE_INTERVAL_MS;
  }

  /** What to tell the members now; nothing when all is as it was told. */
  report(nowMs: number): Report | undefined {
    this.#dirty = false;
    this.#toldMs = nowMs;
    const members = this.members;
    const names = this.#names();
    const report: Report = { members };
    if (names) {
      const joined = people(names).filter(({ user }) => !this.#told.has(user));
      const left = people([...this.#told, ...this.#gone]).filter(({ user }) => !names.has(user));
      if (joined.length > 0) report.joined = joined;
      if (left.length > 0) report.left = left;
    }
    const changed = members !== this.#toldMembers || report.joined !== undefined || report.left !== undefined;
    this.#told = names ?? new Map<string, string>();
    this.#gone.clear();
    this.#toldMembers = members;
    return changed ? report : undefined;
  }

  #leave(people: readonly Person[]): void {
    for (const { user, nick } of people) {
      if (this.#gone.size >= PRESENCE_NAMES_MEMBERS_MAX) return;
      if (!this.#told.has(user)) this.#gone.set(user, nick);
    }
  }

  #names(): Map<string, string> | undefined {
    if (this.members > PRESENCE_NAMES_MEMBERS_MAX) return undefined;
    const all = new Map<string, string>();
    for (const { names } of this.#edges.values()) {
      if (!names) return undefined;
      for (const [user, nick] of names) all.set(user, nick);
    }
    return all;
  }
}

function people(names: Iterable<readonly [user: string, nick: string]>): Person[] {
  return Array.from(names, ([user, nick]) => ({ user, nick }));
}
