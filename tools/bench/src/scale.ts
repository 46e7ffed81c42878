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
  rows: ScaleRow[];
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

const scenarioOf = (rooms: number): Scenario => ({
  name: 'scale',
  label: `${rooms} rooms`,
  rooms,
  connections: rooms * MEMBERS_PER_ROOM,
  ratePerSec: RATE_PER_SEC,
  durationMs: DURATION_MS,
  connectPerSec: CONNECT_PER_SEC,
  edges: 1,
  focus: 'delivery',
});

/** The same load on more rooms and more edges: what a delivery costs should not change. */
export async function runScale(options: ScaleOptions): Promise<ScaleReport> {
  const report: ScaleReport = {
    kind: 'scale',
    at: new Date().toISOString(),
    machine: describeMachine(),
    notes: [],
    rows: [],
    rates: null,
  };
  const broker = options.url === undefined ? await startRabbitMq() : undefined;
  const start = async (edges: number): Promise<System> => {
    const stack = maruOnBroker({ url: broker?.url ?? options.url, pid: broker?.pid() ?? options.brokerPid });
    const system = await stack.start({ edges, cpuProfDir: undefined, environment: options.environment });
    options.running({ stop: () => system.stop().then(() => broker?.destroy()) });
    return system;
  };
  try {
    for (const wanted of ROOMS) {
      const { scenario, note } = fitToFileLimit(scenarioOf(wanted), fileLimit());
      if (note !== undefined) report.notes.push(note);
      for (const edges of EDGES) {
        options.progress(`${scenario.rooms} rooms on ${edges} edge${edges === 1 ? '' : 's'} ...`);
        const system = await start(edges);
        const result = await runScenario('broker', system, scenario, { ...options, spread: true }).finally(() =>
          system.stop(),
        );
        report.rows.push({ rooms: scenario.rooms, edges, result });
      }
    }
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

const ROOM_COLUMNS = (edges: readonly number[]) => [
  'rooms',
  ...edges.flatMap((count) => [`${count} edge${count === 1 ? '' : 's'}: µs/delivery`, 'p99 ms']),
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

export function ratesText(rates: RoomRates | null): string {
  if (!rates) return 'Rates of opening rooms were not measured.';
  const rebound =
    rates.reboundPerSec === null
      ? 'rebinding is only measured on an own RabbitMQ'
      : `${figure(rates.reboundPerSec, 0)} per second opened again after a restart of the broker`;
  return `Rooms on one edge: ${figure(rates.openedPerSec, 0)} per second opened by ${figure(rates.rooms, 0)} people who join at once; ${rebound}.`;
}

export function scaleText(report: ScaleReport): string {
  const { head, rows } = scaleTable(report);
  const wrong = report.rows.filter(
    ({ result }) => result.missing > 0 || result.duplicates > 0 || result.joined < result.connections,
  );
  const remarks = wrong.map(
    ({ rooms, edges, result }) =>
      `  ${rooms} rooms, ${edges} edges: ${result.joined} of ${result.connections} joined, ${result.missing} lost, ${result.duplicates} doubled`,
  );
  return [
    textTable(head, rows),
    ...remarks,
    ratesText(report.rates),
    ...report.notes.map((note) => `Note: ${note}.`),
  ].join('\n');
}
