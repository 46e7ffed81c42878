import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const client = fileURLToPath(new URL('../libs/client/src/index.ts', import.meta.url));
// For `npx vite` in this folder: the page from here, chat and moderation from an edge that runs beside it.
const edge = process.env['EDGE_URL'] ?? 'http://localhost:8080';

export default defineConfig({
  // The page is built from the client's sources, so it needs no build order.
  resolve: { alias: { '@maru/client': client } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // Inlined assets are data: URLs, which the page's content security policy does not allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/ws': { target: edge, ws: true }, '/api': { target: edge } } },
});
