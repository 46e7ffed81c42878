import { readFileSync, statSync } from 'node:fs';
import { commonVariables, ConfigError, integer, oneOf, readEnvironment, text, url } from '@maru/service-kit';
import type { Values, Variable } from '@maru/service-kit';
import { AMQP_LIMITS } from '@maru/contracts';
import type { Filter } from '@maru/word-filter';
import { builtInPolicies, EXTERNAL_FAILURES } from './policy/policy.js';
import type { ModerationPolicy } from './policy/policy.js';
import { readPolicyFile } from './policy/policy-file.js';
import { RESERVED_NICKS_DEFAULT, reservedNicks } from './reserved-nicks.js';

/** A folder that is there; what is in it may change while the service runs. */
const folder = (description: string): Variable<string | undefined> => ({
  shown: 'not set',
  description,
  allowed: 'the path of a folder',
  read: (name) => {
    if (name !== undefined && !statSync(name, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`is ${JSON.stringify(name)}, which is no folder. Make it, or name another.`);
    return name;
  },
});
/** Finds the names; undefined when there are none. */
const reserved = (description: string): Variable<Filter | undefined> => ({
  shown: RESERVED_NICKS_DEFAULT,
  description,
  allowed: 'names separated by commas, or "none"',
  read: (names = RESERVED_NICKS_DEFAULT) => (names === 'none' ? undefined : reservedNicks(names)),
});
const path = (description: string) => text({ pattern: /^[^\0]{1,4096}$/, allowed: 'a path', description });

export const moderationVariables = {
  ...commonVariables({ opsPort: 9091 }),
  MODERATION_POLICY: oneOf(['reject', 'mask'], {
    default: 'reject',
    description:
      'What happens to a message with a word that the policy does not let pass: refused with a receipt, or shown with the word starred out.',
  }),
  POLICY_FILE: path(
    'JSON file with named policies, on top of the built-in ones (default, library, reject, mask, strict). Read again on SIGHUP.',
  ),
  RESERVED_NICKS: reserved(
    'Nicknames that nobody may wish for, however they are disguised: those of who run the place.',
  ),
  SHARD_DEPTH_MAX: integer({
    default: AMQP_LIMITS.approvedMessagesHigh,
    min: 1,
    max: 10_000_000,
    description: 'Batches that may wait for fan-out in one shard before moderation pauses it.',
  }),
  LISTS_DIR: folder(
    'Folder with word lists (*.txt, VERSION, foul.canary, clean.canary; a shadow set in shadow/). Watched, and read again on SIGHUP. Without it the built-in lists decide.',
  ),
  LISTS_BASE: oneOf(['builtin', 'none'], {
    default: 'builtin',
    description: 'Whether the lists of LISTS_DIR come on top of the built-in ones or take their place.',
  }),
  LISTS_POLL_MS: integer({ default: 2_000, min: 50, max: 3_600_000, description: 'How often LISTS_DIR is looked at.' }),
  SHADOW_SAMPLES_PER_MIN: integer({
    default: 10,
    min: 0,
    max: 600,
    description: 'Messages on which the shadow lists differ that are logged in a minute, with their text. 0 logs none.',
  }),
  HOLD_TIME_MS: integer({
    default: 10_000,
    min: 100,
    max: 120_000,
    description: 'Longest time that a message is held for a decision; without one it is refused then.',
  }),
  EXTERNAL_URL: url({
    schemes: ['http', 'https'],
    description: 'Service of your own that is asked about messages. Not set: nobody is asked.',
  }),
  EXTERNAL_TOKEN: text({
    pattern: /^[\x21-\x7e]{1,4096}$/,
    allowed: 'printable characters without spaces',
    secret: true,
    description: 'Bearer token that the external moderator gets with every request.',
  }),
  EXTERNAL_MODE: oneOf(['inline', 'after', 'off'], {
    default: 'inline',
    description:
      'When the external moderator is asked: before a message is shown, after, or only where a policy says so.',
  }),
  EXTERNAL_FAILURE: oneOf(EXTERNAL_FAILURES, {
    default: 'open',
    description:
      "What holds without its answer: the word lists' verdict (open), a refusal (closed), or a longer wait (hold).",
  }),
  EXTERNAL_TIMEOUT_MS: integer({
    default: 1_000,
    min: 10,
    max: 30_000,
    description: 'Longest wait for its verdict before a message is shown, retries and queueing included.',
  }),
  EXTERNAL_RETRIES: integer({
    default: 1,
    min: 0,
    max: 10,
    description: 'Further tries of a request to it that failed.',
  }),
  EXTERNAL_BATCH_MAX: integer({ default: 32, min: 1, max: 512, description: 'Messages in one request to it.' }),
  EXTERNAL_CONCURRENCY: integer({ default: 4, min: 1, max: 256, description: 'Requests to it under way at once.' }),
  EXTERNAL_QUEUE_MAX: integer({
    default: 5_000,
    min: 1,
    max: 1_000_000,
    description: 'Messages that may wait for a request to it; more count as not answered.',
  }),
};
export type ModerationConfig = Values<typeof moderationVariables> & {
  /** By name; `default` is always there. */
  policies: ReadonlyMap<string, ModerationPolicy>;
};

/** @throws ConfigError with every problem, those of the policy file too */
export function readConfig(env: NodeJS.ProcessEnv): ModerationConfig {
  let values: Values<typeof moderationVariables> | undefined;
  const problems: string[] = [];
  try {
    values = readEnvironment(moderationVariables, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
  }
  const { policies, problems: inFile } = readPolicies({
    MODERATION_POLICY: values?.MODERATION_POLICY ?? 'reject',
    POLICY_FILE: env['POLICY_FILE']?.trim() || undefined,
    EXTERNAL_URL: values?.EXTERNAL_URL,
    EXTERNAL_MODE: values?.EXTERNAL_MODE ?? 'off',
    EXTERNAL_FAILURE: values?.EXTERNAL_FAILURE ?? 'open',
  });
  problems.push(...inFile);
  if (!values || problems.length > 0) throw new ConfigError(problems);
  return { ...values, policies };
}

type PolicyConfig = Pick<
  Values<typeof moderationVariables>,
  'MODERATION_POLICY' | 'POLICY_FILE' | 'EXTERNAL_URL' | 'EXTERNAL_MODE' | 'EXTERNAL_FAILURE'
>;

/** The built-in policies and those of the policy file, with its problems. */
export function readPolicies(config: PolicyConfig): {
  policies: ReadonlyMap<string, ModerationPolicy>;
  problems: string[];
} {
  const mode = config.EXTERNAL_URL === undefined ? 'off' : config.EXTERNAL_MODE;
  const builtIn = builtInPolicies(config.MODERATION_POLICY, { mode, onFailure: config.EXTERNAL_FAILURE });
  if (config.POLICY_FILE === undefined) return { policies: builtIn, problems: [] };
  let content: string;
  try {
    content = readFileSync(config.POLICY_FILE, 'utf8');
  } catch (error) {
    return { policies: builtIn, problems: [`POLICY_FILE: cannot be read: ${(error as Error).message}`] };
  }
  const { policies, problems } = readPolicyFile(content, builtIn);
  return { policies, problems: problems.map((problem) => `POLICY_FILE: ${problem}`) };
}
