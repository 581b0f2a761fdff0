import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { comparisonAsHtml } from '../../../src/report/html/comparison-page.js';
import { COMPARISON_SHEET } from '../../../src/report/html/comparison-style.js';
import { comparisonOf } from './other-pages.js';
import { hostile, resultOfSim, textOf } from './pages.js';

describe('the page of two runs', () => {
  test('its policy names its styles', () => {
    const hash = createHash('sha256').update(COMPARISON_SHEET.text).digest('base64');
    expect(COMPARISON_SHEET.hash).toBe(`sha256-${hash}`);
    expect(COMPARISON_SHEET.text).not.toContain('<');
  });

  test('says what is worse and what is better in words and numbers', async () => {
    const [first, second] = [await resultOfSim('03-site-loss'), await resultOfSim('04a-forgot-cms')];
    const compared = comparisonOf(first, second);
    const text = textOf(comparisonAsHtml(compared));
    expect(text).toMatch(/worse .*B is worse/);
    // As the terminal has them: 0 changes stranded against 2,170.
    expect(text).toContain('changes stranded 0 2,170 ▲ 2,170 worse');
    expect(text).toContain('changes lost 2,167 0 ▼ 2,167 better');
    for (const { words } of compared.since) expect(text).toContain(words);
    expect(text).toContain('− only in A wait 45m');
    expect(text).toContain('fault: repair site Datacenter1 at 04:00:00');
  });

  test('a run beside itself is no worse, and no step stands alone', async () => {
    const result = await resultOfSim('03-site-loss');
    const text = textOf(comparisonAsHtml(comparisonOf(result, result)));
    expect(text).toContain('B is no worse than A in anything that was compared.');
    expect(text).not.toMatch(/only in [AB]|▲ [\d,]+ worse/);
  });

  test('of fewer seeds it says so, and both have their inputs', async () => {
    const result = await resultOfSim('03-site-loss');
    const seeds = { played: 50, fewerBecause: null, failed: [], inconclusive: [], spread: [] };
    const input = (path: string) => ({ path, sha256: 'a'.repeat(64) });
    const [first, second] = [
      { ...result, seeds, inputs: [input('a.yaml'), input('topology.yaml')] },
      { ...result, inputs: [input('b.yaml'), input('topology.yaml')] },
    ];
    const html = comparisonAsHtml(comparisonOf(first, second));
    expect(textOf(html)).toContain('in the seeds that B has, which are fewer than those of A.');
    for (const path of ['a.yaml', 'b.yaml', 'topology.yaml']) {
      expect(html.match(new RegExp(`<span>${path}<br`, 'g'))).toHaveLength(1);
    }
  });

  test('what an earlier version did not write is not drawn, and said not to be', async () => {
    const result = await resultOfSim('03-site-loss');
    const { components: _, ...older } = result;
    const text = textOf(comparisonAsHtml(comparisonOf(older as typeof result, result)));
    expect(text).toContain('Not drawn: a result of an earlier version');
  });

  test('names of the input are text and nothing else', async () => {
    const result = await resultOfSim('03-site-loss');
    const html = comparisonAsHtml(comparisonOf(hostile(result), result));
    expect(html).not.toMatch(/<script|<img|<b>|<svg onload|\u202e/i);
  });
});

test('drills of two checks: what changed in each', () => {
  const text = textOf(
    comparisonAsHtml({
      kind: 'checks',
      changes: {
        drills: [
          { path: 'a.yaml', since: [{ direction: 'worse', words: 'RTO: most was 1m, is 2m' }] },
          { path: 'b.yaml', since: [] },
        ],
        sequences: [],
        gone: ['c.yaml'],
        added: [],
      },
      paths: ['before.json', 'now.json'],
      document: {},
    }),
  );
  expect(text).toContain('worse Drill by drill 1 of 2 drills. A before.json · B now.json');
  expect(text).toContain('a.yaml ▲ worse RTO: most was 1m, is 2m');
  expect(text).toContain('c.yaml ? only in A');
});
