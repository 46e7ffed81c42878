import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';

export type StaticFile = { body: Buffer; headers: readonly (readonly [string, string])[] };

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const POLICY =
  "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const SECURITY = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
] as const;

/**
 * The built chat page, read once at the start: URL path to file. Names under /assets carry a hash of their content and
 * may be cached for good; the rest is asked for again.
 */
export function readStaticFiles(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const url = `/${relative(folder, path).split('\\').join('/')}`;
    const type = TYPES[extname(entry.name)];
    if (type === undefined) continue;
    const page = url === '/index.html';
    files.set(page ? '/' : url, {
      body: readFileSync(path),
      headers: [
        ['content-type', type],
        ['cache-control', url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'],
        ...SECURITY,
        ...(page ? ([['content-security-policy', POLICY]] as const) : []),
      ],
    });
  }
  return files;
}
