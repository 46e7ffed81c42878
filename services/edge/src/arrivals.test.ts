import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE } from '@maru/contracts';
import type { Arrivals } from '@maru/contracts';
import type { Bus } from '@maru/bus';
import { ArrivalNews } from './arrivals.js';
import type { Connection } from './connection.js';
import type { EdgeRoom } from './room.js';

const ROOM = 'lobby';

/** An edge with a member who joined at `sinceMs` of its clock. */
function edge(sinceMs: number) {
  const clock = { ms: sinceMs };
  const closed: number[] = [];
  const told: Arrivals[] = [];
  const member = { user: 'kim', open: true, fresh: false, close: (code: number) => closed.push(code) };
  const room = { members: new Map([['kim', member]]) } as unknown as EdgeRoom;
  const news = new ArrivalNews({
    bus: { broadcast: (message: Arrivals) => void told.push(message) } as unknown as Bus,
    edge: 'b',
    hub: { room: (name) => (name === ROOM ? room : undefined) },
    now: () => clock.ms,
  });
  news.joined(member as unknown as Connection, ROOM);
  /** News from edge `a`, of one who joined there at `joinedMs` of its clock, told at `atMs`. */
  const heard = (atMs: number, joinedMs: number) =>
    news.heard({ type: 'arrivals', v: 1, at: atMs, edge: 'a', items: [{ room: ROOM, user: 'kim', at: joinedMs }] });
  return { clock, closed, told, member, news, heard };
}

describe('arrivals', () => {
  it('a later connection elsewhere - closes the one here', () => {
    const { clock, closed, heard } = edge(1_000);
    clock.ms = 2_000;
    heard(2_000, 1_970);
    assert.deepEqual(closed, [CLOSE.replaced]);
  });

  it('news that were held up for seconds - do not close the newer connection', () => {
    const { clock, closed, heard, news } = edge(1_000);
    news.heardAlive({ edge: 'a', at: 1_000 });
    clock.ms = 8_000;
    heard(930, 900);
    assert.deepEqual(closed, []);
  });

  for (const skewMs of [-60_000, 60_000])
    it(`clocks ${skewMs / 1000} s apart - the newer connection stays`, () => {
      const older = edge(10_000);
      older.news.heardAlive({ edge: 'a', at: older.clock.ms + skewMs });
      older.clock.ms = 10_500;
      older.heard(10_500 + skewMs, 10_470 + skewMs);
      assert.deepEqual(older.closed, [CLOSE.replaced], 'the one here is older');

      const newer = edge(10_000);
      newer.news.heardAlive({ edge: 'a', at: newer.clock.ms + skewMs });
      newer.clock.ms = 10_500;
      newer.heard(9_930 + skewMs, 9_900 + skewMs);
      assert.deepEqual(newer.closed, [], 'the one here is newer');
    });

  it('a connection that is gone before it is told of - replaces nobody', async () => {
    const { told, member, news } = edge(1_000);
    member.open = false;
    const other = { ...member, user: 'lee', open: true };
    news.joined(other as unknown as Connection, ROOM);
    while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      told.flatMap(({ items }) => items.map(({ user }) => user)),
      ['lee'],
    );
  });
});
