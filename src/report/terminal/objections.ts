/** What speaks against a drill: the invariants that broke and the findings. */
import { clock } from '../../core/format.js';
import type { Finding, Place } from '../../domain/result.js';
import { type Page, rulesInWords, type Section } from '../text/page.js';
import { type Ink, pad, plain, widest } from '../text/typesetting.js';

/** The invariants that broke: the claim, the moment, the rules it rests on, and whether the drill meant it. */
export const violationsSection: Section = ({ violations }, page) => {
  if (violations.length === 0) return [];
  const lines = violations.flatMap(({ invariant, atMs, message, rules, declared }) => {
    const lead = `  ${pad(invariant, 3)}  `;
    const ink = declared ? page.warn : page.bad;
    const ground = rules.length > 0 ? `; rests on ${rulesInWords(rules)}` : '';
    const intent = declared ? 'declared under expect.violates' : 'NOT DECLARED by the drill';
    return [
      ...page.hang(lead, `at ${clock(atMs)}: ${message}`, ink, ink),
      ...page.hang(' '.repeat(lead.length), intent + ground),
    ];
  });
  return [page.strong('Invariants broken'), ...lines];
};

const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'note'];

/** What the drill brought to light, the worst first, each with its rule and its line in the drill file. */
export const findingsSection: Section = ({ findings }, page) =>
  findingLines(
    'Findings',
    findings.filter(({ about }) => about === undefined),
    page,
  );

/** Findings under a heading; nothing where there is none. */
export function findingLines(heading: string, findings: readonly Finding[], page: Page): string[] {
  if (findings.length === 0) return [];
  const rules = widest(findings.map(({ rule }) => rule));
  const lines = SEVERITIES.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity).flatMap((finding) => oneFinding(finding, rules, page)),
  );
  return [page.strong(heading), ...lines];
}

function oneFinding(finding: Finding, rules: number, page: Page): string[] {
  const { severity, rule, message, line, file, instead, place } = finding;
  const lead = `  ${pad(severity, 'warning'.length)}  ${pad(rule, rules)}  `;
  const where = line > 0 ? (file === undefined ? `line ${line}: ` : `${file}:${line}: `) : '';
  const said = page.hang(lead, where + message, plain, severityInk(severity, page));
  if (instead === null) return said;
  const blank = ' '.repeat(lead.length);
  // Where no line is at fault, one is missing.
  const verb = place === null ? 'type: ' : `${WRITE[place]}: `;
  return [...said, ...page.hang(blank, verb + instead, page.strong)];
}

const WRITE: Readonly<Record<Place, string>> = {
  instead: 'write instead',
  before: 'write before it',
  after: 'write after it',
};

function severityInk(severity: Finding['severity'], { bad, warn }: Page): Ink {
  if (severity === 'error') return bad;
  return severity === 'warning' ? warn : plain;
}
