/** JUnit XML: a test case a drill, and one a topology with its random sequences. What leaves a question open is skipped, not passed. */
import type { CampaignResult, CheckedDrill, CheckedSequences } from '../campaign/campaign-result.js';
import type { CheckCoverage } from '../campaign/check-coverage.js';
import { goneOf, unknownOf, worseOf } from './text/check-words.js';

/** The report of a check as CI servers read it. */
export function checkAsJunit(result: CampaignResult): string {
  const { drills, sequences, notRehearsed, baseline, coverage } = result;
  const gone = goneOf(result);
  const suites = [
    suite('drills', [
      ...drills.map((drill) => drillCase(drill, baseline)),
      ...notRehearsed.filter((path) => !gone.some((each) => each.path === path)).map(notRehearsedCase),
      ...gone.map(goneCase),
    ]),
    suite('random sequences', sequences.map(sequencesCase)),
    ...(coverage === null || coverage.least.length === 0 ? [] : [suite('coverage', coverageCases(coverage))]),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="drydrill">\n${suites.join('')}</testsuites>\n`;
}

interface TestCase {
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'skipped';
  readonly message: string;
  readonly text: string;
}

function suite(name: string, cases: readonly TestCase[]): string {
  const of = (outcome: TestCase['outcome']): number => cases.filter((each) => each.outcome === outcome).length;
  const head = `  <testsuite name="${name}" tests="${cases.length}" failures="${of('failure')}" errors="0" skipped="${of('skipped')}">`;
  return `${head}\n${cases.map((each) => caseXml(name, each)).join('')}  </testsuite>\n`;
}

function caseXml(suiteName: string, { name, outcome, message, text }: TestCase): string {
  const head = `    <testcase classname="drydrill.${suiteName.replaceAll(' ', '-')}" name="${inXml(name)}"`;
  if (outcome === 'passed') return `${head}/>\n`;
  const body = outcome === 'failure' ? `>${inXml(text)}</failure>` : '/>';
  return `${head}>\n      <${outcome} message="${inXml(message)}"${body}\n    </testcase>\n`;
}

function drillCase(drill: CheckedDrill, baseline: CampaignResult['baseline']): TestCase {
  const { path, result, again } = drill;
  const { verdict, reason } = result;
  const of = (outcome: TestCase['outcome'], message: string): TestCase => ({
    name: path,
    outcome,
    message,
    text: again,
  });
  const [worse, unknown] = [worseOf(drill, baseline), unknownOf(drill, baseline)];
  if (verdict === 'failed') return of('failure', reason);
  if (worse.length > 0) return of('failure', `worse than the baseline: ${worse.join('; ')}`);
  if (verdict === 'inconclusive') return of('skipped', `inconclusive: ${reason}`);
  if (unknown.length > 0) return of('skipped', `not comparable with the baseline: ${unknown.join('; ')}`);
  return of('passed', reason);
}

const goneCase = ({ path, is, why }: ReturnType<typeof goneOf>[number]): TestCase => ({
  name: path,
  outcome: 'skipped',
  message: is === 'not found' ? `${why}, and it was not found` : why,
  text: '',
});

const notRehearsedCase = (path: string): TestCase => ({
  name: path,
  outcome: 'skipped',
  message: 'not rehearsed: no one topology lies beside it',
  text: '',
});

function sequencesCase({ topology, runs, seed, failure }: CheckedSequences): TestCase {
  const name = `${topology}, ${runs} random sequences from seed ${seed}`;
  if (failure === null) return { name, outcome: 'passed', message: '', text: '' };
  const { invariant, message, example } = failure;
  return {
    name,
    outcome: 'failure',
    message: `${invariant}: ${message}`,
    text: example === null ? '' : `drydrill run ${example}`,
  };
}

/** A topology fails where less of it was reached than was asked for. */
const coverageCases = ({ topologies, lacking }: CheckCoverage): TestCase[] =>
  topologies.map(({ topology }) => {
    const message = lacking.flatMap((each) => (each.topology === topology ? [each.words] : [])).join('; ');
    const name = `${topology}, coverage of the model`;
    return { name, outcome: message === '' ? 'passed' : 'failure', message, text: message };
  });

/** Text as XML 1.0 can hold it: a control character has no form in it. */
function inXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (char) => escapes[char]).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '\ufffd');
}
