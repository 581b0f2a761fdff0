// A step of a drill file: one verb, what may stand beside it, and its cmdlet bound to the topology.
import { formatDuration } from '../../core/duration.js';
import { bindCommand } from '../../domain/cmdlets/bind.js';
import { cmdletNamed } from '../../domain/cmdlets/catalog.js';
import { isOfTheShell } from '../../domain/cmdlets/known-cmdlets.js';
import { invokeSqlcmd } from '../../domain/cmdlets/sql-statement.js';
import { hostOfInstance } from '../../domain/cmdlets/statements-on-group.js';
import type { BoundCommand } from '../../domain/command.js';
import { readGroupStatements } from '../../domain/components/availability-group/group-statement.js';
import { isStatement, readStatements } from '../../domain/components/back-end/mirroring-statement.js';
import { sameName } from '../../domain/deployment.js';
import { ANSWERED, type Step, type TopologyChange } from '../../domain/drill.js';
import { parseCommandLine } from '../../powershell/parser/command-line.js';
import { type TreePath, treeAt } from '../positioned-tree.js';
import { runsText } from '../runbook/called-command.js';
import type { DescribedWork, DrillContext } from './context.js';
import { type StepShape, WAIT_DURATION_SCHEMA, WAIT_SCHEMA } from './drill-schema.js';
import { checkFor, FAULT_VERBS, faultText, readFaultAction } from './read-fault.js';
import { readScriptStep } from './read-script-step.js';
import { readTopologyChange, topologyChangeText } from './topology-builder.js';

const VERBS = ['run', 'script', 'wait', 'topologyBuilder', 'bootstrap', 'update', ...FAULT_VERBS, 'note'] as const;
type StepVerb = (typeof VERBS)[number];

/** The step at `path`; null, and errors in the context, if it is not fit to run. */
export async function readStep(shape: StepShape, path: TreePath, context: DrillContext): Promise<Step | null> {
  const verbs = context.present(path, VERBS);
  if (verbs.length !== 1) {
    const what = verbs.length === 0 ? 'nothing to do' : `${verbs.join(' and ')} at once`;
    return context.problems.at(path, `this step has ${what}`, `write exactly one of ${VERBS.join(', ')}`);
  }
  checkBeside(verbs[0], shape, path, context);
  const read = await readWork(verbs[0], shape, path, context);
  if (read === null) return null;
  return {
    ...read,
    position: context.at(path),
    atMs: shape.at,
    expectRefused: shape.expect === 'refused',
    rule: shape.rule,
  };
}

/** What stands beside the verb must make sense with it. */
function checkBeside(verb: StepVerb, shape: StepShape, path: TreePath, context: DrillContext): void {
  const refuse = (key: string, message: string, hint: string) => context.problems.atKey([...path, key], message, hint);
  const refusable = ['run', 'topologyBuilder', 'bootstrap', 'update'].includes(verb);
  if (shape.expect !== null && !refusable) {
    refuse(
      'expect',
      `${verb} is never refused`,
      '"expect: refused" goes with run, topologyBuilder, bootstrap and update',
    );
  }
  if (shape.rule !== null && shape.expect === null) {
    refuse('rule', '"rule" says why a step is refused', 'add "expect: refused"');
  }
  if (shape.on !== null && verb !== 'run')
    refuse('on', '"on" says on which machine a line is typed', 'it goes with "run: ..."');
  for (const key of ['params', 'decide'] as const) {
    if (shape[key] !== null && verb !== 'script')
      refuse(key, `"${key}" cannot stand beside ${verb}`, 'it goes with "script"');
  }
  const isFault = FAULT_VERBS.some((each) => each === verb);
  for (const key of ['destroy', 'oneWay', 'for'] as const) {
    if (shape[key] !== null && !isFault) refuse(key, `"${key}" cannot stand beside ${verb}`, 'it goes with a fault');
  }
}

async function readWork(
  verb: StepVerb,
  shape: StepShape,
  path: TreePath,
  context: DrillContext,
): Promise<DescribedWork | null> {
  switch (verb) {
    case 'run':
      return isStatement(shape.run ?? '')
        ? readStatement(shape, path, context)
        : typedOn(shape.on, path, context, readCommand(shape.run, [...path, 'run'], context));
    case 'script':
      return readScriptStep(shape, [...path, 'script'], context);
    case 'wait':
      return readWait([...path, 'wait'], context);
    case 'topologyBuilder': {
      const change = readTopologyChange([...path, verb], context);
      return change === null ? null : { work: { kind: verb, change }, text: topologyChangeText(change) };
    }
    case 'bootstrap':
    case 'update': {
      const change =
        verb === 'update' ? readUpdate(shape, path, context) : readSetup(verb, shape.bootstrap!.pool, path, context);
      return change === null ? null : { work: { kind: 'topologyBuilder', change }, text: topologyChangeText(change) };
    }
    case 'note':
      return readNote(shape.note, [...path, verb], context);
    default: {
      checkFor(verb, shape, path, context);
      const fault = readFaultAction(verb, shape, path, context);
      if (fault === null) return null;
      if (shape.for === null) return { work: { kind: 'fault', fault }, text: faultText(fault) };
      const text = `${faultText(fault)} for ${formatDuration(shape.for)}`;
      return { work: { kind: 'fault', fault, forMs: shape.for }, text };
    }
  }
}

function readSetup(
  kind: 'bootstrap' | 'update',
  name: string,
  path: TreePath,
  context: DrillContext,
): TopologyChange | null {
  const pool = context.need(context.names.pools, name, [...path, kind, 'pool']);
  return pool === null ? null : { kind, pool };
}

/** The installed update once more on a pool (D270), or a new one on one server (M265). */
function readUpdate({ update }: StepShape, path: TreePath, context: DrillContext): TopologyChange | null {
  const { pool, server } = update!;
  if ((pool === null) === (server === null)) {
    const hint =
      'write { pool: ... } for the installed update once more on all its servers, { server: ... } for a new one on one';
    return context.problems.at([...path, 'update'], 'update is of one pool, or of one server', hint);
  }
  if (pool !== null) return readSetup('update', pool, path, context);
  const host = context.need(context.names.machines, server!, [...path, 'update', 'server']);
  return host === null ? null : { kind: 'updateServer', server: host };
}

function readNote(note: string | null, path: TreePath, context: DrillContext): DescribedWork | null {
  if (note !== null) return { work: { kind: 'note', text: note }, text: `note: ${note}` };
  return context.problems.at(path, 'the note is empty');
}

/** A SQL statement as it stands, on the server that `on` names (D24). */
function readStatement({ run, on }: StepShape, path: TreePath, context: DrillContext): DescribedWork | null {
  const text = String(run).trim();
  if (readStatements(text) === null && readGroupStatements(text) === null) {
    const what =
      'of SQL statements drydrill models ALTER DATABASE ... SET PARTNER RESUME and OFF, ALTER AVAILABILITY GROUP ... FAILOVER and FORCE_FAILOVER_ALLOW_DATA_LOSS, and ALTER DATABASE ... SET HADR RESUME';
    return { work: { kind: 'notModelled', what }, text };
  }
  const listeners = context.hosts.listeners ?? [];
  const isListener = listeners.some((name) => sameName(name, on));
  const host = on === null || isListener ? on : context.need(context.names.machines, on, [...path, 'on']);
  if (on !== null && host === null) return null;
  const parameters = { Query: text, ...(host === null ? {} : { ServerInstance: host }) };
  return { work: { kind: 'run', command: { cmdlet: invokeSqlcmd.name, parameters } }, text };
}

/** A command on the Front End server that `on` names, where it matters on which it is typed (D251). */
function typedOn(
  on: string | null,
  path: TreePath,
  context: DrillContext,
  read: DescribedWork | null,
): DescribedWork | null {
  if (on === null || read?.work.kind !== 'run') return read;
  const { command } = read.work;
  const takesIt = cmdletNamed(command.cmdlet)?.parameters.some(({ name }) => name === 'TypedOn');
  if (!takesIt) {
    const hint = 'it goes with SQL statements, and with cmdlets that know only the server they are typed on';
    return context.problems.atKey([...path, 'on'], 'on which machine this line is typed is not modelled', hint);
  }
  const host = context.need(context.names.machines, on, [...path, 'on']);
  if (host === null) return null;
  return {
    ...read,
    work: { kind: 'run', command: { ...command, parameters: { ...command.parameters, TypedOn: host } } },
  };
}

function readCommand(line: string | null, path: TreePath, context: DrillContext): DescribedWork | null {
  if (line === null) {
    return context.problems.at(path, 'there is no cmdlet to run', 'write it as in the management shell');
  }
  const text = line.trim();
  const parsed = parseCommandLine(line);
  const bound = 'kind' in parsed ? parsed : bindCommand(parsed, context.hosts);
  if (bound.kind === 'bound' && unknownSqlServer(bound.command, line, path, context)) return null;
  if (bound.kind === 'bound') return { work: { kind: 'run', command: bound.command }, text };
  if (bound.kind === 'unknownHere') return { work: { kind: 'failed', message: bound.message }, text };
  if (bound.kind === 'noted') {
    context.answerBook.take(text.split(/\s/, 1)[0], text);
    return { work: { kind: 'noted', what: bound.what }, text };
  }
  if (bound.kind === 'notModelled') {
    const name = text.split(/\s/, 1)[0];
    const line = text.slice(name.length);
    // what a line does to the deployment is not known by what it prints
    const said = isOfTheShell(name) || runsText(name, line) ? null : context.answerBook.take(name, line);
    const what = said === null ? bound.what : ANSWERED;
    return { work: { kind: said === null ? 'notModelled' : 'noted', what }, text };
  }
  const scalar = treeAt(context.root, path);
  const position = context.at(path);
  const start = scalar?.kind === 'scalar' ? scalar.textColumn : null;
  if (start === null) {
    const message = `${bound.message} (column ${bound.column} of the command)`;
    return context.problems.add(position, message, bound.hint);
  }
  const column = start + Math.max(bound.column, 1) - 1;
  return context.problems.add({ ...position, column }, bound.message, bound.hint);
}

/** A SQL server that the topology does not have, by its full or its short name: told as any other host. */
function unknownSqlServer({ parameters }: BoundCommand, line: string, path: TreePath, context: DrillContext): boolean {
  const { ServerInstance } = parameters;
  if (typeof ServerInstance !== 'string') return false;
  const { machines } = context.names;
  const name = hostOfInstance(ServerInstance);
  if (machines.all.some((each) => sameName(each, name) || sameName(each.split('.', 1)[0], name))) return false;
  const start = treeAt(context.root, path);
  const column = start?.kind === 'scalar' && start.textColumn !== null ? start.textColumn + line.indexOf(name) : null;
  const position = context.at(path);
  machines.need(name, column === null ? position : { ...position, column }, context.problems);
  return true;
}

function readWait(path: TreePath, context: DrillContext): DescribedWork | null {
  const part = treeAt(context.root, path);
  if (part?.kind !== 'map') {
    const durationMs = context.read(WAIT_DURATION_SCHEMA, path);
    if (durationMs === null) return null;
    const written = part?.kind === 'scalar' ? String(part.value) : formatDuration(durationMs);
    return { work: { kind: 'wait', durationMs }, text: `wait ${written}` };
  }
  const read = context.read(WAIT_SCHEMA, path);
  if (read === null) return null;
  const { until, timeout } = read;
  if (read.pool === null && until !== 'replicated') {
    return context.problems.at(path, `waiting until ${until} needs a pool`, 'add "pool: ..."');
  }
  const pool = read.pool === null ? null : context.need(context.names.pools, read.pool, [...path, 'pool']);
  if (read.pool !== null && pool === null) return null;
  return {
    work: { kind: 'waitUntil', condition: until, pool, timeoutMs: timeout },
    text: `wait until ${until}${pool === null ? '' : ` ${pool}`} (timeout ${formatDuration(timeout)})`,
  };
}
