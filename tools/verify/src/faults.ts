import { Random } from './random.js';

export type ServiceKind = 'edge' | 'moderation' | 'fanout';
export const SERVICE_KINDS: readonly ServiceKind[] = ['edge', 'moderation', 'fanout'];

/** Every fault by name, with how long it lasts, ms. What is asked of the broker needs a broker that can be stopped. */
const DURATIONS = {
  /** SIGKILL; the process is started again after this. */
  'kill-edge': [500, 2_000],
  'kill-moderation': [500, 2_000],
  'kill-fanout': [500, 2_000],
  /** SIGTERM: an orderly stop; started again when it has ended. */
  'stop-edge': [0, 500],
  'stop-moderation': [0, 500],
  'stop-fanout': [0, 500],
  /** SIGSTOP for longer than the broker's heartbeats allow. */
  'pause-edge': [8_000, 10_000],
  'pause-moderation': [8_000, 10_000],
  'pause-fanout': [8_000, 10_000],
  /** SIGSTOP so short that nobody else notices. */
  'blink-edge': [500, 3_000],
  'blink-moderation': [500, 3_000],
  'blink-fanout': [500, 3_000],
  /** Stopped in order, and killed; started again after this. */
  'broker-stop': [0, 3_000],
  'broker-kill': [0, 3_000],
  /** Between one process and the broker. */
  'cut-broker': [0, 2_000],
  'freeze-broker': [1_000, 10_000],
  'delay-broker': [4_000, 8_000],
  /** Between the clients and one edge. */
  'cut-client': [0, 2_000],
  'freeze-client': [1_000, 9_000],
  'delay-client': [4_000, 8_000],
} as const satisfies Record<string, readonly [number, number]>;
export type FaultKind = keyof typeof DURATIONS;
export const FAULT_KINDS = Object.keys(DURATIONS) as FaultKind[];
const BROKER_FAULTS: readonly FaultKind[] = ['broker-stop', 'broker-kill'];

const DELAY_MIN_MS = 20;
const DELAY_MAX_MS = 250;
/** From the start of a round's traffic to its first fault, and between the starts of two. */
const LEAD_MS = 2_000;
const SPACING_MIN_MS = 1_500;
const SPACING_MAX_MS = 7_000;

export type Fault = {
  kind: FaultKind;
  /** From the start of the round's traffic, ms. */
  atMs: number;
  durationMs: number;
  /** Chooses the process among those of its kind: modulo their number. */
  target: number;
  /** Chooses the kind of process, where the fault does not name it. */
  service: ServiceKind;
  /** Added latency each way, ms; for delays. */
  delayMs: number;
};

export type Schedule = { round: number; faults: Fault[] };

export const needsBrokerControl = (kind: FaultKind): boolean => BROKER_FAULTS.includes(kind);

/**
 * The faults of every round. Kinds are dealt from a shuffled deck, so that each comes up as often as any other; times,
 * targets and lengths are drawn. The same seed and options give the same schedule.
 */
export function makeSchedules(options: {
  seed: number;
  rounds: number;
  kinds: readonly FaultKind[];
  faultsPerRound: number;
}): Schedule[] {
  const random = new Random(options.seed);
  let deck: FaultKind[] = [];
  return Array.from({ length: options.rounds }, (_, round) => {
    const faults: Fault[] = [];
    let atMs = LEAD_MS;
    for (let i = 0; i < options.faultsPerRound && options.kinds.length > 0; i++) {
      if (deck.length === 0) deck = random.shuffled(options.kinds);
      const kind = deck.pop() as FaultKind;
      const [min, max] = DURATIONS[kind];
      faults.push({
        kind,
        atMs,
        durationMs: random.between(min, max),
        target: random.between(0, 1_000_000),
        service: random.pick(SERVICE_KINDS),
        delayMs: random.between(DELAY_MIN_MS, DELAY_MAX_MS),
      });
      atMs += random.between(SPACING_MIN_MS, SPACING_MAX_MS);
    }
    return { round: round + 1, faults };
  });
}

export const describeFault = ({ kind, durationMs, delayMs, service }: Fault): string => {
  const where = kind.endsWith('-broker') ? ` of ${service}` : '';
  return kind.startsWith('delay-')
    ? `${kind}${where} (${delayMs} ms for ${durationMs} ms)`
    : `${kind}${where} (${durationMs} ms)`;
};
