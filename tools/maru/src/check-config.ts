import { edgeVariables, readConfig as readEdge } from '@maru/edge';
import { fanoutVariables, readConfig as readFanout } from '@maru/fanout';
import { moderationVariables, readConfig as readModeration } from '@maru/moderation';
import { ConfigError } from '@maru/service-kit';

const SERVICES = [
  ['edge', edgeVariables, readEdge],
  ['moderation', moderationVariables, readModeration],
  ['fanout', fanoutVariables, readFanout],
] as const;

/** Names that look like ours and are none of any service: mostly slips of the pen. */
const LIKE_OURS = /^(AMQP|JWT|JWKS|ADMIN|ANON|CONTROL_LOG|MODERATION)_/;

/** Every problem with the environment of all services, and what stands out without being wrong. */
export function checkConfig(env: NodeJS.ProcessEnv): { problems: string[]; hints: string[] } {
  const problems: string[] = [];
  for (const [service, , read] of SERVICES) {
    try {
      read(env);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const problem of error.problems) problems.push(`${service}: ${problem}`);
    }
  }
  const known = new Set(SERVICES.flatMap(([, variables]) => Object.keys(variables)));
  const hints = Object.keys(env)
    .filter((name) => LIKE_OURS.test(name) && !known.has(name) && name !== 'ADMIN_TOKEN')
    .map((name) => `${name} is read by no service.`);
  if (env['AMQP_URL'] === undefined) hints.push('AMQP_URL is not set: only npm start works, in one process.');
  if (env['ADMIN_TOKEN'] === undefined) hints.push('ADMIN_TOKEN is not set: the admin API is off.');
  if ((env['ORIGINS'] ?? '*') === '*') hints.push('ORIGINS is *: pages of every site may connect.');
  return { problems, hints };
}
