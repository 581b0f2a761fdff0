/** The planned drill: everything is moved to the partner in the documented order and comes home; nothing may be lost. */
import { formatDuration } from '../core/duration.js';
import { getBackupStatus } from '../domain/cmdlets/backup-service.js';
import { cmsFailover } from '../domain/cmdlets/cms-failover.js';
import {
  CONFIGURATION_EXPORT_LINE,
  LIS_EXPORT_LINE,
  LIS_IMPORT_LINE,
  publishLis,
} from '../domain/cmdlets/exports-and-imports.js';
import { poolFailover } from '../domain/cmdlets/pool-failover.js';
import { failoverTargets } from '../domain/components/pool-failover/facts.js';
import { cmdlet, type DrillOutline, type OutlineSection } from './drill-outline.js';
import { exportResponseGroups, type FailoverPair, importResponseGroups, nextHops } from './pair.js';
import { returnHome } from './return-home.js';

/** How long the users stay on the partner in the drill. */
const AWAY_MINUTES = 60;

export function plannedDrill(pair: FailoverPair): DrillOutline {
  const { home, partner } = pair;
  const { rtoMs } = failoverTargets(partner.product);
  return {
    name: `${home.fqdn}-planned`,
    title: `Planned failover of ${home.fqdn} to ${partner.fqdn} and the way home`,
    about: `A planned drill: the users of ${home.fqdn} are served by ${partner.fqdn} for an hour and come home. Nothing may be lost.`,
    loss: null,
    files: [],
    sections: [before(pair), ...centralManagement(pair), ...edges(pair), failover(pair), ...returnHome(pair)],
    expect: { lost: { max: 0 }, rto: { [home.fqdn]: formatDuration(rtoMs) }, rpo: '0s' },
    runbook: true,
    night: null,
  };
}

function before(pair: FailoverPair): OutlineSection {
  const { home } = pair;
  const exports = exportResponseGroups(pair);
  return {
    title: 'Before anything moves',
    why: `The Backup Service of ${home.fqdn} has to be in SteadyState: users are read-only for as long as the final sync takes (D33, D43).${exports.length === 0 ? '' : ' It does not carry Response Groups: they go by file (D34).'}`,
    entries: [
      { do: 'watch', minutes: 10 },
      { do: 'steady', pool: home.fqdn },
      cmdlet(getBackupStatus.line({ PoolFqdn: home.fqdn })),
      ...exports,
    ],
  };
}

function centralManagement({ home, partner, deployment }: FailoverPair): OutlineSection[] {
  if (deployment.centralManagement.active !== home.fqdn) return [];
  const standard = home.edition === 'standard' && partner.edition === 'standard';
  return [
    {
      title: 'The Central Management Store',
      why: `Its active master is on ${home.fqdn}: it moves first, else the failover is refused (D41, D60). Location data lies beside it and goes by file (D34). Go on when every server knows the new master (D63). It need not be moved back (D55).${standard ? ' Of Standard Edition pairs it is reported that both, or neither, were active afterwards: the export of the configuration is the way out (D64).' : ''}`,
      entries: [
        ...(standard ? [cmdlet(CONFIGURATION_EXPORT_LINE)] : []),
        cmdlet(LIS_EXPORT_LINE),
        cmdlet(cmsFailover.line({})),
        cmdlet(LIS_IMPORT_LINE),
        cmdlet(publishLis.line({})),
        { do: 'replicated' },
        { do: 'note', text: `The Central Management Store is on ${partner.fqdn} from now on.` },
      ],
    },
  ];
}

function edges(pair: FailoverPair): OutlineSection[] {
  const { home, partner, edges: found } = pair;
  if (found.length === 0) return [];
  return [
    {
      title: 'The Edge pools',
      why: `A running Edge pool with ${home.fqdn} as its next hop refuses the failover (D42). Topology Builder can publish another next hop too; it need not be ${partner.fqdn}.`,
      entries: nextHops(pair, partner),
    },
  ];
}

function failover(pair: FailoverPair): OutlineSection {
  const { home, partner } = pair;
  return {
    title: 'The failover',
    why: `Planned, so without -DisasterMode and without -SkipDataVerification, which cost data (D44, D45). ${partner.fqdn} serves the users when it ends.`,
    entries: [
      cmdlet(poolFailover.line({ PoolFqdn: home.fqdn })),
      ...importResponseGroups(pair),
      { do: 'pause', minutes: AWAY_MINUTES },
    ],
  };
}
