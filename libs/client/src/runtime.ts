/** Time and chance, given from outside so that tests decide both. */
export interface Runtime {
  /** Ms since any fixed moment. */
  now(): number;
  setTimeout(run: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
  /** From 0 (included) to 1 (not included); used for jitter only, never for ids. */
  random(): number;
}

export const systemRuntime: Runtime = {
  now: () => Date.now(),
  setTimeout: (run, delayMs) => setTimeout(run, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
  random: () => Math.random(),
};

/**
 * Message ids, unique per user: 96 random bits for this client and a counter. Not randomUUID, which browsers offer to
 * secure pages only, and a chat on a local network is often plain http.
 */
export function idSource(): () => string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const prefix = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  let count = 0;
  return () => `${prefix}-${(count++).toString(36)}`;
}
