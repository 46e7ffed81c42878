/** Microseconds of the monotonic clock: the same in every thread of this machine, and steady when wall time jumps. */
export function nowUs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000_000 + Math.floor(nanoseconds / 1_000);
}
