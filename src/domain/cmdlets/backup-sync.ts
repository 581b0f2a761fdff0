import { invokeSync } from '../components/backup-service/behaviour.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { MODULES } from '../state/layout.js';
import { CONFIG, type World } from '../state/world.js';
import { type Begun, type Cmdlet, done, type Parameters, refused } from './cmdlet.js';

/** Invoke-CsBackupServiceSync (D35) and Set-CsBackupServiceConfiguration (D32). */
export const backupSync: Cmdlet = {
  names: ['Invoke-CsBackupServiceSync', 'Set-CsBackupServiceConfiguration'],
  begin: (w, name, parameters) =>
    name === 'Invoke-CsBackupServiceSync' ? sync(w, parameters) : configure(w, parameters),
};

function sync(w: World, parameters: Parameters): Begun {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  if (w.partner(p) < 0) return refused('D35', `${w.name(p)} has no backup pool.`);
  if (!w.backupRuns(p)) {
    return refused('D37', `No FE server of ${w.name(p)} runs the Backup Service: start LYNCBACKUP first.`);
  }
  const has = modulesOf(w, p).filter((m) => m !== CONFIG || w.cmsMaster() === p);
  const given = String(parameters.BackupModule ?? 'All');
  const wanted = given === 'All' ? has : has.filter((m) => MODULES[m] === given);
  if (wanted.length === 0) {
    return refused(
      'D31',
      `${given} exports nothing on ${w.name(p)} (the CMS only where its active master is; Response Groups only from 2019 with EnableRgsBackupService).`,
    );
  }
  invokeSync(w, p, wanted);
  const others = w.backupPath(p) && w.backupEnd(p, wanted[0]) && w.backupEnd(w.partner(p), wanted[0]);
  return done(
    others
      ? `sync of ${wanted.map((m) => MODULES[m]).join(', ')} started`
      : 'sync started, but the direction is in ErrorState',
  );
}

function configure(w: World, parameters: Parameters): Begun {
  if (!w.cmsFunctional())
    return refused('D62', 'No active Central Management master can be reached: no configuration change.');
  if (parameters.SyncInterval === undefined) return done('nothing to change');
  const ms = Number(parameters.SyncInterval);
  w.c[w.s.syncIntervalSeconds] = Math.round(ms / 1000);
  w.sink.every(w.work.cycle, ms, ms);
  return done(`SyncInterval is ${Math.round(ms / 1000)} s now`);
}
