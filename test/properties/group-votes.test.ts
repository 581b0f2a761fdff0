import { describe, expect, test } from 'vitest';
import { exploreDrill } from '../../src/exploration/explore-drill.js';
import { PLAIN_REQUEST } from '../../src/exploration/request.js';
import { deployment, drillOf } from '../support/drills.js';
import { runsOf } from '../support/random-runs.js';

const BOUNDS = { maxStates: 300_000, timeLimitMs: null, threads: 1 };
/** A campaign asks for more runs than the usual. */
const AT_LENGTH = runsOf(1) > 1;

function pool(n: 1 | 2, witness: string) {
  const cluster = ['none', 'cloud'].includes(witness) ? { witness } : { witness, witnessServer: `fsw${n}` };
  const replicas = [`sql${n}a`, `sql${n}b`].map((server) => ({ server, logins: true }));
  const backEnd = { primary: undefined, kind: 'availabilityGroup', listener: `ag${n}`, replicas, cluster };
  return { users: 1000, servers: 1, more: { backEnd } };
}

/** Two faults of a group of two and its witness, each repaired or not, at any moment; nobody does anything. */
async function explored(witness: string, vote: 'primary' | 'secondary') {
  const drill = await drillOf({
    topology: deployment(pool(1, witness), pool(2, witness), {
      product: 'sfb2019',
      assumptions: { clusterVoteWithoutWitness: vote },
    }),
    steps: [{ wait: '1h' }],
  });
  const only = ['sql1a', 'sql1b', ...(['fileShare', 'disk'].includes(witness) ? ['fsw1'] : [])];
  const { report } = await exploreDrill(drill, { ...PLAIN_REQUEST, faults: 2, repairs: true, only }, BOUNDS);
  return report;
}

// The counts are those of the product: a change of the rules of votes moves them.
describe('D130-D133, I1, I11: a group of two whatever its witness is', () => {
  test.each([
    ['none', 'primary'],
    ['none', 'secondary'],
  ] as const)('%s, and the last vote with the %s (M132): no future breaks an invariant', async (witness, vote) => {
    const { verdict, complete, states, breaks } = await explored(witness, vote);
    expect({ verdict, complete, breaks }).toEqual({ verdict: 'passed', complete: true, breaks: [] });
    expect(states).toBe(vote === 'primary' ? 926 : 2018);
  });

  test.runIf(AT_LENGTH).each(['fileShare', 'disk', 'cloud'])('%s: no future breaks an invariant', async (witness) => {
    expect(await explored(witness, 'primary')).toMatchObject({ verdict: 'passed', complete: true, breaks: [] });
  });
});
