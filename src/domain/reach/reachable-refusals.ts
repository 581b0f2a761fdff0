/**
 * Which refusals a deployment can give at all: what it must have for a rule to refuse a cmdlet there. What no run of it
 * could be refused for is no part of its coverage.
 */
import { CMDLETS } from '../cmdlets/catalog.js';
import type { Cmdlet } from '../cmdlets/cmdlet.js';
import { isInShell } from '../command.js';
import { isStandardPair } from '../components/central-management/behaviour.js';
import { hasQuorum } from '../components/front-end-pool/quorum.js';
import { isFrom2019 } from '../deployment.js';
import { isMirrored } from '../state/layout.js';
import { DATABASE_TYPES } from '../state/modules.js';
import type { World } from '../state/world.js';

/** The rules of a cmdlet that can refuse it, or make it fail, in the deployment of a world. */
export const refusalsIn = (world: World, { name, refusedBy }: Cmdlet): string[] =>
  Object.keys(refusedBy).filter(
    (rule) => NEEDS[rule]?.(world) !== false && NEEDS[`${name} ${rule}`]?.(world) !== false,
  );

/** Some pool of the deployment has the cmdlet in its management shell. */
export const isTyped = ({ deployment: { product, pools } }: World, cmdlet: Cmdlet): boolean =>
  [product, ...pools.map((pool) => pool.product ?? product)].some((each) => isInShell(cmdlet, each));

const hasStore = ({ layout }: World): boolean => layout.cmsHome >= 0;
const unpaired = (world: World): number => world.layout.pools.filter(({ index }) => world.partner(index) < 0).length;
const hasUnpaired = (world: World): boolean => unpaired(world) > 0;
/** Two pools that have no partner can be paired in a drill (D270). */
const canPair = (world: World): boolean => unpaired(world) > 1;
const hasPair = (world: World): boolean => canPair(world) || unpaired(world) < world.layout.pools.length;
const hasMirror = ({ layout }: World): boolean => layout.pools.some(isMirrored);
const hasGroup = ({ layout }: World): boolean => layout.pools.some(({ group }) => group !== null);
const hasCluster = ({ layout }: World): boolean => layout.nodesMost > 0;
const hasEdge = ({ layout }: World): boolean => layout.edges.length > 0;
/** The users of a server have another one of its pool to go to. */
const canDrain = ({ layout }: World): boolean => layout.pools.some(({ servers }) => servers.length > 1);
const isOf2019 = ({ deployment }: World): boolean => deployment.pools.some(({ product }) => isFrom2019(product));
/** D11: two of three replicas are lost while the pool keeps its own quorum (D12). */
const canBeStuck = ({ layout }: World): boolean =>
  layout.pools.some(({ servers, rule }) => servers.length > 3 && hasQuorum(rule, servers.length - 2, true));

/** By rule, or by cmdlet and rule; what is not here needs nothing. */
const NEEDS: Readonly<Record<string, (world: World) => boolean>> = {
  D41: (world) => hasStore(world) && hasPair(world),
  D42: (world) => hasEdge(world) && hasPair(world),
  D43: hasPair,
  D44: hasPair,
  D51: hasPair,
  D60: hasStore,
  D61: hasStore,
  D62: hasStore,
  D64: (world) => hasStore(world) && hasPair(world),
  D65: hasStore,
  'Import-CsConfiguration D65': (world) => isStandardPair(world) && world.settings.standardPairCmsSplit !== false,
  D23: hasMirror,
  D104: hasGroup,
  D107: hasGroup,
  D108: hasCluster,
  D116: hasGroup,
  D117: hasGroup,
  D118: hasGroup,
  D134: hasCluster,
  'Start-ClusterNode D37': hasCluster,
  M140: hasGroup,
  D25: hasMirror,
  'Invoke-CsDatabaseFailover D24': hasMirror,
  D29: ({ layout }) => layout.pools.some(({ databases }) => databases.length < DATABASE_TYPES.length),
  D31: hasPair,
  D35: hasUnpaired,
  'Invoke-CsBackupServiceSync D37': hasPair,
  'Get-CsPoolBackupRelationship D40': hasUnpaired,
  D270: canPair,
  D273: ({ deployment }) => deployment.asRole !== undefined,
  'Backup-CsPool D37': hasPair,
  D251: isOf2019,
  'Get-CsUpgradeDomainInfo D251': ({ deployment }) => deployment.pools.some(({ product }) => !isFrom2019(product)),
  S9: (world) => isOf2019(world) && hasEdge(world),
  D3: canDrain,
  'Invoke-CsComputerFailOver D11': canBeStuck,
  D253: canDrain,
  // Its services are disabled by a failover of the server alone.
  'Start-CsWindowsService D254': (world) => canDrain(world) && isTyped(world, FAILOVER_OF_SERVER),
};

const FAILOVER_OF_SERVER = CMDLETS.find(({ name }) => name === 'Invoke-CsComputerFailOver')!;
