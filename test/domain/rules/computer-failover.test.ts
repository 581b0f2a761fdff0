import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { feelings, MIN, type PoolOptions, run } from '../../support/drills.js';
import { drill, exact, SILENT } from '../../support/exact.js';

/** A drain takes 20 min, a server 10 min to come back. */
const NUMBERS = { drainMinutes: 20, serverStartMinutes: 10 };
const pools = (one: PoolOptions, assumptions: object = {}) =>
  exact(one, { servers: 3 }, { product: 'sfb2015', assumptions: { ...NUMBERS, ...assumptions } });
const drilled = (one: PoolOptions, parts: object, assumptions: object = {}) =>
  run(drill({ topology: pools(one, assumptions), load: SILENT, ...parts }));
const over = (host: string, more = '') => ({ run: `Invoke-CsComputerFailOver -ComputerName ${host}${more}` });
const back = (host: string, more = '') => ({ run: `Invoke-CsComputerFailBack -ComputerName ${host}${more}` });
const FABRIC = { run: 'Get-CsPoolFabricState pool1' };

const outcomes = (r: DrillRun) => r.result.steps.map((s) => [s.outcome, s.rule]);
const running = (r: DrillRun) => r.result.steps.flatMap((s) => (s.output ?? []).map((o) => o.ServersRunning));
const of = (r: DrillRun, ...rules: string[]) => r.result.findings.filter((f) => rules.includes(f.rule));

describe('D253: Invoke-CsComputerFailOver drains a server, then stops and disables its services', () => {
  it('two of six, one right after the other: nobody notices, where two stops sign users out (D11)', async () => {
    const r = await drilled({ servers: 6 }, { steps: [over('fe1e'), over('fe1f'), FABRIC] });
    expect(r.result.steps.map((s) => s.endedAtMs)).toEqual([20 * MIN, 40 * MIN, 40 * MIN]);
    expect(running(r)).toEqual([4]);
    expect(feelings(r, 'pool1')).toEqual([`regularHome 1000 0-${40 * MIN}`]);
    const stopped = await drilled(
      { servers: 6 },
      { steps: ['fe1e', 'fe1f'].map((h) => ({ run: `Stop-CsWindowsService -ComputerName ${h}` })) },
    );
    // 4 of the 20 triples of six servers have both: of these 200, 66 have the primary left, as both went at one moment.
    expect(feelings(stopped, 'pool1').at(-1)).toMatch(/^signedOut 134 /);
  });

  it('a server that is drained holds no replicas any more: another one may be lost at once', async () => {
    const r = await drilled(
      { servers: 6 },
      { faults: [{ at: '21m', crash: { server: 'fe1a' } }], steps: [over('fe1f'), { wait: '10m' }] },
    );
    expect(feelings(r, 'pool1')).toHaveLength(1);
  });

  it('a reboot, Start-CsWindowsService and Start-CsPool do not bring it back, only -FailBack does (D254)', async () => {
    const r = await drilled(
      {},
      {
        faults: [{ at: '30m', crash: { server: 'fe1c' }, for: '5m' }],
        steps: [
          over('fe1c'),
          { at: '40m', ...FABRIC },
          { run: 'Start-CsWindowsService -ComputerName fe1c' },
          { run: 'Start-CsPool -PoolFqdn pool1' },
          FABRIC,
          back('fe1c'),
          FABRIC,
        ],
      },
    );
    expect(outcomes(r)).toEqual([
      ['ok', null],
      ['ok', null],
      ['refused', 'D254'],
      ['ok', null],
      ['ok', null],
      ['ok', null],
      ['ok', null],
    ]);
    expect(r.result.steps[2].message).toContain('Invoke-CsComputerFailBack -ComputerName fe1c');
    expect(running(r)).toEqual([2, 2, 3]);
    expect(r.result.steps[5].endedAtMs).toBe(50 * MIN);
    expect(of(r, 'D254')).toEqual([]);
  });

  it('one that is still failed over at the end is a finding with the line that brings it back', async () => {
    const r = await drilled({}, { steps: [over('fe1c'), { wait: '1h' }] });
    expect(of(r, 'D254').map(({ severity, instead }) => [severity, instead])).toEqual([
      ['warning', 'Invoke-CsComputerFailBack -ComputerName fe1c'],
    ]);
  });

  it('-WaitTime, 1 hour where it is not given: exceeded, it fails and nothing was done', async () => {
    const short = await drilled({}, { steps: [over('fe1c', ' -WaitTime 00:19:00'), FABRIC] });
    expect(outcomes(short)[0]).toEqual(['failed', 'D253']);
    expect(short.result.steps[0].endedAtMs).toBe(19 * MIN);
    expect(running(short)).toEqual([3]);
    const long = await drilled({}, { steps: [over('fe1c'), FABRIC] }, { drainMinutes: 61 });
    expect([outcomes(long)[0], running(long)]).toEqual([['failed', 'D253'], [3]]);
    expect(
      outcomes(await drilled({}, { steps: [over('fe1c', ' -WaitTime 02:00:00')] }, { drainMinutes: 61 }))[0][0],
    ).toBe('ok');
    const home = await drilled({}, { steps: [over('fe1c'), back('fe1c', ' -WaitTime 00:09:00'), FABRIC] });
    expect([outcomes(home)[1], running(home)]).toEqual([['failed', 'D254'], [2]]);
  });

  it('a machine that is lost meanwhile, or that there is nothing to do with', async () => {
    const lost = { at: '5m', crash: { server: 'fe1c' } };
    const r = await drilled({}, { faults: [lost], steps: [over('fe1c'), over('fe1c'), back('fe1c'), back('fe1b')] });
    expect(outcomes(r)).toEqual([
      ['failed', 'D37'],
      ['refused', 'D37'],
      ['refused', 'D37'],
      ['refused', 'D254'],
    ]);
    const twice = await drilled({}, { steps: [over('fe1c'), over('fe1c')] });
    expect(outcomes(twice)[1]).toEqual(['refused', 'D253']);
    const sql = await drilled({}, { steps: [over('sql1a'), { run: 'Invoke-CsComputerFailOver' }] });
    expect(outcomes(sql).map(([o]) => o)).toEqual(['notModelled', 'notModelled']);
  });
});

describe('the other servers must be able to carry the load, unless -Force', () => {
  const SIZED = { users: 13_000, more: { capacity: 3 * 6660 } };

  it('D3: two servers carry 13,320 users, one carries 6,660', async () => {
    const r = await drilled(
      { ...SIZED, servers: 5, more: { capacity: 5 * 6660 } },
      {
        steps: [over('fe1a'), over('fe1b'), over('fe1c'), { run: 'Stop-CsWindowsService -ComputerName fe1d' }],
      },
    );
    // Three of five are left after the second, which is the quorum of five (D12).
    expect(outcomes(r).slice(0, 3)).toEqual([
      ['ok', null],
      ['ok', null],
      ['refused', 'D12'],
    ]);
    const few = await drilled({ users: 14_000, more: { capacity: 3 * 6660 } }, { steps: [over('fe1a'), FABRIC] });
    expect(outcomes(few)[0]).toEqual(['refused', 'D3']);
    expect(few.result.steps[0].message).toBe(
      'pool1 without fe1a has 2 servers, sized for 13,320 users, and serves 14,000 users.',
    );
  });

  it('D12: the second of three may not go, and nothing was done', async () => {
    const r = await drilled(SIZED, { steps: [over('fe1a'), { wait: '10m' }, over('fe1b'), FABRIC] });
    expect(outcomes(r).filter((_, i) => i !== 1)).toEqual([
      ['ok', null],
      ['refused', 'D12'],
      ['ok', null],
    ]);
    expect(running(r)).toEqual([2]);
    expect(feelings(r, 'pool1')).toHaveLength(1);
  });

  it("the partner's users count while they are served here", async () => {
    const r = await drilled(
      { users: 7000, more: { capacity: 3 * 6660 } },
      {
        steps: [
          { run: 'Set-CsBackupServiceConfiguration -SyncInterval 00:01:00' },
          { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
        ],
      },
    );
    expect(r.result.steps[1].outcome).toBe('ok');
    const two = await run(
      drill({
        topology: exact(
          { users: 7000, more: { capacity: 3 * 6660 } },
          { users: 7000, more: { capacity: 3 * 6660 } },
          { product: 'sfb2015', assumptions: NUMBERS },
        ),
        load: SILENT,
        steps: [over('fe2a'), back('fe2a'), { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }, over('fe2a')],
      }),
    );
    expect(outcomes(two)).toEqual([
      ['ok', null],
      ['ok', null],
      ['ok', null],
      ['refused', 'D3'],
    ]);
  });

  it('is asked again when the drain is through', async () => {
    const r = await drilled(
      {},
      {
        faults: [{ at: '5m', crash: { server: 'fe1a' } }],
        steps: [over('fe1c'), FABRIC],
      },
    );
    expect(outcomes(r)[0]).toEqual(['failed', 'D12']);
    expect(running(r)).toEqual([2]);
  });

  it('-Force does not ask: a warning, and the pool goes down (D12)', async () => {
    const r = await drilled({}, { steps: [over('fe1a'), over('fe1b', ' -Force'), { wait: '1m' }] });
    expect(outcomes(r).slice(0, 2)).toEqual([
      ['ok', null],
      ['ok', null],
    ]);
    // One when it is typed, one when the server stops (I16).
    expect(of(r, 'D12').map((f) => [f.severity, f.message.slice(0, 16)])).toEqual([
      ['warning', '-Force: the serv'],
      ['warning', 'The last servers'],
    ]);
    expect(feelings(r, 'pool1').at(-1)).toBe(`signedOut 1000 ${40 * MIN}-${41 * MIN}`);
  });
});

describe('Stop-CsWindowsService -Graceful drains, too', () => {
  it('and disables nothing: a start brings the server back', async () => {
    const stop = (h: string) => ({ run: `Stop-CsWindowsService -ComputerName ${h} -Graceful` });
    const r = await run(
      drill({
        topology: exact({ servers: 6 }, {}, { assumptions: NUMBERS }),
        load: SILENT,
        steps: [stop('fe1e'), stop('fe1f'), FABRIC, { run: 'Start-CsWindowsService -ComputerName fe1e' }, FABRIC],
      }),
    );
    expect(r.result.steps.map((s) => s.endedAtMs)).toEqual([20, 40, 40, 40, 40].map((m) => m * MIN));
    expect(running(r)).toEqual([4, 5]);
    expect(feelings(r, 'pool1')).toHaveLength(1);
  });

  it('does not wait where nothing is served, nor for LYNCBACKUP; with -NoWait it is not modelled', async () => {
    const r = await drilled(
      {},
      {
        steps: [
          { run: 'Stop-CsWindowsService -ComputerName fe1a' },
          { run: 'Stop-CsWindowsService -ComputerName fe1a -Graceful' },
          { run: 'Stop-CsWindowsService LYNCBACKUP -ComputerName fe1b -Graceful' },
          { run: 'Stop-CsWindowsService -ComputerName fe1b -Graceful -NoWait' },
        ],
      },
    );
    expect(r.result.steps.map((s) => [s.outcome, s.endedAtMs])).toEqual([
      ['ok', 0],
      ['ok', 0],
      ['ok', 0],
      ['notModelled', 0],
    ]);
  });
});
