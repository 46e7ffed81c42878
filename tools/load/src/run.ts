import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FromWorker, Interval, Plan, ThreadResult, WorkerInput } from './plan.js';
import { combineIntervals, summarize } from './summary.js';
import type { Second, Summary } from './summary.js';

/** Runs the plan in its threads; `progress` is called once a second. */
export async function runLoad(plan: Plan, progress: (second: Second) => void): Promise<Summary> {
  const seconds: Second[] = [];
  const waiting = new Map<number, Interval[]>();
  const take = (interval: Interval) => {
    const intervals = [...(waiting.get(interval.second) ?? []), interval];
    waiting.set(interval.second, intervals);
    if (intervals.length < plan.threads) return;
    waiting.delete(interval.second);
    const second = combineIntervals(intervals);
    seconds.push(second);
    progress(second);
  };
  const results = await Promise.all(
    Array.from({ length: plan.threads }, (_, thread) => runThread({ plan, thread }, take)),
  );
  // Threads end at different times: what is left are seconds that not all of them have seen.
  for (const intervals of waiting.values()) seconds.push(combineIntervals(intervals));
  return summarize(results, seconds);
}

async function runThread(input: WorkerInput, take: (interval: Interval) => void): Promise<ThreadResult> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: input });
  let result: ThreadResult | undefined;
  worker.on('message', (message: FromWorker) => {
    if (message.type === 'interval') take(message.interval);
    else result = message.result;
  });
  // Rejects with the error that ends the thread.
  await once(worker, 'exit');
  if (!result) throw new Error('A thread of the load generator ended without a result.');
  return result;
}
