/**
 * Symmetry reduction by canonical representatives: interchangeable machines are permuted into one order, so that
 * states that differ only in which of them is down become one. The permutation is a symmetry of the model, so that
 * nothing is lost; a test explores small deployments with and without.
 */
import type { Row } from '../../domain/state/control-state.js';
import type { World } from '../../domain/state/world.js';

/** Puts the machines of each group in descending order of their signatures. */
export function canonicalizeHosts(world: World, groups: readonly (readonly number[])[]): void {
  for (const hosts of groups) {
    let before = hostSignature(world, hosts[0]);
    for (let i = 1; i < hosts.length; i++) {
      const signature = hostSignature(world, hosts[i]);
      if (signature > before) {
        sortHosts(world, hosts);
        break;
      }
      before = signature;
    }
  }
}

/** All that the control state says of machine `h` as one number; the highest is a machine in order. */
export function hostSignature(world: World, h: number): number {
  const { variables, layout } = world;
  const server = layout.serverOf[h];
  const p = server[0];
  const place = server[1];
  const machine =
    variables.hostUp.get(h) * 8 +
    (1 - variables.hostStopped.get(h)) * 4 +
    (1 - variables.backupStopped.get(h)) * 2 +
    variables.replica.get(h);
  if (p < 0) return machine * 8 + 3;
  const based = (variables.groupsBase.get(p) >> place) & 1;
  const stuck = (variables.groupsStuckBase.get(p) >> place) & 1;
  const booted = (variables.booted.get(p) >> place) & 1;
  return machine * 8 + based * 4 + (1 - stuck) * 2 + (1 - booted);
}

/** Writes the signatures of the machines back in descending order: the inverse of `hostSignature`, field by field. */
function sortHosts(world: World, hosts: readonly number[]): void {
  const { variables, layout } = world;
  const signatures = hosts.map((h) => hostSignature(world, h)).sort((a, b) => b - a);
  hosts.forEach((h, i) => {
    const signature = signatures[i];
    variables.hostUp.set(h, (signature >> 6) & 1);
    variables.hostStopped.set(h, 1 - ((signature >> 5) & 1));
    variables.backupStopped.set(h, 1 - ((signature >> 4) & 1));
    variables.replica.set(h, (signature >> 3) & 1);
    const [p, place] = layout.serverOf[h];
    if (p < 0) return;
    const put = (set: Row, bit: number): void => set.set(p, (set.get(p) & ~(1 << place)) | (bit << place));
    put(variables.groupsBase, (signature >> 2) & 1);
    put(variables.groupsStuckBase, 1 - ((signature >> 1) & 1));
    put(variables.booted, 1 - (signature & 1));
  });
}
