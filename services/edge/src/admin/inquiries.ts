import { randomUUID } from 'node:crypto';
import { PEOPLE_LISTED_MAX, ROOMS_LISTED_MAX } from '@maru/contracts';
import type { Inquiry, InquiryAnswer, ListsState, ListedRoom, WordLists } from '@maru/contracts';
import type { Bus } from '@maru/bus';
import type { Hub } from '../hub.js';
import type { EdgeMetrics } from '../metrics.js';
import type { EdgeRoom } from '../room.js';

/** Answers are waited for this long; an edge that is slower is left out. */
const WAIT_MS = 800;
/** An edge that is not heard for this long is not waited for. */
const EDGE_TIMEOUT_MS = 10_000;
/** Replicas of moderation that are remembered at most. */
const REPLICAS_MAX = 256;

export type InquiryOptions = {
  bus: Bus;
  edge: string;
  hub: Hub;
  connections(): number;
  metrics: EdgeMetrics;
  now(): number;
};
type Waiting = { answers: InquiryAnswer[]; done(): void };

/** Asks all edges, and answers them: the admin API of any edge speaks for the whole deployment. */
export class Inquiries {
  readonly #options: InquiryOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #edges = new Map<string, number>();
  readonly #lists = new Map<string, WordLists['replicas'][number]>();

  constructor(options: InquiryOptions) {
    this.#options = options;
  }

  /** Answers of all edges that are known, this one's among them. */
  async ask(about: { room?: string; user?: string }): Promise<InquiryAnswer[]> {
    const { bus, edge, now } = this.#options;
    const inquiry: Inquiry = { type: 'inquiry', v: 1, at: now(), id: randomUUID(), edge, ...about };
    for (const [id, heardMs] of this.#edges) if (heardMs < now() - EDGE_TIMEOUT_MS) this.#edges.delete(id);
    const others = [...this.#edges.keys()].filter((id) => id !== edge).length;
    const answers = [this.#answer(inquiry)];
    if (others === 0) return answers;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, WAIT_MS);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.set(inquiry.id, { answers, done: () => answers.length > others && done() });
      bus.broadcast(inquiry);
    });
    this.#waiting.delete(inquiry.id);
    return answers;
  }

  edgeAlive(edge: string, stopping: boolean): void {
    if (stopping) this.#edges.delete(edge);
    else this.#edges.set(edge, this.#options.now());
  }

  asked(inquiry: Inquiry): void {
    if (inquiry.edge !== this.#options.edge) this.#options.bus.broadcast(this.#answer(inquiry));
  }

  answered(answer: InquiryAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting || answer.edge === this.#options.edge) return;
    waiting.answers.push(answer);
    waiting.done();
  }

  listsState({ replica, version, hash, stopping }: ListsState): void {
    this.#lists.delete(replica);
    if (stopping) return;
    this.#lists.set(replica, { replica, version, hash, heardAt: this.#options.now() });
    if (this.#lists.size <= REPLICAS_MAX) return;
    this.#options.metrics.limitHit('listed_replicas');
    const oldest = this.#lists.keys().next();
    if (!oldest.done) this.#lists.delete(oldest.value);
  }

  lists(): WordLists {
    const replicas = [...this.#lists.values()];
    return { replicas, agree: new Set(replicas.map(({ hash }) => hash)).size <= 1 };
  }

  #answer({ id, room, user }: Inquiry): InquiryAnswer {
    const { hub, edge, connections, now } = this.#options;
    const answer: InquiryAnswer = {
      type: 'inquiry-answer',
      v: 1,
      at: now(),
      id,
      edge,
      connections: connections(),
      rooms: [],
    };
    if (room !== undefined) {
      const found = hub.room(room);
      if (found) answer.rooms.push({ ...listed(found), people: people(found).slice(0, PEOPLE_LISTED_MAX) });
      return answer;
    }
    const all = [...hub.rooms()];
    const wanted = user === undefined ? all : all.filter(({ members }) => members.has(user));
    const largest =
      wanted.length > ROOMS_LISTED_MAX
        ? wanted.sort((a, b) => b.totalMembers - a.totalMembers).slice(0, ROOMS_LISTED_MAX)
        : wanted;
    answer.rooms = largest.map((entry) => ({
      ...listed(entry),
      ...(user === undefined ? {} : { people: people(entry).filter((person) => person.user === user) }),
    }));
    if (largest.length < wanted.length) answer.truncated = true;
    return answer;
  }
}

const people = (room: EdgeRoom) => [...room.members.values()].map(({ user, nick }) => ({ user, nick }));
const listed = (room: EdgeRoom): ListedRoom => ({
  room: room.name,
  members: Math.max(room.totalMembers, room.members.size),
  here: room.members.size,
  messagesPerSec: room.messagesPerSec,
  mode: room.mode,
});
