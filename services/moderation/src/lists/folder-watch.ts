import { folderSignature } from './list-files.js';

/**
 * Looks at a folder now and then. A change is told once it looks the same twice: whoever writes several files is not
 * caught in the middle. (Polling sees what file events miss: mounted volumes, and Kubernetes' swapped links.)
 */
export class FolderWatch {
  readonly #dir: string;
  readonly #changed: () => void;
  #timer: NodeJS.Timeout | undefined;
  #told: string;
  #last: string;
  #looking = false;

  constructor(dir: string, initial: string, changed: () => void) {
    this.#dir = dir;
    this.#changed = changed;
    this.#told = initial;
    this.#last = initial;
  }

  start(intervalMs: number): void {
    this.#timer = setInterval(() => void this.look(), intervalMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** One look. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const seen = await folderSignature(this.#dir);
      const settled = seen === this.#last;
      this.#last = seen;
      if (!settled || seen === this.#told) return;
      this.#told = seen;
      this.#changed();
    } finally {
      this.#looking = false;
    }
  }
}
