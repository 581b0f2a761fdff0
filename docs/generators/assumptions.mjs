import { FACTS } from '../../dist/modules/domain/components/tables.js';
import { code, table, withRules } from './markdown.mjs';

const number = (value) => (typeof value === 'number' ? value.toLocaleString('en-US') : String(value));
const shown = ({ value, unit }) =>
  `${Array.isArray(value) ? value.map(number).join(' to ') : (value.words ?? number(value))}${unit ? ` ${unit}` : ''}`;
const limitsOf = ({ value, limits, choices }) => {
  if (choices) return choices.join(', ');
  if (typeof value === 'boolean') return 'true, false';
  return limits ? limits.map(number).join(' to ') : '0 or more';
};

function rows(facts) {
  return facts.map((fact) => [code(fact.name), shown(fact), limitsOf(fact), fact.why, withRules(fact.source)]);
}

export function assumptions() {
  const facts = Object.entries(FACTS).map(([name, fact]) => ({ name, ...fact }));
  const head = ['name', 'value', 'may be', 'what it is', 'rule or source'];
  const assumed = facts.filter(({ basis }) => basis === 'assumed');
  const known = facts.filter(({ basis }) => basis !== 'assumed');
  return `# The numbers of the model

Written by \`npm run docs\` from the facts in \`src/domain\`.

Every number that the model runs on is in these tables, with where it comes from. A value of the form \`2 to 5\`
is a range: the seed draws from it. A formula has a value for each pool, which reports name. Any of them can be set for a
deployment, in its topology file; a number or a range stands for a whole formula:

\`\`\`yaml
# numbers.yaml
assumptions:
  takeoverMinutes: 25               # measured in the last drill
  failbackMoveMinutes: [20, 60]     # a range
\`\`\`

## Assumed

No document says. Each report lists those that the run has read, first those that moved a number of the result: a duration
moves one where its end changes what users feel, a route, a master or a database, or begins what does; a choice, where it
is read in such a moment; and where changes are lost or stranded, so does all that was imported until then. What only
changed how much was waiting when something else began is not seen.

${table(head, rows(assumed))}

## Documented, stated or reported

${table(
  ['name', 'value', 'may be', 'what it is', 'rule or source', 'basis'],
  known.map((fact) => [...rows([fact])[0], fact.basis]),
)}
`;
}
