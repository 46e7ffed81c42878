import { parse } from 'yaml';

/** A use of a series in a PromQL expression, with the labels that it is selected by. */
export type SeriesUse = { name: string; labels: readonly string[] };

const KEYWORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);
/** Followed by labels in parentheses, which are no series. */
const LABEL_LISTS = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;

/** Every series that a PromQL expression reads. Enough of a parser for names and labels: promtool checks the rest. */
export function seriesOf(expression: string): SeriesUse[] {
  const unquoted = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const text = unquoted.replace(LABEL_LISTS, ' ').replace(/\[[^\]]*\]/g, ' ');
  const uses: SeriesUse[] = [];
  for (const match of text.matchAll(/([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(\{[^}]*\}|\()?/g)) {
    const [whole, name = '', rest] = match;
    if (rest === '(' || KEYWORDS.has(name.toLowerCase())) continue;
    // A unit of a number, as in 5m: the character before it is a digit.
    if (/\d/.test(text[match.index - 1] ?? '') || whole === '') continue;
    // Inside braces there are labels; they were taken with their series.
    if (insideBraces(text, match.index)) continue;
    const labels = [...(rest ?? '').matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)\s*(?:=~|!~|!=|=)/g)].map(
      ([, label = '']) => label,
    );
    uses.push({ name, labels });
  }
  return uses;
}

/** Labels that an expression groups or matches by. */
export function groupingsOf(expression: string): string[] {
  const unquoted = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return [...unquoted.matchAll(LABEL_LISTS)]
    .flatMap(([, labels = '']) => labels.split(',').map((label) => label.trim()))
    .filter((label) => label !== '');
}

function insideBraces(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return before.lastIndexOf('{') > before.lastIndexOf('}');
}

export type PanelQuery = { dashboard: string; panel: string; expr: string };
type DashboardJson = {
  title: string;
  panels: { title: string; type: string; targets?: { expr: string }[] }[];
  annotations: { list: { name: string; expr: string }[] };
};

/** Every query of a dashboard: panels and annotations. */
export function panelQueries(json: string): PanelQuery[] {
  const { title, panels, annotations } = JSON.parse(json) as DashboardJson;
  return [
    ...panels.flatMap((panel) =>
      (panel.targets ?? []).map(({ expr }) => ({ dashboard: title, panel: panel.title, expr })),
    ),
    ...annotations.list.map(({ name, expr }) => ({ dashboard: title, panel: `annotation ${name}`, expr })),
  ];
}

export type Rule = {
  record?: string;
  alert?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};

/** Rules of a Prometheus rule file, in order. */
export function rulesOf(yaml: string): Rule[] {
  const { groups } = parse(yaml) as { groups: { rules: Rule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}
