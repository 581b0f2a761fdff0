import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkAsHtml } from '../../../src/report/html/check-page.js';
import { CHECK_SHEET } from '../../../src/report/html/check-style.js';
import { checkOf } from './other-pages.js';
import { hostile, resultOfSim, textOf } from './pages.js';

describe('the page of a check', () => {
  test('its policy names its styles', () => {
    const hash = createHash('sha256').update(CHECK_SHEET.text).digest('base64');
    expect(CHECK_SHEET.hash).toBe(`sha256-${hash}`);
    expect(CHECK_SHEET.text).not.toContain('<');
  });

  test('is an index whose lines lead to the first screens of the drills', async () => {
    const [lost, forgot] = [await resultOfSim('03-site-loss'), await resultOfSim('04a-forgot-cms')];
    const html = checkAsHtml(checkOf([lost, { ...forgot, verdict: 'failed', readiness: 'notReady' }]));
    const text = textOf(html);
    expect(text).toContain('1 failed · 0 inconclusive · 1 passed');
    for (const i of [1, 2]) {
      expect(html).toContain(`href="#drill-${i}"`);
      expect(html).toContain(`id="drill-${i}"`);
    }
    // What did not pass stands open.
    expect(html.match(/<details class="drill"( open)?/g)).toEqual([
      '<details class="drill"',
      '<details class="drill" open',
    ]);
    expect(text).toContain('Recovery time RTO 14m 19s');
    expect(text).toContain('Where the time went');
    expect(text).toContain('✕ not found'.replace('✕', '?'));
    expect(text).toContain('I1 breaks after 2 steps and 1 scheduled fault: lost');
    expect(text).toContain('▲ worse RTO of pool1: most was 10m, is 14m');
    expect(text).toContain('drills/alone.ps1 not rehearsed');
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test('every error and warning of a drill stands on it', async () => {
    const result = await resultOfSim('03-site-loss');
    const messages = Array.from({ length: 9 }, (_, i) => `it goes wrong in the way ${i}`);
    const [finding] = result.findings;
    const findings = messages.map((message) => ({ ...finding, severity: 'error' as const, message }));
    const text = textOf(checkAsHtml(checkOf([{ ...result, findings }])));
    expect(text).toContain('9 errors');
    for (const message of messages) expect(text).toContain(message);
  });

  test('users without service at the end are in the story of a summary', async () => {
    const result = await resultOfSim('03-site-loss');
    const { glance } = result;
    const usersWithoutRegularService = { ...glance.usersWithoutRegularService, atEnd: 5000 };
    const text = textOf(checkAsHtml(checkOf([{ ...result, glance: { ...glance, usersWithoutRegularService } }])));
    expect(text).toContain('At the end 5,000 users have no regular service .');
    expect(text).not.toContain('At the end all users have regular service');
  });

  test('names of the input are text and nothing else', async () => {
    const html = checkAsHtml(checkOf([hostile(await resultOfSim('03-site-loss'))]));
    expect(html).not.toMatch(/<script|<img|<b>|<svg onload|\u202e/i);
  });
});
