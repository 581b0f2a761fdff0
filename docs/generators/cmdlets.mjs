import { CMDLETS } from '../../dist/modules/domain/cmdlets/catalog.js';
import { COMMON_PARAMETERS } from '../../dist/modules/domain/cmdlets/parameter-types.js';
import { code, inWords, table, withRules } from './markdown.mjs';

const HOSTS = {
  pool: 'Front End pool',
  machine: 'machine',
  sqlServer: 'machine or listener',
  edgePool: 'Edge pool',
  edgePoolOrServer: 'Edge pool, or a server of one',
  site: 'site',
  anyPool: 'pool, also that of a SQL or file server',
};

function typeOf({ type, prefix, prefixes = [] }) {
  const before = [prefix, ...prefixes].filter(Boolean).map(code);
  const may = before.length > 0 ? `, ${before.join(' or ')} may stand before it` : '';
  switch (type.kind) {
    case 'switch':
      return 'switch';
    case 'string':
      return 'text';
    case 'host':
      return HOSTS[type.of] + may;
    case 'integer':
      return 'whole number';
    case 'timespan':
      return `time, \`hh:mm:ss\`, from ${spanOf(type.minMs)} to ${spanOf(type.maxMs)}`;
    case 'enum':
      return type.values.map(code).join(', ');
    default:
      return type.kind;
  }
}

/** A limit of a time, in its largest unit. */
function spanOf(ms) {
  if (ms === 0) return '0';
  return ms % 86_400_000 === 0 ? `${ms / 3_600_000} h` : `${ms / 1000} s`;
}

const PRODUCTS = {
  sfb2015: 'Skype for Business Server 2015',
  sfb2019: 'Skype for Business Server 2019',
};

/** Since which product there is a cmdlet or a parameter; on an older one its step fails. */
const since = ({ products }) => (products === undefined ? null : `from ${PRODUCTS[products[0]]} on`);

function rowOf(parameter) {
  const { name, aliases = [], required, position } = parameter;
  const says = [
    required ? 'required' : '',
    since(parameter),
    position === undefined ? '' : 'the name may be left out',
    aliases.length > 0 ? `also ${inWords(aliases.map((alias) => code(`-${alias}`)))}` : '',
  ];
  return [code(`-${name}`), typeOf(parameter), says.filter(Boolean).join('; ')];
}

function section(cmdlet) {
  const { name, aliases = [], parameters, does, refusedBy, notModelled } = cmdlet;
  const rules = Object.entries(refusedBy).map(([rule, when]) => [withRules(rule), when]);
  const modelled = parameters.filter(({ unmodelled, implied }) => !unmodelled && !implied);
  const unmodelled = parameters.filter(({ unmodelled }) => unmodelled).map((each) => code(`-${each.name}`));
  const gaps = [
    notModelled,
    unmodelled.length > 0 ? `The parameter${unmodelled.length > 1 ? 's' : ''} ${inWords(unmodelled)}.` : null,
  ];
  return [
    `## ${name}`,
    aliases.length > 0 ? `Also spelled ${inWords(aliases.map(code))}.` : null,
    since(cmdlet) === null ? does : `${does} It exists ${since(cmdlet)}.`,
    modelled.length > 0 ? table(['parameter', 'takes', ''], modelled.map(rowOf)) : 'No parameters of its own.',
    rules.length > 0 ? table(['refused or failed by', 'when'], rules) : 'Nothing refuses it.',
    gaps.some(Boolean) ? `Not modelled: ${gaps.filter(Boolean).join(' ')}` : null,
  ]
    .filter((part) => part !== null)
    .join('\n\n');
}

export function cmdlets() {
  return `# The cmdlets of a drill

Written by \`npm run docs\` from \`src/domain/cmdlets/catalog.ts\`.

A step \`run:\` takes one cmdlet line as it is typed in the management shell: names and parameters without regard
to case, parameters shortened as far as they stay unique, \`-Switch:$false\`, quotes. The line is parsed as
PowerShell and never executed. Pipelines, variables and anything else that is not one cmdlet with its
parameters is refused with the column. A cmdlet or parameter that is real but not modelled makes the drill
inconclusive (exit status 3): it is never guessed. One that only looks, tests or exports (\`Get-CsVoicePolicy\`, \`Test-CsRegistration\`)
is noted: it changes nothing, and only what hangs on its answer is not known. A cmdlet or parameter that came with a later product fails, as it
would in the management shell of the deployment's product.

\`Get-\` cmdlets and \`-WhatIf\` change nothing; what a \`Get-\` cmdlet answers is in the report.

${CMDLETS.map(section).join('\n\n')}

## Parameters of every cmdlet

Only \`-WhatIf\` has an effect.

${table(['parameter', 'takes', ''], COMMON_PARAMETERS.map(rowOf))}
`;
}
