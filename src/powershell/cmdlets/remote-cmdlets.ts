// The cmdlets that run code on other machines: Invoke-Command in a scope of its own for each machine, and New-PSSession.
import { applyErrorAction, exitFailed, reportError } from '../interpreter/errors.js';
import { callFunction } from '../interpreter/functions.js';
import type { ArgumentValue, Coroutine } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { Scope } from '../interpreter/scope.js';
import { ControlFlow, ScriptError } from '../interpreter/signals.js';
import { toText } from '../values/convert.js';
import { ValueError } from '../values/value-error.js';
import { isList, listOf, PSObject, psObject, ScriptBlock, Unknown, unknownAnswer } from '../values/values.js';
import { type BoundArguments, bindArguments } from './bound-arguments.js';
import { atEnd, type Builtin, type Call } from './stage.js';

const SESSION = 'PSSession';

const PARAMETERS =
  'ComputerName ScriptBlock ArgumentList Session Credential Authentication FilePath ConfigurationName ConnectionUri ' +
  'InputObject Port ThrottleLimit JobName Name SessionOption SessionName CertificateThumbprint ApplicationName VMName ' +
  'VMId ContainerId HostName';
const SWITCHES = 'AsJob HideComputerName UseSSL AllowRedirection EnableNetworkAccess InDisconnectedSession NoNewScope';

/** Parameters under other names than their own. */
const ALIASES: Readonly<Record<string, string | undefined>> = {
  cn: 'ComputerName',
  args: 'ArgumentList',
  command: 'ScriptBlock',
  uri: 'ConnectionUri',
  url: 'ConnectionUri',
};

/** What of `Invoke-Command` is not played: jobs, files of code, machines by other names. */
const NOT_PLAYED = [
  'AsJob',
  'FilePath',
  'ConnectionUri',
  'InDisconnectedSession',
  'VMName',
  'VMId',
  'ContainerId',
  'HostName',
];

function bind(call: Call): BoundArguments {
  const given = call.given.map((each) => ({
    ...each,
    parameter: ALIASES[(each.parameter ?? '').toLowerCase()] ?? each.parameter,
  }));
  return bindArguments({ ...call, given }, PARAMETERS, SWITCHES, '');
}

/** `Invoke-Command`: the code in turn on each machine that answers; without a machine here, in a scope of its own. */
export const invokeCommand: Builtin = (runtime, call) =>
  atEnd(function* () {
    const bound = bind(call);
    const code = bound.value('ScriptBlock') ?? bound.rest.find((each) => each instanceof ScriptBlock) ?? null;
    const machines = machinesOf(bound);
    const left =
      NOT_PLAYED.find((name) => bound.has(name)) ?? (call.piped || bound.has('InputObject') ? 'input' : null);
    if (left !== null || machines instanceof Unknown || !(code instanceof ScriptBlock)) {
      const why = left !== null ? `with ${left === 'input' ? left : `-${left}`}` : 'on a machine that is not known';
      const what =
        code instanceof ScriptBlock
          ? `Invoke-Command ${why} is not modelled`
          : 'the code of Invoke-Command is not known';
      yield* runtime.notModelled(call.command, what, code instanceof ScriptBlock ? code.body : call.command);
      return yield* call.out(unknownAnswer('Invoke-Command'));
    }
    const { at } = call.command;
    const given = listOf(bound.value('ArgumentList') ?? null).map((value) => ({
      parameter: null,
      value,
      attached: false,
      at,
    }));
    if (machines === null) return yield* called(runtime, call, code, given);
    const broken = brokenSessions(bound);
    for (const machine of machines) {
      if (broken.has(machine)) {
        yield* refusedBroken(runtime, call, machine);
        continue;
      }
      if (yield* reached(runtime, call, 'Invoke-Command', machine, code))
        yield* runThere(runtime, call, code, given, machine);
    }
  });

/** The machines that are named, or that sessions are open on; null = none is named. */
function machinesOf(bound: BoundArguments): readonly string[] | null | Unknown {
  const named =
    bound.value('ComputerName') ?? bound.value('Session') ?? bound.rest.find((each) => !(each instanceof ScriptBlock));
  if (named === undefined) return null;
  const found: string[] = [];
  for (const each of isList(named) ? named : [named]) {
    const isSession = each instanceof PSObject && each.type === SESSION;
    const name = toText(isSession ? (each.properties.get('ComputerName') ?? null) : each);
    if (name instanceof Unknown) return name;
    if (each instanceof PSObject && !isSession) return new Unknown('which machine an object names');
    if (name === '') throw new ValueError('Invoke-Command: a computer name is empty');
    found.push(name);
  }
  return found;
}

/** The sessions that a script has opened. */
const SESSIONS = new WeakMap<Runtime, PSObject[]>();

/** Notes which machines a command restarts or stops: the sessions on them are broken then, and say so. */
export function noteRestart(runtime: Runtime, { name, given }: Pick<Call, 'name' | 'given'>): void {
  if (!/^(?:restart|stop)-computer$/i.test(name)) return;
  const named = given.filter(({ parameter }) => parameter === null || /^(?:comp\w*|cn)$/i.test(parameter));
  const machines = named.flatMap(({ value }) => listOf(value ?? null)).map((each) => String(toText(each)));
  const now = machines.length > 0 ? machines : [runtime.machine ?? ''];
  for (const session of SESSIONS.get(runtime) ?? []) {
    if (!now.some((machine) => isSameMachine(machine, machineOf(session)))) continue;
    session.properties.set('State', 'Broken');
    session.properties.set('Availability', 'None');
  }
}

const machineOf = (session: PSObject): string => String(toText(session.properties.get('ComputerName') ?? null));

/** The machines whose sessions among those that are given have not outlived a restart. */
function brokenSessions(bound: BoundArguments): Set<string> {
  const sessions = listOf(bound.value('Session') ?? null).flatMap((each) => (each instanceof PSObject ? each : []));
  return new Set(sessions.filter(({ properties }) => properties.get('State') === 'Broken').map(machineOf));
}

/** `fe1a` and `FE1A.contoso.com` */
function isSameMachine(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || `${a}.` === b.slice(0, a.length + 1) || `${b}.` === a.slice(0, b.length + 1);
}

function* refusedBroken(runtime: Runtime, call: Call, machine: string): Coroutine<void> {
  const { at, text } = call.command;
  const message =
    `Because the session state for session to ${machine} is not equal to Open, you cannot run a command in the session. ` +
    `The session state is Broken: ${machine} was restarted. Open a new one: New-PSSession -ComputerName ${machine}`;
  applyErrorAction(runtime, call.given, call.command, message, { endsStatement: false, told: false });
  yield* runtime.ask({ kind: 'failed', message, at, text });
}

/** Whether a machine answers; what does not is an error that ends nothing, or is told as not modelled. */
function* reached(
  runtime: Runtime,
  call: Call,
  name: string,
  machine: string,
  code: ScriptBlock | null = null,
): Coroutine<boolean> {
  const { at } = call.command;
  const text = `${name} -ComputerName ${machine}`;
  const computer: ArgumentValue = { parameter: 'ComputerName', value: machine, attached: false, at };
  const answer = yield* runtime.ask({ kind: 'command', name, arguments: [computer], code: [], at, text });
  if (answer.outcome === 'ok') return true;
  if (answer.outcome === 'notModelled') {
    const piece = code?.body.statements[0] ?? call.command;
    const what = `${machine} is not in the topology: what is done there is not rehearsed`;
    if (code !== null) yield* runtime.notModelled(piece, what, code.body);
    yield* call.out(unknownAnswer(name, `the answer of ${name} on ${machine}`));
  } else
    applyErrorAction(runtime, call.given, call.command, answer.message ?? name, { endsStatement: false, told: true });
  return false;
}

function* called(runtime: Runtime, call: Call, code: ScriptBlock, given: readonly ArgumentValue[]): Coroutine<void> {
  const stage = callFunction(runtime, '{ }', code.body, { ...call, given, piped: false });
  yield* stage.begin?.() ?? [];
  yield* stage.end();
}

/** The code on a machine: nothing of the script is known there but what `$using:` brings. */
function* runThere(
  runtime: Runtime,
  call: Call,
  code: ScriptBlock,
  given: readonly ArgumentValue[],
  machine: string,
): Coroutine<void> {
  const here = { scope: runtime.scope, machine: runtime.machine, using: runtime.using };
  const depth = runtime.depth();
  Object.assign(runtime, { scope: new Scope(null, runtime.types), machine, using: here.scope });
  try {
    yield* called(runtime, call, code, given);
  } catch (error) {
    if (!(error instanceof ScriptError || error instanceof ControlFlow)) throw error;
    runtime.unwindTo(depth);
    if (error instanceof ControlFlow) {
      // `exit`, `break` and `continue` end the code there, and nothing of the script here
      if (error.word === 'exit') yield* exitFailed(runtime, error);
      return;
    }
    yield* reportError(runtime, error);
    Object.assign(runtime, here);
    // whether an error that ends the code there ends more than that here depends on how it was raised
    if (runtime.tryDepth > 0)
      yield* runtime.notModelled(
        call.command,
        `an error ended the code on ${machine}: whether it is caught here is not modelled`,
      );
  } finally {
    Object.assign(runtime, here);
  }
}

/** `New-PSSession`: a session for each machine that answers; of a machine outside of the deployment nothing is known. */
export const newSession: Builtin = (runtime, call) =>
  atEnd(function* () {
    const bound = bind(call);
    const address = bound.value('ConnectionUri');
    const uri = address === undefined ? null : toText(address);
    const machines =
      uri === null
        ? machinesOf(bound)
        : uri instanceof Unknown
          ? uri
          : [uri.replace(/^\w+:\/\//, '').replace(/[:/?].*$/, '')];
    if (machines === null || machines instanceof Unknown) {
      return yield* call.out(psObject({}, SESSION, true));
    }
    for (const machine of machines) {
      if (yield* reached(runtime, call, 'New-PSSession', machine)) {
        const opened = { ComputerName: machine, State: 'Opened', Availability: 'Available' };
        const session = psObject(opened, SESSION, true);
        SESSIONS.set(runtime, [...(SESSIONS.get(runtime) ?? []), session]);
        yield* call.out(session);
      }
    }
  });
