/** Writes the outline of a drill as a runbook, to be typed line by line in the management shell. */

import { escapeControls } from '../core/quote.js';
import { getBackupStatus } from '../domain/cmdlets/backup-service.js';
import { testGroup } from '../domain/cmdlets/group-cmdlets.js';
import { getReplicationStatus } from '../domain/cmdlets/management-store.js';
import { getMirrorState } from '../domain/cmdlets/mirror-state.js';
import { comment } from './comment.js';
import { nameOfRehearsal } from './drill-file.js';
import type { DrillOutline, Entry } from './drill-outline.js';

export function runbookFile(outline: DrillOutline, topology: string): string {
  const { name, title, about, loss, sections, night } = outline;
  const lost = loss?.servers ?? [];
  const pauses = sections.some(({ entries }) => entries.some((entry) => entry.do === 'pause'));
  const lines = [
    ...comment(title),
    ...comment(about),
    '# Written by drydrill init, to be run line by line in the management shell. Before that, dry:',
    ...(night === null
      ? [`#   drydrill run ${name}.ps1 --topology ${escapeControls(topology)}`]
      : [`#   drydrill run ${nameOfRehearsal(name)}`]),
    pauses ? 'param([int]$MinutesAway = 60)' : 'param()',
    "$ErrorActionPreference = 'Stop'",
    ...(lost.length === 0
      ? []
      : ['', ...comment('What is lost cannot be up to date.'), `$lost = ${lost.map(quoted).join(', ')}`]),
  ];
  sections.forEach(({ title: heading, why, entries }, i) => {
    const said = entries.flatMap((entry) => statement(entry, lost.length > 0));
    if (said.length > 0) lines.push('', ...comment(`${i + 1}. ${heading}`), ...comment(why), ...said);
  });
  return `${lines.join('\n')}\n`;
}

function statement(entry: Entry, someLost: boolean): string[] {
  switch (entry.do) {
    case 'run':
      return [entry.line];
    case 'steady':
      return [
        `while ((${getBackupStatus.line({ PoolFqdn: entry.pool })}).OverallExportStatus -notin 'SteadyState', 'FinalState') {`,
        '    Start-Sleep -Seconds 30',
        '}',
      ];
    case 'synchronized':
      if (entry.group !== undefined) {
        return [
          `while ((${testGroup.line({ Path: entry.group })}).HealthState -ne 'Healthy') {`,
          '    Start-Sleep -Seconds 30',
          '}',
        ];
      }
      return [
        `while (${getMirrorState.line({ PoolFqdn: entry.pool })} | Where-Object { $_.MirroringStatusOnPrimary -ne 'synchronized' -or $_.MirroringStatusOnMirror -ne 'synchronized' }) {`,
        '    Start-Sleep -Seconds 30',
        '}',
      ];
    case 'replicated': {
      const alive = someLost && !entry.all ? ' -and $_.ReplicaFqdn -notin $lost' : '';
      return [
        `while (${getReplicationStatus.line({})} | Where-Object { -not $_.UpToDate${alive} }) {`,
        '    Start-Sleep -Seconds 15',
        '}',
      ];
    }
    case 'pause':
      return ['Start-Sleep -Seconds ($MinutesAway * 60)'];
    case 'watch':
      return [];
    case 'sleep':
      return [`Start-Sleep -Seconds ${entry.minutes * 60}`];
    case 'update':
      return [`Read-Host ${quoted(`Install the update on ${entry.server}, restart it, then go on`)}`];
    case 'ready': {
      const there = `Invoke-Command -ComputerName ${entry.server} { ${entry.line} }`;
      return entry.until === null
        ? [there]
        : [`while ((${there}).${entry.until}) {`, '    Start-Sleep -Seconds 600', '}'];
    }
    case 'hand':
      return [`Read-Host ${quoted(`${entry.what}, then go on`)}`];
    case 'repair':
      return [`Read-Host ${quoted(`Switch ${entry.server} on again, then go on`)}`];
    case 'unless':
      return [
        `$answer = ${entry.line} -ErrorAction SilentlyContinue`,
        `if (${entry.fine}) {`,
        `    throw ${quoted(entry.says)}`,
        '}',
      ];
    case 'publish':
      return [`Read-Host ${quoted(`Publish with Topology Builder, then go on: ${entry.what}`)}`];
    case 'at':
      return [];
    case 'ask':
      return [`Read-Host ${quoted(`Go on when ${entry.what}`)}`];
    case 'note':
      return [`Write-Host ${quoted(entry.text)}`];
  }
}

/** A text in single quotes, where PowerShell expands nothing; typographic quotes count as quotes there. */
function quoted(text: string): string {
  return `'${escapeControls(text).replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}
