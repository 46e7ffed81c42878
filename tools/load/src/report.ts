import type { LoadValues } from './load-options.js';
import type { Summary } from './summary.js';

/** What a run leaves behind; the JSON output is this. */
export type LoadReport = {
  kind: 'load';
  /** ISO time of the start. */
  at: string;
  settings: Omit<LoadValues, 'tokens'>;
  /** Empty when the run passed. */
  problems: string[];
  summary: Summary;
};
