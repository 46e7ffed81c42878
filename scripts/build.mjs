// Transpiles every workspace's TypeScript (src/ and test/) to its dist/, file by file, compiles the built-in word lists and
// builds the chat page. Types are checked by `npm run check`; this only strips them, so it takes a second or two.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every .ts file below a folder, declarations left out. */
function sources(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : sources(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

/**
 * Folders of code that runs under Node, and where it goes. The page itself is built by Vite; the parts of it that need
 * no browser are compiled beside it for their unit tests.
 */
function packages() {
  const below = (dir) =>
    readdirSync(join(root, dir), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(root, dir, entry.name));
  const workspaces = [...below('libs'), ...below('services'), ...below('tools'), join(root, 'tests')];
  return [
    ...workspaces.map((dir) => ({ dir, outdir: join(dir, 'dist') })),
    { dir: join(root, 'web/src'), outdir: join(root, 'web/test/dist') },
  ];
}

await Promise.all(
  packages().map(async ({ dir, outdir }) => {
    const entryPoints = sources(dir);
    rmSync(outdir, { recursive: true, force: true });
    if (entryPoints.length === 0) return;
    await build({
      entryPoints,
      outbase: dir,
      outdir,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'linked',
      logLevel: 'error',
    });
  }),
);

// The built-in word lists are compiled once, here, instead of at every start.
const filter = await import('../libs/word-filter/dist/src/index.js');
writeFileSync(filter.compiledDefaults, filter.packLists(filter.compileDefaultLists()));

if (existsSync(join(root, 'web/vite.config.ts'))) {
  const vite = await import('vite');
  await vite.build({ root: join(root, 'web'), logLevel: 'error' });
}
