// Starts one service of the image: `node start.mjs edge`. It also brings secrets in:
// - NAME_FILE=/path sets NAME from that file, so that no secret stands in the environment;
// - ANON_SECRET_FILE may name a file that isn't there yet, in a folder that all edges share: the
//   first edge to start makes it, and all sign anonymous identities with the same secret.
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const services = ['edge', 'moderation', 'fanout'];
const filedNames = ['AMQP_URL', 'ANON_SECRET', 'JWT_SECRET', 'JWT_PUBLIC_KEY'];
const secretBytes = 32;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Linking a finished file into place is atomic: the other edges see all of it or nothing. */
function makeSecret(path) {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, randomBytes(secretBytes).toString('hex'), { mode: 0o400 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function readSecrets() {
  for (const name of filedNames) {
    const path = process.env[`${name}_FILE`] ?? '';
    if (path === '') continue;
    if ((process.env[name] ?? '') !== '') fail(`${name} and ${name}_FILE are both set: keep one of them`);
    try {
      if (name === 'ANON_SECRET' && !existsSync(path)) makeSecret(path);
      process.env[name] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      fail(
        `${name}_FILE: ${path} can't be read (${error.code}): mount the secret there, readable for user ${process.getuid()}`,
      );
    }
    delete process.env[`${name}_FILE`];
  }
}

const service = process.argv[2];
if (!services.includes(service)) fail(`say which service to start: ${services.join(', ')}`);
readSecrets();
await import(`../../services/${service}/dist/src/main.js`);
