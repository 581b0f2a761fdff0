/** The way home after failovers, planned or not: each failback, the conference content, next hops and routes. */
import { contentRestoreLine, getBackupStatus } from '../domain/cmdlets/backup-service.js';
import { poolFailback } from '../domain/cmdlets/pool-failback.js';
import { cmdlet, type Entry, type OutlineSection } from './drill-outline.js';
import { type FailoverPair, returnResponseGroups } from './pair.js';

/** Every pool comes home, in this order; `back` = what else goes back to where it was. */
export function returnHome(pairs: readonly FailoverPair[], back: readonly Entry[]): OutlineSection[] {
  const partners = pairs.map(({ partner }) => partner.fqdn);
  return [
    ...pairs.map(failback),
    {
      title: 'Conference content',
      why: `The failback does not bring it home: the sync runs from ${partners.join(' and ')}, and has to end (D54).`,
      entries: [
        ...partners.map((partner) => cmdlet(contentRestoreLine(partner))),
        ...partners.flatMap((partner): Entry[] => [
          { do: 'steady', pool: partner },
          cmdlet(getBackupStatus.line({ PoolFqdn: partner })),
        ]),
      ],
    },
    ...(back.length === 0
      ? []
      : [
          {
            title: 'Everything else back to where it was',
            why: 'Next hops and routes, by Topology Builder or as here; each counts when the Edge servers know of it (D63).',
            entries: back,
          },
        ]),
  ];
}

function failback(pair: FailoverPair): OutlineSection {
  const { home, partner, rgsCarried } = pair;
  return {
    title: `The users of ${home.fqdn} come home`,
    why: `-PoolFqdn is the pool that was failed over, ${home.fqdn} (S7). The changes that its users made on ${partner.fqdn} are copied back first (D51), so wait until they have been carried.${rgsCarried ? '' : ' The Response Groups follow by file, with what was changed there meanwhile (D34).'}`,
    entries: [
      { do: 'steady', pool: partner.fqdn },
      cmdlet(getBackupStatus.line({ PoolFqdn: partner.fqdn })),
      cmdlet(poolFailback.line({ PoolFqdn: home.fqdn })),
      ...returnResponseGroups(pair),
    ],
  };
}
