import { configurationPage } from './configuration-page.js';
import { edge } from './dashboards/edge.js';
import { moderation } from './dashboards/moderation.js';
import { overview } from './dashboards/overview.js';
import { render } from './dashboards/panels.js';
import { pipeline } from './dashboards/pipeline.js';
import { metricsPage } from './metrics-page.js';

export const DASHBOARDS = [overview, pipeline, edge, moderation] as const;

/** Every generated file: its path in the repository, and its content. */
export function documents(): Map<string, string> {
  const dashboards = DASHBOARDS.map((dashboard): [string, string] => [
    `grafana/dashboards/${dashboard.uid.replace(/^maru-/, '')}.json`,
    `${JSON.stringify(render(dashboard, DASHBOARDS), undefined, 2)}\n`,
  ]);
  return new Map([
    ['docs/operations/metrics.md', metricsPage()],
    ['docs/operations/configuration.md', configurationPage()],
    ...dashboards,
  ]);
}
