import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from '../src/generate-files.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const committed = () => [
  'asyncapi.json',
  ...['frames', 'bus'].flatMap((side) =>
    readdirSync(`${root}schemas/${side}`).map((file) => `schemas/${side}/${file}`),
  ),
];

test('generated files - are as the schemas say: run `npm run generate` after changing them', () => {
  const files = generatedFiles();
  assert.deepEqual(committed().sort(), [...files.keys()].sort());
  const stale = [...files].filter(([path, content]) => readFileSync(root + path, 'utf8') !== content);
  assert.deepEqual(
    stale.map(([path]) => path),
    [],
    'stale: run `npm run generate`',
  );
});

test('generated files - every schema file stands alone', () => {
  const ids = new Set<string>();
  for (const [path, content] of generatedFiles()) {
    if (path === 'asyncapi.json') continue;
    assert.doesNotMatch(content, /"\$ref"/, path);
    assert.equal(content.match(/"\$id"/g)?.length, 1, path);
    ids.add((JSON.parse(content) as { $id: string }).$id);
  }
  assert.equal(ids.size, generatedFiles().size - 1);
});
