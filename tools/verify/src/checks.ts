import { HISTORY_AGE_MS, HISTORY_BYTES_MAX, HISTORY_MESSAGES_MAX, SEQ_ORIGIN_MS } from '@maru/contracts';
import { hasBadWord } from './texts.js';
import type { MemberTrace, SentMessage, TraceEvent, TracedMessage } from './trace.js';

/** What is promised, each with a name of its own in the report. */
export const CHECKS = {
  lost: 'accepted, and not seen by somebody who stayed or resumed',
  duplicated: 'shown twice',
  order: 'members, or a sender and a member, disagree on the order',
  gaps: 'a message whose predecessor was not shown',
  unmoderated: 'text that moderation refuses, shown',
  receipts: 'a message whose sender was not told what became of it',
  resume: 'a resume inside the history window that was not recovered',
  leftovers: 'something of a room left on the broker after everybody was gone',
  crashes: 'a process that ended by itself, or did not come back',
} as const;
export type CheckName = keyof typeof CHECKS;
export type Finding = { check: CheckName; room: string; detail: string };

/** Clocks and ticks between a message's time and the moment when history drops it. */
const WINDOW_MARGIN_MS = 2_000;
/** Share of the history's limits up to which a resume has to work. */
const LIMIT_SHARE = 0.9;

/** An unbroken stretch of the room as one member saw it. */
type Segment = { member: string; start: Place; seen: TracedMessage[]; open: boolean };
type Place = { epoch: string; seq: number };
type Missed = { member: string; from: Place; at: number; lostAt: number };
type Views = { segments: Segment[]; missed: Missed[]; epochs: Map<string, number> };

export type RoomReport = {
  findings: Finding[];
  messages: number;
  deliveries: number;
  resumes: number;
  recovered: number;
};

/**
 * Holds the traces of a room's members against the promises. Every message frame counts as the wire brought it, before
 * the client dropped anything.
 * @param wallNow turns a trace's time into Unix ms
 */
export function checkRoom(traces: readonly MemberTrace[], wallNow: (at: number) => number): RoomReport {
  const room = traces[0]?.room ?? '';
  const findings: Finding[] = [];
  const found = (check: CheckName, detail: string) => void findings.push({ check, room, detail });
  const views: Views = { segments: [], missed: [], epochs: new Map() };
  for (const trace of traces) walk(trace, views, found);
  const order = orderOf(views, found);
  coverage(views, order, found);
  resumes(views, order, wallNow, found);
  const all = new Map(order.map((message) => [`${message.user}\n${message.id}`, message]));
  for (const trace of traces) sender(trace, all, order, found);
  const joins = traces.flatMap(({ events }) => events).filter((event) => event.kind === 'joined');
  const recovered = joins.filter((event) => event.kind === 'joined' && event.recovered).length;
  return {
    findings,
    messages: order.length,
    deliveries: views.segments.reduce((sum, { seen }) => sum + seen.length, 0),
    resumes: recovered + views.missed.length,
    recovered,
  };
}

/** Follows one member through its connections: gaps, repeats, refused text, and the stretches it saw. */
function walk(trace: MemberTrace, views: Views, found: (check: CheckName, detail: string) => void): void {
  const { member } = trace;
  const uids = new Set<string>();
  const byKey = new Map<string, string>();
  let segment: Segment | undefined;
  let position: Place = { epoch: '', seq: 0 };
  let resume: Place | undefined;
  let joined = false;
  let lastHeardAt = 0;
  const look = (message: TracedMessage) => {
    if (hasBadWord(message.text)) found('unmoderated', `${member} was shown "${message.text}" (seq ${message.seq}).`);
  };
  const join = (event: Extract<TraceEvent, { kind: 'joined' }>) => {
    joined = true;
    views.epochs.set(event.epoch, Math.min(views.epochs.get(event.epoch) ?? Infinity, event.at));
    event.recent.forEach(look);
    if (event.recovered && resume && segment) {
      if (event.epoch !== resume.epoch) found('order', `${member} was told that it had recovered, in another epoch.`);
      position = { ...resume };
      return;
    }
    if (resume) views.missed.push({ member, from: resume, at: event.at, lostAt: lastHeardAt });
    if (segment) segment.open = false;
    position = { epoch: event.epoch, seq: event.seq };
    segment = { member, start: { ...position }, seen: [], open: trace.stayed };
    views.segments.push(segment);
  };
  const message = (event: Extract<TraceEvent, { kind: 'message' }>) => {
    look(event);
    if (!joined || !segment) return found('order', `${member} was shown seq ${event.seq} before it had joined.`);
    const key = `${event.user}\n${event.id}`;
    const first = byKey.get(key);
    if (event.seq <= position.seq || uids.has(event.uid)) {
      found(
        'duplicated',
        `${member} was shown ${event.id} (uid ${event.uid}, seq ${event.seq}) again, on connection ${event.connection} at place ${position.seq}.`,
      );
      // It was shown, so it is not missing, and what follows it follows it.
      position.seq = Math.max(position.seq, event.seq);
      segment.seen.push(event);
      return;
    }
    if (first !== undefined && first !== event.uid)
      found('duplicated', `${member} was shown ${event.id} under two uids: ${first} and ${event.uid}.`);
    if (event.prev > position.seq)
      found(
        'gaps',
        `${member} was shown seq ${event.seq} after ${position.seq}, but its predecessor is ${event.prev}.`,
      );
    else if (event.prev < position.seq)
      found(
        'order',
        `${member} was shown seq ${event.seq} after ${position.seq}, but its predecessor is the older ${event.prev}.`,
      );
    byKey.set(key, event.uid);
    uids.add(event.uid);
    position.seq = event.seq;
    segment.seen.push(event);
  };
  for (const event of trace.events) {
    if (event.kind === 'open') {
      joined = false;
      resume = event.resume;
    } else if (event.kind === 'joined') join(event);
    else if (event.kind === 'message') message(event);
    if (event.kind !== 'open' && event.kind !== 'closed') lastHeardAt = event.at;
  }
}

/** The one order of the room: by place, as long as all members agree on the places. */
function orderOf(views: Views, found: (check: CheckName, detail: string) => void): TracedMessage[] {
  const places = new Map<string, TracedMessage & Place>();
  const uids = new Map<string, TracedMessage & Place>();
  for (const { start, seen, member } of views.segments) {
    for (const message of seen) {
      const place = `${start.epoch}:${message.seq}`;
      const there = places.get(place);
      if (there && there.uid !== message.uid)
        found('order', `Two messages at seq ${message.seq}: ${there.id} and, for ${member}, ${message.id}.`);
      const before = uids.get(message.uid);
      if (before && before.seq !== message.seq)
        found('order', `${message.id} stands at seq ${before.seq}, and for ${member} at ${message.seq}.`);
      const placed = { ...message, epoch: start.epoch };
      places.set(place, there ?? placed);
      uids.set(message.uid, before ?? placed);
    }
  }
  const began = (epoch: string) => views.epochs.get(epoch) ?? 0;
  return [...uids.values()].sort((a, b) => began(a.epoch) - began(b.epoch) || a.seq - b.seq);
}

/** Everybody must have seen all that anybody saw, from where they came in to where they left. */
function coverage(
  views: Views,
  order: readonly TracedMessage[],
  found: (check: CheckName, detail: string) => void,
): void {
  for (const { member, start, seen, open } of views.segments) {
    const own = new Set(seen.map(({ uid }) => uid));
    const last = open ? Infinity : (seen.at(-1)?.seq ?? start.seq);
    // Places rise over epochs too, since they count time.
    for (const { uid, id, seq } of order)
      if (seq > start.seq && seq <= last && !own.has(uid))
        found(
          'lost',
          `${member} was not shown ${id} (uid ${uid}, seq ${seq}); it was in the room from ${start.seq} on.`,
        );
  }
}

/** A resume that the history reached back to, and that was refused all the same. */
function resumes(
  views: Views,
  order: readonly TracedMessage[],
  wallNow: (at: number) => number,
  found: (check: CheckName, detail: string) => void,
): void {
  for (const { member, from, at, lostAt } of views.missed) {
    const after = order.filter((message) => message.seq > from.seq && placedMs(message) <= wallNow(at));
    const oldest = after[0] ? placedMs(after[0]) : wallNow(lostAt);
    const bytes = after.reduce((sum, { text }) => sum + 250 + Buffer.byteLength(text), 0);
    const inside = wallNow(at) - Math.min(oldest, wallNow(lostAt)) < HISTORY_AGE_MS - WINDOW_MARGIN_MS;
    if (inside && after.length < HISTORY_MESSAGES_MAX * LIMIT_SHARE && bytes < HISTORY_BYTES_MAX * LIMIT_SHARE)
      found(
        'resume',
        `${member} came back to ${from.epoch}:${from.seq} after ${Math.round(at - lostAt)} ms, with ${after.length} messages since, and was not recovered.`,
      );
  }
}

/** History counts from when a message got its place, and its seq tells when that was. */
const placedMs = ({ seq, ts }: TracedMessage): number => Math.max(ts, SEQ_ORIGIN_MS + seq);

type Wire = { first: number; last: number; refused: boolean; accepted: boolean; rejected: number };

/** What one member sent: told about, delivered or refused, and in the order it was sent. */
function sender(
  trace: MemberTrace,
  all: ReadonlyMap<string, TracedMessage>,
  order: readonly TracedMessage[],
  found: (check: CheckName, detail: string) => void,
): void {
  const users = new Set<string>();
  const wires = new Map<string, Wire>();
  trace.events.forEach((event, index) => {
    if (event.kind === 'joined') users.add(event.user);
    if (event.kind !== 'send' && event.kind !== 'receipt' && event.kind !== 'error') return;
    if (event.id === undefined) return;
    const wire = wires.get(event.id) ?? { first: index, last: index, refused: false, accepted: false, rejected: 0 };
    wires.set(event.id, wire);
    if (event.kind === 'send') Object.assign(wire, { last: index, refused: false });
    else if (event.kind === 'error') wire.refused = true;
    else if (event.status === 'rejected') wire.rejected++;
    else if (event.status === 'accepted') wire.accepted = true;
  });
  const placeOf = (id: string) =>
    [...users].map((user) => all.get(`${user}\n${id}`)).find((message) => message !== undefined);
  for (const sent of trace.sent.values()) told(trace, sent, wires.get(sent.id), placeOf(sent.id), found);
  // One that was on the wire for the last time before another was there for the first time must stand before it.
  let latest = { first: -1, id: '' };
  for (const { user, id } of order) {
    const wire = wires.get(id);
    if (!users.has(user) || !wire) continue;
    if (!wire.refused && wire.last < latest.first)
      found('order', `${trace.member} sent ${id} before ${latest.id}, and it stands after it.`);
    if (wire.first > latest.first) latest = { first: wire.first, id };
  }
}

function told(
  trace: MemberTrace,
  sent: SentMessage,
  wire: Wire | undefined,
  place: TracedMessage | undefined,
  found: (check: CheckName, detail: string) => void,
): void {
  const { member, stayed } = trace;
  const { id, bad, outcome } = sent;
  if (place && bad) found('unmoderated', `${id} of ${member} was refused by moderation's lists, and delivered.`);
  if (place && wire && wire.rejected > 0) found('receipts', `${id} of ${member} was delivered and rejected.`);
  // One that left may not have been told of a rejection; of text that nobody refuses there is none.
  if (wire?.accepted && !place && wire.rejected === 0 && (stayed || !bad))
    found('lost', `${id} of ${member} was accepted, and neither delivered nor rejected.`);
  if (!stayed) return;
  if (outcome === undefined)
    found('receipts', `${member} was never told what became of ${id}${wire?.accepted ? ', which was accepted' : ''}.`);
  if (outcome === 'delivered' && !place)
    found('lost', `${member} was told that ${id} was delivered; nobody was shown it.`);
}
