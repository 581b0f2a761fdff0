// Automatic variables, and the scopes that a name may carry.
import type { ExpressionOf } from '../parser/syntax.js';
import { LocalPath } from '../values/partly-known.js';
import { parentOf } from '../values/paths.js';
import { ValueError } from '../values/value-error.js';
import { Hashtable, type NO_OBJECT, ScriptBlock, Unknown, type Value } from '../values/values.js';
import { versionTable } from '../values/version.js';
import type { Coroutine } from './protocol.js';
import type { Runtime } from './runtime.js';
import { noteRead, noteWrite } from './table-order.js';

/** Variables that PowerShell sets itself, and that say nothing a model could know. */
const OUTSIDE = new Set(
  (
    'host pid pwd home profile psculture psuiculture foreach switch outputencoding pssenderinfo pssessionoption ' +
    'executioncontext shellid pshome input stacktrace psdebugcontext pscmdlet myinvocation consolefilename $ ^ ' +
    'errorview formatenumerationlimit nestedpromptlevel psemailserver pssessionapplicationname ' +
    'pssessionconfigurationname maximumaliascount maximumdrivecount maximumerrorcount maximumfunctioncount ' +
    'maximumhistorycount maximumvariablecount'
  ).split(' '),
);

/** Variables that are there without being given a value. */
const STANDARD: Readonly<Record<string, Value>> = {
  true: true,
  false: false,
  null: null,
  erroractionpreference: 'Continue',
  warningpreference: 'Continue',
  verbosepreference: 'SilentlyContinue',
  debugpreference: 'SilentlyContinue',
  informationpreference: 'SilentlyContinue',
  progresspreference: 'Continue',
  confirmpreference: 'High',
  whatifpreference: false,
  psedition: 'Desktop',
  ofs: ' ',
  args: [],
  _: null,
  psitem: null,
  matches: null,
};

/** The value of a variable; one that was never given a value is `$null`, and that is said once. */
export function* variableValue(runtime: Runtime, expression: ExpressionOf<'variable'>): Coroutine<Value> {
  const { scope, name } = expression;
  const key = name.toLowerCase();
  if (scope === 'using' && runtime.using !== null) return runtime.using.get(key) ?? null;
  if (scope !== null && !/^(script|global|local|private)$/.test(scope)) {
    return new Unknown(`$${scope}:${name}`);
  }
  const from = runtime.scope.named(scope);
  noteRead(runtime, from, key);
  const own = from.get(key === 'psitem' ? '_' : key);
  if (own !== undefined) return own;
  if (key === '?') return runtime.outcomes.succeeded;
  if (key === DEFAULTS) return noDefaults(runtime);
  if (key === 'error') return runtime.outcomes.errors;
  if (key === 'lastexitcode') return runtime.outcomes.lastExitCode;
  if (key === 'psversiontable') return versionTable();
  if (key === 'pscommandpath') return new LocalPath(expression.at.file);
  if (key === 'psscriptroot') return new LocalPath(parentOf(expression.at.file));
  if (Object.hasOwn(STANDARD, key)) return STANDARD[key];
  if (OUTSIDE.has(key)) return new Unknown(`$${name}`);
  if (runtime.strict > 0) {
    throw new ValueError(`The variable '$${name}' cannot be retrieved because it has not been set.`);
  }
  const message = `$${name} was never given a value: it is $null`;
  yield* runtime.ask({ kind: 'remark', message, at: expression.at, text: expression.text });
  return null;
}

/** `$PSDefaultParameterValues`, in lower case. */
const DEFAULTS = 'psdefaultparametervalues';

/** A table without entries, which is there from the beginning. */
function noDefaults(runtime: Runtime): Value {
  const table = new Hashtable();
  runtime.scope.named('global').set(DEFAULTS, table);
  return table;
}

/** Variables that nobody may give another value. */
const READ_ONLY =
  /^(?:true|false|host|pid|home|pshome|shellid|executioncontext|psversiontable|psedition|error|\?|ps(?:ui)?culture)$/i;

/** Refuses a name that PowerShell keeps for itself. */
export function checkName(name: string): void {
  if (READ_ONLY.test(name)) throw cannotOverwrite(name);
}

/** A variable that keeps its value is given another one. */
export const cannotOverwrite = (name: string): ValueError =>
  new ValueError(`Cannot overwrite variable ${name} because it is read-only or constant.`);

/** `${function:Go} = { … }`, `$alias:go = 'Get-CsPool'`: what a name means from now on. */
function setOnDrive(runtime: Runtime, drive: string, name: string, value: Value | typeof NO_OBJECT): void {
  const { scope, types } = runtime;
  if (/^v/i.test(drive)) scope.set(name, value);
  else if (/^f/i.test(drive) && value instanceof ScriptBlock) scope.defineFunction(name, value.body);
  else types.doubtful.set(name.toLowerCase(), new Unknown(`$${drive}:${name}`));
}

/** Gives a variable a value in the scope that it names, and a type that it keeps where one is written. */
export function setVariable(
  runtime: Runtime,
  { scope, name }: ExpressionOf<'variable'>,
  value: Value | typeof NO_OBJECT,
  type: string | null = null,
  isSum = false,
): void {
  if (/^(?:function|alias|variable)$/i.test(scope ?? '')) return setOnDrive(runtime, String(scope), name, value);
  // the environment is no part of the model
  if (scope !== null && !/^(script|global|local|private)$/.test(scope)) return;
  checkName(name);
  if (name.toLowerCase() === 'null') return;
  const into = runtime.scope.named(scope);
  if (into.isFixed(name)) throw cannotOverwrite(name);
  if (scope === 'private') into.hide(name);
  if (type === null) into.set(name, value);
  else into.setTyped(name, type, value);
  noteWrite(runtime, into, name, into.get(name) ?? null, isSum);
}
