/**
 * The bits of a packed deployment by the group of pools that they are about, and which group work and faults belong to.
 * A group is made of pools that are partners or share a machine (`Layout.groupOfPool`, which numbers them).
 */
import type { FaultTarget } from '../../domain/drill.js';
import { NOBODY, type Word } from '../../domain/state/control-state.js';
import type { Layout } from '../../domain/state/layout.js';
import type { World } from '../../domain/state/world.js';
import type { StateSpaceContext } from './state-space-context.js';

/** Work of the one command, of the Central Management Store, and of the Backup Service of all pools. */
const OF_NO_GROUP: readonly string[] = ['command', 'commandTimeout', 'replication', 'staleMark', 'cycle'];

/** Bits of a deployment, as masks of its words. */
export interface GroupBits {
  readonly own: Uint32Array;
  /** its own, and those of no group */
  readonly reads: Uint32Array;
  /** its own, and how far the running command is */
  readonly writes: Uint32Array;
  /** it has a log that is followed, which takes changes between any two events */
  readonly ticks: boolean;
}

/** The bits of one group, in so many words. */
export function bitsOfGroup(
  { working, deploymentPacking: packing }: StateSpaceContext,
  words: number,
  group: number,
): GroupBits {
  const { world, state } = working;
  const { variables, work, controlLayout, layout } = world;
  const ofControl = controlLayout.words.map((word) => groupOfWord(layout, word));
  const bitsOf = (isWanted: (owner: number) => boolean): Uint32Array =>
    packing.bits(words, ({ control, slot, log }) => {
      if (control >= 0) return isWanted(ofControl[control]);
      if (slot >= 0) return isWanted(groupOfSlot(world, slot));
      return isWanted(log < 0 ? NOBODY : layout.groupOfPool[state.logs[log].owner]);
    });
  const ofCommand = packing.bits(words, ({ control, slot }) =>
    control >= 0
      ? control >= variables.command.at() && control <= variables.commandValue.at()
      : slot === work.command.at() || slot === work.commandTimeout.at(),
  );
  const own = bitsOf((owner) => owner === group);
  return {
    own,
    reads: bitsOf((owner) => owner === group || owner === NOBODY),
    writes: own.map((bits, i) => bits | ofCommand[i]),
    ticks: state.logs.some((log) => !log.isSilent && layout.groupOfPool[log.owner] === group),
  };
}

/** The bits that say that all replicas are up to date and none is on its way (D63), and how they are then. */
export function settledBits(
  { working: { world }, deploymentPacking: packing }: StateSpaceContext,
  words: number,
): { readonly mask: Uint32Array; readonly value: Uint32Array } {
  const { layout, variables, work } = world;
  const replicas = new Set(layout.replicaHosts.map((h) => variables.replica.at(h)));
  const value = packing.bits(words, ({ control }) => replicas.has(control));
  const replicates = packing.bits(
    words,
    ({ control, slot }) => control === variables.replicating.at() || slot === work.replication.at(),
  );
  return { mask: value.map((bits, i) => bits | replicates[i]), value };
}

/** The group of the pool, machine, share or cluster that a word of the control state is about; NOBODY = it is about none. */
function groupOfWord(layout: Layout, { variable: { index }, indices: [i] }: Word): number {
  switch (index[0]) {
    case 'pool':
    case 'cluster':
      return layout.groupOfPool[i];
    case 'host':
      return groupOfHost(layout, i);
    case 'share':
      return groupOfHost(layout, layout.shares[i]);
    default:
      return NOBODY;
  }
}

/** The group of the pools that a machine is of; NOBODY = of none, as an Edge server. */
function groupOfHost(layout: Layout, host: number): number {
  const owner = layout.pools.find((pool) => layout.machinesOf(pool).includes(host));
  return owner === undefined ? NOBODY : layout.groupOfPool[owner.index];
}

/** The group that the end of work belongs to; NOBODY = to none. */
export function groupOfSlot({ layout, pendingWork }: World, slot: number): number {
  const { kind, pool } = pendingWork.subjects[slot];
  return OF_NO_GROUP.includes(kind) ? NOBODY : layout.groupOfPool[pool];
}

/**
 * The group whose machines, or whose Backup Service, a fault hits; NOBODY = of none or of several. A failback that fails to
 * complete hydration is typed again, and a command that begins may ask for the Central Management Store (D50).
 */
export function groupOfTarget({ layout }: World, target: FaultTarget): number {
  const ofHost = (name: string): number => groupOfHost(layout, layout.host(name));
  switch (target.kind) {
    case 'server':
      return ofHost(target.server);
    case 'fileStore':
      return ofHost(target.fileStore);
    case 'share':
      return ofHost(target.share);
    case 'pool':
    case 'service':
      return layout.groupOfPool[layout.pool(target.pool)];
    case 'module':
      return layout.groupOfPool[layout.pool(target.module.pool)];
    default:
      return NOBODY;
  }
}
