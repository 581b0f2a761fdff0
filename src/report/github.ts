/** Workflow commands of GitHub Actions: an annotation for each drill that failed or is worse than the baseline, and for what is open. */
import type { CampaignResult, CheckedDrill } from '../campaign/campaign-result.js';
import { goneOf, unknownOf, worseOf } from './text/check-words.js';

/** The report of a check as annotations. Nothing in it can be taken for another command. */
export function checkAsGithub(result: CampaignResult): string {
  const { drills, sequences, notRehearsed, baseline, coverage, reason, verdict } = result;
  const gone = goneOf(result);
  const lines = [
    ...drills.flatMap((drill) => drillCommands(drill, baseline)),
    ...gone.map(({ path, is, why }) => {
      const words = is === 'not found' ? 'The baseline has this drill, and it was not found.' : `Not tried: ${why}.`;
      return command('warning', { file: path, line: 1, title: is }, words);
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
    ...(coverage?.lacking ?? []).map(({ topology, words }) =>
      command('error', { file: topology, line: 1, title: 'too little of the model was reached' }, words),
    ),
    ...notRehearsed.flatMap((path) =>
      gone.some((each) => each.path === path)
        ? []
        : [
            command(
              'warning',
              { file: path, line: 1, title: 'not rehearsed' },
              'No one topology lies beside this runbook.',
            ),
          ],
    ),
    command('notice', { title: `drydrill: ${verdict}` }, reason),
  ];
  return `${lines.join('\n')}\n`;
}

/** At most one for each drill and level; what is worse than the baseline is an error whatever the drill itself came to. */
function drillCommands(drill: CheckedDrill, baseline: CampaignResult['baseline']): string[] {
  const { path, result, line, again } = drill;
  const of = (level: string, title: string, words: string): string =>
    command(level, { file: path, line: Math.max(1, line), title }, `${words}\n${again}`);
  const [worse, unknown] = [worseOf(drill, baseline), unknownOf(drill, baseline)];
  if (result.verdict === 'failed') return [of('error', `failed: ${result.drill}`, result.reason)];
  return [
    ...(result.verdict === 'inconclusive' ? [of('warning', `inconclusive: ${result.drill}`, result.reason)] : []),
    ...(worse.length > 0 ? [of('error', `worse than the baseline: ${result.drill}`, worse.join('\n'))] : []),
    ...(worse.length === 0 && unknown.length > 0
      ? [of('warning', `not comparable with the baseline: ${result.drill}`, unknown.join('\n'))]
      : []),
  ];
}

function command(level: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
  return `::${level} ${list.join(',')}::${escaped(message)}`;
}

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
