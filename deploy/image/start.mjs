// Starts one service of the image: `node start.mjs edge`. NAME_FILE=/path sets NAME from that file,
// so that a secret need not stand in the environment that an engine shows to whoever may inspect it.
import { readFileSync } from 'node:fs';

const services = ['edge', 'moderation', 'fanout'];
// JWT_SECRET_FILE is the edge's own.
const filedNames = ['AMQP_URL', 'ANON_SECRET', 'ADMIN_TOKEN', 'EXTERNAL_TOKEN'];

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function readSecrets() {
  for (const name of filedNames) {
    const path = process.env[`${name}_FILE`] ?? '';
    if (path === '') continue;
    if ((process.env[name] ?? '') !== '') fail(`${name} and ${name}_FILE are both set: keep one of them`);
    try {
      process.env[name] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      fail(
        `${name}_FILE: ${path} can't be read (${error.code}): mount it there, readable for user ${process.getuid()}`,
      );
    }
    delete process.env[`${name}_FILE`];
  }
}

const service = process.argv[2];
if (!services.includes(service)) fail(`say which service to start: ${services.join(', ')}`);
readSecrets();
await import(`../../services/${service}/dist/src/main.js`);
