export type Series = { name: string; color: string; points: readonly (readonly [x: number, y: number])[] };
export type ChartOptions = {
  title: string;
  /** Unit and meaning of each axis. */
  x: string;
  y: string;
  width?: number;
  height?: number;
  /** Labels of the x axis by value; without them round numbers. */
  ticks?: readonly (readonly [value: number, label: string])[];
};

/** Colours that stay apart for colour-blind readers (Okabe and Ito). */
export const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;
const MARGIN = { top: 34, right: 14, bottom: 46, left: 58 };
const TICKS = 5;

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const short = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: 3, notation: value >= 100_000 ? 'compact' : 'standard' });

/** A step of 1, 2 or 5 times a power of ten that divides `range` into about {@link TICKS} parts. */
export function niceStep(range: number): number {
  const rough = Math.max(range, Number.MIN_VALUE) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => rough <= candidate * power * 1.000001) ?? 10;
  return factor * power;
}

function ticksUpTo(max: number): number[] {
  const step = niceStep(max);
  return Array.from({ length: Math.ceil(max / step - 1e-9) + 1 }, (_, i) => i * step);
}

type Frame = { width: number; height: number; left: number; right: number; top: number; bottom: number };

function frameOf({ width = 640, height = 260 }: ChartOptions): Frame {
  return {
    width,
    height,
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
  };
}

function open({ width, height }: Frame, { title }: ChartOptions): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}" font-family="system-ui, sans-serif" font-size="11">` +
    `<rect width="${width}" height="${height}" fill="#fff"/><text x="${MARGIN.left}" y="16" font-size="13" font-weight="600" fill="#222">${escape(title)}</text>`
  );
}

function verticalAxis(frame: Frame, ticks: readonly number[], y: (value: number) => number, label: string): string {
  const lines = ticks.map(
    (tick) =>
      `<line x1="${frame.left}" x2="${frame.right}" y1="${y(tick)}" y2="${y(tick)}" stroke="#e4e4e4"/>` +
      `<text x="${frame.left - 6}" y="${y(tick) + 4}" text-anchor="end" fill="#555">${short(tick)}</text>`,
  );
  const middle = (frame.top + frame.bottom) / 2;
  return `${lines.join('')}<text transform="translate(12 ${middle}) rotate(-90)" text-anchor="middle" fill="#555">${escape(label)}</text>`;
}

function legend(frame: Frame, names: readonly { name: string; color: string }[]): string {
  let x = frame.right;
  return [...names]
    .reverse()
    .map(({ name, color }) => {
      x -= 18 + name.length * 6.4;
      return `<rect x="${x.toFixed(0)}" y="20" width="9" height="9" fill="${color}"/><text x="${(x + 12).toFixed(0)}" y="28" fill="#333">${escape(name)}</text>`;
    })
    .join('');
}

const coordinate = (value: number): string => String(Math.round(value * 10) / 10);

/** Lines over a common x axis, as an SVG that needs nothing else. */
export function lineChart(options: ChartOptions, series: readonly Series[]): string {
  const frame = frameOf(options);
  const points = series.flatMap((line) => line.points);
  const xMin = Math.min(...points.map(([x]) => x));
  const xMax = Math.max(...points.map(([x]) => x));
  const ticks = ticksUpTo(Math.max(1e-9, ...points.map(([, y]) => y)));
  const yMax = ticks.at(-1) as number;
  const x = (value: number) => frame.left + ((value - xMin) / (xMax - xMin || 1)) * (frame.right - frame.left);
  const y = (value: number) => frame.bottom - (value / yMax) * (frame.bottom - frame.top);
  const step = niceStep(xMax - xMin);
  const first = Math.ceil(xMin / step) * step;
  const round = Array.from({ length: Math.floor((xMax - first) / step) + 1 }, (_, i) => first + i * step);
  const xTicks = options.ticks ?? round.map((value): [number, string] => [value, short(value)]);
  const lines = series.map(({ color, points: line }) => {
    const path = line.map(([px, py]) => `${coordinate(x(px))},${coordinate(y(py))}`).join(' ');
    const dots =
      line.length > 12
        ? ''
        : line
            .map(([px, py]) => `<circle cx="${coordinate(x(px))}" cy="${coordinate(y(py))}" r="3" fill="${color}"/>`)
            .join('');
    return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="1.8"/>${dots}`;
  });
  const xAxis = xTicks.map(
    ([value, text]) =>
      `<text x="${coordinate(x(value))}" y="${frame.bottom + 16}" text-anchor="middle" fill="#555">${escape(text)}</text>`,
  );
  const xLabel = `<text x="${(frame.left + frame.right) / 2}" y="${frame.bottom + 36}" text-anchor="middle" fill="#555">${escape(options.x)}</text>`;
  return `${open(frame, options)}${verticalAxis(frame, ticks, y, options.y)}${xAxis.join('')}${xLabel}${lines.join('')}${legend(frame, series)}</svg>`;
}

export type Bars = { label: string; values: readonly (number | null)[] };

/** Groups of bars: one group per label, one bar per name. */
export function barChart(options: ChartOptions, names: readonly string[], groups: readonly Bars[]): string {
  const frame = frameOf(options);
  const ticks = ticksUpTo(Math.max(1e-9, ...groups.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const yMax = ticks.at(-1) as number;
  const y = (value: number) => frame.bottom - (value / yMax) * (frame.bottom - frame.top);
  const groupWidth = (frame.right - frame.left) / Math.max(1, groups.length);
  const barWidth = (groupWidth * 0.8) / Math.max(1, names.length);
  const drawn = groups.map(({ label, values }, group) => {
    const left = frame.left + group * groupWidth + groupWidth * 0.1;
    const bars = values.map((value, i) => {
      if (value === null) return '';
      const x = coordinate(left + i * barWidth);
      return (
        `<rect x="${x}" y="${coordinate(y(value))}" width="${coordinate(barWidth * 0.92)}" height="${coordinate(frame.bottom - y(value))}" fill="${COLORS[i % COLORS.length]}"/>` +
        `<text x="${coordinate(left + (i + 0.46) * barWidth)}" y="${coordinate(y(value) - 4)}" text-anchor="middle" font-size="10" fill="#333">${short(value)}</text>`
      );
    });
    return `${bars.join('')}<text x="${coordinate(left + groupWidth * 0.4)}" y="${frame.bottom + 16}" text-anchor="middle" fill="#555">${escape(label)}</text>`;
  });
  const keys = names.map((name, i) => ({ name, color: COLORS[i % COLORS.length] as string }));
  return `${open(frame, options)}${verticalAxis(frame, ticks, y, options.y)}${drawn.join('')}<text x="${(frame.left + frame.right) / 2}" y="${frame.bottom + 36}" text-anchor="middle" fill="#555">${escape(options.x)}</text>${legend(frame, keys)}</svg>`;
}
