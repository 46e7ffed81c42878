import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roomKey, shardOf } from '@maru/contracts';
import type {
  ApprovedItem,
  ControlMessage,
  EdgeMessage,
  MessageReceipt,
  RawItem,
  RawMessage,
  ReceiptItem,
  ShardMessage,
} from '@maru/contracts';
import type { Bus, ShardConsumer } from '@maru/bus';
import { Inbox } from '@maru/bus/test-support';
import type { BusTarget } from '@maru/bus/test-support';
import { Metrics, createLogger } from '@maru/observability';
import type { Logger } from '@maru/observability';
import type { Service } from '@maru/service-kit';
import { createModeration, readConfig } from '../src/index.js';
import { builtin } from './support.js';

export type Logged = { message: string } & Record<string, unknown>;

/** The moderation service alone, with an edge before it and fan-out behind it that a test plays. */
export class Harness {
  readonly approved = new Inbox<ApprovedItem>();
  readonly receipts = new Inbox<ReceiptItem>();
  readonly control = new Inbox<ControlMessage>();
  readonly logged = new Inbox<Logged>();
  readonly edge = `edge-${randomBytes(4).toString('hex')}`;
  readonly services: Service[] = [];
  readonly #target: BusTarget;
  readonly #dirs: string[] = [];
  metrics = new Metrics('moderation', { version: 'test' });
  neighbour!: Bus;
  #fanout: ShardConsumer | undefined;

  constructor(target: BusTarget) {
    this.#target = target;
  }

  /** Starts the neighbours, and one replica with this environment. */
  async start(env: NodeJS.ProcessEnv = {}): Promise<this> {
    this.neighbour = this.#target.bus();
    await this.neighbour.start();
    const attached = new Inbox<true>();
    await this.neighbour.attachEdge(this.edge, {
      message: (message) => this.#edgeHears(message),
      attached: () => attached.push(true),
    });
    await attached.count(1);
    this.neighbour.onControl(this.control.push);
    this.#fanout = await this.neighbour.consumeShards({
      message: (delivery) => {
        this.#fanoutHears(delivery.message);
        delivery.ack();
      },
      release: async () => undefined,
    });
    await this.replica(env);
    return this;
  }

  /** One more replica of the service. */
  async replica(env: NodeJS.ProcessEnv = {}): Promise<Service> {
    const bus = this.#target.bus();
    this.metrics = new Metrics('moderation', { version: 'test' });
    const service = createModeration(readConfig(env), { bus, logger: this.#logger(), metrics: this.metrics, builtin });
    await service.start();
    this.services.push(service);
    return service;
  }

  async stop(): Promise<void> {
    for (const service of this.services.splice(0)) await service.stop(1_000);
    await this.#fanout?.close(1_000);
    await this.neighbour.close(1_000);
    await this.#target.teardown();
    for (const dir of this.#dirs) rmSync(dir, { recursive: true });
  }

  /** A folder of this test, with files. */
  folder(files: Record<string, string>): string {
    const dir = mkdtempSync(join(tmpdir(), 'maru-moderation-'));
    this.#dirs.push(dir);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    return dir;
  }

  message(room: string, uid: string, text: string, patch: Partial<RawMessage> = {}): RawMessage {
    return {
      kind: 'message',
      uid,
      room,
      user: 'kim',
      nick: '느긋한 여우 12',
      id: `c-${uid}`,
      text,
      ts: Date.now(),
      ...patch,
    };
  }

  /** Publishes a raw batch, as an edge does. */
  send(...items: RawItem[]): Promise<void> {
    const first = items[0];
    const room = first && 'room' in first ? first.room : '';
    return this.neighbour.publishRaw(shardOf(roomKey(room), this.neighbour.shards), {
      type: 'raw',
      v: 1,
      at: Date.now(),
      edge: this.edge,
      items,
    });
  }

  /** What fan-out got of a message. */
  async approvedMessage(uid: string) {
    const found = await this.approved.find((item) => item.kind === 'message' && item.uid === uid, `approved ${uid}`);
    if (found.kind !== 'message') throw new TypeError('not a message');
    return found;
  }

  /** The edge's receipt of a message. */
  async receipt(uid: string, status: MessageReceipt['status'] = 'rejected') {
    const passes = (item: ReceiptItem): item is Extract<ReceiptItem, { kind: 'message' }> =>
      item.kind === 'message' && item.uid === uid && item.status === status;
    return this.receipts.find(passes, `receipt ${status} of ${uid}`);
  }

  async heard<T extends ControlMessage['type']>(
    type: T,
    passes: (message: Extract<ControlMessage, { type: T }>) => boolean = () => true,
  ) {
    type Wanted = Extract<ControlMessage, { type: T }>;
    return this.control.find((message): message is Wanted => message.type === type && passes(message as Wanted), type);
  }

  /** Value of a metric, with its labels as they are written. */
  async metric(name: string): Promise<number | undefined> {
    const line = (await this.metrics.registry.metrics()).split('\n').find((one) => one.startsWith(name));
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
  }

  #edgeHears(message: EdgeMessage): void {
    if (message.type === 'receipts') for (const item of message.receipts.items) this.receipts.push(item);
  }

  #fanoutHears(message: ShardMessage): void {
    if (message.type === 'approved') for (const item of message.items) this.approved.push(item);
  }

  /** Logs into an inbox: what the service says is part of what it does. */
  #logger(): Logger {
    const silent = createLogger('moderation', 'silent');
    const write = (fields: unknown, message?: unknown) =>
      typeof message === 'string' ? this.logged.push({ ...(fields as Record<string, unknown>), message }) : undefined;
    return Object.assign(Object.create(silent) as Logger, { info: write, warn: write, error: write, debug: write });
  }
}
