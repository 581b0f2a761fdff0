// Answers of the model as objects of the management shell, and arguments of the shell as the model binds them.
import { cmdletNamed } from '../../domain/cmdlets/catalog.js';
import { realCmdlet } from '../../domain/cmdlets/known-cmdlets.js';
import { getUserPoolInfo, OF_SEVERAL } from '../../domain/cmdlets/user-queries.js';
import type { BoundCommand, ParsedArgument, ParsedValue } from '../../domain/command.js';
import { type Deployment, type PublishedCluster, sameName } from '../../domain/deployment.js';
import { inventoryOf, UNNAMED_ROLE, unsaidRoles } from '../../domain/inventory.js';
import type { CmdletObject } from '../../domain/step-answer.js';
import type { ArgumentValue } from '../../powershell/interpreter/protocol.js';
import { formatTimespan, parseTimespan, toText } from '../../powershell/values/convert.js';
import { Numeral, numberIn } from '../../powershell/values/numerals.js';
import { Crowd, OneOf } from '../../powershell/values/partly-known.js';
import { pathText } from '../../powershell/values/paths.js';
import {
  isList,
  psObject,
  ScriptBlock,
  Timespan,
  Unanswered,
  Unknown,
  unknownAnswer,
  type Value,
} from '../../powershell/values/values.js';

/** Properties that the management shell gives as lists, where an answer shows them in one line. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  'Get-CsPool': ['Computers'],
  'Get-CsSite': ['Pools'],
  'Get-CsManagementStoreReplicationStatus': ['ActiveReplicas'],
};

/** The answer of a Get- cmdlet as the objects that a script works with. More properties than these exist. */
export function shellObjects(
  cmdlet: string,
  output: readonly CmdletObject[],
  { deployment, given }: { readonly deployment: Deployment; readonly given: readonly ArgumentValue[] },
): Value[] {
  if (cmdlet === getUserPoolInfo.name) return poolsOfUsers(given, output);
  if (isCounted(cmdlet)) return users(cmdlet, output);
  if (cmdlet === 'Get-CsBackupServiceStatus') return backupStatus(cmdlet, output);
  return output.map((object) => {
    const known = Object.entries(object).map(([name, value]) => [name, propertyValue(cmdlet, name, value)]);
    const more = inventory(cmdlet, object, deployment);
    return psObject({ ...more, ...Object.fromEntries(known) }, `the answer of ${cmdlet}`, true);
  });
}

/** Whether the model counts the objects of a cmdlet and makes none, so that somebody else may know more of them. */
export const isCounted = (cmdlet: string): boolean => cmdlet === 'Get-CsUser' || cmdlet === getUserPoolInfo.name;

/** The parameter by which a cmdlet takes users that are piped into it as a count; null = it takes none. */
export const takesUsersBy = (name: string): string | null =>
  realCmdlet(name) === getUserPoolInfo.name ? 'Identity' : null;

/** Users whose pools are asked for, as a count. Several of them come only from a pipeline. */
const crowdIn = ({ value, piped }: ArgumentValue): Crowd | null =>
  value instanceof Crowd && (piped === true || value.count === 1) ? value : null;

/** The pools of users by that which each is homed on; users of whom that is not known have pools that are not. */
function poolsOfUsers(given: readonly ArgumentValue[], output: readonly CmdletObject[]): Value[] {
  const { name } = getUserPoolInfo;
  const all = given.map(crowdIn).find((crowd) => crowd !== null)?.groups ?? [];
  const groups = all.flatMap(({ like, count }) => {
    const home = toText(like.properties.get('RegistrarPool') ?? null);
    const info = output.find(({ PrimaryPoolFqdn }) => sameName(String(PrimaryPoolFqdn), String(home)));
    return info === undefined ? [] : [{ like: psObject(info, 'the pools of a user', true), count }];
  });
  if (groups.length === 0 || groups.length < all.length) return [unknownAnswer(name)];
  return [new Crowd(`the answer of ${name}`, groups, new Unanswered(name))];
}

/** Users as one value, whatever their number: what they have in common is their pool. */
function users(cmdlet: string, output: readonly CmdletObject[]): Value[] {
  const groups = output.map(({ RegistrarPool, Users }) => {
    const pool = psObject({ FriendlyName: RegistrarPool }, 'a registrar pool', true, String(RegistrarPool));
    return { like: psObject({ RegistrarPool: pool }, 'a user', true), count: Number(Users) };
  });
  const some = groups.filter(({ count }) => count > 0);
  return some.length === 0 ? [] : [new Crowd(`the answer of ${cmdlet}`, some, new Unanswered(cmdlet))];
}

/** What follows from the topology for an object that the model answers. */
function inventory(cmdlet: string, object: CmdletObject, deployment: Deployment): Record<string, Value> {
  const clusters = inventoryOf(deployment).clusters;
  const named = (fqdn: unknown) => clusters.filter((each) => each.fqdn === fqdn);
  switch (cmdlet) {
    case 'Get-CsService': {
      const [Role] = String(object.Identity).split(':');
      const [cluster] = named(object.PoolFqdn);
      if (cluster === undefined) return { Role };
      const version = cluster.services.find(({ role }) => role === Role)?.version ?? null;
      return { Role, SiteId: `Site:${cluster.site}`, ...(version === null ? {} : { Version: version }) };
    }
    case 'Get-CsPool': {
      const [cluster] = named(object.Fqdn);
      if (cluster === undefined) return {};
      return { Site: `Site:${cluster.site}`, Services: services(deployment, [cluster]) };
    }
    case 'Get-CsSite': {
      const here = clusters.filter(({ site }) => sameName(site, String(object.DisplayName)));
      return { SiteId: object.Identity, Services: services(deployment, here) };
    }
    default:
      return {};
  }
}

/** Identities of the services of clusters; what they may have beside is one of few that are known by name. */
function services(deployment: Deployment, clusters: readonly PublishedCluster[]): Value[] {
  const known = clusters.flatMap(({ fqdn, services: all }) =>
    all.filter(({ role }) => role !== UNNAMED_ROLE).map(({ role }) => `${role}:${fqdn}`),
  );
  const others = clusters.flatMap((cluster) =>
    unsaidRoles(deployment, cluster).map((role) => `${role}:${cluster.fqdn}`),
  );
  return others.length === 0 ? known : [...known, new OneOf('the other services of a pool', others)];
}

function propertyValue(cmdlet: string, name: string, value: CmdletObject[string]): Value {
  if (typeof value !== 'string') return value;
  const items = value === '' ? [] : value.split(', ');
  if (cmdlet === 'Get-CsTopology') return items.map((item) => partOfTopology(name, item));
  if (LISTS[cmdlet]?.includes(name) === true) return items;
  return name === 'SyncInterval' ? (parseTimespan(value) ?? value) : value;
}

/** A site or a machine inside of the topology: an object of its own. */
const partOfTopology = (list: string, name: string): Value =>
  psObject(list === 'Sites' ? { Name: name } : { Fqdn: name }, `one of the ${list} of Get-CsTopology`, true);

/** One object with the modules in it, each of which reads as `Name:[ExportStatus,ImportStatus]`. */
function backupStatus(cmdlet: string, [overall, ...modules]: readonly CmdletObject[]): Value[] {
  if (overall === undefined) return [];
  const BackupModules = modules.map((module) => {
    const { ModuleName, ExportStatus, ImportStatus } = module;
    return psObject(module, 'a backup module', true, `${ModuleName}:[${ExportStatus},${ImportStatus}]`);
  });
  return [psObject({ ...overall, BackupModules }, `the answer of ${cmdlet}`, true)];
}

const codeText = ({ body }: ScriptBlock): string => body.statements.map(({ text }) => text).join('; ');

/** Stands for a value that is not known until it shows whether the model looks at it. */
export const UNKNOWN_TEXT = '\u0000unknown';

/** An argument of a script as the binder takes it. `unknown` = its value, or a part of it, is not known. */
export function parsedArgument(given: ArgumentValue): { argument: ParsedArgument; unknown: Unknown | null } {
  const { parameter, attached } = given;
  const { column } = given.at;
  if (given.value === undefined) {
    return { argument: { parameter, value: null, attached: false, column }, unknown: null };
  }
  if (crowdIn(given) !== null) {
    const value: ParsedValue = { kind: 'string', text: OF_SEVERAL, column };
    return { argument: { parameter, value, attached, column }, unknown: crowdIn(given) };
  }
  const found: { unknown: Unknown | null } = { unknown: null };
  const value = parsedValue(given.value, column, found);
  return { argument: { parameter, value, attached, column }, unknown: found.unknown };
}

function parsedValue(value: Value, column: number, found: { unknown: Unknown | null }): ParsedValue {
  if (value === null) return { kind: 'null', column };
  if (typeof value === 'boolean') return { kind: 'boolean', value, column };
  const number = numberIn(value);
  if (number !== null) return { kind: 'number', value: number, text: writtenNumber(value, number), column };
  if (isList(value)) {
    // PowerShell takes a list of one for the one
    if (value.length === 1) return parsedValue(value[0], column, found);
    return { kind: 'array', items: value.map((item) => parsedValue(item, column, found)), column };
  }
  if (value instanceof Timespan) return { kind: 'string', text: formatTimespan(value.ms), column };
  // a filter may be written as a block: its text is the filter
  const shown = value instanceof ScriptBlock ? codeText(value) : pathText(value);
  if (!(shown instanceof Unknown)) return { kind: 'string', text: shown, column };
  found.unknown ??= shown;
  return { kind: 'string', text: UNKNOWN_TEXT, column };
}

/** A number as it is typed: a parameter that takes texts takes it so. */
const writtenNumber = (value: Value, number: number): string =>
  value instanceof Numeral && value.written !== null ? value.written : String(number);

/** A command as it is on the machine that it is typed on, which is meant where it names none. */
export function typedOn(command: BoundCommand, machine: string | null): BoundCommand {
  const local = ['ComputerName', 'TypedOn'].find((name) =>
    cmdletNamed(command.cmdlet)?.parameters.some((each) => each.name === name),
  );
  if (machine === null || local === undefined || command.parameters[local] !== undefined) return command;
  return { ...command, parameters: { ...command.parameters, [local]: machine } };
}
