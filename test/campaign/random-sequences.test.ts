import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { playSequences } from '../../src/campaign/random-sequences.js';
import { weightsFor } from '../../src/campaign/sequence-weights.js';
import type { Deployment } from '../../src/domain/deployment.js';
import { readTopologyFile } from '../../src/input/from-disk.js';
import { AT_LENGTH } from '../support/at-length.js';

const SIMS = join(process.cwd(), 'sims');
/** Its secondary replicas have no logins: no way leads back that a random walk could type. */
const UNSOUND = 'contoso-ag-logins.yaml';
const topologies = readdirSync(SIMS).filter((name) => /^contoso.*\.yaml$/.test(name) && name !== UNSOUND);
const deploymentOf = (name: string): Deployment => {
  const read = readTopologyFile(join(SIMS, name));
  if (Array.isArray(read)) throw new Error(read[0].message);
  return read;
};

describe('random sequences', () => {
  test.each(topologies)('on %s break nothing, and at least a fifth reach each thing that counts', (name) => {
    const deployment = deploymentOf(name);
    const weights = weightsFor(deployment, 1);
    const { played, reached, broken } = playSequences({
      deployment,
      seed: 1,
      weights,
      from: 0,
      to: AT_LENGTH ? 100 : 20,
    });
    expect(broken).toBeNull();
    for (const n of Object.values(reached)) expect(n / played).toBeGreaterThanOrEqual(0.2);
  });

  test('on a deployment whose replicas have no logins end with users who do not return', () => {
    const deployment = deploymentOf(UNSOUND);
    const { broken } = playSequences({ deployment, seed: 1, weights: weightsFor(deployment, 1), from: 0, to: 100 });
    expect(broken?.broken.invariant).toBe('I10');
    expect(broken?.broken.message).toContain('users of pool1.contoso.com are not regular at home');
  });

  test('depend on their seed and number alone, not on those before them', () => {
    const deployment = deploymentOf('contoso-standard.yaml');
    const weights = weightsFor(deployment, 7);
    const drills = (from: number, to: number): string[] => {
      const found: string[] = [];
      playSequences({
        ...{ deployment, seed: 7, weights, from, to },
        played: ({ drill }) => found.push(JSON.stringify([drill.steps, drill.faults])),
      });
      return found;
    };
    expect(drills(3, 6)).toEqual(drills(0, 6).slice(3));
    expect(new Set(drills(0, 6)).size).toBe(6);
  });
});
