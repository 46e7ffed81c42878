import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@maru/local-broker';
import { accepts, findCommand, startChild } from './child.js';
import type { SystemKind } from './system.js';

const MODULES = [
  '/usr/lib/nginx/modules/ngx_nchan_module.so',
  '/usr/share/nginx/modules/ngx_nchan_module.so',
  '/etc/nginx/modules/ngx_nchan_module.so',
];
const nchanModule = (): string | undefined => MODULES.find((path) => existsSync(path));

const config = (port: number): string => `load_module ${nchanModule()};
worker_processes 2; daemon off; error_log stderr; pid nginx.pid;
events { worker_connections 19000; }
http {
  access_log off; nchan_shared_memory_size 512M;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location ~ ^/pubsub/([\\w-]+)$ {
      nchan_pubsub websocket; nchan_channel_id $1; nchan_subscriber_first_message newest;
      nchan_message_buffer_length 1000; nchan_message_timeout 30s; nchan_websocket_ping_interval 0;
    }
  }
}
`;

/** nginx with nchan: publish and subscribe over WebSockets, messages kept in memory. */
export const nchan: SystemKind = {
  name: 'nchan',
  label: 'nchan',
  missing: () =>
    findCommand('nginx') === undefined || nchanModule() === undefined
      ? 'nginx with nchan is not installed (Debian: apt-get install nginx libnginx-mod-nchan)'
      : undefined,
  start: async () => {
    const port = await freePort();
    const dir = mkdtempSync(join(tmpdir(), 'maru-bench-nchan-'));
    writeFileSync(join(dir, 'nginx.conf'), config(port));
    const child = await startChild({
      name: 'nchan',
      command: findCommand('nginx') ?? 'nginx',
      args: ['-p', dir, '-c', join(dir, 'nginx.conf')],
      ready: () => accepts(port),
    });
    return {
      ports: [port],
      processes: [{ name: 'nginx', pid: child.pid }],
      wire: { path: '/pubsub/%r', publish: '%m' },
      description: 'nginx with 2 workers, messages in memory; no moderation, no receipts',
      stop: async () => {
        await child.stop();
        rmSync(dir, { recursive: true, force: true });
      },
    };
  },
};
