import { randomUUID } from 'node:crypto';
import type { EverywhereAction, ModeratorAction, Order, OrderAction } from '@maru/contracts';
import type { Bus } from '@maru/bus';
import type { Logger } from '@maru/observability';
import type { Reporter } from './reporter.js';
import { includesRoom } from './tokens.js';
import type { Rooms } from './tokens.js';

const SANCTION_SEC = 600;
const MODE_SEC = 86_400;
const CLOSE_SEC = 3_600;
const RAID_SEC = 600;
const RAID = { slowModeSec: 30, policy: 'strict', joinsPerSec: 2 };

/** The log brings an order back to the edge that gave it well within this; whoever gave it is answered then. */
const ROUND_TRIP_MAX_MS = 1_000;

/** Who orders something, and where they may. */
export type Actor = { by: string; moderates: Rooms };
export type ActionRefusal = { code: 'forbidden' | 'unavailable'; message: string };
const INTERRUPTED: ActionRefusal = { code: 'unavailable', message: 'The chat is interrupted. Try again soon.' };

/** Turns what moderators and operators ask for into orders for every edge. Each is one line in the audit log. */
export class Actions {
  readonly #options: { bus: Bus; reporter: Reporter; logger: Logger; now(): number };
  readonly #waiting = new Map<string, () => void>();

  readonly #auditLog: Logger;

  constructor(options: { bus: Bus; reporter: Reporter; logger: Logger; now(): number }) {
    this.#options = options;
    const { logger } = options;
    // Whoever wants fewer lines still wants to know who banned whom.
    this.#auditLog = logger.level === 'silent' ? logger : logger.child({ audit: true }, { level: 'info' });
  }

  /** An order has come out of the control log, and holds on this edge. */
  applied({ id }: Order): void {
    this.#waiting.get(id)?.();
  }

  /** Undefined when it is done: the control log has it, it holds on this edge, and every other one follows. */
  async inRoom(actor: Actor, room: string, action: ModeratorAction): Promise<ActionRefusal | undefined> {
    if (!includesRoom(actor.moderates, room)) return { code: 'forbidden', message: 'You do not moderate this room.' };
    const everywhere = 'all' in action && action.all === true;
    if (everywhere && actor.moderates !== '*') return { code: 'forbidden', message: 'You do not moderate all rooms.' };
    if (action.action === 'retract') {
      if (this.#options.bus.status !== 'up') return INTERRUPTED;
      this.#options.reporter.retract(room, action.uid, action.seq);
      this.#audit(actor, room, action);
      return undefined;
    }
    return this.#order(actor, everywhere ? undefined : room, orderOf(action, this.#options.now()));
  }

  async everywhere(actor: Actor, action: EverywhereAction): Promise<ActionRefusal | undefined> {
    if (actor.moderates !== '*') return { code: 'forbidden', message: 'You do not moderate all rooms.' };
    return this.#order(actor, undefined, orderOf(action, this.#options.now()));
  }

  async #order(actor: Actor, room: string | undefined, action: OrderAction): Promise<ActionRefusal | undefined> {
    const { bus, now, logger } = this.#options;
    const order: Order = {
      type: 'order',
      v: 1,
      at: now(),
      id: randomUUID(),
      by: actor.by,
      ...(room === undefined ? {} : { room }),
      order: action,
    };
    // While the broker is away a publish would wait for it; who orders wants to know now.
    if (bus.status !== 'up') return INTERRUPTED;
    const held = this.#held(order);
    try {
      await bus.appendOrder(order);
      await held;
    } catch (error) {
      this.#waiting.get(order.id)?.();
      logger.error({ err: error }, 'an order was not taken by the broker');
      return { code: 'unavailable', message: 'The order was not taken. Try again soon.' };
    }
    this.#audit(actor, room, action);
    return undefined;
  }

  /** Resolves when the order holds here, or after a while: the log has it, whatever keeps this edge from reading it. */
  #held({ id }: Order): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(done, ROUND_TRIP_MAX_MS);
      this.#waiting.set(id, done);
    });
  }

  #audit({ by }: Actor, room: string | undefined, action: OrderAction | ModeratorAction): void {
    const { now } = this.#options;
    const seconds = 'until' in action ? { forSec: Math.round((action.until - now()) / 1000) } : {};
    this.#auditLog.info({ by, room: room ?? '*', ...action, ...seconds }, `audit: ${action.action}`);
  }
}

function orderOf(
  action: Exclude<ModeratorAction, { action: 'retract' }> | EverywhereAction,
  nowMs: number,
): OrderAction {
  const until = (seconds: number) => nowMs + seconds * 1000;
  switch (action.action) {
    case 'kick':
    case 'unban':
    case 'unmute':
      return { action: action.action, user: action.user };
    case 'ban':
    case 'mute':
      return { action: action.action, user: action.user, until: until(action.seconds ?? SANCTION_SEC) };
    case 'slow_mode':
      return { action: 'slow_mode', seconds: action.seconds, until: until(action.forSeconds ?? MODE_SEC) };
    case 'lock':
      return { action: 'lock', until: until(action.seconds ?? MODE_SEC) };
    case 'close':
      return { action: 'close', until: until(action.seconds ?? CLOSE_SEC) };
    case 'unlock':
      return { action: 'unlock' };
    case 'notice':
      return { action: 'notice', text: action.text, level: action.level ?? 'info' };
    case 'raid': {
      if (action.seconds === 0) return { action: 'raid_end' };
      const { slowModeSec = RAID.slowModeSec, policy = RAID.policy, joinsPerSec = RAID.joinsPerSec } = action;
      return { action: 'raid', slowModeSec, policy, joinsPerSec, until: until(action.seconds ?? RAID_SEC) };
    }
  }
}
