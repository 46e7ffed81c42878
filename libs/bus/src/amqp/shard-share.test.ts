import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shareShards } from './shard-share.js';

const names = (count: number) => Array.from({ length: count }, (_, i) => `replica-${i}`);
const sizes = (owners: readonly string[], replicas: readonly string[]) =>
  replicas.map((replica) => owners.filter((owner) => owner === replica).length);

describe('shareShards', () => {
  it('any number of shards and replicas - nobody has more than one shard more than another', () => {
    for (let shards = 1; shards <= 17; shards++)
      for (let count = 1; count <= 9; count++) {
        const replicas = names(count);
        const share = sizes(shareShards(shards, replicas), replicas);
        assert.ok(
          Math.max(...share) - Math.min(...share) <= 1,
          `${shards} shards, ${count} replicas: ${share.join(' ')}`,
        );
        assert.equal(
          share.reduce((sum, size) => sum + size, 0),
          shards,
        );
      }
  });

  it('replicas heard of in another order - come to the same answer', () => {
    const replicas = names(5);
    assert.deepEqual(shareShards(16, [...replicas].reverse()), shareShards(16, replicas));
  });

  it('a replica that goes - leaves most shards of the others where they are', () => {
    const replicas = names(4);
    const before = shareShards(64, replicas);
    const after = shareShards(64, replicas.slice(1));
    const moved = before.filter((owner, shard) => owner !== replicas[0] && owner !== after[shard]).length;
    assert.ok(moved < 24, `${moved} of 48 moved`);
  });
});
