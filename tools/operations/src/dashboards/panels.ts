/** The parts of Grafana's dashboard JSON that Maru uses (schema version 39), built by functions. */
export type Unit = 'short' | 's' | 'bytes' | 'Bps' | 'percentunit' | 'ops' | 'reqps' | 'none' | 'dtdurations';
export type Query = { expr: string; legend: string; instant?: boolean };
export type Panel = Readonly<Record<string, unknown>> & {
  readonly title: string;
  readonly type: string;
  readonly size: Size;
};
export type Size = { w: number; h: number };
export type Threshold = { color: string; value: number | null };
export type Row = { title: string; panels: readonly Panel[] };
export type Variable = { name: string; label: string; query: string };
export type Dashboard = {
  uid: string;
  title: string;
  description: string;
  variables: readonly Variable[];
  rows: readonly Row[];
};

const DATA_SOURCE = { type: 'prometheus', uid: '${DS}' };
/** Grafana's grid has this many columns. */
const GRID_COLUMNS = 24;

export const query = (expr: string, legend: string): Query => ({ expr, legend });
export const instant = (expr: string, legend = ''): Query => ({ expr, legend, instant: true });

type Options = {
  title: string;
  /** What it shows and what to make of it: the (i) of the panel. */
  description: string;
  unit: Unit;
  queries: readonly Query[];
  size?: Size;
  thresholds?: readonly Threshold[];
  min?: number;
  max?: number;
  decimals?: number;
};

const targets = (queries: readonly Query[]) =>
  queries.map(({ expr, legend, instant: once }, i) => ({
    refId: String.fromCharCode(65 + i),
    datasource: DATA_SOURCE,
    expr,
    legendFormat: legend,
    ...(once ? { instant: true, range: false } : { range: true }),
  }));

const defaults = ({ unit, thresholds, min, max, decimals }: Options, custom?: Record<string, unknown>) => ({
  unit,
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
  ...(decimals === undefined ? {} : { decimals }),
  ...(thresholds ? { thresholds: { mode: 'absolute', steps: thresholds } } : {}),
  ...(custom ? { custom } : {}),
});

const base = (type: string, options: Options, size: Size) => ({
  type,
  title: options.title,
  description: options.description,
  datasource: DATA_SOURCE,
  targets: targets(options.queries),
  size: options.size ?? size,
});

/** Lines over time; stacked, they add up to a whole. */
export function lines(options: Options & { stacked?: boolean }): Panel {
  const custom = {
    fillOpacity: options.stacked ? 40 : 8,
    lineWidth: 1,
    showPoints: 'never',
    stacking: { mode: options.stacked ? 'normal' : 'none' },
  };
  return {
    ...base('timeseries', options, { w: 12, h: 8 }),
    fieldConfig: { defaults: defaults({ min: 0, ...options }, custom), overrides: [] },
    options: {
      legend: { displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  };
}

/** One number now, coloured by its thresholds. */
export function stat(options: Options): Panel {
  return {
    ...base('stat', options, { w: 4, h: 4 }),
    fieldConfig: { defaults: defaults(options), overrides: [] },
    options: {
      reduceOptions: { calcs: ['lastNotNull'] },
      colorMode: options.thresholds ? 'background' : 'value',
      graphMode: 'area',
      textMode: 'auto',
    },
  };
}

/** One bar per series, in the order of the series. */
export function bars(options: Options): Panel {
  return {
    ...base('bargauge', options, { w: 12, h: 8 }),
    fieldConfig: { defaults: defaults({ min: 0, ...options }), overrides: [] },
    options: {
      reduceOptions: { calcs: ['lastNotNull'] },
      orientation: 'horizontal',
      displayMode: 'basic',
      valueMode: 'color',
    },
  };
}

/** A row per series, a column per query; queries are asked once. */
export function table(options: Options & { by: string }): Panel {
  return {
    ...base('table', options, { w: 24, h: 7 }),
    targets: targets(options.queries).map((target) => ({ ...target, format: 'table', instant: true, range: false })),
    fieldConfig: { defaults: defaults(options), overrides: [] },
    transformations: [
      { id: 'joinByField', options: { byField: options.by, mode: 'outer' } },
      { id: 'filterFieldsByName', options: { include: { pattern: `^(${options.by}|Value.*|version|service)$` } } },
      {
        id: 'organize',
        options: {
          renameByName: Object.fromEntries(
            options.queries.map(({ legend }, i) => [`Value #${String.fromCharCode(65 + i)}`, legend]),
          ),
        },
      },
    ],
    options: { cellHeight: 'sm' },
  };
}

/** How a histogram's values spread over time. */
export function heatmap(options: Options): Panel {
  return {
    ...base('heatmap', options, { w: 12, h: 8 }),
    targets: targets(options.queries).map((target) => ({ ...target, format: 'heatmap' })),
    fieldConfig: { defaults: {}, overrides: [] },
    options: {
      calculate: false,
      color: { mode: 'scheme', scheme: 'Oranges', steps: 64 },
      yAxis: { unit: options.unit },
      cellGap: 1,
    },
  };
}

/** Places panels row by row, left to right, and makes the JSON that Grafana reads. */
export function render(dashboard: Dashboard, all: readonly Pick<Dashboard, 'uid' | 'title'>[]): unknown {
  let id = 0;
  let y = 0;
  const panels: unknown[] = [];
  for (const row of dashboard.rows) {
    panels.push({
      id: ++id,
      type: 'row',
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y, w: GRID_COLUMNS, h: 1 },
      panels: [],
    });
    y++;
    let x = 0;
    let height = 0;
    for (const { size, ...panel } of row.panels) {
      if (x + size.w > GRID_COLUMNS) {
        x = 0;
        y += height;
        height = 0;
      }
      panels.push({ id: ++id, ...panel, gridPos: { x, y, ...size } });
      x += size.w;
      height = Math.max(height, size.h);
    }
    y += height;
  }
  return {
    uid: dashboard.uid,
    title: dashboard.title,
    description: dashboard.description,
    tags: ['maru'],
    schemaVersion: 39,
    editable: false,
    graphTooltip: 1,
    refresh: '10s',
    time: { from: 'now-30m', to: 'now' },
    timezone: 'browser',
    links: all
      .filter(({ uid }) => uid !== dashboard.uid)
      .map(({ uid, title }) => ({
        type: 'link',
        title,
        url: `/d/${uid}`,
        icon: 'dashboard',
        keepTime: true,
        includeVars: false,
        targetBlank: false,
        asDropdown: false,
        tags: [],
        tooltip: '',
      })),
    templating: {
      list: [
        {
          name: 'DS',
          label: 'Data source',
          type: 'datasource',
          query: 'prometheus',
          current: { text: 'Prometheus', value: 'prometheus' },
          hide: 2,
        },
        ...dashboard.variables.map(({ name, label, query: definition }) => ({
          name,
          label,
          type: 'query',
          datasource: DATA_SOURCE,
          query: { query: definition, refId: name },
          definition,
          refresh: 2,
          includeAll: true,
          multi: true,
          allValue: '.*',
          current: { text: 'All', value: '$__all' },
          sort: 1,
        })),
      ],
    },
    annotations: {
      list: [
        {
          name: 'Alerts',
          enable: true,
          iconColor: 'red',
          datasource: DATA_SOURCE,
          expr: 'ALERTS{alertstate="firing",alertname=~"Maru.*"}',
          titleFormat: '{{alertname}}',
        },
        {
          name: 'Starts',
          enable: true,
          iconColor: 'blue',
          datasource: DATA_SOURCE,
          expr: 'changes(process_start_time_seconds{service=~".+"}[1m]) > 0',
          titleFormat: '{{service}} started',
        },
      ],
    },
    panels,
  };
}
