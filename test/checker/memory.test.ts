import { spawnSync } from 'node:child_process';
import { totalmem } from 'node:os';
import { expect, test } from 'vitest';
import { bytesFor, reserveStore, type StateStore } from '../../src/checker/state-store.js';

test('searches that nobody has cleared away yet do not keep this process from starting another', () => {
  const reserved = [reserveStore(2, {})];
  const { capacity, words } = reserved[0].store;
  const searches = Math.ceil((1.5 * totalmem()) / bytesFor(capacity, words));
  while (reserved.length < searches) reserved.push(reserveStore(2, {}));
  expect(spawnSync(process.execPath, ['--version']).error).toBeUndefined();
  for (const { store } of reserved) expect(roomIn(store)).toBeGreaterThan(capacity);
});

/** States that have room, in all shards. */
function roomIn({ shards, words }: StateStore): number {
  return shards.reduce((sum, { states }) => sum + states.length / words, 0);
}
