import { normalizeRoom } from '@maru/client';
import { nowUs } from './clock.js';
import type { LoadValues } from './load-options.js';
import { UsageError } from './options.js';
import type { Plan, Target } from './plan.js';
import { BAD_TEXTS } from './texts.js';

const SECOND_US = 1_000_000;
/** Threads need a moment to start. */
const START_DELAY_US = 300_000;

/** Contents of the files that options name, a line each. */
export type LoadFiles = { badTexts: readonly string[] | undefined; tokens: readonly string[] };

/**
 * The plan of a run that begins now.
 * @throws UsageError when the values do not go together
 */
export function makePlan(values: LoadValues, files: LoadFiles, tag: string): Plan {
  const [min = 0, max = 0] = values['text-length'].split('-').map(Number);
  if (min < 1 || max < min || max > 2_000)
    throw new UsageError('--text-length must be <min>-<max>, from 1 to 2000 code points.');
  const total = values.rooms * values.members;
  const threads = Math.min(values.threads, total);
  if (normalizeRoom(`${values['room-prefix']}${values.rooms}`) === undefined)
    throw new UsageError(
      `--room-prefix ${values['room-prefix']} does not make room ids. Use letters, digits and - _ . : ~.`,
    );
  const connectUs = nowUs() + START_DELAY_US;
  const sendUs = connectUs + values.ramp * SECOND_US;
  const measureUs = sendUs + (values['rate-ramp'] + values.warmup) * SECOND_US;
  const stopUs = measureUs + values.duration * SECOND_US;
  return {
    tag,
    targets: values.url.split(',').map(readTarget),
    rooms: values.rooms,
    roomPrefix: values['room-prefix'],
    membersPerRoom: values.members,
    tokens: files.tokens,
    finalReceiptsOnly: values.receipts === 'final',
    ratePerSec: values.rate,
    rateRampSec: values['rate-ramp'],
    cutsPerSec: (total * values.reconnects) / 100 / 60,
    badShare: values['bad-words'] / 100,
    badTexts: files.badTexts ?? BAD_TEXTS,
    textLength: { min, max },
    seed: values.seed,
    threads,
    connectUs,
    sendUs,
    measureUs,
    stopUs,
    drainUs: stopUs + values.drain * SECOND_US,
  };
}

/** @throws UsageError for what is not an http or ws address */
export function readTarget(text: string): Target {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url || !/^(https?|wss?):$/.test(url.protocol))
    throw new UsageError(`--url: "${text}" is not an http(s) or ws(s) address.`);
  const secure = url.protocol === 'https:' || url.protocol === 'wss:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    secure,
    pathPrefix: url.pathname.replace(/\/$/, ''),
  };
}
