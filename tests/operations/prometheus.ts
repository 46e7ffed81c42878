import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@maru/local-broker';
import { stringify } from 'yaml';

const START_TIMEOUT_MS = 20_000;

export type Sample = { metric: Record<string, string>; value: number };
export type Prometheus = {
  /** Series that the expression gives now. */
  query(expression: string): Promise<Sample[]>;
  /** Names of the alerts that fire now. */
  firing(): Promise<Set<string>>;
  stop(): Promise<void>;
};

export const prometheusInstalled = (): boolean =>
  (process.env['PATH'] ?? '').split(':').some((place) => existsSync(join(place, 'prometheus')));

/** Starts a Prometheus of its own that scrapes `jobs` (`host:port` each) every second. */
export async function startPrometheus(options: {
  jobs: Record<string, string[]>;
  rules: string[];
}): Promise<Prometheus> {
  const dir = mkdtempSync(join(tmpdir(), 'maru-prometheus-'));
  const port = await freePort();
  const config = {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules/*.yml'],
    scrape_configs: Object.entries(options.jobs).map(([job, targets]) => ({
      job_name: job,
      static_configs: [{ targets }],
    })),
  };
  mkdirSync(join(dir, 'rules'));
  options.rules.forEach((rule, i) => writeFileSync(join(dir, 'rules', `${i}.yml`), rule));
  writeFileSync(join(dir, 'prometheus.yml'), stringify(config));
  const log: string[] = [];
  const child = spawn(
    'prometheus',
    [
      `--config.file=${dir}/prometheus.yml`,
      `--storage.tsdb.path=${dir}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`Prometheus is not ready: ${log.join('')}`);
    if (
      await fetch(`http://127.0.0.1:${port}/-/ready`)
        .then(({ ok }) => ok)
        .catch(() => false)
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    query: async (expression) => {
      const { data } = (await get(`/api/v1/query?query=${encodeURIComponent(expression)}`)) as {
        data: { resultType: string; result: { metric: Record<string, string>; value: [number, string] }[] };
      };
      return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    firing: async () => {
      const { data } = (await get('/api/v1/alerts')) as {
        data: { alerts: { state: string; labels: Record<string, string> }[] };
      };
      return new Set(
        data.alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels['alertname'] ?? ''),
      );
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
