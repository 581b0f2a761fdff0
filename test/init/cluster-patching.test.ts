import { expect, test } from 'vitest';
import { drillsNotWritten } from '../../src/init/drills.js';
import { scratchFolder } from '../input/topology/files.js';
import { deployment, withGroups } from '../support/drills.js';
import { laidOut, verdicts } from '../support/first-drills.js';

const folder = scratchFolder();

const withInstances = () => {
  const pool = (n: number) => ({
    servers: 3,
    more: {
      backEnd: { kind: 'failoverCluster', name: `fci${n}`, nodes: [`sql${n}a`, `sql${n}b`], storage: `san${n}` },
    },
  });
  return deployment(pool(1), pool(2), { product: 'sfb2019' });
};

test('D258: a group is patched secondary first, and nobody notices; so says the runbook', async () => {
  expect(await verdicts(folder, await laidOut(withGroups()), /^pool1-sql-patch/)).toEqual({
    'pool1-sql-patch.yaml': ['passed', []],
    'pool1-sql-patch.ps1': ['passed', []],
  });
});

test('D258: also with three replicas', async () => {
  const replicas = [{ server: 'sql1a' }, { server: 'sql1b' }, { server: 'sql1c', logins: false }];
  expect(await verdicts(folder, await laidOut(withGroups({ replicas })), /^pool1-sql-patch.yaml/)).toEqual({
    'pool1-sql-patch.yaml': ['passed', []],
  });
});

test('D258: the nodes of an instance are patched in turn; what breaks it is its storage', async () => {
  expect(await verdicts(folder, await laidOut(withInstances()), /^pool1-sql-(?:patch|loss.yaml)/)).toEqual({
    'pool1-sql-patch.yaml': ['passed', []],
    'pool1-sql-patch.ps1': ['passed', []],
    'pool1-sql-loss.yaml': ['passed', []],
  });
});

test('D117, D118: a group that is forced over instead of waited for breaks I1, not resumed I10', async () => {
  const all = await verdicts(folder, await laidOut(withGroups()), /mistake-group/);
  expect(Object.entries(all).map(([name, found]) => [name, (found as unknown[])[0]])).toEqual([
    ['pool1-mistake-group-forced.yaml', 'passed'],
    ['pool1-mistake-group-not-resumed.yaml', 'passed'],
  ]);
});

test('what is not written is said, with the reason', async () => {
  const why = async (one: Record<string, unknown>) =>
    drillsNotWritten(await laidOut(withGroups(one)))
      .filter(({ what }) => what.endsWith('Back End of pool1 is patched'))
      .map((each) => each.why);
  expect(await why({})).toEqual([]);
  expect(await why({ replicas: [{ server: 'sql1a' }] })).toEqual(['of its availability group one replica is known']);
  expect(await why({ replicas: [{ server: 'sql1a' }, { server: 'sql1b', commit: 'asynchronous' }] })).toEqual([
    'a replica of its availability group commits asynchronously, and the others do not wait for it (D113)',
  ]);
  expect(await why({ replicas: [{ server: 'sql1a' }, { server: 'sql1b', logins: false }] })).toEqual([
    expect.stringContaining('(D107)'),
  ]);
  expect(await why({ sqlServerFqdn: 'sql1a' })).toEqual([expect.stringContaining('(M125)')]);
});
