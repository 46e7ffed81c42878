import { createHash } from 'node:crypto';

/**
 * Which replica each shard belongs to. Each goes to the replica with the highest hash of shard and replica (rendezvous
 * hashing) among those that have less than their even share by then: no replica has more than one shard more than
 * another, all replicas come to the same answer whatever order they heard of each other in, and one that comes or goes
 * moves little beside its own share.
 * @param replicas ids of all live replicas, without repeats; at least one
 * @returns the owner of each shard, by its number
 */
export function shareShards(shards: number, replicas: readonly string[]): string[] {
  const shareMax = Math.ceil(shards / replicas.length);
  const shares = new Map(replicas.map((replica) => [replica, 0]));
  // Shares that are full before the rest is even would leave others more than one short.
  let full = 0;
  const fullMax = shards % replicas.length || replicas.length;
  return Array.from({ length: shards }, (_, shard) => {
    const owner = byScore(shard, replicas).find((replica) => {
      const share = shares.get(replica) ?? 0;
      return share < shareMax - 1 || (share === shareMax - 1 && full < fullMax);
    });
    if (owner === undefined) throw new Error('shards are shared among at least one replica');
    const share = (shares.get(owner) ?? 0) + 1;
    shares.set(owner, share);
    if (share === shareMax) full++;
    return owner;
  });
}

function byScore(shard: number, replicas: readonly string[]): string[] {
  const score = (replica: string) => createHash('sha256').update(`${shard}/${replica}`).digest('hex');
  return replicas
    .map((replica) => ({ replica, score: score(replica) }))
    .sort((a, b) => (a.score < b.score ? 1 : a.score > b.score ? -1 : a.replica < b.replica ? -1 : 1))
    .map(({ replica }) => replica);
}
