// Answers of the model as objects of the management shell, and arguments of the shell as the model binds them.
import type { ParsedArgument, ParsedValue } from '../../domain/command.js';
import type { Deployment, Product } from '../../domain/deployment.js';
import type { CmdletObject } from '../../domain/result.js';
import type { ArgumentValue } from '../../powershell/interpreter/protocol.js';
import { formatTimespan, parseTimespan, toText } from '../../powershell/values/convert.js';
import { isList, psObject, Timespan, Unknown, type Value } from '../../powershell/values/values.js';

/** Properties that the management shell gives as lists, where an answer shows them in one line. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  'Get-CsPool': ['Computers'],
  'Get-CsManagementStoreReplicationStatus': ['ActiveReplicas'],
};

/** The answer of a Get- cmdlet as the objects that a script works with. More properties than these exist. */
export function shellObjects(cmdlet: string, output: readonly CmdletObject[], deployment: Deployment): Value[] {
  if (cmdlet === 'Get-CsBackupServiceStatus') return backupStatus(cmdlet, output);
  return output.map((object) => {
    const known = Object.entries(object).map(([name, value]) => [name, propertyValue(cmdlet, name, value)]);
    const more = inventory(cmdlet, object, deployment);
    return psObject({ ...more, ...Object.fromEntries(known) }, `the answer of ${cmdlet}`, true);
  });
}

/** The version that the services of a product say they have, where it is known. */
const SERVICE_VERSION: Readonly<Partial<Record<Product, number>>> = { lync2013: 6 };

/** What follows from the topology for an object that the model answers. */
function inventory(cmdlet: string, object: CmdletObject, { pools, edgePools }: Deployment): Record<string, Value> {
  const isCalled = (name: unknown) => (pool: { readonly fqdn: string }) => pool.fqdn === name;
  if (cmdlet === 'Get-CsService') {
    const pool = pools.find(isCalled(object.PoolFqdn));
    const version = pool === undefined ? undefined : SERVICE_VERSION[pool.product];
    return version === undefined ? {} : { Version: version };
  }
  if (cmdlet !== 'Get-CsPool') return {};
  const { Fqdn } = object;
  const roles = pools.some(isCalled(Fqdn)) ? ['Registrar', 'UserServer'] : [];
  if (edgePools.some(isCalled(Fqdn))) roles.push('EdgeServer');
  // it has more of them than the model knows
  return { Services: [...roles.map((role) => `${role}:${Fqdn}`), new Unknown('the other services of a pool')] };
}

function propertyValue(cmdlet: string, name: string, value: CmdletObject[string]): Value {
  if (typeof value !== 'string') return value;
  if (LISTS[cmdlet]?.includes(name) === true) return value === '' ? [] : value.split(', ');
  return name === 'SyncInterval' ? (parseTimespan(value) ?? value) : value;
}

/** One object with the modules in it, each of which reads as `Name:[ExportStatus,ImportStatus]`. */
function backupStatus(cmdlet: string, [overall, ...modules]: readonly CmdletObject[]): Value[] {
  if (overall === undefined) return [];
  const BackupModules = modules.map((module) => {
    const { ModuleName, ExportStatus, ImportStatus } = module;
    return psObject(module, 'a backup module', true, `${ModuleName}:[${ExportStatus},${ImportStatus}]`);
  });
  return [psObject({ ...overall, BackupModules }, `the answer of ${cmdlet}`, true)];
}

/** Stands for a value that is not known until it shows whether the model looks at it. */
export const UNKNOWN_TEXT = '\u0000unknown';

/** An argument of a script as the binder takes it. `unknown` = its value, or a part of it, is not known. */
export function parsedArgument(given: ArgumentValue): { argument: ParsedArgument; unknown: Unknown | null } {
  const { parameter, attached } = given;
  const { column } = given.at;
  if (given.value === undefined) {
    return { argument: { parameter, value: null, attached: false, column }, unknown: null };
  }
  const found: { unknown: Unknown | null } = { unknown: null };
  const value = parsedValue(given.value, column, found);
  return { argument: { parameter, value, attached, column }, unknown: found.unknown };
}

function parsedValue(value: Value, column: number, found: { unknown: Unknown | null }): ParsedValue {
  if (value === null) return { kind: 'null', column };
  if (typeof value === 'boolean') return { kind: 'boolean', value, column };
  if (typeof value === 'number') return { kind: 'number', value, text: String(value), column };
  if (isList(value)) {
    // PowerShell takes a list of one for the one
    if (value.length === 1) return parsedValue(value[0], column, found);
    return { kind: 'array', items: value.map((item) => parsedValue(item, column, found)), column };
  }
  if (value instanceof Timespan) return { kind: 'string', text: formatTimespan(value.ms), column };
  const shown = toText(value);
  if (!(shown instanceof Unknown)) return { kind: 'string', text: shown, column };
  found.unknown ??= shown;
  return { kind: 'string', text: UNKNOWN_TEXT, column };
}
