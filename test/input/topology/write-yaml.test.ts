import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Deployment } from '../../../src/domain/deployment.js';
import { readTopologyFile } from '../../../src/input/from-disk.js';
import { writeTopology } from '../../../src/input/topology/write-yaml.js';
import { CONTOSO, STANDARD } from './contoso.js';
import { scratchFolder } from './files.js';
import { FIXTURES, fixture } from './fixtures.js';

const folder = scratchFolder();

function read(path: string): Deployment {
  const deployment = readTopologyFile(path);
  if (Array.isArray(deployment)) throw new Error(folder.shown(deployment));
  return deployment;
}

/** What YAML cannot carry: what was left out, the clusters that a document lists, and that a value which must be said was once assumed. */
function expectSame(before: Deployment, after: Deployment): void {
  const { published: _, ...said } = before;
  expect({ ...after, taken: [], unmodelled: [] }).toEqual({ ...said, taken: [], unmodelled: [] });
  const still = before.taken.filter(({ name, value }) => {
    const said = /\.(?:users|backupPool)$/.test(name) || (/\.(?:federation|xmpp)$/.test(name) && value === true);
    return !said && !(name === 'product' && value !== 'sfb2015');
  });
  expect(after.taken).toEqual(still);
}

const folders = { sims: new URL('../../../sims/', import.meta.url) };
const sims = readdirSync(folders.sims)
  .filter((name) => /^contoso.*\.yaml$/.test(name))
  .map((name) => fileURLToPath(new URL(name, folders.sims)));

test.each([...FIXTURES.map(fixture), ...sims].map((path) => [basename(path), path]))(
  '%s written as YAML gives the same model again',
  (_name, path) => {
    const before = read(path);
    expectSame(before, read(folder.write('written.yaml', writeTopology(before))));
  },
);

test('all that a topology file can say is written', () => {
  const full = CONTOSO.replace('assumptions: {}', 'assumptions: { lazyWriteSeconds: 7, backEndGraceMinutes: 20 }');
  const path = folder.write('full.yaml', full);
  expect(writeTopology(read(path))).toMatchSnapshot();
  expectSame(read(path), read(folder.write('again.yaml', writeTopology(read(path)))));
});

test('upgrade domains (D250)', () => {
  const said = CONTOSO.replace(
    'users: 20000',
    'upgradeDomains: [[fe1a.contoso.com, fe1c.contoso.com], [fe1b.contoso.com]]\n    users: 20000',
  );
  const before = read(folder.write('domains.yaml', said));
  expect(before.pools[0].upgradeDomains).toHaveLength(2);
  expectSame(before, read(folder.write('again.yaml', writeTopology(before))));
});

test('Response Groups in the Backup Service, where pools are newer than the deployment (D31)', () => {
  const mixed = CONTOSO.replaceAll('edition: enterprise', 'edition: enterprise\n    product: sfb2019')
    .replaceAll('xmpp: true', 'xmpp: false')
    .replace('syncInterval: 2m', 'syncInterval: 2m, enableRgsBackupService: true');
  const before = read(folder.write('mixed.yaml', mixed));
  expect([before.product, before.backupService.enableRgsBackupService]).toEqual(['lync2013', true]);
  expectSame(before, read(folder.write('again.yaml', writeTopology(before))));
});

test('names that YAML would take for something else are quoted', () => {
  const odd = STANDARD.replace(/\bNorth\b/g, '"yes: [no] # \\u00e9\\"1"').replace(/\bSouth\b/g, '"null"');
  const before = read(folder.write('odd.yaml', odd));
  expect(before.sites[0].name).toBe('yes: [no] # é"1');
  expectSame(before, read(folder.write('again.yaml', writeTopology(before))));
});

const REAL = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

test.skipIf(!existsSync(REAL))('two real documents (skipped where they are not at hand)', () => {
  for (const name of ['contoso-enterprise.tbxml', 'published-standard-edition.xml']) {
    const before = read(`${REAL}${name}`);
    const text = writeTopology(before);
    expectSame(before, read(folder.write('written.yaml', text)));
    for (const { name: left } of before.unmodelled) expect(text).toContain(left);
  }
  expect(readFileSync(folder.path('written.yaml'), 'utf8')).toMatch(/^# not modelled/);
});
