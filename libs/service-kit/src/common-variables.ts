import { LOG_LEVELS } from '@maru/observability';
import { SHARDS_DEFAULT, SHARDS_MAX } from '@maru/contracts';
import { integer, oneOf, text, url } from './env.js';

/** Variables that every service reads. */
export const commonVariables = (defaults: { opsPort: number }) => ({
  AMQP_URL: url({
    schemes: ['amqp', 'amqps'],
    description: 'Broker (RabbitMQ or LavinMQ). Without it everything runs in one process, on the memory bus.',
  }),
  AMQP_PREFIX: text({
    pattern: /^[A-Za-z0-9_-]{1,32}$/,
    allowed: '1 to 32 letters, digits, - or _',
    default: 'maru',
    description: 'Start of every name on the broker; keeps deployments on one broker apart.',
  }),
  AMQP_QUEUE_TYPE: oneOf(['classic', 'quorum'], {
    default: 'classic',
    description: 'Type of the durable queues. `quorum` for broker clusters.',
  }),
  SHARDS: integer({
    default: SHARDS_DEFAULT,
    min: 1,
    max: SHARDS_MAX,
    description: 'Shards that rooms are spread over. The same for every service; changing it means a restart of all.',
  }),
  HOST: text({
    pattern: /^[^\s/]+$/,
    allowed: 'a host name or address',
    default: '127.0.0.1',
    description: 'Address that the ports listen on. 0.0.0.0 for all.',
  }),
  OPS_PORT: integer({
    default: defaults.opsPort,
    min: 0,
    max: 65_535,
    description: 'Port of /livez, /readyz and /metrics; not for the public. 0 takes a free one.',
  }),
  LOG_LEVEL: oneOf(LOG_LEVELS, { default: 'info', description: 'Least severe level that is logged.' }),
  REHEARSAL_MS: integer({
    default: 1_000,
    min: 0,
    max: 10_000,
    description:
      'Before it serves, a service of its own handles made-up messages for this long, so that its code is compiled when the first real ones come. 0: not at all.',
  }),
  STOP_TIMEOUT_MS: integer({
    default: 25_000,
    min: 0,
    max: 600_000,
    description: 'Deadline of an orderly stop; what is not done by then is abandoned.',
  }),
});
