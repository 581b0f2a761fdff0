import { MACHINES } from '../../dist/modules/domain/components/tables.js';
import { MACHINE_WORDS } from '../../dist/modules/report/text/coverage-words.js';
import { code, inWords, table } from './markdown.mjs';

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const idOf = (path) => path.replaceAll('.', '_');
const join = (path, key) => (path === '' ? key : `${path}.${key}`);

/** The path that a target means, written in the state at `path` of the machine called `machine`. */
function resolve(target, path, machine) {
  if (target.startsWith(`#${machine}.`)) return target.slice(machine.length + 2);
  if (target.startsWith('.')) return join(path, target.slice(1));
  const parent = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
  return join(parent, target);
}

/** Every transition that goes somewhere, as its machine writes it. */
function transitions(node, path, machine) {
  const found = [];
  for (const [event, branches] of Object.entries(node.on ?? {})) {
    for (const branch of list(branches)) {
      const { target, guard, actions } = typeof branch === 'string' ? { target: branch } : branch;
      if (target === undefined) continue;
      const label = `${event}${guard ? ` [${guard}]` : ''}${actions ? ` / ${list(actions).join(', ')}` : ''}`;
      found.push({ from: path, to: resolve(target, path, machine), label });
    }
  }
  for (const [key, child] of Object.entries(node.states ?? {})) {
    found.push(...transitions(child, join(path, key), machine));
  }
  return found;
}

/** The states inside the state at `path`. */
function states(node, path, indent) {
  const lines = node.initial ? [`${indent}[*] --> ${idOf(join(path, node.initial))}`] : [];
  for (const [key, child] of Object.entries(node.states ?? {})) {
    const inner = join(path, key);
    if (child.states) {
      lines.push(`${indent}state "${key}" as ${idOf(inner)} {`);
      lines.push(...states(child, inner, `${indent}  `), `${indent}}`);
    } else {
      lines.push(`${indent}state "${key}" as ${idOf(inner)}`);
    }
  }
  return lines;
}

/** A transition that the whole machine has is drawn from each outermost state. */
function arrows({ from, to, label }, root) {
  const starts = from === '' ? Object.keys(root.states).filter((key) => key !== to) : [from];
  return starts.map((start) => `  ${idOf(start)} --> ${idOf(to)}: ${label}`);
}

function diagram({ machine }) {
  const { config } = machine;
  const lines = transitions(config, '', config.id).flatMap((each) => arrows(each, config));
  return ['```mermaid', 'stateDiagram-v2', ...states(config, '', '  '), ...lines, '```'].join('\n');
}

/** What a guard asks of the event, found by trying all its yes/no parameters. */
function meaning(name, guard, parameters) {
  const cases = Array.from({ length: 1 << parameters.length }, (_, bits) =>
    Object.fromEntries(parameters.map((each, at) => [each, (bits & (1 << at)) !== 0])),
  );
  const holds = (event) => guard({ event }) === true;
  const needed = parameters.filter((each) => cases.every((event) => event[each] || !holds(event)));
  const exact = cases.every((event) => holds(event) === needed.every((each) => event[each]));
  if (!exact) throw new Error(`the guard ${name} is not a conjunction`);
  return inWords(needed.map(code));
}

function guards({ machine, alphabet }) {
  const parameters = [...new Set(Object.values(alphabet).flat())];
  const rows = Object.entries(machine.implementations.guards)
    .map(([name, guard]) => [code(name), meaning(name, guard, parameters)])
    .filter(([name, asks]) => name !== asks);
  return rows.length === 0 ? [] : [table(['guard', 'holds when'], rows)];
}

function section(component) {
  return [`## ${MACHINE_WORDS[component.name]}`, diagram(component), ...guards(component)].join('\n\n');
}

export function stateMachines() {
  return `# The state machines

Written by \`npm run docs\` from the XState machines in \`src/domain\`.

Every component of the model is one of these. An arrow reads \`event [guard] / signals\`: the first branch of an
event whose guard holds is taken, and the signals go to other components or start work that takes time. What
another component's state decides arrives as a yes/no parameter of the event. Branches that stay in their state
are not drawn.

${Object.values(MACHINES).map(section).join('\n\n')}
`;
}
