import type { ServerProcess } from '../processes.js';
import type { Wire } from '../client/wire.js';

/** A running server side. */
export type System = {
  ports: readonly number[];
  /** All processes whose CPU counts, the broker's too. */
  processes: readonly ServerProcess[];
  wire: Wire;
  /** Ops ports of Maru's edges. */
  edgeOpsPorts?: readonly number[];
  /** Words for the report: what runs, in which versions. */
  description: string;
  stop(): Promise<void>;
};

export type StartOptions = {
  edges: number;
  /** Folder for CPU profiles of the services; none are taken without it. */
  cpuProfDir: string | undefined;
  /** Extra environment for the services. */
  environment: NodeJS.ProcessEnv;
};

export type SystemKind = {
  name: string;
  label: string;
  /** Why it can't run here; undefined when it can. */
  missing(): string | undefined;
  start(options: StartOptions): Promise<System>;
};
