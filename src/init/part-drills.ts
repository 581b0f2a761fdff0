/** Drills of a single part that is lost for an hour and is recovered by waiting: the WAN, a file store, the Backup Service. */
import { getBackupStatus } from '../domain/cmdlets/backup-service.js';
import { startService } from '../domain/cmdlets/windows-services.js';
import type { Deployment } from '../domain/deployment.js';
import type { DrillData } from '../input/drill/drill-data.js';
import { EXPORTS, fileNameOf } from './disaster.js';
import { cmdlet, type DrillOutline, type Entry, type OutlineSection } from './drill-outline.js';
import { PART_AT_NIGHT, PART_BACK_AT_MINUTES, PART_LOSS_TIMES, WATCHED } from './loss-times.js';
import type { FailoverPair } from './pair.js';

const status = (pool: string): Entry => cmdlet(getBackupStatus.line({ PoolFqdn: pool }));
const steady = (pool: string): Entry => ({ do: 'steady', pool });
const noticed: Entry = { do: 'at', minutes: PART_AT_NIGHT.atMinutes, what: 'somebody looks' };

/** The link between two sites that pools of a pair are in, cut for an hour. */
export function linkDrills({ links }: Deployment, pairs: readonly FailoverPair[]): DrillOutline[] {
  return links.flatMap(({ between: [one, two] }) => {
    const over = pairs.filter(({ home, partner }) =>
      [home.site, partner.site].every((site, i, both) => [one, two].includes(site) && site !== both[1 - i]),
    );
    if (over.length === 0) return [];
    return [
      watched({
        name: `${fileNameOf(one)}-${fileNameOf(two)}-wan`,
        title: `Lose the WAN between ${one} and ${two} for an hour`,
        about: `Nothing is failed over for a link: every pool serves its own users, and what they change waits for it. A failover over a cut link costs data (D45). What is at risk meanwhile, and how long the backlog takes, is in the report.`,
        targets: [{ link: [one, two] }],
        verbs: ['cut', 'mend'],
        pools: over.map(({ home }) => home.fqdn),
      }),
    ];
  });
}

/** The file store of a pool, lost for an hour: with it both directions of its pair stand still (D37). */
export function fileStoreDrills(pairs: readonly FailoverPair[]): DrillOutline[] {
  const stores = new Map<string, string[]>();
  for (const { home, partner } of pairs) {
    if (home.edition !== 'enterprise') continue;
    stores.set(home.fileStore, [...(stores.get(home.fileStore) ?? []), home.fqdn, partner.fqdn]);
  }
  return [...stores].map(([store, pools]) =>
    watched({
      name: `${store}-file-store`,
      title: `Lose the file store ${store} for an hour`,
      about: `Nothing is failed over for a file store: users keep what they have, but nothing is replicated for as long as it is away (D37), and conference content cannot be saved to it.`,
      targets: [{ fileStore: store }],
      verbs: ['crash', 'repair'],
      pools: [...new Set(pools)],
    }),
  );
}

interface Watched {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly targets: readonly DrillData[];
  readonly verbs: readonly ['crash', 'repair'] | readonly ['cut', 'mend'];
  readonly pools: readonly string[];
}

/** A drill in which nothing is typed but what looks and waits: it has no runbook. */
function watched({ name, title, about, targets, verbs, pools }: Watched): DrillOutline {
  const back: OutlineSection = {
    title: 'When it is back',
    why: 'The Backup Service goes on by itself at its next cycle; wait for the backlog to go (D33).',
    entries: [
      { do: 'at', minutes: PART_BACK_AT_MINUTES, what: 'it is back' },
      ...pools.flatMap((pool) => [steady(pool), status(pool)]),
      WATCHED,
    ],
  };
  return {
    name,
    title,
    about,
    loss: { ...PART_LOSS_TIMES, targets, servers: [], verbs },
    files: [],
    sections: [
      {
        title: 'While it is away',
        why: 'What the Backup Service says of each direction; ErrorState is what to expect (D37).',
        entries: [noticed, ...pools.map(status)],
      },
      back,
    ],
    expect: { lost: { max: 0 } },
    runbook: false,
    night: null,
  };
}

/** The Backup Service of a pool stops; somebody sees it and starts it. */
export function backupServiceDrill({ home, partner }: FailoverPair): DrillOutline {
  const { fqdn, servers } = home;
  return {
    name: `${fqdn}-backup-service`,
    title: `The Backup Service of ${fqdn} stops`,
    about: `Users notice nothing, and that is the danger: what they change is copied nowhere until somebody looks and starts the service. It runs on one Front End server of the pool at a time (D30).`,
    loss: {
      ...PART_LOSS_TIMES,
      repairedAtMinutes: null,
      targets: [{ service: 'LYNCBACKUP', pool: fqdn }],
      servers: [],
      verbs: ['crash', 'repair'],
    },
    files: [],
    sections: [
      {
        title: 'Somebody looks',
        why: `ErrorState: nothing of ${fqdn} reaches ${partner.fqdn} (D33, D37).`,
        entries: [
          noticed,
          {
            do: 'unless',
            line: getBackupStatus.line({ PoolFqdn: fqdn }),
            fine: EXPORTS,
            says: `The Backup Service of ${fqdn} runs: there is nothing to recover`,
          },
        ],
      },
      {
        title: 'It is started',
        why: 'Then wait until what has piled up is copied (D33).',
        entries: [
          cmdlet(startService.line({ Name: 'LYNCBACKUP', ComputerName: servers[0] })),
          steady(fqdn),
          status(fqdn),
          WATCHED,
        ],
      },
    ],
    expect: { lost: { max: 0 } },
    runbook: true,
    night: { ...PART_AT_NIGHT, decideMinutes: 5 },
  };
}
