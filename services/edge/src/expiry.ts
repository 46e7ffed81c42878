import type { Connection } from './connection.js';

/** Connections by the second in which their tokens expire: looking for them costs nothing until then. */
export class Expiry {
  readonly #bySecond = new Map<number, Set<Connection>>();

  add(connection: Connection): void {
    if (connection.expiresAtMs === undefined) return;
    const second = Math.ceil(connection.expiresAtMs / 1000);
    const due = this.#bySecond.get(second);
    if (due) due.add(connection);
    else this.#bySecond.set(second, new Set([connection]));
  }

  remove(connection: Connection): void {
    if (connection.expiresAtMs === undefined) return;
    const second = Math.ceil(connection.expiresAtMs / 1000);
    const due = this.#bySecond.get(second);
    due?.delete(connection);
    if (due?.size === 0) this.#bySecond.delete(second);
  }

  /** Those whose tokens have expired, each once. Called every second. */
  due(nowMs: number): Connection[] {
    const expired: Connection[] = [];
    for (const [second, connections] of this.#bySecond) {
      if (second * 1000 > nowMs) continue;
      this.#bySecond.delete(second);
      expired.push(...connections);
    }
    return expired;
  }
}
