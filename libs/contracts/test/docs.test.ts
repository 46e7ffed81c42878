import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  CLIENT_FRAMES,
  CLOSE,
  ERROR_CODES,
  RECEIPT_STATUSES,
  REJECT_REASONS,
  SERVER_FRAMES,
  UPGRADE_CODES,
} from '@maru/contracts';

const docs = new URL('../../../../docs/', import.meta.url);
const protocol = readFileSync(new URL('protocol.md', docs), 'utf8');

test('docs/protocol.md - names every frame with its schema, and every code', () => {
  for (const name of [...Object.keys(CLIENT_FRAMES), ...Object.keys(SERVER_FRAMES)])
    assert.ok(protocol.includes(`](../libs/contracts/schemas/frames/${name}.json)`), `${name} has no link`);
  for (const code of [...ERROR_CODES, ...UPGRADE_CODES, ...RECEIPT_STATUSES, ...REJECT_REASONS])
    assert.ok(protocol.includes(`\`${code}\``), `${code} is not explained`);
  const rows = [...protocol.matchAll(/^\| (1001|4\d{3}) \|.*\| (\w+)[^|]*\|$/gm)].map(([, code, verb]) => [
    Number(code),
    verb,
  ]);
  const expected = Object.values(CLOSE).map((code) => [code, code < 4500 ? 'reconnect' : 'stop']);
  assert.deepEqual(rows, expected);
});

for (const page of ['protocol.md', 'glossary.md'])
  test(`docs/${page} - its links lead somewhere`, () => {
    const text = readFileSync(new URL(page, docs), 'utf8');
    const anchors = new Set([
      ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
        (title ?? '')
          .toLowerCase()
          .replace(/[^\p{L}\d -]/gu, '')
          .replaceAll(' ', '-'),
      ),
      ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id),
    ]);
    for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g))
      if (link.startsWith('#')) assert.ok(anchors.has(link.slice(1)), link);
      else assert.ok(existsSync(new URL(link, docs)), link);
  });
