import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRoom } from './checks.js';
import type { CheckName } from './checks.js';
import type { MemberTrace, TraceEvent, TracedMessage } from './trace.js';

type Step = TraceEvent extends infer E ? (E extends TraceEvent ? Omit<E, 'at' | 'connection'> : never) : never;

const EPOCH = 'e1';
/** The n-th message of the room, by ada; one every 100 ms. */
const message = (n: number, change: Partial<TracedMessage> = {}): Step => ({
  kind: 'message',
  seq: n * 10,
  prev: (n - 1) * 10,
  uid: `u${n}`,
  user: 'ada',
  id: `ada-${n}`,
  ts: 100_000 + n * 100,
  text: `hello ${n}`,
  ...change,
});
const open: Step = { kind: 'open', edge: 'edge-1', resume: undefined };
const joined = (user: string, change: { seq?: number; recovered?: boolean } = {}): Step => ({
  kind: 'joined',
  user,
  epoch: EPOCH,
  seq: 0,
  recovered: false,
  recent: [],
  ...change,
});
const resuming = (seq: number): Step => ({ kind: 'open', edge: 'edge-2', resume: { epoch: EPOCH, seq } });
const closed: Step = { kind: 'closed', code: 1006 };
const send = (n: number): Step => ({ kind: 'send', id: `ada-${n}` });
const receipt = (n: number, status: string): Step => ({ kind: 'receipt', id: `ada-${n}`, status, reason: undefined });

function trace(
  member: string,
  steps: readonly Step[],
  sent: { n: number; bad?: boolean; outcome?: 'delivered' | 'rejected' }[] = [],
): MemberTrace {
  let connection = 0;
  const events = steps.map((step, at): TraceEvent => {
    if (step.kind === 'open') connection++;
    return { ...step, at, connection };
  });
  const entries = sent.map(
    ({ n, bad = false, outcome }) => [`ada-${n}`, { id: `ada-${n}`, bad, queuedAt: 0, outcome }] as const,
  );
  return { member, room: 'room', events, sent: new Map(entries), stayed: true };
}
const bob = (...steps: Step[]) => trace('bob', [open, joined('bob'), ...steps]);
const carol = (...steps: Step[]) => trace('carol', [open, joined('carol'), ...steps]);
/** Names of the checks that found something, each once. */
const found = (...traces: MemberTrace[]): CheckName[] =>
  [...new Set(checkRoom(traces, (at) => 101_000 + at).findings.map(({ check }) => check))].sort();

describe('checkRoom', () => {
  it('a room in order - nothing is found', () => {
    const ada = trace(
      'ada',
      [open, joined('ada'), send(1), receipt(1, 'accepted'), message(1), send(2), receipt(2, 'accepted'), message(2)],
      [
        { n: 1, outcome: 'delivered' },
        { n: 2, outcome: 'delivered' },
      ],
    );
    assert.deepEqual(
      found(
        ada,
        bob(message(1), closed, resuming(10), joined('bob', { seq: 10, recovered: true }), message(2)),
        carol(message(1), message(2)),
      ),
      [],
    );
  });

  it('a message that one member was not shown - is lost', () => {
    assert.deepEqual(found(bob(message(1), message(2)), carol(message(1))), ['lost']);
  });

  it('a message missed between a close and a resume - is lost', () => {
    assert.deepEqual(
      found(
        bob(message(1), message(2), message(3)),
        carol(message(1), closed, resuming(10), joined('carol', { seq: 20, recovered: true }), message(3)),
      ),
      ['gaps', 'lost'],
    );
  });

  it('accepted, and neither delivered nor rejected - is lost, also for a sender that left', () => {
    const ada = trace('ada', [open, joined('ada'), send(1), receipt(1, 'accepted')], [{ n: 1, outcome: 'delivered' }]);
    assert.deepEqual(found(ada), ['lost']);
    assert.deepEqual(found({ ...ada, stayed: false }), ['lost']);
  });

  it('the same message again - is duplicated, on one connection or over a resume', () => {
    assert.deepEqual(found(bob(message(1), message(1))), ['duplicated']);
    assert.deepEqual(
      found(bob(message(1), message(2), closed, resuming(20), joined('bob', { seq: 20, recovered: true }), message(2))),
      ['duplicated'],
    );
  });

  it('one client id under two uids - is duplicated', () => {
    assert.deepEqual(found(bob(message(1), message(2, { id: 'ada-1' }))), ['duplicated']);
  });

  it('a predecessor that was not shown - is a gap', () => {
    assert.deepEqual(found(bob(message(1), message(3))), ['gaps']);
  });

  it('two members with another message at one place - disagree on the order', () => {
    assert.ok(
      found(bob(message(1), message(2)), carol(message(1), message(2, { uid: 'other', id: 'ada-9' }))).includes(
        'order',
      ),
    );
  });

  it('a sender whose second message stands first - is out of order', () => {
    const ada = trace(
      'ada',
      [open, joined('ada'), send(2), send(1), message(1), message(2)],
      [
        { n: 1, outcome: 'delivered' },
        { n: 2, outcome: 'delivered' },
      ],
    );
    assert.deepEqual(found(ada), ['order']);
  });

  it('one that was refused and sent again later - may stand later', () => {
    const refused: Step = { kind: 'error', code: 'unavailable', id: 'ada-2' };
    const ada = trace(
      'ada',
      [open, joined('ada'), send(2), refused, send(1), message(1), send(2), message(2)],
      [
        { n: 1, outcome: 'delivered' },
        { n: 2, outcome: 'delivered' },
      ],
    );
    assert.deepEqual(found(ada), []);
  });

  it('refused text that was shown - is unmoderated, also among the recent messages', () => {
    const bad = { text: 'what the fuck you say' };
    assert.deepEqual(found(bob(message(1, bad))), ['unmoderated']);
    const { kind: _, ...recent } = message(1, bad) as { kind: 'message' } & TracedMessage;
    assert.deepEqual(
      found(
        trace('bob', [
          open,
          { kind: 'joined', user: 'bob', epoch: EPOCH, seq: 10, recovered: false, recent: [recent] },
        ]),
      ),
      ['unmoderated'],
    );
  });

  it('a message without a verdict, or with two - is a matter of receipts', () => {
    assert.deepEqual(found(trace('ada', [open, joined('ada'), send(1)], [{ n: 1 }])), ['receipts']);
    assert.deepEqual(
      found(
        trace(
          'ada',
          [open, joined('ada'), send(1), message(1), receipt(1, 'rejected')],
          [{ n: 1, outcome: 'delivered' }],
        ),
      ),
      ['receipts'],
    );
  });

  it('a resume that was not recovered - counts inside the history window only', () => {
    const back = [closed, resuming(10), joined('bob', { seq: 20 })] as const;
    const others = carol(message(1), message(2));
    assert.deepEqual(found(bob(message(1), ...back), others), ['resume']);
    const late = [bob(message(1), ...back), others].map((member) => member);
    assert.deepEqual(checkRoom(late, (at) => 200_000 + at * 40_000).findings, []);
  });
});
