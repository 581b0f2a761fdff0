import { describe, expect, onTestFinished, test } from 'vitest';
import { writer } from './support/kills.mjs';

/**
 * A command that is killed leaves all of its files or none, nothing else that stays, and the next run works. `npm run kills`
 * tries each command, each signal and each change of the disk.
 */

describe('killed', () => {
  test.each([
    // a file half written; between two renames
    ['run', 'SIGKILL', [0.3, 0.6]],
    ['run', 'SIGTERM', [0.3]],
    // between two files that get their names: what the killed one placed is in nobody's way
    ['init', 'SIGKILL', [0.5]],
    ['init', 'SIGINT', [0.2]],
  ] as const)('%s by %s', async (name, signal, shares) => {
    const one = await writer(name);
    onTestFinished(one.close);
    for (const share of shares) {
      const change = Math.ceil(share * one.changes);
      expect(await one.wrongAfter(signal, { change }), `change ${change} of ${one.changes}`).toEqual([]);
    }
  });
});
