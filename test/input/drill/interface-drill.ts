/** The drill of interface.md. */
export const INTERFACE_DRILL = `drill: Lose Datacenter1, recover on pool2, come home
topology: contoso.yaml            # a path relative to this file, or an inline map
seed: 7                           # optional; default 1
load: { changesPerUserPerHour: 6, conferenceUploadsPerUserPerHour: 0.01, configChangesPerHour: 4 }
faults:                           # at absolute virtual times from the start
  - { at: 30m, crash: { site: Datacenter1 } }
  - { at: 4h,  repair: { site: Datacenter1 } }
steps:                            # in order; each starts when the one before has ended
  - wait: 45m
  - run: Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a.contoso.com -BackupSqlInstanceName rtc -Force
  - run: Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
  - run: Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode
  - at: 5h                        # not before this time
    run: Invoke-CsPoolFailBack -PoolFqdn pool1.contoso.com
  - run: Invoke-CsBackupServiceSync -PoolFqdn pool2.contoso.com -BackupModule ConfServices.DataConf
  - wait: { until: steady, pool: pool2.contoso.com, timeout: 2h }
  - run: Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com
    expect: refused               # the CMS is on pool2 now
    rule: D41
expect:
  lost: { max: 5000 }             # acknowledged changes lost at the end, all modules
  rto: { pool1.contoso.com: 30m } # from the start of the failover command to regular service
  rpo: 30m                        # age of the oldest lost change at the moment of the disaster
  violates: []                    # invariants this drill is meant to break, e.g. [I1]
`;
