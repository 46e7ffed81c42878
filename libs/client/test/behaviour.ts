import { readFileSync } from 'node:fs';

/** Shape of spec/behaviour.json: the table that SPEC.md prints and the tests execute. */
export interface Behaviour {
  version: number;
  /** Server frames by type, filled in where a step gives only part of one. */
  frames: Record<string, Record<string, unknown>>;
  sections: { title: string; cases: Case[] }[];
}

export interface Case {
  id: string;
  rule: string;
  given?: Given;
  /** `live`: the case begins in a joined room `lobby` (user u1, epoch e1, seq 10) whose events so far are dropped. */
  start?: 'live';
  steps: Step[];
}

export interface Given {
  nick?: string;
  token?: string;
  /** What a token source answers, call by call; it fails when they are used up. */
  tokens?: string[];
  receipts?: 'final';
  /** The stored anonymous identity. */
  anon?: string;
  queueMax?: number;
}

type Fields = Record<string, unknown>;

export type Step =
  | { app: 'join'; room: string; refused?: true }
  | { app: 'send'; text: string; repeat?: number }
  | { app: 'rename'; nick: string; refused?: true }
  | { app: 'typing' | 'leave' | 'wake' | 'reopen' }
  | { connect: { path: string; query?: Record<string, string> } }
  | { refuse: true }
  | { noConnect: true }
  | { network: 'down' }
  | { server: string; with?: Fields }
  | { serverFrame: Fields }
  | { serverText: string }
  | { serverClose: number; reason?: string }
  | { abort: true }
  | { advanceMs: number }
  | { random: number }
  | { sends: Fields[] }
  | { closes: number }
  | { events: [string, Fields][]; none?: string[] }
  | { state: Fields }
  | { progress: string; is: string }
  | { verdict: string; is: Fields }
  | { unsettled: string[] };

/** Compiled tests lie in dist/test, two levels below the package. */
export const packageRoot = new URL('../../', import.meta.url);

export function readBehaviour(): Behaviour {
  return JSON.parse(readFileSync(new URL('spec/behaviour.json', packageRoot), 'utf8')) as Behaviour;
}
