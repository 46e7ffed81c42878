import { commonVariables, integer, oneOf, readEnvironment } from '@maru/service-kit';
import type { Values } from '@maru/service-kit';
import { AMQP_LIMITS } from '@maru/contracts';

export const moderationVariables = {
  ...commonVariables({ opsPort: 9091 }),
  MODERATION_POLICY: oneOf(['reject', 'mask'], { default: 'reject', description: 'What happens to a message with a word that the policy does not let pass: refused with a receipt, or shown with the word starred out.' }),
  SHARD_DEPTH_MAX: integer({ default: AMQP_LIMITS.approvedMessagesHigh, min: 1, max: 10_000_000, description: 'Batches that may wait for fan-out in one shard before moderation pauses it.' }),
};
export type ModerationConfig = Values<typeof moderationVariables>;

/** @throws ConfigError with every problem */
export const readConfig = (env: NodeJS.ProcessEnv): ModerationConfig => readEnvironment(moderationVariables, env);
