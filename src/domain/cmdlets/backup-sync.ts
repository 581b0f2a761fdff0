import { invokeSync } from '../components/backup-service/behaviour.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { CONFIG, MODULES } from '../state/modules.js';
import type { World } from '../state/world.js';
import { type Begun, type Cmdlet, done, type Parameters, refused } from './cmdlet.js';

/** Invoke-CsBackupServiceSync (D35) and Set-CsBackupServiceConfiguration (D32). */
export const backupSync: Cmdlet = {
  names: ['Invoke-CsBackupServiceSync', 'Set-CsBackupServiceConfiguration'],
  begin: (world, name, parameters) =>
    name === 'Invoke-CsBackupServiceSync' ? sync(world, parameters) : configure(world, parameters),
};

function sync(world: World, parameters: Parameters): Begun {
  const p = world.layout.pool(String(parameters.PoolFqdn));
  if (world.partner(p) < 0) return refused('D35', `${world.name(p)} has no backup pool.`);
  if (!world.backupRuns(p)) {
    return refused(
      'D37',
      `No FE server of ${world.name(p)} runs the Backup Service: start LYNCBACKUP first.`,
    );
  }
  const has = modulesOf(world, p).filter((m) => m !== CONFIG || world.cmsMaster() === p);
  const given = String(parameters.BackupModule ?? 'All');
  const wanted = given === 'All' ? has : has.filter((m) => MODULES[m] === given);
  if (wanted.length === 0) {
    return refused(
      'D31',
      `${given} exports nothing on ${world.name(p)} (the CMS only where its active master is; Response Groups only from 2019 with EnableRgsBackupService).`,
    );
  }
  invokeSync(world, p, wanted);
  const others =
    world.backupPath(p) && world.backupEnd(p, wanted[0]) && world.backupEnd(world.partner(p), wanted[0]);
  return done(
    others
      ? `sync of ${wanted.map((m) => MODULES[m]).join(', ')} started`
      : 'sync started, but the direction is in ErrorState',
  );
}

function configure(world: World, parameters: Parameters): Begun {
  if (!world.cmsFunctional())
    return refused('D62', 'No active Central Management master can be reached: no configuration change.');
  if (parameters.SyncInterval === undefined) return done('nothing to change');
  const ms = Number(parameters.SyncInterval);
  world.variables.syncIntervalSeconds.set(Math.round(ms / 1000));
  world.effects.startPeriodic(world.work.cycle.at(), ms, ms);
  return done(`SyncInterval is ${Math.round(ms / 1000)} s now`);
}
