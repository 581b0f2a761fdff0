import { expect, test } from 'vitest';
import { readTopologyFile } from '../../../src/input/from-disk.js';
import { CONTOSO } from './contoso.js';
import { scratchFolder } from './files.js';

const folder = scratchFolder();
const MIRROR = 'primary: sql1a.contoso.com, mirror: sql1b.contoso.com, witness: sql1w.contoso.com, instance: rtc';

/** What is wrong with a Back End, and what would be right, without places. */
function objections(backEnd: string): string[] {
  const shown = folder.shown(readTopologyFile(folder.write('t.yaml', CONTOSO.replace(MIRROR, backEnd))));
  return shown.split('\n').map((line) =>
    line
      .trim()
      .replace(/^t\.yaml:\d+:\d+: /, '')
      .replaceAll('"pool1.contoso.com"', 'pool1.contoso.com'),
  );
}

test('D137: a failover cluster instance has a name, nodes and storage', () => {
  expect(
    objections('kind: failoverCluster, name: fci1, nodes: [sql1a.contoso.com, sql1b.contoso.com], storage: san1'),
  ).toEqual(['ok']);
  expect(objections('kind: failoverCluster')).toEqual([
    'the failover cluster instance of pool1.contoso.com has no name (D137)',
    'add "name: sqlfci1..."',
    'the failover cluster instance of pool1.contoso.com has no nodes (D137)',
    'add "nodes: [sql1a..., sql1b...]"',
    'the failover cluster instance of pool1.contoso.com has no storage (D137)',
    'add "storage: san1..."',
  ]);
});

test('D137: its name, its nodes, its storage and its witness are apart, and it has no keys of another kind', () => {
  const wrong = 'kind: failoverCluster, name: fci1, nodes: [fci1, san1], storage: san1';
  expect(objections(wrong).filter((_, i) => i % 2 === 0)).toEqual([
    '"fci1" is the name of the instance and cannot be one of its nodes',
    '"san1" is the storage and cannot be one of its nodes',
    '"san1" is already a node of the failover cluster of pool1.contoso.com',
  ]);
  const own = 'kind: failoverCluster, name: fci1, nodes: [n1, n2], storage: s1';
  expect(objections(`${own}, cluster: { witness: disk, witnessServer: n1 }`)[0]).toBe(
    '"n1" cannot be the witness of its own cluster',
  );
  expect(objections(`${own}, cluster: { witness: disk, witnessServer: s1 }`)).toEqual(['ok']);
  expect(objections(`${own}, primary: sql1a.contoso.com`)[0]).toBe(
    '"primary" is no key of a Back End of kind failoverCluster',
  );
  expect(objections('primary: sql1a.contoso.com, nodes: [n1]')).toEqual([
    '"nodes" is no key of a Back End of kind single',
    'write "kind: failoverCluster", or remove it',
  ]);
});

test('D113: an asynchronous replica fails over by hand only', () => {
  const group = (more: string) =>
    `kind: availabilityGroup, listener: ag1, replicas: [{ server: n1 }, { server: n2, commit: asynchronous${more} }]`;
  expect(objections(group(''))).toEqual(['ok']);
  expect(objections(group(', failover: automatic'))).toEqual([
    '"n2" commits asynchronously and cannot fail over by itself (D113)',
    'write "failover: manual", or leave it out',
  ]);
});
