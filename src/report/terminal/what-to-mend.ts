/** What speaks against the drill as it is written, the weightiest first, each with the line to write instead. */
import type { Finding, RunResult } from '../../domain/result.js';
import type { Section } from '../text/page.js';
import { expectationsSection } from './judgement.js';
import { findingLines, violationsSection } from './objections.js';

/** Findings that are shown without `--details`. */
const FINDINGS_MAX = 8;

/** Errors and warnings of the drill, the weightiest first; what belongs to the deployment is apart. */
export const whatToMend: Section = (result, page) => {
  const weighty = together(byWeight(ofDrill(result)));
  const shown = weighty.slice(0, FINDINGS_MAX);
  const more = weighty.length - shown.length;
  return [
    ...findingLines('What to mend', shown, page),
    ...(more === 0 ? [] : page.hang('  ', `and ${more} more (--details)`, page.faint)),
  ];
};

/** Invariants that broke and were not meant to. */
export const brokenInvariants: Section = (result, page) => violationsSection(undeclared(result), page);

/** What was expected and did not come. */
export const unmetExpectations: Section = (result, page) =>
  expectationsSection({ ...result, expectations: result.expectations.filter(({ holds }) => !holds) }, page);

const undeclared = (result: RunResult): RunResult => ({
  ...result,
  violations: result.violations.filter(({ declared }) => !declared),
});

const ofDrill = ({ findings }: RunResult): Finding[] =>
  findings.filter(({ about, severity }) => about === undefined && severity !== 'note');

/** Rules whose findings are users without regular service. */
const OF_USERS: readonly string[] = ['D27', 'D70'];

/** Errors, then what can be written otherwise, then what was only dear: first for users. */
function byWeight(findings: readonly Finding[]): Finding[] {
  const weight = ({ severity, instead, rule }: Finding): number =>
    severity === 'error' ? 0 : instead !== null ? 1 : OF_USERS.includes(rule) ? 2 : 3;
  return [...findings].sort((a, b) => weight(a) - weight(b));
}

/** Findings of one rule about one line, with nothing to write instead, as the first of them. */
function together(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { severity, rule, line, file, instead } = finding;
    const alone = line === 0 || instead !== null;
    const key = alone ? `${groups.size}` : JSON.stringify([severity, rule, line, file]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map(([first, ...rest]) =>
    rest.length === 0 ? first : { ...first, message: `${first.message} And ${rest.length} more of this line.` },
  );
}

/** What weakens the deployment whatever drill is run on it, once. */
export const inTheDeployment: Section = ({ findings }, page) =>
  findingLines(
    'In the deployment, whatever drill is run on it',
    findings.filter(({ about }) => about !== undefined),
    page,
  );
