import { parseArgs } from 'node:util';
import { FAULT_KINDS } from './faults.js';
import type { FaultKind } from './faults.js';
import type { VerifyOptions } from './verify.js';

export const USAGE = `Proves Maru's promises under faults: what was accepted is delivered, once, in order, moderated.

  npm run verify -- [options]

  --seed N              repeats a schedule of faults (default: from the clock)
  --rounds N            rounds (default 20)
  --faults a,b|none     kinds of faults (default: all)
  --faults-per-round N  (default 4)
  --edges N --moderation N --fanout N   processes of each service (default 2)
  --rooms N --members N rooms, and members of each (default 4 and 8)
  --rate N              messages a second over all rooms (default 80)
  --queue-type classic|quorum  of the shards' queues (default classic)
  --amqp URL            a broker of yours; without it a RabbitMQ node is started for the run
  --management URL      its management API, which tells what is left of rooms
  --broker-stop CMD --broker-start CMD  how to stop and start it
  --report FILE         (default reports/verify-SEED.json)

Other runs, each with figures of its own:
  --recovery            how long deliveries stop when a process is killed under load, and after a broker restart
  --slow N              N clients that read nothing: when they are closed, and the edge's memory

Kinds of faults: ${FAULT_KINDS.join(', ')}`;

export type Arguments =
  | { help: true }
  | {
      help: false;
      mode: 'rounds' | 'recovery' | 'slow';
      slow: number;
      report: string;
      options: Omit<VerifyOptions, 'progress' | 'done'>;
    };

/** @throws with what is wrong */
export function readArguments(args: readonly string[], nowMs: number): Arguments {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      recovery: { type: 'boolean' },
      ...{
        seed: text,
        rounds: text,
        faults: text,
        'faults-per-round': text,
        edges: text,
        moderation: text,
        fanout: text,
        rooms: text,
        members: text,
        rate: text,
      },
      ...{
        'queue-type': text,
        amqp: text,
        management: text,
        'broker-stop': text,
        'broker-start': text,
        report: text,
        slow: text,
      },
    },
  });
  if (values.help) return { help: true };
  const number = (name: string, value: string | undefined, fallback: number, min: number) => {
    const read = value === undefined ? fallback : Number(value);
    if (!Number.isInteger(read) || read < min)
      throw new Error(`--${name} must be a whole number from ${min} on, not "${value}".`);
    return read;
  };
  const seed = number('seed', values.seed, nowMs % 1_000_000, 0);
  const slow = number('slow', values.slow, 0, 0);
  const mode = values.recovery ? 'recovery' : slow > 0 ? 'slow' : 'rounds';
  return {
    help: false,
    mode,
    slow,
    report: values.report ?? `reports/verify-${mode === 'rounds' ? seed : mode}.json`,
    options: {
      seed,
      rounds: number('rounds', values.rounds, 20, 1),
      faults: readFaults(values.faults),
      faultsPerRound: number('faults-per-round', values['faults-per-round'], 4, 0),
      counts: {
        edge: number('edges', values.edges, 2, 1),
        moderation: number('moderation', values.moderation, 2, 1),
        fanout: number('fanout', values.fanout, 2, 1),
      },
      rooms: number('rooms', values.rooms, 4, 1),
      membersPerRoom: number('members', values.members, 8, 2),
      rate: number('rate', values.rate, 80, 1),
      badShare: 0.1,
      queueType: readQueueType(values['queue-type']),
      amqp: values.amqp,
      management: values.management,
      stopCommand: values['broker-stop'],
      startCommand: values['broker-start'],
    },
  };
}

function readFaults(list: string | undefined): FaultKind[] {
  if (list === undefined) return FAULT_KINDS;
  if (list === 'none') return [];
  return list.split(',').map((name) => {
    const kind = FAULT_KINDS.find((known) => known === name.trim());
    if (kind === undefined) throw new Error(`--faults: there is no "${name}". There are: ${FAULT_KINDS.join(', ')}.`);
    return kind;
  });
}

function readQueueType(value = 'classic'): 'classic' | 'quorum' {
  if (value !== 'classic' && value !== 'quorum') throw new Error(`--queue-type is classic or quorum, not "${value}".`);
  return value;
}
