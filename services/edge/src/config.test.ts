import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.js';

test('config - origins are as browsers send them', () => {
  for (const ORIGINS of ['*', 'https://chat.example', 'https://a.example:8443,capacitor://localhost'])
    assert.equal(readConfig({ ORIGINS }).ORIGINS, ORIGINS);
  for (const ORIGINS of ['chat.example', 'https://chat.example/', 'https://a.example,b.example', 'https://a b'])
    assert.throws(() => readConfig({ ORIGINS }), /ORIGINS: .*scheme/, ORIGINS);
});
