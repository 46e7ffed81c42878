import { MemoryBroker, MemoryBus } from '@maru/bus';
import type { Bus } from '@maru/bus';
import { Metrics, createLogger } from '@maru/observability';
import type { ServiceContext } from './run.js';

/**
 * A rehearsal: before a service serves, it handles made-up messages on a bus that leads nowhere. Its code is compiled
 * by then, in the order of what is used most, and the first real messages are handled as fast as all that follow.
 */
export type Stage = {
  broker: MemoryBroker;
  /** Another end of the stage's bus. */
  bus(): Bus;
  /** Surroundings of a service: a bus, and a log and metrics that nobody reads. */
  context(name: string): ServiceContext & { bus: Bus };
  /** True when the rehearsal's time is up. */
  over(): boolean;
};

/** A rehearsal that does not end by itself is left to itself this long after its time, ms. */
const GRACE_MS = 3_000;

/**
 * Lets `perform` play for `durationMs`; it has to look at {@link Stage.over} by itself.
 * @throws Error when it does not end, besides whatever `perform` throws
 */
export async function rehearse(durationMs: number, perform: (stage: Stage) => Promise<void>): Promise<void> {
  if (durationMs === 0) return;
  const broker = new MemoryBroker({ shards: 1, encoded: true });
  const bus = () => new MemoryBus(broker);
  const untilMs = performance.now() + durationMs;
  const performed = perform({
    broker,
    bus,
    context: (name) => ({
      bus: bus(),
      logger: createLogger(name, 'silent'),
      metrics: new Metrics(name, { version: 'rehearsal' }),
    }),
    over: () => performance.now() >= untilMs,
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the rehearsal does not end')), durationMs + GRACE_MS);
  });
  await Promise.race([performed, late]).finally(() => clearTimeout(timer));
}

/** One turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const WORDS =
  '오늘 경기 정말 재미있네요 ㅋㅋㅋ 내일도 만나요 안녕하세요 여기 어디예요? 사람이 많네 고마워요 the match was great tonight see you ' +
  'tomorrow at 7 pm, really? yes! maybe not… https://example.com こんばんは 大家好 ¡hola! привет';
const VOCABULARY = WORDS.split(' ');
/** One text in this many has a word that is not let pass. */
const FOUL_EVERY = 16;

/** The `n`-th made-up text, about 60 characters, never the same as one shortly before. */
export function madeUpText(n: number): string {
  let text = String(n);
  for (let i = 0; text.length < 56; i++)
    text += ` ${VOCABULARY[(n * 7 + i * (1 + (n % 11))) % VOCABULARY.length] ?? ''}`;
  return n % FOUL_EVERY === 0 ? `${text} fuck 씨발` : text;
}
