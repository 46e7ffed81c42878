import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generate-files.js';

// Writes the JSON Schema files and the AsyncAPI document. The folder goes first, so that no renamed schema stays.
const root = fileURLToPath(new URL('../..', import.meta.url));
const files = generatedFiles();
rmSync(join(root, 'schemas'), { recursive: true, force: true });
for (const [path, content] of files) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
process.stdout.write(`Wrote ${files.size} files below ${root}\n`);
