import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fromBase85 } from '../../../src/page/inflated-text.js';
import { runAsHtml } from '../../../src/report/html/report-html.js';
import { STYLE, STYLE_HASH } from '../../../src/report/html/style.js';
import { LOSE_DATACENTER1 } from '../fixture.js';
import { documentOf, hostile, htmlOf, resultOfSim, textOf, twentyPairs } from './pages.js';

const elements = (html: string): number => (html.match(/<[a-z]/gi) ?? []).length;

describe('the page', () => {
  test('what both pictures of a night use stands once: words in the table, curves in the wide one', async () => {
    const html = documentOf(await resultOfSim('14-three-sites'));
    const ids = [...html.matchAll(/ id="((?:lane|curve)-\d+)"/g)].map(([, id]) => id);
    const used = [...html.matchAll(/ (?:aria-labelledby="|href="#)((?:lane|curve)-\d+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
    const [lanes, curves] = ['lane', 'curve'].map((what) => ids.filter((id) => id.startsWith(what)));
    expect(used.toSorted()).toEqual([...lanes, ...lanes, ...curves].toSorted());
  });

  test('without scripts is one file, and its policy lets nothing but its own style in', async () => {
    const html = documentOf(await resultOfSim('03-site-loss'));
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import| style="| on\w+="|javascript:/i);
    expect(html).not.toContain('script-src');
    expect(html.match(/url\([^)]*\)/g)?.filter((url) => !url.startsWith('url(#'))).toEqual([]);
    expect(html).toContain(`default-src &#39;none&#39;; style-src &#39;${STYLE_HASH}&#39;`.replaceAll('&#39;', "'"));
  });

  test('with scripts is the same document, and only its own script may run', async () => {
    const result = await resultOfSim('03-site-loss');
    const html = htmlOf(result);
    const [opening, ...scripts] = html.split('<script');
    const policy = /script-src '(sha256-[^']+)' '(sha256-[^']+)' '(sha256-[^']+)'; worker-src blob:; /.exec(opening);
    expect(opening.replace(policy![0], '')).toBe(documentOf(result).split('</body>')[0]);
    expect(scripts.map((script) => script.slice(0, script.indexOf('>')))).toEqual([
      ' type="application/json" id="drill"',
      ' type="text/plain" id="simulator"',
      ' type="text/plain" id="page"',
      '',
    ]);
    // Each ends where it is meant to.
    expect(html.match(/<\/script/gi)?.length).toBe(4);
    expect(html).not.toContain('<!--');
    const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
    const inside = (script: string) => />(.*)<\/script>/s.exec(script)![1];
    // The one that runs, the one that it inflates, and the simulator, which is a script where no worker may be.
    const [simulator, page] = [scripts[1], scripts[2]].map((text) =>
      inflateRawSync(fromBase85(inside(text))).toString(),
    );
    expect(policy!.slice(1)).toEqual([hashOf(inside(scripts[3])), hashOf(page), hashOf(simulator)]);
  });

  test('its policy names its style', () => {
    expect(STYLE_HASH).toBe(`sha256-${createHash('sha256').update(STYLE).digest('base64')}`);
    expect(STYLE).not.toContain('<');
  });

  test('is the same bytes for the same result', async () => {
    const result = await resultOfSim('14-three-sites');
    expect(htmlOf(await resultOfSim('14-three-sites'))).toBe(htmlOf(result));
  });

  test('a night of five hours fits into 400,000 bytes, 20 pairs and 24 hours into 1 MB; neither has 6,000 elements', async () => {
    const night = await resultOfSim('03-site-loss');
    expect(Buffer.byteLength(htmlOf(night))).toBeLessThan(400_000);
    const large = await twentyPairs();
    expect(Buffer.byteLength(htmlOf(large))).toBeLessThan(1_000_000);
    expect([night, large].map((result) => elements(documentOf(result)) < 6000)).toEqual([true, true]);
  });

  test('names of the input are text and nothing else', async () => {
    const result = hostile(await resultOfSim('03-site-loss'));
    expect(htmlOf(result).match(/<script/gi)?.length).toBe(4);
    expect(htmlOf(result)).not.toMatch(/<img|<b>|<svg onload|\u202e/i);
    const html = documentOf(result);
    expect(html).not.toMatch(/<script|<img|<b>|<svg onload|\u202e/i);
    expect(html.match(/<\/style>/g)?.length).toBe(1);
    expect(textOf(html)).toContain('</script><img src=x onerror=alert(1)>\\u202e');
  });

  test('of a result without a deployment can be made, too', () => {
    expect(textOf(htmlOf(LOSE_DATACENTER1))).toContain('Line 12 was refused by D42');
  });
});

describe('what it says', () => {
  test('the story of a lost site', async () => {
    // 00:31 lost; the failover command at 00:51:18 and regular service at 01:05:37, as the report in sims/reports has them.
    expect(textOf(htmlOf(await resultOfSim('03-site-loss')))).toContain(
      'Site Datacenter1 is lost at 00:31 . The 20,000 users of pool1 have regular service again at 01:05:37 , 34m 37s later: 20m 18s until the failover command, 14m 19s in it. 2,167 of 1,274,313 acknowledged changes are lost for good. At the end all users have regular service.',
    );
  });

  test('of a planned failover, and of a fault without a failover', async () => {
    expect(textOf(htmlOf(await resultOfSim('01-planned-failover')))).toMatch(
      /Nothing breaks: a planned drill\. The 20,000 users of pool1 are on the partner at [\d:]+ , [\dms ]+ after the command of the planned failover\. None of the [\d,]+ acknowledged changes is lost\./,
    );
    const text = textOf(htmlOf(await resultOfSim('05a-sql-witness')));
    expect(text).toContain('Server sql1a.contoso.com is lost at');
    expect(text).toContain('Recovery time RTO – no pool is taken over by its partner');
  });

  test('what seeds never came to, and a whole store that is counted nowhere, is no tick', async () => {
    const result = await resultOfSim('03-site-loss');
    const spread = result.seeds!.spread.map((each) =>
      each.what === 'rto' ? { ...each, p95Ms: null, maxMs: null, never: 1 } : each,
    );
    const some = textOf(htmlOf({ ...result, seeds: { ...result.seeds!, spread } }));
    expect(some).toMatch(/Recovery time RTO 14m 19s ▲ 15m 41s inside [\s\S]* 95 % never, most never, never in 1/);
    const whole = { ...result.findings[0], rule: 'M281', severity: 'error' } as const;
    const kept = { ...result, expectations: [], findings: [...result.findings, whole] };
    const text = textOf(htmlOf({ ...kept, loss: { ...result.loss, lost: 0, stranded: 0 } }));
    expect(text).toContain('Changes lost 0 ✕ and a whole store from before the drill');
    expect(text).toContain('Not counted in it is a whole store from before the drill');
  });

  test('the numbers of the JSON', async () => {
    const result = await resultOfSim('03-site-loss');
    const { usersWithoutRegularService } = result.glance;
    const text = textOf(htmlOf(result));
    expect(text).toContain('Recovery time RTO 14m 19s ✓ 15m 41s inside the drill’s target of 30m');
    expect(text).toContain(`${(usersWithoutRegularService.userMinutes / 1e6).toFixed(2)} M user-minutes`);
    expect(text).toContain('Changes lost 2,167 ✓ at most 2,167 expected');
    expect(text).toContain('13 of 13 ✓ steps went as expected');
  });

  test.each(['failed', 'inconclusive'] as const)(
    'a run that is %s for what only its reason says is not called in order',
    async (verdict) => {
      const passed = await resultOfSim('05a-sql-witness');
      expect(textOf(htmlOf(passed))).toContain('Nothing has to be mended');
      const text = textOf(htmlOf({ ...passed, verdict, readiness: 'notReady', reason: 'Another seed has it.' }));
      expect(text).not.toContain('Nothing has to be mended');
      expect(text).toMatch(/✕ error verdict Another seed has it\./);
    },
  );

  test('users without service at the end, and commands that were not rehearsed, stand in the first sentences', async () => {
    const result = await resultOfSim('03-site-loss');
    const [first, ...others] = result.users;
    const last = { ...first.intervals[first.intervals.length - 1], regular: 15_000 };
    const text = textOf(
      htmlOf({
        ...result,
        users: [{ ...first, intervals: [...first.intervals.slice(0, -1), last] }, ...others],
        glance: { ...result.glance, notRehearsed: ['Invoke-CsPoolFailOver, line 99'] },
      }),
    );
    expect(text).toContain('At the end 5,000 users of pool1 have no regular service.');
    expect(text).toContain('1 command of the runbook was not rehearsed');
    expect(text).toContain('Commands that the runbook passed over Invoke-CsPoolFailOver, line 99');
  });

  test('the line to write instead', async () => {
    const text = textOf(htmlOf(await resultOfSim('04a-forgot-cms')));
    expect(text).toContain(
      'write: Set-CsSite -Identity Site:Datacenter1 -FederationRoute EdgeServer:edge2.contoso.com',
    );
  });

  test('what came again in a loop stands once', async () => {
    const html = htmlOf(await resultOfSim('17-site-loss-night'));
    expect(elements(html)).toBeLessThan(6000);
    expect(textOf(html)).toMatch(/\d+ times, until \d\d:\d\d:\d\d/);
  });
});

test('the run sheet alone has every step, what cannot be taken back, and room to sign', async () => {
  const result = await resultOfSim('03-site-loss');
  const text = textOf(runAsHtml(result, { colour: 0, width: 80, sheet: true }));
  for (const { command } of result.steps) expect(text).toContain(command);
  expect(text).toContain('■ what had not reached the partner stays behind (D45)');
  expect(text).toContain('refused or failed, or users not regular after 30m');
  expect(text).toContain('not there after 15m');
  expect(text).toContain('signed');
  expect(text).not.toContain('Where the time went');
});
