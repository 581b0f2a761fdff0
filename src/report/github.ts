/** Workflow commands of GitHub Actions: an annotation for each drill that failed, and for what is inconclusive. */
import type { CampaignResult } from '../campaign/campaign-result.js';

/** The report of a check as annotations. Nothing in it can be taken for another command. */
export function checkAsGithub({ drills, sequences, notRehearsed, reason, verdict }: CampaignResult): string {
  const lines = [
    ...drills.flatMap(({ path, result, line, again }) => {
      if (result.verdict === 'passed') return [];
      const level = result.verdict === 'failed' ? 'error' : 'warning';
      return [
        command(
          level,
          { file: path, line: Math.max(1, line), title: `${result.verdict}: ${result.drill}` },
          `${result.reason}\n${again}`,
        ),
      ];
    }),
    ...sequences.flatMap(({ topology, failure }) =>
      failure === null
        ? []
        : [
            command(
              'error',
              { file: topology, line: 1, title: `${failure.invariant} broke in a random sequence` },
              failure.example === null ? failure.message : `${failure.message}\ndrydrill run ${failure.example}`,
            ),
          ],
    ),
    ...notRehearsed.map((path) =>
      command('warning', { file: path, line: 1, title: 'not rehearsed' }, 'No one topology lies beside this runbook.'),
    ),
    command('notice', { title: `drydrill: ${verdict}` }, reason),
  ];
  return `${lines.join('\n')}\n`;
}

function command(level: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
  return `::${level} ${list.join(',')}::${escaped(message)}`;
}

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
