// Gathers what the image needs at run time in one folder: `node assemble.mjs /app`, after a build.
// Taken: the services, the workspaces they depend on, and the built chat page. Left out: sources,
// tests, development dependencies, and the page's own dependencies (the build bundled them).
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = '@maru/web';

const readManifest = (dir) => JSON.parse(readFileSync(join(root, dir, 'package.json'), 'utf8'));

function workspaces(patterns) {
  const dirs = patterns.flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(join(root, dirname(pattern))).map((name) => join(dirname(pattern), name))
      : [pattern],
  );
  const found = dirs.filter((dir) => existsSync(join(root, dir, 'package.json')));
  return new Map(found.map((dir) => [readManifest(dir).name, dir]));
}

/** Names of the workspaces that the services need, themselves included. */
function needed(all) {
  const names = new Set([page]);
  const queue = [...all].filter(([, dir]) => dir.startsWith(`services${sep}`)).map(([name]) => name);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    queue.push(
      ...Object.keys(readManifest(all.get(name)).dependencies ?? {}).filter((dependency) => all.has(dependency)),
    );
  }
  return names;
}

/** Whether a path below a workspace goes along. */
function wanted(path) {
  const parts = path.split(sep);
  if (parts.includes('node_modules') || parts.includes('test')) return false;
  const name = basename(path);
  return !/\.test\./.test(name) && !/\.[cm]?tsx?$/.test(name);
}

function writeManifest(dir, manifest) {
  delete manifest.devDependencies;
  delete manifest.scripts;
  writeFileSync(join(dir, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function copyWorkspace(name, dir, target) {
  const from = join(root, dir);
  const to = join(target, dir);
  const built = name === page ? join(from, 'dist') : from;
  mkdirSync(to, { recursive: true });
  if (existsSync(built)) {
    cpSync(built, join(to, relative(from, built)), {
      recursive: true,
      filter: (path) => wanted(relative(from, path)),
    });
  }
  const manifest = readManifest(dir);
  if (name === page) delete manifest.dependencies;
  writeManifest(to, manifest);
}

const target = process.argv[2];
if (target === undefined) throw new Error('say where to: node assemble.mjs FOLDER');
const rootManifest = readManifest('.');
const all = workspaces(rootManifest.workspaces);
const chosen = [...needed(all)].filter((name) => all.has(name));
for (const name of chosen) copyWorkspace(name, all.get(name), target);
for (const file of ['start.mjs', 'healthcheck.mjs']) {
  cpSync(join(root, 'deploy/image', file), join(target, 'deploy/image', file));
}
cpSync(join(root, 'package-lock.json'), join(target, 'package-lock.json'));
writeManifest(target, { ...rootManifest, workspaces: chosen.map((name) => all.get(name)) });
