import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, flag, integer, oneOf, readEnvironment, text, url } from './env.js';

const variables = {
  PORT: integer({ default: 8080, min: 0, max: 65_535, description: '' }),
  LEVEL: oneOf(['info', 'warn'], { default: 'info', description: '' }),
  NAME: text({ pattern: /^[a-z]+$/, allowed: 'lower-case letters', description: '' }),
  SECRET: text({ pattern: /^.{16,}$/, allowed: 'at least 16 characters', description: '', secret: true }),
  ON: flag({ default: true, description: '' }),
  BROKER: url({ schemes: ['amqp'], description: '' }),
};

describe('readEnvironment', () => {
  it('defaults - apply to what is missing or empty', () => {
    assert.deepEqual(readEnvironment(variables, { PORT: ' ', NAME: '' }), {
      PORT: 8080,
      LEVEL: 'info',
      NAME: undefined,
      SECRET: undefined,
      ON: true,
      BROKER: undefined,
    });
  });

  it('values - are read into their types', () => {
    const values = readEnvironment(variables, {
      PORT: '0',
      LEVEL: 'warn',
      NAME: 'maru',
      ON: 'false',
      BROKER: 'amqp://u:p@host/vhost',
    });
    assert.deepEqual(values, {
      PORT: 0,
      LEVEL: 'warn',
      NAME: 'maru',
      SECRET: undefined,
      ON: false,
      BROKER: 'amqp://u:p@host/vhost',
    });
  });

  it('problems - are all reported at once, by name, without secrets', () => {
    const env = {
      PORT: '90x',
      LEVEL: 'loud',
      NAME: 'Maru',
      SECRET: 'short-secret',
      ON: 'yes',
      BROKER: 'http://user:hunter2@host',
    };
    assert.throws(
      () => readEnvironment(variables, env),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.equal(error.problems.length, 6);
        for (const name of Object.keys(env))
          assert.ok(
            error.problems.some((problem) => problem.startsWith(`${name}: `)),
            name,
          );
        assert.ok(!error.message.includes('short-secret') && !error.message.includes('hunter2'));
        return true;
      },
    );
  });

  for (const port of ['-1', '65536', '8080.5', '0x50', '1e3', 'NaN']) {
    it(`integer - refuses ${port}`, () => assert.throws(() => readEnvironment(variables, { PORT: port }), ConfigError));
  }
});
