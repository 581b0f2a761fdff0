/**
 * Invoke-CsManagementServerFailover: moves the active Central Management master to the standby once it is replicated
 * (D60), takes it from a pool that is lost (D61), or clears the mark of a store that returned (D64).
 */
import { masterServesSoon } from '../components/back-end/election.js';
import { backlog } from '../components/backup-service/backlog.js';
import { startSync } from '../components/backup-service/behaviour.js';
import { dropMark, markedStore, replicateToAll, switchMaster } from '../components/central-management/behaviour.js';
import { CMS_DATABASE, CONFIG } from '../state/modules.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import { defineCmdlet, done, type Ended, end, type Offered, offer, type Running } from './cmdlet.js';
import {
  CMS_FAILOVER,
  type CmsFailoverForm,
  cmsFailoverRefusal,
  disasterForm,
  isDisasterForm,
  target,
} from './cms-failover-preconditions.js';

/** the disaster form began while the master could serve, or was about to (D61) */
const COULD_SERVE = 1;
const FORCED = 2;
const RESTORE = 4;

/** Invoke-CsManagementServerFailover. */
export const cmsFailover = defineCmdlet({
  ...CMS_FAILOVER,
  does: 'Moves the active Central Management master to the standby. Normal form: both sides up, no loss. Disaster form, with `-BackupSqlServerFqdn` and `-Force` (or `-MirrorSqlServerFqdn`, where the mirror is the principal): changes not yet replicated are lost. `-Restore` marks a store that returned after a disaster form as backup. `-WhatIf` names the pool with the master.',
  refusedBy: {
    D60: 'normal form: no standby, one of the sides down or unreachable, or lost before the switch, or the configuration is not replicated in time',
    D61: 'disaster form: the server is missing or not the current principal of the standby, or the instance is another one; the standby is down, or lost before it is the master',
    M140: 'disaster form: the store of the standby is on an availability group, and the name is not that which the topology has, its listener; or a mirror is named',
    D64: 'a store that returned is still marked active, the failover before is not replicated, or two masters or none are left of a Standard Edition pair, before or by it; `-Restore`: the pool that Active Directory names is lost, now or meanwhile, does not reach the marked store, or that is down',
  },
  notModelled: 'A standby that was set up by pairing during the drill.',
  refusal: cmsFailoverRefusal,
  whatIf: (world) => {
    const master = world.cmsMaster();
    if (master < 0) return 'the topology has no Central Management Store; nothing was changed';
    const state = world.cmsFunctional() ? '' : ', which cannot be reached';
    return `the active Central Management master is on ${world.name(master)}${state}; nothing was changed`;
  },
  begin,
  phases: { workDone, timedOut, look },
  hazard: (world, form) => (isDisasterForm(form) && couldServe(world) ? 'D61' : null),
  reads: () => ({ centralMaster: true }),
  freely: {
    each: 'deployment',
    lines({ layout }) {
      if (layout.cmsHome < 0 || layout.cmsStandby < 0) return [];
      const forced = [layout.cmsHome, layout.cmsStandby].flatMap((p) => {
        const { sql, pool, group, instance } = layout.pools[p];
        const servers = sql.flatMap((h) => (h < 0 ? [] : layout.hosts[h].fqdn));
        const store = group?.group.sqlServerFqdn ?? instance?.name;
        return (store === undefined ? servers : [store]).map((server) => ({
          BackupSqlServerFqdn: server,
          BackupSqlInstanceName: pool.backEnd.instance,
          Force: true,
        }));
      });
      return [{}, ...forced];
    },
    offers,
  },
});

function offers(world: World): Offered[] {
  const { cmsHome, cmsStandby } = world.layout;
  if (cmsHome < 0 || cmsStandby < 0) return [];
  const { name } = CMS_FAILOVER;
  const works = (form: CmsFailoverForm): boolean => cmsFailoverRefusal(world, form) === null;
  const normal = offer(works({}) ? 'cms' : 'mistake', name, {});
  const restore = markedStore(world) >= 0 && works({ Restore: true }) ? [offer('cms', name, { Restore: true })] : [];
  const form = disasterForm(world);
  if (couldServe(world)) {
    return works(form) ? [normal, ...restore, offer('hazard', name, { ...form })] : [normal, ...restore];
  }
  return [normal, offer(works(form) ? 'cmsForce' : 'mistake', name, { ...form })];
}

/** The master works, or does in seconds without anybody's doing: what is left behind there is not excused (D61, D21). */
const couldServe = (world: World): boolean => world.cmsFunctional() || masterServesSoon(world);

function begin(world: World, form: CmsFailoverForm): Ended | Running {
  if (form.Restore === true) return beginRestore(world);
  const from = world.cmsMaster();
  const subject = target(world);
  const forced = isDisasterForm(form);
  const flags = FORCED | (couldServe(world) ? COULD_SERVE : 0);
  const [move, take] =
    from === world.layout.cmsHome ? ['moveToStandby', 'forceToStandby'] : ['moveToHome', 'forceToHome'];
  const type = forced ? take : move;
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event(type));
  if (!forced) startSync(world, from);
  world.effects.start(world.work.command.at(), ...minutes(world.settings.cmsFailoverMinutes));
  if (forced) return { subject, flags };
  const limit = world.settings.cmsSyncTimeoutMinutes * 60_000;
  world.effects.start(world.work.commandTimeout.at(), limit, limit);
  return { subject };
}

function beginRestore(world: World): Ended | Running {
  const subject = world.cmsMaster();
  if (markedStore(world) < 0) return done(`nothing to restore: ${world.name(subject)} is the one active master`);
  world.effects.start(world.work.command.at(), ...minutes(world.settings.cmsFailoverMinutes));
  return { subject, flags: RESTORE };
}

const isForced = (world: World): boolean => (world.variables.commandFlags.get() & FORCED) !== 0;
const isRestore = (world: World): boolean => (world.variables.commandFlags.get() & RESTORE) !== 0;

function workDone(world: World): void {
  if (isRestore(world)) return restored(world);
  const to = world.variables.commandPool.get();
  const forced = isForced(world);
  if (!forced && (backlog(world, world.cmsMaster(), CONFIG) > 0 || !world.backupPath(world.cmsMaster()))) {
    // D60: it waits for replication, and switches only where both sides reach each other.
    world.effects.start(world.work.command.at(), 15_000, 15_000);
    return;
  }
  world.cause = 'Central Management failover in disaster form (D61)';
  switchMaster(world, forced, (world.variables.commandFlags.get() & COULD_SERVE) !== 0);
  if (world.cmsFunctional()) {
    return end(world, 'ok', null, `the active Central Management master is on ${world.name(to)}`);
  }
  end(world, 'failed', 'D64', 'no active Central Management master runs on either pool: restore it from an export');
}

/** D64: the one active master is the one that Active Directory names; the servers fetch their replicas anew (D63). */
function restored(world: World): void {
  dropMark(world);
  world.variables.switched.set(1);
  replicateToAll(world);
  end(world, 'ok', null, `${world.name(world.cmsMaster())} is the one active master: wait until it has replicated`);
}

function timedOut(world: World): void {
  const from = world.cmsMaster();
  const what = world.backupPath(from)
    ? 'the configuration was not replicated in time'
    : `${world.name(from)} and ${world.name(world.variables.commandPool.get())} did not reach each other in time`;
  abandon(world, 'D60', `${what}; the source is the active master again`);
}

function abandon(world: World, rule: string, message: string): void {
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event('abandoned'));
  end(world, 'failed', rule, message);
}

function look(world: World): boolean {
  if (isRestore(world)) {
    if (world.cmsFunctional()) return false;
    end(world, 'failed', 'D64', `${world.name(world.cmsMaster())} was lost before the other store was marked`);
    return true;
  }
  const to = world.variables.commandPool.get();
  const forced = isForced(world);
  const from = world.cmsMaster();
  if (!world.frontEndRuns(to) || !world.served(to, CMS_DATABASE)) {
    abandon(world, forced ? 'D61' : 'D60', `${world.name(to)} was lost before it became the master`);
    return true;
  }
  if (!forced && (!world.frontEndRuns(from) || !world.served(from, CMS_DATABASE))) {
    abandon(world, 'D60', `${world.name(from)} was lost before the switch. Use the disaster form now.`);
    return true;
  }
  return false;
}
