/** Findings about what a run cost: documented targets that were missed, and users of pools that it was not about. */

import { clock, count, counted, displayDuration } from '../core/format.js';
import { machinesOfBackEnd } from '../domain/back-end.js';
import { type Deployment, type Pool, sameName } from '../domain/deployment.js';
import type { Drill, FaultTarget, StepWork } from '../domain/drill.js';
import type { RecoveryResult } from '../domain/recovery-results.js';
import type { Finding, UserInterval, UsersResult } from '../domain/result.js';
import { changesDeployment } from './step-kinds.js';

/** What a finished run cost beside what its steps have said already. */
export function costsOf(drill: Drill, recovery: readonly RecoveryResult[], users: readonly UsersResult[]): Finding[] {
  return [...recovery.flatMap(missedTarget), ...othersHit(drill, users)];
}

const warning = (rule: string, message: string): Finding => ({
  severity: 'warning',
  rule,
  message,
  line: 0,
  instead: null,
  place: null,
});

/** D46: where the conditions of the documented targets are met, and one of them is not. */
function missedTarget({ pool, mode, rtoMs, rpoMs, ...targets }: RecoveryResult): Finding[] {
  const over = (what: string, actualMs: number | null, targetMs: number | null): string[] =>
    actualMs === null || targetMs === null || actualMs <= targetMs
      ? []
      : [`${what} ${displayDuration(actualMs)}, documented ${displayDuration(targetMs)}`];
  const missed = [...over('RTO', rtoMs, targets.rtoTargetMs), ...over('RPO', rpoMs, targets.rpoTargetMs)];
  if (missed.length === 0) return [];
  return [warning('D46', `the ${mode} failover of ${pool} misses what is documented: ${missed.join('; ')}.`)];
}

/** Pools that no step acts on and no fault names by itself, with users who were without regular service. */
function othersHit(drill: Drill, users: readonly UsersResult[]): Finding[] {
  return users.flatMap(({ pool, count: all, intervals }) => {
    const hit = intervals.filter(({ regular }) => regular < all);
    if (hit.length === 0 || isMeant(drill, pool)) return [];
    const most = Math.max(...hit.map(({ regular }) => all - regular));
    const lasted = displayDuration(hit.reduce((sum, { fromMs, toMs }) => sum + shown(toMs) - shown(fromMs), 0));
    const who = most === all ? counted(most, 'user') : `${count(most)} of the ${counted(all, 'user')}`;
    const message = `${who} of ${pool}, a pool that no step acts on, had no regular service for ${lasted} from ${clock(hit[0].fromMs)} on.`;
    return [warning(ruleOf(hit), message)];
  });
}

/** Some fault of the drill is about that pool, or some step that does more than look at it. */
const isMeant = ({ deployment, faults, steps }: Drill, pool: string): boolean =>
  faults.some(({ target }) => hitBy(target, deployment).includes(pool)) ||
  steps.some(({ work }) => isNamedBy(work, deployment, pool));

/** An instant as reports show it, so that the sum is that of what they show. */
const shown = (atMs: number): number => Math.round(atMs / 1000) * 1000;

/** Resiliency at home is the Back End's doing (D27), all else that of the registrar (D70). */
const ruleOf = (hit: readonly UserInterval[]): string =>
  hit.every(({ state }) => state === 'resiliencyHome') ? 'D27' : 'D70';

const fqdnsOf = (pools: readonly Pool[]): string[] => pools.map(({ fqdn }) => fqdn);

/** The pools that a fault names; a lost site or link hits whatever is there. */
function hitBy(target: FaultTarget, { pools }: Deployment): string[] {
  const where = (isMeant: (pool: Pool) => boolean): string[] => fqdnsOf(pools.filter(isMeant));
  switch (target.kind) {
    case 'server':
      return where((pool) => machinesOf(pool).some((machine) => sameName(machine, target.server)));
    case 'fileStore':
      return where(({ fileStore }) => sameName(fileStore, target.fileStore));
    case 'share':
      return where(({ fileStore }) => sameName(fileStore, target.share));
    case 'pool':
    case 'service':
      return where(({ fqdn }) => sameName(fqdn, target.pool));
    case 'module':
      return where(({ fqdn }) => sameName(fqdn, target.module.pool));
    case 'hydration':
      return where(({ fqdn }) => sameName(fqdn, target.hydration));
    case 'site':
    case 'link':
    case 'replicator':
      return [];
  }
}

function machinesOf({ servers, backEnd, fileStore }: Pool): string[] {
  const [primary, ...others] = machinesOfBackEnd(backEnd);
  return [...servers, primary, fileStore, ...others];
}

/** A step is about a pool: by its name, or by a machine of it. */
function isNamedBy(work: StepWork, deployment: Deployment, fqdn: string): boolean {
  if (work.kind === 'fault') return hitBy(work.fault.target, deployment).includes(fqdn);
  if (!changesDeployment(work)) return false;
  const words =
    work.kind === 'run'
      ? Object.values(work.command.parameters).flat()
      : work.kind === 'topologyBuilder'
        ? Object.values(work.change).flat()
        : [];
  if (words.length === 0) return false;
  const names = words.map((word) => String(word).replace(/^\w+:/, ''));
  const pool = deployment.pools.find((each) => each.fqdn === fqdn)!;
  return [fqdn, ...machinesOf(pool)].some((each) => names.some((name) => sameName(name, each)));
}
