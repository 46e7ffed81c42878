import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { edgeVariables } from '@maru/edge';
import { fanoutVariables } from '@maru/fanout';
import { moderationVariables } from '@maru/moderation';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../../..');

type Service = {
  image: string;
  user: string;
  read_only: boolean;
  cap_drop: string[];
  security_opt: string[];
  ports?: string[];
  networks: string[];
  environment?: Record<string, string>;
  healthcheck?: unknown;
  stop_grace_period: string;
  deploy: { resources: { limits: { cpus: string; memory: string; pids: number } } };
  logging: { options: { 'max-size': string } };
};
const { services, networks } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
};
const OURS = { edge: edgeVariables, moderation: moderationVariables, fanout: fanoutVariables };
/** Fixed by the image or the stack; or of the same name with another meaning in two services. */
const NOT_PASSED = new Set([
  'HOST',
  'PORT',
  'OPS_PORT',
  'EDGE_ID',
  'CONTROL_LOG_FILE',
  'STOP_TIMEOUT_MS',
  'ROOM_LINGER_MS',
]);
/** The services' default of STOP_TIMEOUT_MS, in s. */
const STOP_TIMEOUT_SEC = 25;

describe('docker-compose.yml', () => {
  it('ports - only the proxy and Grafana have published ones', () => {
    const published = Object.keys(services).filter((name) => services[name]?.ports !== undefined);
    assert.deepEqual(published.sort(), ['grafana', 'haproxy']);
    assert.equal(networks['bus']?.internal, true);
  });

  for (const [name, service] of Object.entries(services)) {
    it(`${name} - is hardened, bounded, pinned and watched`, () => {
      assert.equal(service.read_only, true);
      assert.deepEqual(service.cap_drop, ['ALL']);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
      assert.ok(service.user !== undefined && !/^(0|root)$/.test(service.user), `user ${service.user}`);
      const { cpus, memory, pids } = service.deploy.resources.limits;
      assert.ok(cpus && memory && pids);
      assert.ok(service.logging.options['max-size']);
      if (name in OURS) {
        // Its health check is the image's.
        assert.ok(Number.parseInt(service.stop_grace_period, 10) > STOP_TIMEOUT_SEC);
      } else {
        assert.ok(service.healthcheck);
        assert.match(service.image, /:-[\w./-]+:v?\d+\.\d+\.\d+[\w.-]*\}$/, 'an exact version');
      }
    });
  }

  for (const [name, variables] of Object.entries(OURS)) {
    it(`${name} - gets every variable that it knows, and no other`, () => {
      const known = new Set(Object.keys(variables).filter((variable) => !NOT_PASSED.has(variable)));
      const passed = new Set(Object.keys(services[name]?.environment ?? {}));
      assert.deepEqual(
        [...known].filter((variable) => !passed.has(variable)),
        [],
        'not passed',
      );
      assert.deepEqual(
        [...passed].filter((variable) => !known.has(variable) && !known.has(variable.replace(/_FILE$/, ''))),
        [],
        'not known',
      );
    });
  }
});
