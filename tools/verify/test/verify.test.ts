import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { rabbitMqCommand } from '@maru/local-broker';
import { FAULT_KINDS, verify } from '../src/index.js';
import type { FaultKind, VerifyOptions } from '../src/index.js';

const SEED = 20_261_122;
/** Long rounds: a new one costs more time than another fault. */
const ROUNDS = 2;
// Faults of the broker need one of our own: that of the test run is not ours to stop. Where it is not in the way, its
// start is spared.
const shared = { amqp: process.env['AMQP_URL'], management: process.env['AMQP_MANAGEMENT_URL'] };
const skip = rabbitMqCommand() === undefined && 'RabbitMQ is not installed (Debian: apt-get install rabbitmq-server)';
const bug = (name: string) => fileURLToPath(new URL(`./bugs/${name}.js`, import.meta.url));

const run = (change: Partial<VerifyOptions> & Pick<VerifyOptions, 'faults' | 'rounds' | 'faultsPerRound'>) =>
  verify({
    seed: SEED,
    counts: { edge: 2, moderation: 2, fanout: 2 },
    rooms: 4,
    membersPerRoom: 8,
    rate: 60,
    badShare: 0.1,
    progress: () => undefined,
    done: (line) => console.log(line),
    ...change,
  });

describe('verify', { skip }, () => {
  it('the product - keeps its promises, every kind of fault met once', async () => {
    const report = await run({ faults: FAULT_KINDS, rounds: ROUNDS, faultsPerRound: FAULT_KINDS.length / ROUNDS });
    assert.deepEqual(
      report.rounds.flatMap(({ findings }) => findings),
      [],
    );
    assert.ok(report.totals.messages > 500 && report.totals.recovered > 20, 'too little happened for a verdict');
  });

  const kills: FaultKind[] = ['kill-moderation', 'kill-edge', 'cut-client'];

  it('moderation that acknowledges early - fails', async () => {
    const { totals } = await run({
      ...shared,
      faults: ['kill-moderation'],
      rounds: 1,
      faultsPerRound: 3,
      preload: { moderation: bug('acknowledge-early') },
    });
    assert.ok(totals.lost + totals.order + totals.receipts > 0, JSON.stringify(totals));
  });

  it('fan-out that recognises nothing - fails', async () => {
    const { totals } = await run({
      ...shared,
      faults: kills,
      rounds: 1,
      faultsPerRound: 3,
      // What is sent again is what was under way at a kill: at the rate of the others that can be nothing at all.
      rate: 180,
      preload: { fanout: bug('no-dedupe') },
    });
    assert.ok(totals.duplicated > 0, JSON.stringify(totals));
  });

  it('edges that skip moderation - fail', async () => {
    const { totals } = await run({
      ...shared,
      faults: [],
      rounds: 1,
      faultsPerRound: 0,
      preload: { edge: bug('no-moderation') },
    });
    assert.ok(totals.unmoderated > 0, JSON.stringify(totals));
  });
});
