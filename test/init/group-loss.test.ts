import { expect, test } from 'vitest';
import { drillsNotWritten, firstDrills } from '../../src/init/drills.js';
import { scratchFolder } from '../input/topology/files.js';
import { withGroups } from '../support/drills.js';
import { firstResults, laidOut, verdicts } from '../support/first-drills.js';

const folder = scratchFolder();

const LOSSES = /^pool1-sql-(?:secondary|primary|quorum)(?:-by-runbook)?\.yaml$/;
const NONE = { cluster: { witness: 'none' } };
const ABC = ['sql1a', 'sql1b', 'sql1c'].map((server) => ({ server }));
const lossesOf = async (one: object): Promise<string[]> =>
  firstDrills(await laidOut(withGroups({ ...one })), 'topology.yaml')
    .map(({ name }) => name)
    .filter((name) => LOSSES.test(name) && !name.includes('by-runbook'));
const [SECONDARY, PRIMARY, QUORUM] = ['secondary', 'primary', 'quorum'].map((what) => `pool1-sql-${what}.yaml`);

test('D112, D114, D134: a lost secondary, a lost primary and lost quorum lose nothing, also by the runbook', async () => {
  const found = await verdicts(folder, await laidOut(withGroups()), LOSSES);
  const names = [SECONDARY, PRIMARY, QUORUM].flatMap((name) => [name, name.replace('.yaml', '-by-runbook.yaml')]);
  expect(found).toEqual(Object.fromEntries(names.map((name) => [name, ['passed', []]])));
});

test('a runbook that is run without its fault says so, and does nothing', async () => {
  const results = await firstResults(
    folder,
    await laidOut(withGroups()),
    /^pool1-sql-(?:secondary|primary|quorum)\.ps1$/,
  );
  const said = Object.values(results).map(({ verdict, steps }) => [verdict, steps.at(-1)?.message]);
  const healthy = 'Every replica is in step: none is lost, and there is nothing to recover';
  const why = [healthy, healthy, 'The group is online: quorum is not lost, and must not be forced'];
  expect(said).toEqual(why.map((words) => ['failed', expect.stringContaining(words)]));
});

test.each([
  ['by hand from the primary', { replicas: [{ ...ABC[0], failover: 'manual' }, ABC[1]] }, [SECONDARY, PRIMARY, QUORUM]],
  [
    'by hand to the only secondary',
    { replicas: [ABC[0], { ...ABC[1], failover: 'manual' }] },
    [SECONDARY, PRIMARY, QUORUM],
  ],
  ['three replicas, none of which is the last vote', { replicas: ABC }, [SECONDARY, PRIMARY, QUORUM]],
  ['without a witness the primary has the last vote (M132)', NONE, [SECONDARY, QUORUM]],
])('%s: each passes', async (_, one, names) => {
  const found = await verdicts(
    folder,
    await laidOut(withGroups(one)),
    /^pool1-sql-(?:secondary|primary|quorum)\.yaml$/,
  );
  expect(found).toEqual(Object.fromEntries(names.map((name) => [name, ['passed', []]])));
});

test('a witness in the cloud cannot be lost with the primary; whoever cannot take over is told of', async () => {
  expect(await lossesOf({ cluster: { witness: 'cloud' } })).toEqual([SECONDARY, PRIMARY]);
  const one = withGroups({ replicas: [ABC[0]] });
  const told = drillsNotWritten(await laidOut(one)).map(({ what, why }) => `${what}: ${why}`);
  expect(told.filter((line) => line.includes('a replica of the Back End of pool1'))).toEqual([
    'a drill in which a replica of the Back End of pool1 is lost: of its availability group one replica is known',
  ]);
  expect(await lossesOf({ replicas: [ABC[0]] })).toEqual([]);
});
