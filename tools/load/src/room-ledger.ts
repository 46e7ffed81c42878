/** Messages that are remembered per room, to compare what its members see. */
const MESSAGES_MAX = 5_000;

/** The order of one room, as the first member to see each message saw it. */
export class RoomLedger {
  readonly #uids = new Map<number, string>();
  #messages = 0;
  #hash = 0;
  #last = 0;

  get last(): number {
    return this.#last;
  }
  /** Of the messages noted with `counted`, whoever saw them first and in whatever order. */
  get view(): { messages: number; hash: number } {
    return { messages: this.#messages, hash: this.#hash };
  }

  /** Notes a message. Returns false when another message was seen at this place: then members see different orders. */
  note(seq: number, uid: string, counted: boolean): boolean {
    const known = this.#uids.get(seq);
    if (known !== undefined) return known === uid;
    this.#uids.set(seq, uid);
    if (seq > this.#last) this.#last = seq;
    if (counted) {
      this.#messages++;
      this.#hash = (this.#hash + hashOf(`${seq}/${uid}`)) | 0;
    }
    if (this.#uids.size > MESSAGES_MAX) for (const oldest of this.#uids.keys()) return this.#uids.delete(oldest);
    return true;
  }

  has(seq: number, uid: string): boolean {
    return this.#uids.get(seq) === uid;
  }

  /** How many messages others have seen after `from`, up to `to`. */
  countBetween(from: number, to: number): number {
    let count = 0;
    for (const seq of this.#uids.keys()) if (seq > from && seq <= to) count++;
    return count;
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
