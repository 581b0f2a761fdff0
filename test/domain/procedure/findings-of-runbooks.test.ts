import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runDrillFile } from '../../../src/commands/run.js';

const SIMS = fileURLToPath(new URL('../../../sims/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drydrill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Findings with a line to write, of a runbook: severity, rule, line of the script, line to write, where. */
async function advice(script: string, topology: string) {
  const path = join(folder, 'runbook.ps1');
  writeFileSync(path, script);
  const result = await runDrillFile(path, { seeds: 1, topology: SIMS + topology });
  if (Array.isArray(result)) throw new Error(JSON.stringify(result));
  return result.findings
    .filter((f) => f.place !== null)
    .map((f) => `${f.severity} ${f.rule} line ${f.line}, ${f.place}: ${f.instead}`);
}

test('a line that fails again and again is one reason of the verdict', async () => {
  const path = join(folder, 'again.ps1');
  const failBack = 'Invoke-CsPoolFailBack -PoolFqdn pool1.contoso.com';
  writeFileSync(path, `foreach ($i in 1..9) { ${failBack} }\nInvoke-CsPoolFailOver -PoolFqdn pool1.contoso.com\n`);
  const result = await runDrillFile(path, { seeds: 1, topology: `${SIMS}contoso.yaml` });
  expect(result).toMatchObject({
    reason: 'line 1 was refused (D50); line 2 was refused (D41).',
    verdict: 'failed',
  });
});

test('what a runbook does is compared as what a drill does: computed names, functions, handled errors', async () => {
  const script = `param([string]$Name = 'pool1')
$ErrorActionPreference = 'Continue'
$pool = "$Name.contoso.com"
function Move-Users { param($Fqdn)
    Invoke-CsPoolFailOver -PoolFqdn $Fqdn
}
try { Move-Users $pool } catch { Write-Host 'first try' }
Invoke-CsManagementServerFailover
foreach ($edge in 'edge1.contoso.com') { Set-CsEdgeServer -Identity "EdgeServer:$edge" -Registrar 'Registrar:pool2.contoso.com' }
Invoke-CsPoolFailOver -PoolFqdn $pool -SkipDataVerification
Invoke-CsPoolFailBack -PoolFqdn pool2.contoso.com
Start-Sleep -Seconds 3600
Invoke-CsPoolFailBack -PoolFqdn $pool
`;
  expect(await advice(script, 'contoso.yaml')).toMatchInlineSnapshot(`
    [
      "error D41 line 5, before: Invoke-CsManagementServerFailover",
      "error D42 line 5, before: Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com",
      "warning D63 line 10, before: Get-CsManagementStoreReplicationStatus",
      "warning D44 line 10, instead: Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com",
      "error S7 line 11, instead: Invoke-CsPoolFailBack -PoolFqdn pool1.contoso.com",
      "note D34 line 10, before: Export-CsRgsConfiguration -Source ApplicationServer:pool1.contoso.com -FileName "C:\\DisasterRecovery\\Rgs-pool1.contoso.com.zip"",
      "error D54 line 13, after: Invoke-CsBackupServiceSync -PoolFqdn pool2.contoso.com -BackupModule ConfServices.DataConf",
      "note D34 line 8, before: Export-CsLisConfiguration -FileName "C:\\DisasterRecovery\\Lis.zip"",
    ]
  `);
});

test('with a look at the right time, and the safe forms, nothing is left to write', async () => {
  const script = `$pool = 'pool1.contoso.com'; $file = 'C:\\\\rgs.zip'
Get-CsBackupServiceStatus -PoolFqdn $pool
Export-CsRgsConfiguration -Source "ApplicationServer:$pool" -FileName $file
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $pool
Import-CsRgsConfiguration -Destination ApplicationServer:pool2.contoso.com -FileName $file
Start-Sleep -Seconds 3600
Invoke-CsPoolFailBack -PoolFqdn $pool
Export-CsRgsConfiguration -Source ApplicationServer:pool2.contoso.com -Owner $pool -FileName C:\\back.zip -RemoveExportedConfiguration
Import-CsRgsConfiguration -Destination $pool -FileName C:\\back.zip -OverwriteOwner
Invoke-CsBackupServiceSync -PoolFqdn pool2.contoso.com -BackupModule ConfServices.DataConf
do { Start-Sleep -Seconds 60; $s = Get-CsBackupServiceStatus -PoolFqdn pool2.contoso.com }
until ($s.OverallExportStatus -in 'SteadyState', 'FinalState')
`;
  expect(await advice(script, 'contoso-cms2.yaml')).toEqual([]);
});

test('an export to a path that no rehearsal can know was made, and its path is not advised (D34)', async () => {
  const path = join(folder, 'unknown.ps1');
  writeFileSync(
    path,
    `Export-CsRgsConfiguration -Source ApplicationServer:pool1.contoso.com -FileName (Join-Path $env:BACKUP 'rgs.zip')
Export-CsLisConfiguration -FileName (Join-Path $env:BACKUP 'lis.zip')
Invoke-CsManagementServerFailover
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }) { Start-Sleep 15 }
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com
`,
  );
  const result = await runDrillFile(path, { seeds: 1, topology: `${SIMS}contoso.yaml` });
  if (Array.isArray(result)) throw new Error(JSON.stringify(result));
  const told = result.findings.filter(({ rule }) => rule === 'D34');
  expect(told.map(({ message, instead }) => [message, instead])).toEqual([
    [expect.stringMatching(/^Response Groups of pool1\.contoso\.com answer on .*, from the last export\. /), null],
    [expect.stringMatching(/^location data .*: import the last export, then Publish-CsLisConfiguration$/), null],
  ]);
});
