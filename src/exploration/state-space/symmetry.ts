/**
 * Symmetry reduction by canonical representatives: interchangeable machines are permuted into one order, so that
 * states that differ only in which of them is down become one. The permutation is a symmetry of the model, so that
 * nothing is lost; a test explores small deployments with and without.
 */

import { backEndHosts } from '../../domain/state/back-end-layout.js';
import type { Row } from '../../domain/state/control-state.js';
import type { World } from '../../domain/state/world.js';
import type { FaultChoice } from './alphabet.js';
import type { ExplorationPlan } from './plan.js';

/** Groups of interchangeable machines: nothing in the plan tells those of a group apart. Empty without symmetry reduction. */
export function interchangeableHosts(plan: ExplorationPlan, world: World): number[][] {
  if (!plan.request.symmetry) return [];
  return alike(world, namedHosts(plan, world))
    .flatMap((group) => asChosen(group, plan.request, world))
    .filter((group) => group.length > 1);
}

/** Splits a group: where a choice of what may break names machines, those are meant and not others like them. */
function asChosen(group: readonly number[], choice: FaultChoice, { layout }: World): number[][] {
  const parts = new Map<string, number[]>();
  for (const h of group) {
    const { fqdn } = layout.hosts[h];
    const names = (list: readonly string[]): boolean => list.some((x) => namesHost(x, fqdn));
    const how = `${names(choice.only)} ${names(choice.without)}`;
    parts.set(how, [...(parts.get(how) ?? []), h]);
  }
  return [...parts.values()];
}

/** Machines that the drill itself names are not interchangeable with others. */
function namedHosts({ steps, faults }: ExplorationPlan, { layout }: World): Set<string> {
  const text = JSON.stringify([steps, faults]);
  return new Set(layout.hosts.filter(({ fqdn }) => namesHost(text, fqdn)).map(({ fqdn }) => fqdn.toLowerCase()));
}

/** The whole name stands in the text, not as the end or the beginning of another one. */
function namesHost(text: string, fqdn: string): boolean {
  const all = text.toLowerCase();
  const name = fqdn.toLowerCase();
  const isOfName = (c: string | undefined): boolean => c !== undefined && /[\w.-]/.test(c);
  for (let at = all.indexOf(name); at >= 0; at = all.indexOf(name, at + 1)) {
    if (!isOfName(all[at - 1]) && !isOfName(all[at + name.length])) return true;
  }
  return false;
}

/** Groups of machines that no rule tells apart: FE servers of a pool where all count alike (D12), servers of an Edge pool. */
function alike(world: World, named: ReadonlySet<string>): number[][] {
  const { layout } = world;
  const uses = new Map<number, number>();
  const use = (h: number): void => {
    if (h >= 0) uses.set(h, (uses.get(h) ?? 0) + 1);
  };
  for (const p of layout.pools) for (const h of [...p.servers, ...backEndHosts(p)]) use(h);
  for (const h of layout.shares) use(h);
  for (const e of layout.edges) for (const h of e.servers) use(h);
  const alone = (h: number): boolean => uses.get(h) === 1 && !named.has(layout.hosts[h].fqdn.toLowerCase());
  const groups = [
    ...layout.pools.filter((p) => p.rule.among >= p.servers.length).map((p) => p.servers),
    ...layout.edges.map((e) => e.servers),
  ];
  return groups.map((g) => g.filter(alone)).filter((g) => g.length > 1);
}

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
  if (p < 0) return machine * 64 + 29;
  const based = (variables.groupsBase.get(p) >> place) & 1;
  const stuck = (variables.groupsStuckBase.get(p) >> place) & 1;
  const empty = (variables.empty.get(p) >> place) & 1;
  const last = variables.lastOfTwo.get(p) === place + 1 ? 1 : 0;
  const disabled = (variables.disabled.get(p) >> place) & 1;
  const building = (variables.groupsBuilding.get(p) >> place) & 1;
  return (
    machine * 64 + (1 - building) * 32 + based * 16 + (1 - stuck) * 8 + (1 - empty) * 4 + last * 2 + (1 - disabled)
  );
}

/** Writes the signatures of the machines back in descending order: the inverse of `hostSignature`, field by field. */
function sortHosts(world: World, hosts: readonly number[]): void {
  const { variables, layout } = world;
  const signatures = hosts.map((h) => hostSignature(world, h)).sort((a, b) => b - a);
  hosts.forEach((h, i) => {
    const signature = signatures[i];
    variables.hostUp.set(h, (signature >> 9) & 1);
    variables.hostStopped.set(h, 1 - ((signature >> 8) & 1));
    variables.backupStopped.set(h, 1 - ((signature >> 7) & 1));
    variables.replica.set(h, (signature >> 6) & 1);
    const [p, place] = layout.serverOf[h];
    if (p < 0) return;
    const put = (set: Row, bit: number): void => set.set(p, (set.get(p) & ~(1 << place)) | (bit << place));
    put(variables.groupsBuilding, 1 - ((signature >> 5) & 1));
    put(variables.groupsBase, (signature >> 4) & 1);
    put(variables.groupsStuckBase, 1 - ((signature >> 3) & 1));
    put(variables.empty, 1 - ((signature >> 2) & 1));
    if (((signature >> 1) & 1) === 1) variables.lastOfTwo.set(p, place + 1);
    put(variables.disabled, 1 - (signature & 1));
  });
}
