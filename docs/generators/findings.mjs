import { CHECKS } from '../../dist/modules/domain/procedure/checks.js';
import { code, table, withRules } from './markdown.mjs';

/** The check that begins each chapter; the table has them in this order. */
const FIRST_OF = {
  cmsFirst: 'Failing over a pool',
  failbackOfPartner: 'Failing back a pool',
  cmsPlannedForLost: 'The Central Management Store',
  forcedService: 'Databases and Edge pools',
};

const WHERE = { instead: 'instead of it', before: 'before it', after: 'after it' };

function chapters() {
  const found = [];
  for (const [id, check] of Object.entries(CHECKS)) {
    if (FIRST_OF[id] !== undefined) found.push({ title: FIRST_OF[id], checks: [] });
    found.at(-1).checks.push(check);
  }
  return found;
}

const row = ({ rule, severity, refused, when, cmdlet, place }) => [
  withRules(rule),
  severity + (refused ? ' *' : ''),
  when,
  `${code(cmdlet)} ${WHERE[place]}`,
];

export function findings() {
  const sections = chapters().map(
    ({ title, checks }) =>
      `## ${title}\n\n${table(['rule', 'severity', 'when', 'the line to write'], checks.map(row))}`,
  );
  return `# What a run is compared with

Written by \`npm run docs\` from \`src/domain/procedure/checks.ts\`.

A run is compared with the documented procedure for what it does: steps that are missing or come too late, the
wrong pool, a form that costs data, nobody waiting. What counts is the state of the deployment in that moment, not
how the script reads: \`-DisasterMode\` is right for a pool that is lost and an error for one that serves. A finding
names its rule and its line, and gives the cmdlet line that the procedure has there, with the names of this
deployment. In \`--json\` that line is \`instead\`, and \`place\` says where it belongs: \`instead\`, \`before\` or
\`after\` the line of the finding.

Findings decide nothing: the exit status depends on the steps, the invariants and what the drill expects. Where the
severity has a star the step is refused, or fails; with \`expect: refused\` and the right rule the finding is a note.

${sections.join('\n\n')}
`;
}
