// Runs every test file of the workspaces (compiled by `npm run build`) with node:test.
// Arguments are substrings of paths: `npm test -- libs/bus` runs only those.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function testFiles(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return entry.name.endsWith('.test.js') ? [path] : [];
  });
}

const wanted = process.argv.slice(2);
const files = ['libs', 'services', 'tools']
  .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name, 'dist')))
  .concat(join(root, 'tests/dist'))
  .flatMap(testFiles)
  .map((path) => relative(root, path))
  .filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)))
  .sort();

if (files.length === 0) {
  console.error(`No test file matches ${wanted.join(', ')}.`);
  process.exit(1);
}
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-concurrency=2', ...files], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
