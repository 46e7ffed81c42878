import type { ControlMessage } from '@maru/contracts';
import { BUS_LIMITS } from '../limits.js';
import type { ShardConsumer } from '../port.js';
import { shareShards } from './shard-share.js';
import type { ShardSubscription } from './shard-subscription.js';
import type { Stage } from './topology.js';

export type ShareOptions = {
  stage: Stage;
  replica: string;
  subscriptions: readonly ShardSubscription<unknown>[];
  /** Whether shards can be subscribed to now. */
  connected(): boolean;
  broadcast(message: ControlMessage): void;
  problem(message: string, cause: unknown): void;
  /** Called when the consumer is closed. */
  closed(): void;
};

/**
 * Shares the shards of a stage among its replicas. The broker makes the first to subscribe the active consumer,
 * however the others are ranked, so replicas sort it out themselves: each subscribes to its own share at once and to
 * the rest later, as a stand-by, and gives away what it is active for but belongs to another live replica.
 */
export class SharedConsumer implements ShardConsumer {
  readonly #options: ShareOptions;
  /** When each other replica was last heard, ms. */
  readonly #heardMs = new Map<string, number>();
  #subscribeAfterMs: number[] = [];
  readonly #timer: NodeJS.Timeout;
  #working: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ShareOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      this.#announce({});
      this.#work();
    }, BUS_LIMITS.announceIntervalMs);
    this.up();
  }

  /** Shards can be subscribed to (again): what belongs to this replica at once, the rest later. */
  up(): void {
    if (this.#closed) return;
    const standbyFromMs = performance.now() + BUS_LIMITS.standbyDelayMs;
    this.#subscribeAfterMs = this.#options.subscriptions.map(() => standbyFromMs);
    this.#announce({ hello: true });
    // Replicas that are there answer the hello within this; then each knows its share.
    setTimeout(() => this.#work(), BUS_LIMITS.announceIntervalMs / 4);
  }

  /** Nothing is delivered here any more. The others must not leave this replica its share. */
  down(): void {
    if (this.#closed) return;
    this.#announce({ stopping: true });
    for (const subscription of this.#options.subscriptions) subscription.dropped();
  }

  owned(): readonly number[] {
    return this.#options.subscriptions.flatMap((subscription, shard) => (subscription.active ? [shard] : []));
  }

  heard(message: ControlMessage): void {
    if (
      message.type !== 'replica-alive' ||
      message.stage !== this.#options.stage ||
      message.replica === this.#options.replica ||
      this.#closed
    )
      return;
    const known = this.#heardMs.has(message.replica);
    if (message.stopping) this.#heardMs.delete(message.replica);
    else this.#heardMs.set(message.replica, performance.now());
    if (message.hello) this.#announce({});
    if (known === (message.stopping ?? false)) this.#work();
  }

  async close(drainTimeoutMs: number): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#announce({ stopping: true });
    await this.#working;
    await Promise.all(this.#options.subscriptions.map((subscription) => subscription.release(drainTimeoutMs)));
    this.#options.closed();
  }

  #announce(flags: { hello?: boolean; stopping?: boolean }): void {
    const { stage, replica, connected } = this.#options;
    // Others would hand shards over to a replica that cannot take them.
    if (!connected() && !flags.stopping) return;
    this.#options.broadcast({ type: 'replica-alive', v: 1, at: Date.now(), stage, replica, ...flags });
  }

  /** One pass at a time over all shards. */
  #work(): void {
    this.#working = this.#working
      .then(() => this.#settle())
      .catch((error: unknown) => this.#options.problem('cannot share out the shards', error));
  }

  async #settle(): Promise<void> {
    if (!this.#options.connected()) return;
    const now = performance.now();
    for (const [replica, heardMs] of this.#heardMs)
      if (now - heardMs > 3 * BUS_LIMITS.announceIntervalMs) this.#heardMs.delete(replica);
    const { replica: self, subscriptions } = this.#options;
    const owners = shareShards(subscriptions.length, [self, ...this.#heardMs.keys()]);
    await Promise.all(
      subscriptions.map(async (subscription, shard) => {
        if (this.#closed) return;
        const mine = owners[shard] === self;
        if (subscription.active && !mine) {
          await subscription.release(BUS_LIMITS.releaseTimeoutMs);
          this.#subscribeAfterMs[shard] = performance.now() + BUS_LIMITS.standbyDelayMs;
        } else if (!subscription.subscribed && (mine || now >= (this.#subscribeAfterMs[shard] ?? 0))) {
          await subscription.subscribe();
        }
      }),
    );
  }
}
