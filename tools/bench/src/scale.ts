import { startRabbitMq } from '@maru/local-broker';
import type { LocalBroker } from '@maru/local-broker';
import { describeMachine, fileLimit } from './machine.js';
import type { Machine } from './machine.js';
import { openRooms, rebindRooms } from './room-rates.js';
import type { RoomRates } from './room-rates.js';
import { runScenario } from './run-scenario.js';
import type { Result } from './run-scenario.js';
import { fitToFileLimit } from './scenarios.js';
import type { Scenario } from './scenarios.js';
import { figure, textTable } from './table.js';
import { maruOnBroker } from './systems/maru.js';
import type { System } from './systems/system.js';

const ROOMS = [10, 100, 1_000, 10_000] as const;
const EDGES = [1, 2, 4] as const;
const MEMBERS_PER_ROOM = 2;
/** The same for every size, so that only the spread over rooms and edges differs. */
const RATE_PER_SEC = 1_000;
/** What every further edge brings, where the load grows with the edges. */
const PER_EDGE = { rooms: 100, ratePerSec: 500 } as const;
const DURATION_MS = 4_000;
/** Rooms are opened while the members join: a broker makes some hundred a second. */
const CONNECT_PER_SEC = 2_000;
const RATE_ROOMS = 2_000;

export type ScaleRow = { rooms: number; edges: number; result: Result };
export type ScaleReport = {
  kind: 'scale';
  at: string;
  machine: Machine;
  notes: string[];
  /** The same load on more rooms and more edges. */
  rows: ScaleRow[];
  /** The same load per edge on more edges. */
  growth: ScaleRow[];
  rates: RoomRates | null;
};

export type ScaleOptions = {
  /** A running broker; without it an own RabbitMQ is started, and only then rebinding is measured. */
  url: string | undefined;
  brokerPid: number | undefined;
  threads: number;
  warmupMs: number;
  environment: NodeJS.ProcessEnv;
  progress(line: string): void;
  /** Called with what is to be stopped when the run is interrupted. */
  running(stack: { stop(): Promise<void> } | undefined): void;
};

const scenarioOf = (rooms: number, ratePerSec: number): Scenario => ({
  name: 'scale',
  label: `${rooms} rooms`,
  rooms,
  connections: rooms * MEMBERS_PER_ROOM,
  ratePerSec,
  durationMs: DURATION_MS,
  connectPerSec: CONNECT_PER_SEC,
  edges: 1,
  focus: 'delivery',
});

/** More rooms and more edges, with the same load and with the same load per edge: a delivery should cost the same. */
export async function runScale(options: ScaleOptions): Promise<ScaleReport> {
  const report: ScaleReport = {
    kind: 'scale',
    at: new Date().toISOString(),
    machine: await describeMachine(options.url),
    notes: [],
    rows: [],
    growth: [],
    rates: null,
  };
  const broker = options.url === undefined ? await startRabbitMq() : undefined;
  const start = async (edges: number): Promise<System> => {
    const stack = maruOnBroker({ url: broker?.url ?? options.url, pid: broker?.pid() ?? options.brokerPid });
    const system = await stack.start({ edges, cpuProfDir: undefined, environment: options.environment });
    options.running({ stop: () => system.stop().then(() => broker?.destroy()) });
    return system;
  };
  const measure = async (scenario: Scenario, edges: number): Promise<ScaleRow> => {
    options.progress(`${scenario.rooms} rooms, ${scenario.ratePerSec} messages/s on ${edgesText(edges)} ...`);
    const system = await start(edges);
    const run = runScenario('broker', system, scenario, { ...options, spread: true });
    return { rooms: scenario.rooms, edges, result: await run.finally(() => system.stop()) };
  };
  try {
    for (const wanted of ROOMS) {
      const { scenario, note } = fitToFileLimit(scenarioOf(wanted, RATE_PER_SEC), fileLimit());
      if (note !== undefined) report.notes.push(note);
      for (const edges of EDGES) report.rows.push(await measure(scenario, edges));
    }
    for (const edges of EDGES)
      report.growth.push(await measure(scenarioOf(PER_EDGE.rooms * edges, PER_EDGE.ratePerSec * edges), edges));
    report.rates = await measureRates(broker, start, options);
  } finally {
    await broker?.destroy();
  }
  return report;
}

async function measureRates(
  broker: LocalBroker | undefined,
  start: (edges: number) => Promise<System>,
  options: ScaleOptions,
): Promise<RoomRates> {
  options.progress(`opening ${RATE_ROOMS} rooms, and again after a restart of the broker ...`);
  const system = await start(1);
  try {
    const opened = await openRooms(system, RATE_ROOMS);
    try {
      return {
        rooms: RATE_ROOMS,
        openedPerSec: opened.perSec,
        reboundPerSec: broker ? await rebindRooms(system, broker, RATE_ROOMS) : null,
      };
    } finally {
      opened.close();
    }
  } finally {
    await system.stop();
  }
}

const edgesText = (count: number) => `${count} edge${count === 1 ? '' : 's'}`;

const ROOM_COLUMNS = (edges: readonly number[]) => [
  'rooms',
  ...edges.flatMap((count) => [`${edgesText(count)}: µs/delivery`, 'p99 ms']),
];

/** One row per number of rooms, CPU per delivery and p99 for each number of edges. */
export function scaleTable({ rows }: ScaleReport): { head: string[]; rows: string[][] } {
  const edges = [...new Set(rows.map((row) => row.edges))];
  const rooms = [...new Set(rows.map((row) => row.rooms))];
  const cellsOf = (count: number) =>
    edges.flatMap((edge) => {
      const result = rows.find((row) => row.rooms === count && row.edges === edge)?.result;
      return [figure(result?.cpuUsPerDelivery, 1), figure(result?.p99Ms, 1)];
    });
  return { head: ROOM_COLUMNS(edges), rows: rooms.map((count) => [figure(count, 0), ...cellsOf(count)]) };
}

/** One row per number of edges, each with the same load. */
export function growthTable({ growth }: ScaleReport): { head: string[]; rows: string[][] } {
  return {
    head: ['edges', 'rooms', 'messages/s', 'µs/delivery', 'p99 ms'],
    rows: growth.map(({ edges, rooms, result }) => [
      figure(edges, 0),
      figure(rooms, 0),
      figure(result.sentPerSec, 0),
      figure(result.cpuUsPerDelivery, 1),
      figure(result.p99Ms, 1),
    ]),
  };
}

export function ratesText(rates: RoomRates | null): string {
  if (!rates) return 'Rates of opening rooms were not measured.';
  const rebound =
    rates.reboundPerSec === null
      ? 'rebinding is only measured on an own RabbitMQ'
      : `${figure(rates.reboundPerSec, 0)} per second opened again after a restart of the broker`;
  return `Rooms on one edge: ${figure(rates.openedPerSec, 0)} per second opened by ${figure(rates.rooms, 0)} people who join at once; ${rebound}.`;
}

export function scaleText(report: ScaleReport): string {
  const spread = scaleTable(report);
  const growth = growthTable(report);
  const wrong = [...report.rows, ...report.growth].filter(
    ({ result }) => result.missing > 0 || result.duplicates > 0 || result.joined < result.connections,
  );
  const remarks = wrong.map(
    ({ rooms, edges, result }) =>
      `  ${rooms} rooms, ${edges} edges: ${result.joined} of ${result.connections} joined, ${result.missing} lost, ${result.duplicates} doubled`,
  );
  return [
    textTable(spread.head, spread.rows),
    '',
    textTable(growth.head, growth.rows),
    ...remarks,
    ratesText(report.rates),
    ...report.notes.map((note) => `Note: ${note}.`),
  ].join('\n');
}
