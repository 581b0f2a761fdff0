/**
 * What follows from a topology alone and `drydrill topology` shows beside it: the upgrade domains of its pools (D250, M250),
 * what each direction of a pair puts on its link in steady running (M282), and how long a first sync takes (M280).
 */
import { BACKUP_SERVICE_FACTS, LAN_BITS_PER_SECOND } from './components/backup-service/facts.js';
import { FRONT_END_POOL_FACTS } from './components/front-end-pool/facts.js';
import { upgradeDomainsOf } from './components/front-end-pool/upgrade-domains.js';
import { type Deployment, type Pool, sameName } from './deployment.js';
import { DEFAULT_LOAD } from './drill.js';

/** The upgrade domains of one Enterprise pool. */
export interface PoolUpgradeDomains {
  readonly pool: string;
  readonly domains: readonly (readonly string[])[];
  /** the topology does not say them (M250) */
  readonly assumed: boolean;
}

/** What the direction of a paired pool needs, at the load of a drill that does not say. */
export interface DirectionLoad {
  readonly pool: string;
  readonly partner: string;
  /** of the link between them */
  readonly linkBitsPerSecond: number;
  readonly userDataBitsPerSecond: number;
  /** what of the uploads leaves: at most one package an interval (D275) */
  readonly contentBitsPerSecond: number;
  /** more is uploaded than leaves: it piles up for ever */
  readonly contentPilesUp: boolean;
  /** the first export of user data over the link, and the packages of stored content at the interval, in ms; null = content not said */
  readonly firstUserDataMs: number;
  readonly firstContentMs: number | null;
}

/** What follows from a topology. */
export interface TopologyFigures {
  readonly upgradeDomains: readonly PoolUpgradeDomains[];
  readonly directions: readonly DirectionLoad[];
}

/** Works the figures of a topology out, with the numbers of the model that it overrides. */
export function topologyFigures(deployment: Deployment): TopologyFigures {
  const { pools, assumptions } = deployment;
  const settings = numbersOf(assumptions);
  return {
    upgradeDomains: pools
      .filter(({ servers }) => servers.length > 1)
      .map((pool) => ({
        pool: pool.fqdn,
        domains: upgradeDomainsOf(pool, settings.upgradeDomains),
        assumed: pool.upgradeDomains === null,
      })),
    directions: pools.flatMap((pool) => {
      const partner = pools.find(({ fqdn }) => sameName(fqdn, pool.backupPool));
      return partner === undefined ? [] : [directionLoad(deployment, settings, pool, partner)];
    }),
  };
}

/** The numbers of the model that the figures rest on, by the facts of two components alone: no machine comes with them. */
type Numbers = Readonly<
  Record<
    | 'upgradeDomains'
    | 'bytesPerUserChange'
    | 'bytesPerConferenceUpload'
    | 'maxDataConfPackageSizeKB'
    | 'bootstrapBytesPerUser',
    number
  >
>;

function numbersOf(overrides: Deployment['assumptions']): Numbers {
  const { bytesPerUserChange, bytesPerConferenceUpload, maxDataConfPackageSizeKB, bootstrapBytesPerUser } =
    BACKUP_SERVICE_FACTS;
  const facts = {
    bytesPerUserChange,
    bytesPerConferenceUpload,
    maxDataConfPackageSizeKB,
    bootstrapBytesPerUser,
  };
  const numbers = Object.entries(facts).map(([name, { value }]) => [name, Number(overrides[name] ?? value)]);
  // Of a range the most are shown: a seed may draw fewer.
  const domains = [overrides.upgradeDomains ?? FRONT_END_POOL_FACTS.upgradeDomains.value].flat();
  return Object.fromEntries([...numbers, ['upgradeDomains', Number(domains.at(-1))]]) as Numbers;
}

const HOUR_S = 3600;

/** M282: users x changes an hour x bytes of a change, and of the uploads what the cap lets through. */
function directionLoad(
  { links, backupService }: Deployment,
  settings: Numbers,
  { fqdn, site, users, storedContentKB }: Pool,
  partner: Pool,
): DirectionLoad {
  const link = links.find(({ between }) => [site, partner.site].every((end) => between.includes(end)));
  const linkBitsPerSecond = site === partner.site ? LAN_BITS_PER_SECOND : (link?.bandwidthBitsPerSecond ?? 0);
  const bits = (perHour: number, bytes: number): number => (users * perHour * bytes * 8) / HOUR_S;
  const { changesPerUserPerHour, conferenceUploadsPerUserPerHour } = DEFAULT_LOAD;
  const uploads = bits(conferenceUploadsPerUserPerHour, settings.bytesPerConferenceUpload);
  const seconds = backupService.syncIntervalMs / 1000;
  const cap = (settings.maxDataConfPackageSizeKB * 1024 * 8) / seconds;
  return {
    pool: fqdn,
    partner: partner.fqdn,
    linkBitsPerSecond,
    userDataBitsPerSecond: Math.round(bits(changesPerUserPerHour, settings.bytesPerUserChange)),
    contentBitsPerSecond: Math.round(Math.min(uploads, cap)),
    contentPilesUp: uploads > cap,
    firstUserDataMs: Math.ceil((users * settings.bootstrapBytesPerUser * 8 * 1000) / linkBitsPerSecond),
    firstContentMs:
      storedContentKB === null
        ? null
        : Math.ceil(storedContentKB / settings.maxDataConfPackageSizeKB) * backupService.syncIntervalMs,
  };
}
