import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pageScripts } from '../../../src/commands/page-scripts.js';
import { explorationAsHtml } from '../../../src/report/html/exploration-page.js';
import { EXPLORATION_SHEET } from '../../../src/report/html/exploration-style.js';
import { explorationOfSmall, hazardsOfSmall, noRuns, searchOfSmall } from './other-pages.js';
import { hostile, textOf } from './pages.js';

describe('the page of an exploration', () => {
  test('its policy names its styles, and it has no script', async () => {
    const hash = `sha256-${createHash('sha256').update(EXPLORATION_SHEET.text).digest('base64')}`;
    expect(EXPLORATION_SHEET.hash).toBe(hash);
    expect(EXPLORATION_SHEET.text).not.toContain('<');
    const html = explorationAsHtml(await explorationOfSmall());
    expect(html).toContain(`'${hash}'; base-uri`);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import| style="| on\w+="|javascript:/i);
    expect(explorationAsHtml(await explorationOfSmall())).toBe(html);
  });

  test('has every consequence with its futures, the heat map of the matrix, and a story of each bad end', async () => {
    const report = await explorationOfSmall();
    const html = explorationAsHtml(report);
    const text = textOf(html);
    expect(report.consequences.length).toBeGreaterThan(2);
    for (const { futures } of report.consequences) expect(text).toContain(futures.toLocaleString('en-US'));
    for (const { component } of report.matrix!.components.filter(({ worst }) => worst.some((each) => each !== null))) {
      expect(text).toContain(component);
    }
    // A cell each of the worst consequence: as many as the rows that differ have columns.
    const rows = new Set(report.matrix!.components.map(({ worst }) => worst.join())).size;
    expect(html.match(/<th scope="row"/g)?.length).toBeLessThanOrEqual(rows);
    const bad = report.consequences.filter(({ consequence }) => ['lost', 'unserved', 'stranded'].includes(consequence));
    expect(html.match(/<article/g)?.length).toBe(bad.length + report.violations.length);
    expect(bad.length).toBeGreaterThan(0);
    expect(text).toContain('Proved:');
  });

  test('with the runs of what was found it carries the simulator, and stays the document that it is without', async () => {
    const { report, runs } = await searchOfSmall();
    const scripts = pageScripts('html')!;
    const html = explorationAsHtml(report, { scripts, runs });
    expect(html).toContain(`script-src ${scripts.hashes.map((hash) => `'${hash}'`).join(' ')};`);
    expect(Buffer.byteLength(html)).toBeLessThan(400_000);
    const body = (text: string) => text.slice(text.indexOf('<body>'), text.indexOf('</footer>'));
    expect(body(html)).toBe(body(explorationAsHtml(report)));
    // Without a run there is nothing to play, and what was found is stepped through without a clock.
    const none = noRuns(report);
    expect(explorationAsHtml(report, { scripts, runs: none })).toContain('id="runs">{"runs":null,"untimed":[{');
    const nothing = { ...report, violations: [], consequences: [] };
    const found = noRuns(nothing);
    expect(explorationAsHtml(nothing, { scripts, runs: found })).toBe(explorationAsHtml(nothing));
  });

  test('a counterexample is a story: who, what, what changed, and from where nothing avoids it', async () => {
    const report = await hazardsOfSmall();
    const [violation] = report.violations;
    const text = textOf(explorationAsHtml(report));
    expect(text).toContain(`${violation.invariant}: ${violation.message}`);
    for (const { actor, action, changed } of violation.steps) {
      expect(text).toContain(action);
      expect(text).toContain(actor);
      for (const [what, now] of Object.entries(changed)) expect(text).toContain(`${what}: ${now}`);
    }
  });

  test('of a search that did not see everything nothing is called proved', async () => {
    const report = await explorationOfSmall();
    const part = { ...report, complete: false, proved: null, matrix: null, verdict: 'inconclusive' } as const;
    const text = textOf(explorationAsHtml(part));
    expect(text).toContain('Nothing is proved');
    expect(text).toContain('NOT all of them seen');
    expect(text).toContain('Not worked out: a search was too large for it');
    expect(text).not.toContain('Proved:');
  });

  test('names of the input are text and nothing else', async () => {
    const html = explorationAsHtml(hostile(await explorationOfSmall()));
    expect(html).not.toMatch(/<script|<img|<b>|<svg onload|\u202e/i);
    expect(html.match(/<\/style>/g)?.length).toBe(2);
  });
});
