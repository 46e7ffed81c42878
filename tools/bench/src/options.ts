import { availableParallelism } from 'node:os';
import type { Options } from '@maru/load';

/** Cores are left to the servers; the client needs about one for 200,000 deliveries a second. */
const THREADS_DEFAULT = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 4)));

export const BENCH_OPTIONS = {
  scenarios: {
    kind: 'text',
    value: 'names',
    default: 'hall,rooms,busy,quiet,connect,idle',
    description: 'Scenarios to run, separated by commas.',
  },
  systems: {
    kind: 'text',
    value: 'names',
    default: 'memory,broker,uws',
    description:
      'Systems to measure: memory, broker, uws, nchan, socketio; "all" for those that are installed, "none" to measure only --external.',
  },
  external: {
    kind: 'text',
    value: 'file',
    default: undefined,
    description: 'JSON file that describes a further server that runs already (see docs/performance.md).',
  },
  repeat: {
    kind: 'number',
    unit: 'times',
    default: 1,
    min: 1,
    max: 20,
    whole: true,
    description: 'Runs of everything; the tables show medians.',
  },
  duration: {
    kind: 'number',
    unit: 's',
    default: undefined,
    min: 0.2,
    max: 600,
    description: "Counted time of each scenario. Default: the scenario's own, 5 s.",
  },
  warmup: { kind: 'number', unit: 's', default: 2, min: 0.1, max: 60, description: 'Load before the counted time.' },
  edges: {
    kind: 'number',
    unit: 'edges',
    default: 2,
    min: 1,
    max: 8,
    whole: true,
    description: 'Edges of the stack on the broker.',
  },
  spread: {
    kind: 'flag',
    description: "Spread every room's members over all edges. Without it a room is on one of two edges.",
  },
  threads: {
    kind: 'number',
    unit: 'threads',
    default: THREADS_DEFAULT,
    min: 1,
    max: 32,
    whole: true,
    description: 'Threads of the measuring client.',
  },
  scale: {
    kind: 'flag',
    description:
      'Instead: cost per delivery for 10 to 10,000 rooms and 1, 2, 4 edges, for a load that grows with the edges, and the rates of opening and rebinding rooms.',
  },
  'broker-pid': {
    kind: 'number',
    unit: 'pid',
    default: undefined,
    min: 1,
    max: 2 ** 22,
    whole: true,
    description:
      'Process of the broker that AMQP_URL names, to count its CPU. Without AMQP_URL an own RabbitMQ is started.',
  },
  'cpu-prof': {
    kind: 'text',
    value: 'dir',
    default: undefined,
    description: 'Write CPU profiles of the services there (they cost some CPU themselves).',
  },
  env: {
    kind: 'text',
    value: 'A=1,B=2',
    default: undefined,
    pattern: /^\w+=[^,]*(,\w+=[^,]*)*$/,
    description: 'Environment for the services, to compare settings.',
  },
  out: {
    kind: 'text',
    value: 'file',
    default: undefined,
    description: 'Where the figures go. Default: reports/bench.json, or reports/scale.json with --scale.',
  },
  keep: { kind: 'flag', description: 'Also keep the figures in docs/performance/ and write the documentation anew.' },
  docs: {
    kind: 'flag',
    description: 'Measure nothing: write the tables and plots of docs/performance.md from docs/performance/*.json.',
  },
} as const satisfies Options;
