import { describe, expect, it, test } from 'vitest';
import type { Ended } from '../../../src/domain/cmdlets/cmdlet.js';
import { getUpgradeReadiness } from '../../../src/domain/cmdlets/health-queries.js';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { feelings, HOUR, lossOf, MIN, type PoolOptions, run } from '../../support/drills.js';
import { drill, exact, SILENT } from '../../support/exact.js';

/** A server starts in 10 min, a drain takes 20, replicas are built in 5 (M11). */
const NUMBERS = { drainMinutes: 20, serverStartMinutes: 10, replicaRebuildMinutes: 5 };
const drilled = (one: PoolOptions, parts: object, product = 'sfb2015') =>
  run(drill({ topology: exact(one, { servers: 3 }, { product, assumptions: NUMBERS }), load: SILENT, ...parts }));
const on = (cmdlet: string, host: string, more = '') => ({ run: `${cmdlet} -ComputerName ${host}${more}` });
const stop = (host: string, more = '') => on('Stop-CsWindowsService', host, more);
const start = (host: string) => on('Start-CsWindowsService', host);

const broken = (r: DrillRun) => r.result.violations.map((v) => [v.invariant, v.message, v.rules.join()]);
const of = (r: DrillRun, rule: string) => r.result.findings.filter((f) => f.rule === rule);

describe('D252: the next server only when the replicas of the one before are built', () => {
  test.each([
    // The first server is back at 0:10, and its replicas at 0:15.
    ['4m', true],
    ['5m', false],
  ])('three servers, the second %s after the first is back: quorum lost by hand = %s (I16)', async (wait, isLost) => {
    const r = await drilled(
      { servers: 3, users: 1000 },
      { steps: [stop('fe1a'), { wait: '10m' }, start('fe1a'), { wait }, stop('fe1b'), { wait: '10m' }] },
    );
    // All groups are on these three: one replica each is left. One went after the other, so that half of the users sign out.
    const at = 10 * MIN + Number.parseInt(wait, 10) * MIN;
    expect(feelings(r, 'pool1').at(-1)).toBe(
      isLost ? `signedOut 500 ${at}-${at + 10 * MIN}` : `regularHome 1000 0-${at + 10 * MIN}`,
    );
    const message =
      'the stop of fe1b takes routing-group quorum from 1,000 users of pool1: the replicas of the server that came back before it are still being built';
    expect(broken(r)).toEqual(isLost ? [['I16', message, 'D252']] : []);
    expect(r.result.verdict).toBe(isLost ? 'failed' : 'passed');
  });

  it('six servers: after 5 min the groups stand on the other five, and the second server may go at once', async () => {
    const steps = (away: string) => [stop('fe1a'), { wait: away }, start('fe1a'), stop('fe1b'), { wait: '10m' }];
    expect(broken(await drilled({ servers: 6 }, { steps: steps('10m') }))).toEqual([]);
    // Back within 5 min, it is one of the three still: both are on 4 of the 20 triples, 200 of 1,000 users.
    const r = await drilled({ servers: 6 }, { steps: steps('3m') });
    expect(broken(r)[0][1]).toContain('takes routing-group quorum from 200 users of pool1');
  });

  it('a second server while the first is stopped: its replicas are rebuilt on the others after 5 min (M11)', async () => {
    const early = await drilled(
      { servers: 6 },
      { steps: [stop('fe1a'), { wait: '4m' }, stop('fe1b'), { wait: '1m' }] },
    );
    expect(broken(early)[0][1]).toContain('two of three replicas are on servers that do not run, and are not rebuilt');
    const later = await drilled(
      { servers: 6 },
      { steps: [stop('fe1a'), { wait: '5m' }, stop('fe1b'), { wait: '1m' }] },
    );
    expect(broken(later)).toEqual([]);
    expect([of(early, 'D252').map((f) => f.instead), of(later, 'D252')]).toEqual([
      ['Get-CsPoolUpgradeReadinessState'],
      [],
    ]);
  });

  it('two of six at once: the advice is one after the other', async () => {
    const r = await drilled({ servers: 6 }, { steps: [on('Stop-Computer', 'fe1a,fe1b'), { wait: '1m' }] });
    expect(broken(r)[0][1]).toContain('the stop of fe1a, fe1b takes routing-group quorum');
    expect(of(r, 'D252').map((f) => f.message)).toEqual([expect.stringMatching(/^fe1a, fe1b were stopped at once/)]);
  });

  it('a crash is nobody’s step: the same quorum lost, and I16 holds', async () => {
    const r = await drilled(
      { servers: 6 },
      {
        faults: [
          { at: '10m', crash: { server: 'fe1a' } },
          { at: '12m', crash: { server: 'fe1b' } },
        ],
        steps: [{ wait: '20m' }],
        expect: { served: { except: ['pool1'] } },
      },
    );
    expect(feelings(r, 'pool1').at(-1)).toMatch(/^signedOut /);
    expect(broken(r)).toEqual([]);
  });

  test.each([
    ['Stop-CsWindowsService', ''],
    ['Stop-Computer', ''],
    ['Restart-Computer', ' -Wait'],
    ['Invoke-CsComputerFailOver', ' -Force'],
  ])('%s of one server too many: the pool below its quorum (D12, I16)', async (cmdlet, more) => {
    const r = await drilled(
      { servers: 3, users: 1000 },
      { faults: [{ at: '1m', crash: { server: 'fe1a' } }], steps: [{ wait: '10m' }, on(cmdlet, 'fe1b', more)] },
    );
    expect(broken(r)[0]).toEqual([
      'I16',
      'the stop of fe1b takes pool1 below its quorum, with 1,000 users on it: all its services stop',
      'D12',
    ]);
    expect(of(r, 'D12').map((f) => f.instead)).toContain('Invoke-CsPoolFailOver -PoolFqdn pool1');
  });

  it('a pool that serves nobody may be stopped whole: its users are on its partner', async () => {
    const r = await drilled(
      { servers: 3 },
      {
        steps: [
          { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
          ...['fe1a', 'fe1b', 'fe1c'].map((host) => stop(host)),
          { wait: '1m' },
        ],
      },
    );
    expect(broken(r)).toEqual([]);
  });

  it('a failover of the server verifies, and takes no quorum away', async () => {
    const r = await drilled(
      { servers: 3 },
      {
        faults: [{ at: '1m', crash: { server: 'fe1a' } }],
        steps: [{ wait: '10m' }, { ...on('Invoke-CsComputerFailOver', 'fe1b'), expect: 'refused', rule: 'D12' }],
      },
    );
    expect(r.result.verdict).toBe('passed');
  });

  it('whom quorum was taken from have it again when the server is back, and nothing is lost', async () => {
    const r = await run(
      drill({
        topology: exact({ servers: 3 }, { servers: 3 }, { product: 'sfb2015', assumptions: NUMBERS }),
        steps: [
          stop('fe1a'),
          { wait: '10m' },
          start('fe1a'),
          stop('fe1b'),
          { wait: '10m' },
          start('fe1b'),
          { wait: '40m' },
        ],
        expect: { violates: ['I16'] },
      }),
    );
    expect(feelings(r, 'pool1').at(-1)).toMatch(new RegExp(`^regularHome \\d+ ${20 * MIN}-${HOUR}$`));
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    expect(r.result.verdict).toBe('passed');
  });
});

describe('D251: Get-CsPoolUpgradeReadinessState', () => {
  it('is Busy while the replicas of a server that came back are built, then Ready', async () => {
    const after = async (...steps: object[]) => {
      const { model } = await drilled(
        { servers: 6 },
        { steps: [stop('fe1a'), { wait: '10m' }, start('fe1a'), ...steps] },
      );
      const state = (skips: boolean) =>
        (getUpgradeReadiness.begin(model.world, { TypedOn: 'fe1b', SkipIdleSecondaryVerification: skips }) as Ended)
          .output;
      return [state(false), state(true)].map((output) => output?.[0].PoolUpgradeState);
    };
    expect(await after({ wait: '4m' })).toEqual(['Busy', 'Ready']);
    expect(await after({ wait: '6m' })).toEqual(['Ready', 'Ready']);
  });
});

describe('D255: -WhatIf beside -Force', () => {
  it('starts the failover of the server, and says so; without -Force it changes nothing', async () => {
    const forced = await drilled(
      { servers: 3 },
      { steps: [on('Invoke-CsComputerFailOver', 'fe1c', ' -Force -WhatIf')] },
    );
    expect(forced.result.steps[0]).toMatchObject({ outcome: 'ok', endedAtMs: 20 * MIN });
    expect(forced.model.world.isDisabled(forced.model.world.layout.host('fe1c'))).toBe(true);
    expect(of(forced, 'D255')).toMatchObject([
      { severity: 'warning', instead: 'Invoke-CsComputerFailOver -ComputerName fe1c -WhatIf' },
    ]);
    const shown = await drilled({ servers: 3 }, { steps: [on('Invoke-CsComputerFailOver', 'fe1c', ' -WhatIf')] });
    expect(shown.result.steps[0]).toMatchObject({ outcome: 'ok', endedAtMs: 0 });
    expect(of(shown, 'D255')).toEqual([]);
    // One that only looks has rehearsed nothing; the other has changed the deployment.
    expect([forced.result.verdict, shown.result.verdict]).toEqual(['passed', 'inconclusive']);
  });
});
