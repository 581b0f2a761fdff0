/** Writes the outline of a drill as a runbook, to be typed line by line in the management shell. */
import { escapeControls } from '../core/quote.js';
import { getBackupStatus } from '../domain/cmdlets/backup-service.js';
import { getReplicationStatus } from '../domain/cmdlets/management-store.js';
import { comment } from './comment.js';
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
      : [`#   drydrill run ${name}.yaml, whose comment says how the runbook takes the place of its steps`]),
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
        'do {',
        '    Start-Sleep -Seconds 60',
        `    $status = ${getBackupStatus.line({ PoolFqdn: entry.pool })}`,
        "} until ($status.OverallExportStatus -in 'SteadyState', 'FinalState')",
      ];
    case 'replicated': {
      const alive = someLost ? ' -and $_.ReplicaFqdn -notin $lost' : '';
      return [
        'do {',
        '    Start-Sleep -Seconds 60',
        `    $behind = ${getReplicationStatus.line({})} | Where-Object { -not $_.UpToDate${alive} }`,
        '} until (-not $behind)',
      ];
    }
    case 'pause':
      return ['Start-Sleep -Seconds ($MinutesAway * 60)'];
    case 'watch':
      return [];
    case 'lost':
      return [
        `$status = ${getBackupStatus.line({ PoolFqdn: entry.pool })} -ErrorAction SilentlyContinue`,
        "if ($status.OverallExportStatus -in 'SteadyState', 'FinalState') {",
        `    Write-Host ${quoted(`${entry.pool} answers: it is not lost, and this would cost data (D45). Take the planned runbook.`)}`,
        '    return',
        '}',
      ];
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
