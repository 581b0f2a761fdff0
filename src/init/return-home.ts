import { backupStatusLine, failbackLine, restoreLine } from '../domain/procedure/cmdlet-lines.js';
import { type Direction, nextHops } from './pair.js';
import { type Entry, run, type Section } from './script.js';

/** The way home, the same after a planned failover and after a disaster; `more` = what else is put back. */
export function returnHome(direction: Direction, more: readonly Entry[] = []): Section[] {
  const { home, partner, rgsCarried } = direction;
  const back = [...nextHops(direction, home), ...more];
  return [
    {
      title: `The users of ${home.fqdn} come home`,
      why: `-PoolFqdn is the pool that was failed over, ${home.fqdn} (S7). The changes that its users made on ${partner.fqdn} are copied back first (D51), so wait until they have been carried.${rgsCarried ? '' : ' Response Groups that were changed meanwhile are exported there and imported at home by hand (D34).'}`,
      entries: [
        { do: 'steady', pool: partner.fqdn },
        run(backupStatusLine(partner.fqdn)),
        run(failbackLine(home.fqdn)),
      ],
    },
    {
      title: 'Conference content',
      why: `The failback does not bring it home: the sync runs from ${partner.fqdn}, and has to end (D54).`,
      entries: [
        run(restoreLine(partner.fqdn)),
        { do: 'steady', pool: partner.fqdn },
        run(backupStatusLine(partner.fqdn)),
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
