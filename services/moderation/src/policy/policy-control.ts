import type { ControlMessage, RoomPolicy } from '@maru/contracts';
import type { Bus } from '@maru/bus';
import type { Logger } from '@maru/observability';
import { RESEND_WAIT_MAX_MS } from '../lists/word-lists.js';
import type { PolicyTable } from './policy-table.js';

/** Settings that a newcomer is told at most. */
export const RESENT_MAX = 5_000;

export type PolicyControlOptions = {
  bus: Pick<Bus, 'broadcast'>;
  replica: string;
  table: PolicyTable;
  logger: Logger;
  changed: () => void;
  unknown: () => void;
  /** 0 to 1, for the wait before sending again. */
  random?: () => number;
};

/** Policies of rooms over the control bus, which keeps nothing: a newcomer gets them from those who heard them. */
export class PolicyControl {
  readonly #options: PolicyControlOptions;
  #pending: Map<string, RoomPolicy> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PolicyControlOptions) {
    this.#options = options;
  }

  control(message: ControlMessage): void {
    if (message.type === 'room-policy') this.#apply(message);
    else if (message.type === 'lists-state' && message.hello && message.replica !== this.#options.replica)
      this.#tellNewcomer();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #apply(message: RoomPolicy): void {
    const { table, logger, changed, unknown } = this.#options;
    // Another replica has told the newcomer this one.
    if (this.#pending?.get(message.room ?? '')?.at === message.at) this.#pending.delete(message.room ?? '');
    const { room, policy, untilMs } = message;
    if (policy !== undefined && !table.names.includes(policy)) {
      unknown();
      logger.warn({ room, policy, known: table.names }, 'a policy was set that does not exist; nothing changes');
    } else if (table.apply(message)) {
      changed();
      logger.info({ room: room ?? 'all rooms', policy: policy ?? 'as configured', untilMs }, 'moderation policy set');
    }
  }

  #tellNewcomer(): void {
    const { bus, table, random = Math.random } = this.#options;
    this.#pending = new Map(
      table
        .settings()
        .slice(-RESENT_MAX)
        .map((setting) => [setting.room ?? '', setting]),
    );
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const setting of this.#pending?.values() ?? []) bus.broadcast(setting);
      this.#pending = undefined;
    }, random() * RESEND_WAIT_MAX_MS);
    this.#timer.unref();
  }
}
