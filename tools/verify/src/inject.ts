import type { Broker } from './broker.js';
import type { Fault, ServiceKind } from './faults.js';
import type { FaultyProxy } from './proxy.js';
import { sleep } from './stack.js';
import type { ServiceProcess, Stack } from './stack.js';

export type Injected = { fault: Fault; target: string; startedAt: number; endedAt: number };

/** Does to a stack what a schedule says. Faults of one target wait for each other; those of different ones overlap. */
export class Injector {
  readonly #stack: Stack;
  readonly #broker: Broker;
  readonly #now: () => number;
  readonly #problem: (detail: string) => void;
  readonly #busy = new Map<unknown, Promise<void>>();

  constructor(options: { stack: Stack; broker: Broker; now: () => number; problem: (detail: string) => void }) {
    this.#stack = options.stack;
    this.#broker = options.broker;
    this.#now = options.now;
    this.#problem = options.problem;
  }

  /** Resolves when the fault is over and what it hit is working again. */
  async inject(fault: Fault): Promise<Injected> {
    const [what, where] = fault.kind.split('-') as [string, string];
    if (what === 'broker') return this.#alone(this.#broker, 'broker', fault, () => this.#brokerFault(where, fault));
    const kind = where === 'client' ? 'edge' : where === 'broker' ? fault.service : (where as ServiceKind);
    const processes = this.#stack.of(kind);
    const process = processes[fault.target % processes.length] as ServiceProcess;
    return this.#alone(process, process.name, fault, () => {
      if (where === 'broker') return lineFault(process.broker, what, fault);
      if (where === 'client') return lineFault(process.clients as FaultyProxy, what, fault);
      return this.#processFault(process, what, fault);
    });
  }

  async #alone(key: unknown, target: string, fault: Fault, work: () => Promise<void>): Promise<Injected> {
    const before = this.#busy.get(key) ?? Promise.resolve();
    let startedAt = 0;
    const done = before.then(async () => {
      startedAt = this.#now();
      await work();
    });
    this.#busy.set(
      key,
      done.catch(() => undefined),
    );
    await done;
    return { fault, target, startedAt, endedAt: this.#now() };
  }

  async #processFault(process: ServiceProcess, what: string, { durationMs }: Fault): Promise<void> {
    if (what === 'pause' || what === 'blink') {
      process.pause();
      await sleep(durationMs);
      process.resume();
      return;
    }
    if (what === 'kill') await process.kill();
    else if (!(await process.stop())) this.#problem(`${process.name} did not stop on SIGTERM before its deadline.`);
    await sleep(durationMs);
    process.start();
  }

  async #brokerFault(how: string, { durationMs }: Fault): Promise<void> {
    const { stop, kill, start } = this.#broker;
    const down = how === 'kill' ? (kill ?? stop) : stop;
    if (!down || !start)
      throw new Error(
        'This broker cannot be stopped from here. Give --broker-stop and --broker-start, or leave its faults out with --faults.',
      );
    await down();
    await sleep(durationMs);
    await start();
  }
}

async function lineFault(line: FaultyProxy, what: string, { durationMs, delayMs }: Fault): Promise<void> {
  if (what === 'cut') line.cut(durationMs > 0);
  else if (what === 'freeze') line.freeze();
  else line.delay(delayMs);
  await sleep(durationMs);
  line.heal();
}
