/** Numbers of the FE pool: Windows Fabric, lazy writes, start of the services. */
import { assumed, documented } from '../../../core/fact.js';
import { ofPool } from '../../formula.js';

/** D13: 60 min for the 80,000 users of the largest pool, give or take 30 %. */
const startMinutes = ofPool('3 + 57 × users / 80,000, ± 30 %', ({ users }) => {
  const usual = 3 + (57 * users) / 80_000;
  return [0.7 * usual, 1.3 * usual];
});

export const FRONT_END_POOL_FACTS = {
  replicaRebuildMinutes: assumed(5, 'min', [0, 1440], {
    source: 'M11',
    why: 'time until the replicas of a lost FE server are rebuilt on the surviving ones',
  }),
  upgradeDomains: assumed([3, 3] as const, 'domains', [1, 20], {
    source: 'M250',
    why: 'upgrade domains of a pool whose topology does not say them: as many as servers up to this, the servers dealt round robin; how Topology Builder divides them is not documented, and of a range the seed draws one number',
  }),
  lazyWriteSeconds: assumed(5, 's', [0, 3600], {
    source: 'D15',
    why: 'an acknowledged change is in the Back End this long after it was acknowledged on the FE replicas',
  }),
  poolStartMinutes: assumed(startMinutes, 'min', [0, 1440], {
    source: 'D13',
    why: 'from 85 % of the FE servers running until the pool has placed its users and serves them (reported: up to an hour for a large pool)',
  }),
  sqlVotesInEveryPool2013: assumed(false, '', null, {
    source: 'D12',
    why: 'Lync Server 2013: whether the primary SQL Server is a voter in every pool, or in pools of 2, 4 and 6 servers only',
  }),
  drainMinutes: assumed([10, 60] as const, 'min', [0, 1440], {
    source: 'D253, M265',
    why: 'until whom one FE server serves is on the others: Invoke-CsComputerFailOver, Stop-CsWindowsService -Graceful',
  }),
  patchServerMinutes: assumed([20, 40] as const, 'min', [0, 1440], {
    source: 'M265',
    why: 'installing an update on one server, with its reboot',
  }),
  serverStartMinutes: assumed([5, 15] as const, 'min', [0, 1440], {
    source: 'D254, M265',
    why: 'Invoke-CsComputerFailBack: until the services of the server are enabled and run',
  }),
  backEndGraceMinutes: documented(30, 'min', [0, 1440], {
    source: 'D27, Set-CsRegistrarConfiguration',
    why: 'sessions go on this long after the User database stopped being served, then resiliency mode; BackupStoreUnavailableThreshold, which a drill may set',
  }),
  twoServerBackEndGraceMinutes: assumed(5, 'min', [0, 1440], {
    source: 'D14',
    why: 'a two-server pool goes down as a whole this long after its Back End was lost ("soon")',
  }),
  twoServersTogetherMinutes: assumed(5, 'min', [0, 1440], {
    source: 'D14',
    why: 'two servers that start within this time start together; one that hangs alone for longer keeps the pool from coming up also with the other',
  }),
  eitherOfTwoStartsAlone: assumed(true, '', null, {
    source: 'D14',
    why: 'two servers that went down at one moment have no order: whether either of them starts the pool alone',
  }),
  frontEndTailOnDisk: assumed(true, '', null, {
    source: 'M15',
    why: 'what was not yet written to the Back End is in local databases of the FE servers, which a crash keeps; false = in memory only',
  }),
  replicasSurviveServiceStop: assumed(true, '', null, {
    source: 'M15',
    why: 'what was not yet written to the Back End survives when services stop on a machine that runs on; on disk it does in any case',
  }),
};
