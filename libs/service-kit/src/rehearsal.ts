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
 * How often it is played, by a service of its own each time. Code that has seen one only is compiled for that one, and
 * thrown away when the one that serves differs in anything: its functions, the shapes of its objects.
 */
const PERFORMANCES = 2;

/**
 * Lets `perform` play {@link PERFORMANCES} times, in `durationMs` altogether; it has to look at {@link Stage.over} by
 * itself.
 * @throws Error when it does not end, besides whatever `perform` throws
 */
export async function rehearse(durationMs: number, perform: (stage: Stage) => Promise<void>): Promise<void> {
  if (durationMs === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the rehearsal does not end')), durationMs + GRACE_MS);
  });
  const all = async () => {
    for (let n = 0; n < PERFORMANCES; n++) await perform(stage(durationMs / PERFORMANCES));
  };
  await Promise.race([all(), late]).finally(() => clearTimeout(timer));
}

function stage(durationMs: number): Stage {
  const broker = new MemoryBroker({ shards: 1, encoded: true });
  const bus = () => new MemoryBus(broker);
  const untilMs = performance.now() + durationMs;
  return {
    broker,
    bus,
    context: (name) => ({
      bus: bus(),
      logger: createLogger(name, 'silent'),
      metrics: new Metrics(name, { version: 'rehearsal' }),
    }),
    over: () => performance.now() >= untilMs,
  };
}

const kept: unknown[] = [];

/**
 * Keeps a message that came over the bus for good. V8 forgets the shape of an object with the last one that has it, and
 * throws away what it compiled for it: without this a service would be slow again after a quiet minute. Once in a
 * performance, for each kind of message.
 */
export const keepShapeOf = (message: unknown): void => void kept.push(message);

/** One turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** As long as a real one: V8 has two kinds of strings that are read from JSON, short ones and others. */
export const MADE_UP_EPOCH = 'rehearsal--epoch';

// What people write: several scripts, and what they write in place of words - numbers, names, signs, letters for sounds.
const WORDS =
  '오늘 경기 정말 재미있네요 ㅋㅋㅋ 내일도 만나요 안녕하세요 여기 어디예요? 사람이 많네 고마워요 ㅇㅈ 3시에 1:0 이겼다!! 👍 (진짜) 갑니다~ ' +
  'the match was great tonight see you tomorrow at 7 pm, really? yes! maybe not… gr8 b4 #1 @user_42 T2000.00017@ iPhone15 a@b k-pop ' +
  "w/o 24/7 50% $5 l33t sooooo x2 2nd 10:30 <3 ^^ :) *wow* don't https://example.com/a?b=1 こんばんは ｶﾞﾝﾊﾞﾚ 大家好 666 ¡hola! привет ещё";
const VOCABULARY = WORDS.split(' ');
// As open as people write them, and in some of the ways to hide them.
const FOUL = ['fuck 씨발', '시1발 f*ck', 'f u c k 씨 발', 'sh1t ㅅㅂ', '操你妈 @sshole', 'сука 씨.발'];
/** One text in this many has a word that is not let pass. */
const FOUL_EVERY = 16;

/** The `n`-th made-up text, about 60 characters, never the same as one shortly before. */
export function madeUpText(n: number): string {
  let text = String(n);
  for (let i = 0; text.length < 56; i++)
    text += ` ${VOCABULARY[(n * 7 + i * (1 + (n % 11))) % VOCABULARY.length] ?? ''}`;
  return n % FOUL_EVERY === 0 ? `${text} ${FOUL[(n / FOUL_EVERY) % FOUL.length] ?? ''}` : text;
}
