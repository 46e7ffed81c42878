import { setImmediate as nextTurn } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { createFilter } from '@maru/word-filter';
import type { CompiledLists, Filter } from '@maru/word-filter';
import type { CompileOrder, CompilePart } from './compile-worker.js';
import type { ListSource } from './list-set.js';

/** A compilation that takes longer is given up: a set cannot be made to take a worker for ever. */
export const COMPILE_TIMEOUT_MS = 60_000;
/** Memory of the worker, MB. The default lists take a twentieth. */
const WORKER_MEMORY_MB = 1_024;

export type Compiled = {
  filter: Filter;
  compileMs: number;
  /** Longest time that the event loop stood still: for a part of the set to arrive, or to make the filter around it. */
  pauseMs: number;
};

/**
 * Compiles a set in a worker thread.
 * @throws Error that says what is wrong with the set
 */
export async function compileInWorker(source: ListSource): Promise<Compiled> {
  const { port1, port2 } = new MessageChannel();
  const order: CompileOrder = { source, port: port2 };
  const worker = new Worker(new URL('./compile-worker.js', import.meta.url), {
    workerData: order,
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MB },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    // Not `port1.on('message')`: taken by hand, the arrival itself can be timed.
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error(`The set took longer than ${COMPILE_TIMEOUT_MS} ms to compile.`)),
        COMPILE_TIMEOUT_MS,
      );
      worker.once('exit', () => resolve());
      worker.once('error', reject);
    });
    return await assemble(port1);
  } finally {
    clearTimeout(timer);
    port1.close();
    await worker.terminate();
  }
}

/** Takes the set's parts one a turn, so that no turn is long. */
async function assemble(port: MessagePort): Promise<Compiled> {
  let pauseMs = 0;
  const timed = <T>(work: () => T): T => {
    const started = performance.now();
    const result = work();
    pauseMs = Math.max(pauseMs, performance.now() - started);
    return result;
  };
  const entries = {
    terms: [] as CompiledLists['terms'][number][],
    maskable: [] as CompiledLists['maskable'][number][],
  };
  for (;;) {
    const part = timed(() => receiveMessageOnPort(port) as { message: CompilePart } | undefined)?.message;
    if (!part) throw new Error('The compiling worker ended without an answer.');
    if ('problem' in part) throw new Error(part.problem);
    if ('rest' in part) {
      const { rest, compileMs } = part;
      await nextTurn();
      const filter = timed(() => createFilter({ ...rest, ...entries }));
      return { filter, compileMs, pauseMs };
    }
    entries.terms.push(...part.slice.terms);
    entries.maskable.push(...part.slice.maskable);
    await nextTurn();
  }
}
