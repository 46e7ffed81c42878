import { createHash } from 'node:crypto';

/**
 * Which replica a shard belongs to: the one with the highest hash of shard and replica (rendezvous hashing), so that
 * a replica that comes or goes moves only its own share.
 */
export function preferredReplica(shard: number, replicas: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestScore = '';
  for (const replica of replicas) {
    const score = createHash('sha256').update(`${shard}/${replica}`).digest('hex');
    if (best === undefined || score > bestScore || (score === bestScore && replica < best)) {
      best = replica;
      bestScore = score;
    }
  }
  return best;
}
