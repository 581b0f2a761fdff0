import { describe, expect, test } from 'vitest';
import { CMDLETS, cmdletNamed } from '../../../src/domain/cmdlets/catalog.js';
import { whatIsIrrevocable } from '../../../src/domain/cmdlets/irrevocable.js';

const PoolFqdn = 'pool1.contoso.com';
const of = (cmdlet: string, parameters: Readonly<Record<string, string | boolean>>): string | null =>
  whatIsIrrevocable({ kind: 'run', command: { cmdlet, parameters: { PoolFqdn, ...parameters } } });

describe('what cannot be taken back', () => {
  test.each([
    ['Invoke-CsPoolFailOver', { DisasterMode: true }, 'D45'],
    ['Invoke-CsPoolFailOver', { SkipDataVerification: true }, 'D44'],
    ['Invoke-CsPoolFailBack', {}, 'D52'],
    ['Invoke-CsPoolFailBack', { DisasterMode: true }, 'D53'],
    ['Invoke-CsManagementServerFailover', { Force: true }, 'D61'],
    ['Invoke-CsDatabaseFailover', { Force: true }, 'D25'],
    ['Reset-CsPoolRegistrarState', { ResetType: 'QuorumLossRecovery' }, 'D11'],
    ['Reset-CsPoolRegistrarState', { ResetType: 'fullreset' }, 'D11'],
    ['Start-CsPool', { QuorumLossRecovery: true }, 'D11'],
  ] as const)('%s %j: %s', (cmdlet, parameters, rule) => {
    expect(cmdletNamed(cmdlet)).not.toBeNull();
    expect(of(cmdlet, parameters)).toContain(`(${rule})`);
    // -WhatIf only says what it would do.
    expect(of(cmdlet, { ...parameters, WhatIf: true })).toBeNull();
  });

  test.each([
    ['Invoke-CsPoolFailOver', {}],
    ['Invoke-CsPoolFailOver', { DisasterMode: false }],
    ['Invoke-CsManagementServerFailover', {}],
    ['Reset-CsPoolRegistrarState', { ResetType: 'ServiceReset' }],
    ['Reset-CsPoolRegistrarState', {}],
    ['Start-CsPool', {}],
  ] as const)('%s %j: all of it can be', (cmdlet, parameters) => {
    expect(of(cmdlet, parameters)).toBeNull();
  });

  test('whatever is a named hazard is among it, but the stop of a server, which a start takes back (D252)', () => {
    const stops = ['Stop-CsWindowsService', 'Stop-Service', 'Restart-Service', 'Stop-Computer', 'Restart-Computer'];
    const drains = 'Invoke-CsComputerFailOver';
    const hazardous = CMDLETS.filter(({ hazard }) => hazard !== undefined)
      .map(({ name }) => name)
      .filter((name) => ![...stops, drains].includes(name));
    for (const name of stops) expect([name, of(name, { Force: true })]).toEqual([name, null]);
    expect(hazardous.length).toBeGreaterThan(5);
    const forms: readonly Record<string, string | boolean>[] = [
      { DisasterMode: true },
      { Force: true },
      { QuorumLossRecovery: true },
      { ResetType: 'FullReset' },
      { AllowDataLoss: true },
      { FixQuorum: true },
      { Query: 'ALTER AVAILABILITY GROUP ag1 FORCE_FAILOVER_ALLOW_DATA_LOSS' },
    ];
    for (const name of hazardous) expect([name, forms.some((form) => of(name, form) !== null)]).toEqual([name, true]);
  });

  test('a wait and a note are not', () => {
    expect(whatIsIrrevocable({ kind: 'wait', durationMs: 1 })).toBeNull();
    expect(whatIsIrrevocable({ kind: 'note', text: 'DisasterMode' })).toBeNull();
  });
});
