import { commonVariables, integer, readEnvironment } from '@maru/service-kit';
import type { Values } from '@maru/service-kit';

export const fanoutVariables = {
  ...commonVariables({ opsPort: 9092 }),
  ROOM_LINGER_MS: integer({
    default: 60_000,
    min: 1_000,
    max: 3_600_000,
    description: 'How long a room without members is remembered: its order, history and what it has delivered.',
  }),
};
export type FanoutConfig = Values<typeof fanoutVariables>;

/** @throws ConfigError with every problem */
export const readConfig = (env: NodeJS.ProcessEnv): FanoutConfig => readEnvironment(fanoutVariables, env);
