import { decide } from '@maru/word-filter';
import type { Filter, Hit, Policy, Verdict } from '@maru/word-filter';
import type { Logger } from '@maru/observability';

/** How the shadow set's verdict compares with the live one's. */
export const SHADOW_OUTCOMES = ['same', 'stricter', 'milder'] as const;
export type ShadowOutcome = (typeof SHADOW_OUTCOMES)[number];

const ORDER: readonly Verdict[] = ['pass', 'mask', 'hold', 'reject'];
/** Characters of a text in a sample, and findings. */
const SAMPLE_UNITS_MAX = 200;
const SAMPLE_HITS_MAX = 5;

/** Runs a second word list set over the same texts and tells where it would decide otherwise. It decides nothing. */
export class Shadow {
  readonly #options: {
    samplesPerMinute: number;
    logger: Logger;
    now: () => number;
    outcome: (outcome: ShadowOutcome) => void;
  };
  #minute = 0;
  #samples = 0;

  constructor(options: {
    samplesPerMinute: number;
    logger: Logger;
    now: () => number;
    outcome: (outcome: ShadowOutcome) => void;
  }) {
    this.#options = options;
  }

  compare(shadow: Filter, live: Filter, text: string, liveVerdict: Verdict, policy: Policy): void {
    const hits = shadow.scan(text);
    const { verdict } = decide(hits, policy);
    const difference = ORDER.indexOf(verdict) - ORDER.indexOf(liveVerdict);
    const outcome = difference === 0 ? 'same' : difference > 0 ? 'stricter' : 'milder';
    this.#options.outcome(outcome);
    if (outcome !== 'same') this.#sample(outcome, { shadow, live, text, liveVerdict, verdict, hits });
  }

  #sample(
    outcome: ShadowOutcome,
    found: { shadow: Filter; live: Filter; text: string; liveVerdict: Verdict; verdict: Verdict; hits: readonly Hit[] },
  ): void {
    const { now, samplesPerMinute, logger } = this.#options;
    const minute = Math.floor(now() / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#samples = 0;
    }
    if (this.#samples >= samplesPerMinute) return;
    this.#samples++;
    const terms = (hits: readonly Hit[]) =>
      hits.slice(0, SAMPLE_HITS_MAX).map(({ term, category, severity }) => `${term} (${category} ${severity})`);
    logger.info(
      {
        outcome,
        text: found.text.slice(0, SAMPLE_UNITS_MAX),
        live: {
          version: found.live.lists.version,
          verdict: found.liveVerdict,
          terms: terms(found.live.scan(found.text)),
        },
        shadow: { version: found.shadow.lists.version, verdict: found.verdict, terms: terms(found.hits) },
      },
      'the shadow lists would decide otherwise',
    );
  }
}
