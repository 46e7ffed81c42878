/** Which figures a scenario is about. */
export type Focus = 'delivery' | 'message' | 'memory' | 'join';

/** What is done to a server. Rates are of all rooms together. */
export type Scenario = {
  name: string;
  label: string;
  rooms: number;
  connections: number;
  ratePerSec: number;
  durationMs: number;
  connectPerSec: number;
  /** Edges of a stack that can have several. */
  edges: number;
  /** Which figures count. */
  focus: Focus;
};

const base = { connectPerSec: 3_000, durationMs: 5_000, edges: 2 };

export const SCENARIOS: readonly Scenario[] = [
  {
    ...base,
    name: 'hall',
    label: '1 room × 1,000 members, 100 messages/s',
    rooms: 1,
    connections: 1_000,
    ratePerSec: 100,
    focus: 'delivery',
  },
  {
    ...base,
    name: 'rooms',
    label: '100 rooms × 10 members, 2,000 messages/s',
    rooms: 100,
    connections: 1_000,
    ratePerSec: 2_000,
    focus: 'message',
  },
  {
    ...base,
    name: 'busy',
    label: '100 rooms × 10 members, 5,000 messages/s',
    rooms: 100,
    connections: 1_000,
    ratePerSec: 5_000,
    focus: 'message',
  },
  {
    ...base,
    name: 'quiet',
    label: '10 rooms × 10 members, 20 messages/s',
    rooms: 10,
    connections: 100,
    ratePerSec: 20,
    focus: 'message',
  },
  {
    ...base,
    name: 'connect',
    label: '4,000 joins at 1,000/s into 40 rooms',
    rooms: 40,
    connections: 4_000,
    ratePerSec: 0,
    durationMs: 0,
    connectPerSec: 1_000,
    focus: 'join',
  },
  {
    ...base,
    name: 'idle',
    label: '18,000 connections in 1,800 rooms on one edge, 10 messages/s',
    rooms: 1_800,
    connections: 18_000,
    ratePerSec: 10,
    durationMs: 1_000,
    edges: 1,
    focus: 'memory',
  },
];

/** Descriptors that a process needs besides its clients' sockets. */
const DESCRIPTORS_SPARE = 500;

/** The scenario as far as the file limit of a process allows, with the words to say so. */
export function fitToFileLimit(
  scenario: Scenario,
  fileLimit: number,
): { scenario: Scenario; note: string | undefined } {
  const most = fileLimit - DESCRIPTORS_SPARE;
  if (scenario.connections <= most) return { scenario, note: undefined };
  const perRoom = scenario.connections / scenario.rooms;
  const rooms = Math.max(1, Math.floor(most / perRoom));
  const connections = Math.min(most, Math.floor(rooms * perRoom));
  return {
    scenario: { ...scenario, rooms, connections },
    note: `${scenario.name}: ${connections} instead of ${scenario.connections} connections, since a process may open ${fileLimit} files here (ulimit -n)`,
  };
}
