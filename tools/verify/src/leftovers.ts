import type { Management } from './broker.js';
import { sleep } from './stack.js';
import type { Stack } from './stack.js';

const POLL_MS = 500;

/**
 * Waits until nothing of any room is left: no exchange, no binding, no queue but one per edge, and no room in any
 * process. Returns what still is there after `timeoutMs`.
 */
export async function awaitNothingLeft(options: {
  stack: Stack;
  management: Management | undefined;
  prefix: string;
  timeoutMs: number;
}): Promise<string[]> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    const left = await whatIsLeft(options).catch((error: unknown) => [
      `could not be read: ${(error as Error).message}`,
    ]);
    if (left.length === 0 || performance.now() > deadline) return left;
    await sleep(POLL_MS);
  }
}

async function whatIsLeft({
  stack,
  management,
  prefix,
}: {
  stack: Stack;
  management: Management | undefined;
  prefix: string;
}): Promise<string[]> {
  const left: string[] = [];
  for (const process of stack.processes) {
    if (process.kind === 'moderation') continue;
    const rooms = await process.metric(`maru_${process.kind}_rooms`);
    if (rooms > 0) left.push(`${rooms} rooms in ${process.name}`);
  }
  if (!management) return left;
  const { exchanges, bindings, edgeQueues } = await management.ofRooms(prefix);
  left.push(...exchanges.map((name) => `exchange ${name}`), ...bindings.map((binding) => `binding ${binding}`));
  const edges = stack.of('edge').length;
  if (edgeQueues.length > edges) left.push(`${edgeQueues.length} edge queues of ${edges} edges`);
  return left;
}
