import { type DrillText, deployment, type PoolOptions } from './drills.js';

/** Every duration of a command as one number instead of a range, so that times can be worked out by hand. */
export const EXACT = {
  failoverPrepareSeconds: 60,
  failoverStopMinutes: 2,
  takeoverMinutes: 15,
  failbackCopyMinutes: 10,
  failbackMoveMinutes: 20,
  cmsFailoverMinutes: 3,
  cmsReplicationMinutes: 4,
  configCmdletSeconds: 10,
  databaseFailoverSeconds: 30,
  poolStartMinutes: 4,
  mirrorRedoSeconds: 10,
  mirrorCatchUpMinutes: 3,
  // A package that holds all conference content; what the documented one leaves has tests of its own (D32).
  maxDataConfPackageSizeKB: 10_240_000,
  // A pair that is made needs no update applied again; what D263 asks has tests of its own.
  updateInstalled: false,
};

/** 1,000 users a pool, exact durations; a failback copies 2 min and moves 2 min. CMS on pool2, no Edge pools. */
export function exact(
  one: PoolOptions = {},
  two: PoolOptions = one,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const { assumptions, ...rest } = more;
  return deployment(
    { users: 1000, ...one },
    { users: 1000, ...two },
    {
      assumptions: { ...EXACT, ...(assumptions as Record<string, unknown> | undefined) },
      ...rest,
    },
  );
}

export const SILENT = {
  changesPerUserPerHour: 0,
  conferenceUploadsPerUserPerHour: 0,
  configChangesPerHour: 0,
};

/** With 1,000 users one change of user data a second, and nothing else. */
export const ONE_A_SECOND = { ...SILENT, changesPerUserPerHour: 3.6 };

/** With 1,000 users one conference upload a second, and nothing else. */
export const ONE_UPLOAD_A_SECOND = { ...SILENT, conferenceUploadsPerUserPerHour: 3.6 };

/** One configuration change a minute, and nothing else. */
export const CONFIG_ONE_A_MINUTE = { ...SILENT, configChangesPerHour: 60 };

/** An Edge pool in the site of pool `n`, which is its next hop unless `more` says otherwise. */
export function edge(n: 1 | 2, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    fqdn: `edge${n}`,
    site: `Datacenter${n}`,
    servers: [`e${n}a`, `e${n}b`],
    nextHop: `pool${n}`,
    federation: n === 1,
    xmpp: n === 1,
    ...more,
  };
}

export const FAIL_OVER = 'Invoke-CsPoolFailOver -PoolFqdn pool1';
export const FAIL_BACK = 'Invoke-CsPoolFailBack -PoolFqdn pool1';
export const RESTORE = 'Invoke-CsBackupServiceSync -PoolFqdn pool2 -BackupModule ConfServices.DataConf';
export const STATUS = 'Get-CsBackupServiceStatus -PoolFqdn pool1';

/** A drill on `exact()` with one change a second. */
export function drill(parts: DrillText): DrillText {
  return { topology: exact(), load: ONE_A_SECOND, ...parts };
}
