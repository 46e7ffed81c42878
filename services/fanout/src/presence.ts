import { PRESENCE_INTERVAL_MS, PRESENCE_NAMES_MEMBERS_MAX } from '@maru/contracts';
import type { EdgePresence, Person, RoomDelivery } from '@maru/contracts';

type EdgeShare = { members: number; names: Map<string, string> | undefined };
type Report = NonNullable<RoomDelivery['presence']>;

/** Who is in a room, summed over the edges that have it open. */
export class Presence {
  readonly #edges = new Map<string, EdgeShare>();
  /** What was last told, by user id. */
  #told = new Map<string, string>();
  /** Who has left since, told or not: members may know them from what they wrote, or from a snapshot's roster. */
  #gone = new Map<string, string>();
  #toldMembers = 0;
  #dirty = false;
  #nextReportMs = 0;

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
    if (report.full) {
      this.#leave(share.names ?? []);
      share.names = new Map(report.joined?.map(({ user, nick }) => [user, nick]));
    } else if (report.members > PRESENCE_NAMES_MEMBERS_MAX) share.names = undefined;
    else if (share.names) {
      this.#leave(report.left?.map(({ user, nick }) => [user, nick]) ?? []);
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
    this.#leave(share.names ?? []);
    this.#dirty = true;
    return true;
  }

  /** Everyone, while the room is small enough and every edge has named its members. */
  roster(): Person[] | undefined {
    const names = this.#names();
    return names && [...names].map(([user, nick]) => ({ user, nick }));
  }

  /** What to tell the members now: at most once per interval, and only if it changed. */
  report(nowMs: number): Report | undefined {
    if (!this.#dirty || nowMs < this.#nextReportMs) return undefined;
    this.#dirty = false;
    this.#nextReportMs = nowMs + PRESENCE_INTERVAL_MS;
    const members = this.members;
    const names = this.#names();
    const report: Report = { members };
    if (names) {
      const joined = [...names].filter(([user]) => !this.#told.has(user)).map(([user, nick]) => ({ user, nick }));
      const left = [...new Map([...this.#told, ...this.#gone])]
        .filter(([user]) => !names.has(user))
        .map(([user, nick]) => ({ user, nick }));
      if (joined.length > 0) report.joined = joined;
      if (left.length > 0) report.left = left;
    }
    const changed = members !== this.#toldMembers || report.joined !== undefined || report.left !== undefined;
    this.#told = names ?? new Map<string, string>();
    this.#gone.clear();
    this.#toldMembers = members;
    return changed ? report : undefined;
  }

  #leave(names: Iterable<readonly [string, string]>): void {
    for (const [user, nick] of names) {
      if (this.#gone.size >= PRESENCE_NAMES_MEMBERS_MAX) return;
      this.#gone.set(user, nick);
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
