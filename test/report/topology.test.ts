import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cells } from '../../src/report/text/layout.js';
import { showTopology, type TopologyOptions } from '../../src/topology.js';
import { FIXTURES, fixture } from '../input/topology/fixtures.js';

const ON_PAPER: TopologyOptions = { as: 'drawing', colour: 0, width: 80 };

function shown(path: string, options: Partial<TopologyOptions> = {}): string {
  const outcome = showTopology(path, { ...ON_PAPER, ...options });
  if (outcome.kind !== 'text') throw new Error(outcome.errors[0].message);
  return outcome.text;
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
  const json = JSON.parse(shown(fixture('three-sites.tbxml'), { as: 'json' }));
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
      "warnings",
    ]
  `);
  expect(json.drydrill).toBe(1);
  expect(json.pools).toHaveLength(3);
  expect(json.unmodelled[0].what).toBe('Survivable Branch Appliance or Server');
});

test('an overlay, and YAML', () => {
  const yaml = shown(fixture('standard-pair.xml'), { as: 'yaml' });
  expect(yaml).toContain('users: 5000  # assumed');
  const overlay = fileURLToPath(new URL('none.yaml', import.meta.url));
  const outcome = showTopology(fixture('standard-pair.xml'), { ...ON_PAPER, overlay });
  expect(outcome.kind).toBe('inputErrors');
});
