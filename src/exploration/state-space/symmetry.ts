/**
 * Symmetry reduction by canonical representatives: interchangeable machines are permuted into one order, so that
 * states that differ only in which of them is down become one. The permutation is a symmetry of the model, so that
 * nothing is lost; a test explores small deployments with and without.
 */
import type { World } from '../../domain/state/world.js';

/** Puts the machines of each group in descending order of their signatures, in the control state `control`. */
export function canonicalizeHosts(
  world: World,
  control: Int32Array,
  groups: readonly (readonly number[])[],
): void {
  for (const hosts of groups) {
    let before = hostSignature(world, control, hosts[0]);
    for (let i = 1; i < hosts.length; i++) {
      const signature = hostSignature(world, control, hosts[i]);
      if (signature > before) {
        sortHosts(world, control, hosts);
        break;
      }
      before = signature;
    }
  }
}

/** All that the control state says of machine `h` as one number; the highest is a machine in order. */
export function hostSignature(world: World, control: Int32Array, h: number): number {
  const { variables, layout } = world;
  const server = layout.serverOf[h];
  const p = server[0];
  const place = server[1];
  const machine =
    control[variables.hostUp + h] * 8 +
    (1 - control[variables.hostStopped + h]) * 4 +
    (1 - control[variables.backupStopped + h]) * 2 +
    control[variables.replica + h];
  if (p < 0) return machine * 8 + 3;
  const based = (control[variables.groupsBase + p] >> place) & 1;
  const stuck = (control[variables.groupsStuckBase + p] >> place) & 1;
  const booted = (control[variables.booted + p] >> place) & 1;
  return machine * 8 + based * 4 + (1 - stuck) * 2 + (1 - booted);
}

/** Writes the signatures of the machines back in descending order: the inverse of `hostSignature`, field by field. */
function sortHosts(world: World, control: Int32Array, hosts: readonly number[]): void {
  const { variables, layout } = world;
  const signatures = hosts.map((h) => hostSignature(world, control, h)).sort((a, b) => b - a);
  hosts.forEach((h, i) => {
    const signature = signatures[i];
    control[variables.hostUp + h] = (signature >> 6) & 1;
    control[variables.hostStopped + h] = 1 - ((signature >> 5) & 1);
    control[variables.backupStopped + h] = 1 - ((signature >> 4) & 1);
    control[variables.replica + h] = (signature >> 3) & 1;
    const [p, place] = layout.serverOf[h];
    if (p < 0) return;
    const put = (set: number, bit: number): void => {
      control[set + p] = (control[set + p] & ~(1 << place)) | (bit << place);
    };
    put(variables.groupsBase, (signature >> 2) & 1);
    put(variables.groupsStuckBase, 1 - ((signature >> 1) & 1));
    put(variables.booted, 1 - (signature & 1));
  });
}
