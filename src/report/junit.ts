/** JUnit XML: a test case a drill, and one a topology with its random sequences. What is inconclusive is skipped, not passed. */
import type { CampaignResult, CheckedDrill, CheckedSequences } from '../campaign/campaign-result.js';

/** The report of a check as CI servers read it. */
export function checkAsJunit({ drills, sequences, notRehearsed, baseline }: CampaignResult): string {
  const suites = [
    suite('drills', [
      ...drills.map((drill) => drillCase(drill, baseline)),
      ...notRehearsed.map(notRehearsedCase),
      ...(baseline?.updated === false ? baseline.gone.map(goneCase) : []),
    ]),
    suite('random sequences', sequences.map(sequencesCase)),
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

function drillCase({ path, result, again, since }: CheckedDrill, baseline: CampaignResult['baseline']): TestCase {
  const { verdict, reason } = result;
  const worse = baseline?.updated === false ? (since ?? []).filter(({ direction }) => direction === 'worse') : [];
  if (verdict === 'passed' && worse.length > 0) {
    const message = `worse than the baseline: ${worse.map(({ words }) => words).join('; ')}`;
    return { name: path, outcome: 'failure', message, text: again };
  }
  const outcome = verdict === 'failed' ? 'failure' : verdict === 'passed' ? 'passed' : 'skipped';
  return { name: path, outcome, message: verdict === 'inconclusive' ? `inconclusive: ${reason}` : reason, text: again };
}

const goneCase = (path: string): TestCase => ({
  name: path,
  outcome: 'skipped',
  message: 'the baseline has it, and it was not found',
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

/** Text as XML 1.0 can hold it: a control character has no form in it. */
function inXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (char) => escapes[char]).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '\ufffd');
}
