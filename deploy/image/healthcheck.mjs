// Exits 0 when the service in this container is ready. The image has no curl, and needs none.
import { get } from 'node:http';

const timeoutMs = 2_000;
const request = get(
  { host: '127.0.0.1', port: process.env.OPS_PORT ?? 9090, path: '/readyz', timeout: timeoutMs },
  (response) => process.exit(response.statusCode === 200 ? 0 : 1),
);
request.on('timeout', () => request.destroy());
request.on('error', () => process.exit(1));
