import { readFileSync } from 'node:fs';
import { ConfigError, commonVariables, flag, integer, readEnvironment, text, url } from '@maru/service-kit';
import type { Values } from '@maru/service-kit';

const limit = (value: number, max: number, description: string) =>
  integer({ default: value, min: 0, max, description: `${description} 0: no limit.` });

/** As browsers send it: scheme, host and port, without a path. */
const ORIGIN = String.raw`(?:\*|[a-z][a-z0-9+.-]*://[^\s,/]+)`;

export const edgeVariables = {
  ...commonVariables({ opsPort: 9090 }),
  PORT: integer({
    default: 8080,
    min: 0,
    max: 65_535,
    description: 'Public port: WebSockets and the chat page. 0 takes a free one.',
  }),
  EDGE_ID: text({
    pattern: /^[A-Za-z0-9_.-]{1,64}$/,
    allowed: '1 to 64 letters, digits, _ . or -',
    description: 'Id of this edge, unique among all of them. Made up when it is not set.',
  }),
  ANON_SECRET: text({
    pattern: /^.{16,}$/,
    allowed: 'at least 16 characters',
    secret: true,
    description:
      'Signs anonymous identities; the same for every edge. Without it the edges agree on one through the broker.',
  }),
  ANONYMOUS: flag({
    default: true,
    description: 'Whether people without a token may come in, under a made-up identity.',
  }),
  JWT_SECRET: text({
    pattern: /^.{32,}$/,
    allowed: 'at least 32 characters',
    secret: true,
    description: 'Secret of HS256 tokens.',
  }),
  JWT_SECRET_FILE: text({
    pattern: /^.+$/,
    allowed: 'a path',
    description: 'File that holds the secret of HS256 tokens, instead of JWT_SECRET.',
  }),
  JWKS_URL: url({
    schemes: ['https', 'http'],
    description:
      'Key set (JWKS) of tokens that are signed with key pairs. Fetched when needed, and again when a key is not in it.',
  }),
  JWKS_COOLDOWN_MS: integer({
    default: 10_000,
    min: 0,
    max: 3_600_000,
    description: 'The key set is not fetched again sooner than this, however many unknown keys sign.',
  }),
  JWT_ISSUER: text({
    pattern: /^\S+$/,
    allowed: 'text without spaces',
    description: 'The iss that tokens must have. Without it any.',
  }),
  JWT_AUDIENCE: text({
    pattern: /^\S+$/,
    allowed: 'text without spaces',
    description: 'The aud that tokens must have. Without it any.',
  }),
  JWT_CLOCK_TOLERANCE_SEC: integer({
    default: 5,
    min: 0,
    max: 300,
    description: 'How far the clock of who signs tokens may be off.',
  }),
  ADMIN_TOKEN: text({
    pattern: /^\S{16,}$/,
    allowed: 'at least 16 characters without spaces',
    secret: true,
    description: 'Bearer token of the admin API on the ops port. Without it the API is off.',
  }),
  CONTROL_LOG_FILE: text({
    pattern: /^.+$/,
    allowed: 'a path, or "none"',
    description:
      'Where sanctions are kept when there is no broker. By default below the state folder of the user, one file per port; "none" keeps them in memory.',
  }),
  ORIGINS: text({
    pattern: new RegExp(`^${ORIGIN}(?:,${ORIGIN})*$`, 'i'),
    allowed: 'origins (scheme://host, with the port if it has one, no path) separated by commas, or *',
    default: '*',
    description: 'Origins that browsers may connect from, for example https://chat.example. * for all.',
  }),
  TRUSTED_PROXIES: text({
    pattern: /^[0-9a-fA-F.:/,]+$/,
    allowed: 'addresses or networks (CIDR) separated by commas',
    description: 'Proxies whose X-Forwarded-For is believed.',
  }),
  SENDS_PER_SEC: limit(5, 100_000, 'Messages a user may send per second, with twice as many in a burst.'),
  FRAMES_PER_SEC: limit(20, 100_000, 'Other frames a user may send per second, with twice as many in a burst.'),
  CONNECTIONS_PER_IP: limit(200, 1_000_000, 'Connections from one address.'),
  CONNECTS_PER_SEC: limit(1_000, 1_000_000, 'Connections taken per second, with twice as many in a burst.'),
  CONNECTIONS_MAX: limit(50_000, 10_000_000, 'Connections of this edge.'),
  SLOW_CONSUMER_BYTES: integer({
    default: 65_536,
    min: 4_096,
    max: 1_073_741_824,
    description: 'A connection that has this much waiting for it is closed with 4000.',
  }),
  IDLE_TIMEOUT_MS: integer({
    default: 75_000,
    min: 2_000,
    max: 3_600_000,
    description: 'A connection that answers no ping for this long is closed with 4002.',
  }),
  BROKER_GRACE_MS: integer({
    default: 30_000,
    min: 0,
    max: 3_600_000,
    description: 'Connections are held this long while the broker is away, then closed with 4001.',
  }),
  ROOM_LINGER_MS: integer({
    default: 10_000,
    min: 0,
    max: 3_600_000,
    description: 'A room without members on this edge stays open this long, for those who come back.',
  }),
  DRAIN_MS: integer({
    default: 5_000,
    min: 0,
    max: 600_000,
    description: 'On a stop, connections are closed spread over this time.',
  }),
};
export type EdgeConfig = Values<typeof edgeVariables>;

/** @throws ConfigError with every problem */
export function readConfig(env: NodeJS.ProcessEnv): EdgeConfig {
  const config = readEnvironment(edgeVariables, env);
  const secret = config.JWT_SECRET_FILE === undefined ? config.JWT_SECRET : readSecret(config.JWT_SECRET_FILE);
  if (!config.ANONYMOUS && secret === undefined && config.JWKS_URL === undefined)
    throw new ConfigError([
      'ANONYMOUS: is false, but neither JWT_SECRET, JWT_SECRET_FILE nor JWKS_URL is set. Nobody could come in.',
    ]);
  return { ...config, JWT_SECRET: secret };
}

function readSecret(path: string): string {
  let secret: string;
  try {
    secret = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new ConfigError([
      `JWT_SECRET_FILE: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Check the path and its permissions.`,
    ]);
  }
  if (secret.length < 32) throw new ConfigError(['JWT_SECRET_FILE: holds fewer than 32 characters.']);
  return secret;
}
