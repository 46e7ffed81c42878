/** What a check looks at: everything that went over one member's connections, in the order it did. */
export type TracedMessage = {
  seq: number;
  prev: number;
  uid: string;
  user: string;
  id: string;
  ts: number;
  text: string;
};

export type TraceEvent = { at: number; connection: number } & (
  | { kind: 'open'; edge: string; resume: { epoch: string; seq: number } | undefined }
  | { kind: 'joined'; user: string; epoch: string; seq: number; recovered: boolean; recent: TracedMessage[] }
  | ({ kind: 'message' } & TracedMessage)
  | { kind: 'send'; id: string }
  | { kind: 'receipt'; id: string; status: string; reason: string | undefined }
  | { kind: 'error'; code: string; id: string | undefined }
  | { kind: 'closed'; code: number }
);

/** How a member's message ended for it; undefined while it has not. */
export type Outcome = 'delivered' | 'rejected' | 'failed' | 'unknown';
export type SentMessage = { id: string; bad: boolean; queuedAt: number; outcome: Outcome | undefined };

export type MemberTrace = {
  member: string;
  room: string;
  events: TraceEvent[];
  /** By client id, in the order they were written. */
  sent: Map<string, SentMessage>;
  /** False for one that left before the end: what came after is not its business. */
  stayed: boolean;
};
