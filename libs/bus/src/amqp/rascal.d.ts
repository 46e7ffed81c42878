// rascal ships no types; these are the parts that are used here.
declare module 'rascal' {
  import type { EventEmitter } from 'node:events';
  import type { ConsumeMessage } from 'amqplib';

  export type BrokerConfig = { vhosts: Record<string, unknown>; subscriptions: Record<string, unknown> };
  export type AckOrNack = (error?: Error, recovery?: { strategy: string; requeue?: boolean }) => void;

  export interface SubscriberSessionAsPromised extends EventEmitter {
    cancel(): Promise<void>;
    setChannelPrefetch(prefetch: number): Promise<void>;
    on(event: 'message', listener: (message: ConsumeMessage, content: Buffer, ackOrNack: AckOrNack) => void): this;
    on(
      event: 'invalid_content' | 'redeliveries_exceeded' | 'redeliveries_error',
      listener: (error: Error, message: ConsumeMessage, ackOrNack: AckOrNack) => void,
    ): this;
    on(event: 'error' | 'cancelled', listener: (error: Error) => void): this;
    on(event: 'close' | 'subscribed', listener: () => void): this;
  }

  export interface BrokerAsPromised extends EventEmitter {
    subscribe(name: string): Promise<SubscriberSessionAsPromised>;
    shutdown(): Promise<void>;
  }

  /** Counts how often a message came back. */
  export type RedeliveryCounter = { incrementAndGet(key: string, next: (error: unknown, count: number) => void): void };

  const rascal: {
    BrokerAsPromised: {
      create(
        config: BrokerConfig,
        components: { counters: Record<string, () => RedeliveryCounter> },
      ): Promise<BrokerAsPromised>;
    };
    counters: { inMemory(options: { size: number }): RedeliveryCounter };
    withDefaultConfig(config: BrokerConfig): BrokerConfig;
  };
  export default rascal;
}
