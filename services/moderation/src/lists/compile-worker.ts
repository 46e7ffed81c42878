import { workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { transferables } from '@maru/word-filter';
import type { CompiledLists } from '@maru/word-filter';
import { compileSet } from './compile-set.js';
import type { ListSource } from './list-set.js';

/** Entries that arrive in one message: reading one must not stop the event loop for long. */
const SLICE = 256;

type Entries = Pick<CompiledLists, 'terms' | 'maskable'>;
export type CompileOrder = { source: ListSource; port: MessagePort };
/** Slices of the entries, in order, then the rest of the set; or what is wrong with it. */
export type CompilePart =
  { slice: Entries } | { rest: Omit<CompiledLists, keyof Entries>; compileMs: number } | { problem: string };

// One set per worker: it ends with its answer, and its memory with it.
const { source, port } = workerData as CompileOrder;
const send = (part: CompilePart, transfer: ArrayBuffer[] = []) => port.postMessage(part, transfer);
const started = performance.now();
try {
  const lists = compileSet(source);
  const compileMs = performance.now() - started;
  const { terms, maskable, ...rest } = lists;
  for (let from = 0; from < Math.max(terms.length, maskable.length); from += SLICE)
    send({ slice: { terms: terms.slice(from, from + SLICE), maskable: maskable.slice(from, from + SLICE) } });
  send({ rest, compileMs }, transferables(lists));
} catch (error) {
  send({ problem: error instanceof Error ? error.message : String(error) });
}
port.close();
