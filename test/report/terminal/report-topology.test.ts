import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Deployment } from '../../../src/domain/deployment.js';
import { topologyWarnings } from '../../../src/domain/deployment-warnings.js';
import { topologyFigures } from '../../../src/domain/topology-figures.js';
import { readTopologyFile } from '../../../src/input/from-disk.js';
import { writeTopology } from '../../../src/input/topology/write-yaml.js';
import { REPORTERS, type ReporterName } from '../../../src/report/reporters.js';
import type { ReportOptions } from '../../../src/report/text/page.js';
import { cells } from '../../../src/report/text/typesetting.js';
import { FIXTURES, fixture } from '../../input/topology/fixtures.js';

function deploymentOf(path: string): Deployment {
  const deployment = readTopologyFile(path);
  if (Array.isArray(deployment)) throw new Error(deployment[0].message);
  return deployment;
}

function shown(
  path: string,
  options: Partial<ReportOptions> = {},
  reporter: ReporterName<'topology'> = 'terminal',
): string {
  const deployment = deploymentOf(path);
  const { topology } = REPORTERS[reporter];
  return topology(deployment, topologyWarnings(deployment), topologyFigures(deployment), {
    colour: 0,
    width: 80,
    ...options,
  });
}

test.each(FIXTURES)('the drawing of %s', async (name) => {
  await expect(shown(fixture(name))).toMatchFileSnapshot(`snapshots/topology-${name}.txt`);
});

test('no line is wider than the paper, unless one name is', () => {
  for (const name of FIXTURES) {
    for (const width of [60, 80, 110]) {
      const wide = shown(fixture(name), { width })
        .split('\n')
        .filter((line) => cells(line) > width && line.trim().includes(' '));
      expect(wide).toEqual([]);
    }
  }
});

test('colours change no word', () => {
  const coloured = shown(fixture('standard-pair.xml'), { colour: 1 });
  expect(coloured).toContain('\u001b[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(shown(fixture('standard-pair.xml')));
});

test('the JSON has the deployment, the warnings and what was assumed', () => {
  const json = JSON.parse(shown(fixture('three-sites.tbxml'), {}, 'json'));
  expect(Object.keys(json)).toMatchInlineSnapshot(`
    [
      "drydrill",
      "product",
      "sites",
      "links",
      "pools",
      "edgePools",
      "centralManagement",
      "backupService",
      "voiceResiliency",
      "assumptions",
      "taken",
      "unmodelled",
      "published",
      "warnings",
      "figures",
    ]
  `);
  expect(json.drydrill).toBe(1);
  expect(json.pools).toHaveLength(3);
  expect(json.unmodelled[0].what).toBe('Survivable Branch Appliance or Server');
});

test('an overlay, and YAML', () => {
  const yaml = writeTopology(deploymentOf(fixture('standard-pair.xml')));
  expect(yaml).toContain('users: 2500  # assumed');
  const overlay = fileURLToPath(new URL('none.yaml', import.meta.url));
  expect(readTopologyFile(fixture('standard-pair.xml'), overlay)).toMatchObject([{ message: expect.any(String) }]);
});
