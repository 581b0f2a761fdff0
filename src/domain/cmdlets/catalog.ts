/**
 * The catalog of cmdlets: every cmdlet that a drill may run (domain.md 5), in the order of the documentation, and what
 * can be asked of all of them: which one a line means, which one is running, what hazard a line is, what is typed freely.
 */
import type { BoundCommand } from '../command.js';
import type { World } from '../state/world.js';
import { SERVER_UPDATE } from '../stepping/pool-setup.js';
import { getBackupConfiguration, setBackupConfiguration } from './backup-configuration.js';
import { getBackupRelationship, getBackupStatus, invokeBackupSync } from './backup-service.js';
import {
  type Cmdlet,
  done,
  type Ended,
  type FreelyTyped,
  type Hazard,
  type Parameters,
  type Phases,
  type Reads,
  type Running,
} from './cmdlet.js';
import { cmsFailover } from './cms-failover.js';
import { commandLine } from './command-text.js';
import { computerFailback, computerFailover } from './computer-failover.js';
import { setEdgeServer, setSite } from './configuration.js';
import { databaseFailover } from './database-failover.js';
import { exportConfiguration, exportLis, importLis, publishLis } from './exports-and-imports.js';
import { getClusterNode, resumeDatabase, startClusterNode, switchGroup, testGroup } from './group-cmdlets.js';
import { getManagementConnection, getUpgradeDomains, getUpgradeReadiness, testDatabase } from './health-queries.js';
import { restartComputer, stopComputer } from './machine-power.js';
import { installDatabase, storageFlush } from './maintenance-cmdlets.js';
import { getReplicationStatus, invokeReplication } from './management-store.js';
import { getMirrorState } from './mirror-state.js';
import { backupPool } from './pool-backup.js';
import { poolFailback } from './pool-failback.js';
import { poolFailover } from './pool-failover.js';
import { getFabricState, resetPool, startPool } from './pool-services.js';
import { setRegistrarConfiguration } from './registrar-configuration.js';
import { codeElsewhere, sessionElsewhere } from './remote-shell.js';
import { exportRgs, importRgs } from './response-groups.js';
import {
  getWindowsServiceOf,
  restartWindowsService,
  startWindowsService,
  stopWindowsService,
} from './service-control.js';
import { getService } from './service-queries.js';
import { invokeSqlcmd } from './sql-statement.js';
import { importConfiguration, moveManagementServer } from './store-restore.js';
import { getComputer, getPool, getSite, getTopology } from './topology-queries.js';
import { getUser, getUserPoolInfo } from './user-queries.js';
import { getWindowsService } from './windows-service-states.js';
import { startService, stopService } from './windows-services.js';

/** Every cmdlet. */
export const CMDLETS: readonly Cmdlet[] = [
  poolFailover,
  poolFailback,
  cmsFailover,
  moveManagementServer,
  getReplicationStatus,
  invokeReplication,
  databaseFailover,
  getMirrorState,
  invokeSqlcmd,
  switchGroup,
  resumeDatabase,
  testGroup,
  startClusterNode,
  getClusterNode,
  setRegistrarConfiguration,
  invokeBackupSync,
  getBackupStatus,
  getBackupConfiguration,
  setBackupConfiguration,
  backupPool,
  getBackupRelationship,
  setEdgeServer,
  setSite,
  startService,
  stopService,
  computerFailover,
  computerFailback,
  startPool,
  resetPool,
  getFabricState,
  exportRgs,
  importRgs,
  exportConfiguration,
  importConfiguration,
  exportLis,
  importLis,
  publishLis,
  getPool,
  getComputer,
  getWindowsService,
  getSite,
  getTopology,
  getService,
  getUser,
  getUserPoolInfo,
  getManagementConnection,
  testDatabase,
  getUpgradeReadiness,
  getUpgradeDomains,
  storageFlush,
  installDatabase,
  restartComputer,
  stopComputer,
  getWindowsServiceOf,
  startWindowsService,
  stopWindowsService,
  restartWindowsService,
  codeElsewhere,
  sessionElsewhere,
];

const BY_NAME: ReadonlyMap<string, Cmdlet> = new Map(CMDLETS.map((cmdlet) => [cmdlet.name, cmdlet]));

/** The cmdlet of a canonical name; null = it is not modelled. */
export const cmdletNamed = (name: string): Cmdlet | null => BY_NAME.get(name) ?? null;

/** What can run, by the number that the control state keeps; 0 = nothing runs. */
const RUNNING: readonly (Phases | null)[] = [
  null,
  ...new Set([...CMDLETS.flatMap(({ phases }) => phases ?? []), SERVER_UPDATE]),
];

/** The phases of the command that runs now; null = none does. */
export const runningPhases = (world: World): Phases | null => RUNNING[world.variables.command.get()];

/** Whether the command that runs, by the number that the control state keeps, is about one pair of pools alone. */
export const isOfPair = (running: number): boolean => RUNNING[running]?.ofPair === true;

/** Notes in the control state that a command runs. */
export function noteRunning(world: World, phases: Phases, { subject, flags = 0, value = 0 }: Running): void {
  world.variables.command.set(RUNNING.indexOf(phases));
  world.variables.commandPool.set(subject);
  world.variables.commandFlags.set(flags);
  world.variables.commandValue.set(value);
}

type Subject = FreelyTyped<Parameters>['each'];
type FreeCmdlet = Cmdlet & { readonly freely: FreelyTyped<Parameters> };

/** What freely typed cmdlets are asked for, by index, in the order in which a search goes through them. */
const SUBJECTS: Readonly<Record<Subject, (world: World) => number[]>> = {
  pairedPool: (world) => world.layout.pools.map(({ index }) => index).filter((p) => world.partner(p) >= 0),
  deployment: () => [0],
  pool: (world) => world.layout.pools.map(({ index }) => index),
};

const FREELY = CMDLETS.filter((cmdlet): cmdlet is FreeCmdlet => cmdlet.freely !== undefined);

/** Asks each freely typed cmdlet about all that it is typed for, the plainest cmdlet first. */
export function byCmdlet<T>(world: World, ask: (cmdlet: FreeCmdlet, index: number) => readonly T[]): T[] {
  const subjects: Partial<Record<Subject, readonly number[]>> = {};
  const all: T[] = [];
  // A random walk asks at each step: loops are twice as fast here as flatMap.
  for (const cmdlet of FREELY) {
    const { each } = cmdlet.freely;
    subjects[each] ??= SUBJECTS[each](world);
    for (const index of subjects[each]) for (const one of ask(cmdlet, index)) all.push(one);
  }
  return all;
}

/** Asks the same pool by pool: what can be typed about one stands together. */
export const bySubject = <T>(world: World, ask: (cmdlet: FreeCmdlet, index: number) => readonly T[]): T[] =>
  Object.entries(SUBJECTS).flatMap(([each, indices]) =>
    indices(world).flatMap((index) =>
      FREELY.filter(({ freely }) => freely.each === each).flatMap((cmdlet) => ask(cmdlet, index)),
    ),
  );

/** The line that an administrator would type for a bound command. */
export function commandText({ cmdlet, parameters }: BoundCommand): string {
  return commandLine(cmdletNamed(cmdlet) ?? { name: cmdlet, parameters: [] }, parameters);
}

/** The named hazard that a command would be in the present state; null = none. */
export const hazardOf = (world: World, { cmdlet, parameters }: BoundCommand): Hazard | null =>
  cmdletNamed(cmdlet)?.hazard?.(world, parameters) ?? null;

/** Whether a line does what it does although `-WhatIf` stands in it (D255). */
export const ignoresWhatIf = ({ cmdlet, parameters }: BoundCommand): boolean =>
  cmdletNamed(cmdlet)?.ignoresWhatIf?.(parameters) === true;

/** What a line with `-WhatIf` shows, and does nothing else; null = it does what it does all the same, which is told (D255). */
export function shownByWhatIf(world: World, command: BoundCommand): Ended | null {
  const { parameters } = command;
  const cmdlet = cmdletNamed(command.cmdlet);
  if (!ignoresWhatIf(command)) return done(`What if: ${cmdlet?.whatIf?.(world, parameters) ?? 'nothing was changed'}`);
  cmdlet?.noteIgnoredWhatIf?.(world, parameters);
  return null;
}

/** What a command asks of the deployment beside what is asked anyhow. */
export const commandReads = ({ cmdlet, parameters }: BoundCommand): Reads =>
  cmdletNamed(cmdlet)?.reads?.(parameters) ?? {};
