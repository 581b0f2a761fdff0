/** The way home after a failover, planned or not: the failback, the conference content, next hops and routes. */
import { contentRestoreLine, getBackupStatus } from '../domain/cmdlets/backup-service.js';
import { poolFailback } from '../domain/cmdlets/pool-failback.js';
import { cmdlet, type Entry, type OutlineSection } from './drill-outline.js';
import { type FailoverPair, nextHops, returnResponseGroups } from './pair.js';

export function returnHome(pair: FailoverPair, more: readonly Entry[] = []): OutlineSection[] {
  const { home, partner, rgsCarried } = pair;
  const back = [...nextHops(pair, home), ...more];
  return [
    {
      title: `The users of ${home.fqdn} come home`,
      why: `-PoolFqdn is the pool that was failed over, ${home.fqdn} (S7). The changes that its users made on ${partner.fqdn} are copied back first (D51), so wait until they have been carried.${rgsCarried ? '' : ' The Response Groups follow by file, with what was changed there meanwhile (D34).'}`,
      entries: [
        { do: 'steady', pool: partner.fqdn },
        cmdlet(getBackupStatus.line({ PoolFqdn: partner.fqdn })),
        cmdlet(poolFailback.line({ PoolFqdn: home.fqdn })),
        ...returnResponseGroups(pair),
      ],
    },
    {
      title: 'Conference content',
      why: `The failback does not bring it home: the sync runs from ${partner.fqdn}, and has to end (D54).`,
      entries: [
        cmdlet(contentRestoreLine(partner.fqdn)),
        { do: 'steady', pool: partner.fqdn },
        cmdlet(getBackupStatus.line({ PoolFqdn: partner.fqdn })),
      ],
    },
    ...(back.length === 0
      ? []
      : [
          {
            title: 'Everything else back to where it was',
            why: 'Next hops and routes, by Topology Builder or as here.',
            entries: back,
          },
        ]),
  ];
}
