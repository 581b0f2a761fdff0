/** The alphabet of a search: what may break, machines that are alike taken together, and what is typed freely. */

import { bySubject, commandText } from '../../domain/cmdlets/catalog.js';
import type { BoundCommand } from '../../domain/command.js';
import type { FaultTarget } from '../../domain/drill.js';
import { faultTargets } from '../../domain/fault-targets.js';
import { backEndHosts } from '../../domain/state/back-end-layout.js';
import type { World } from '../../domain/state/world.js';
import { describeTarget } from '../../domain/stepping/faults.js';

/** One thing that may break while exploring; several machines where they are interchangeable. */
export interface Breakable {
  /** as an administrator would call it */
  readonly name: string;
  readonly kind: FaultTarget['kind'];
  /** one target a member, in topology order; of those that are alike only the first is broken or repaired */
  readonly members: readonly FaultTarget[];
}

/** Between the ends of a link. */
const LINKED = ' – ';

export interface FaultChoice {
  /** kinds, or names of components; empty = all */
  readonly only: readonly string[];
  readonly without: readonly string[];
}

/** What may break of all that a choice leaves, with each group of interchangeable machines as one; what has the same effect as something before it is left out. */
export function breakables(
  world: World,
  choice: FaultChoice,
  interchangeable: readonly (readonly number[])[],
): Breakable[] {
  return withoutTwins(
    world,
    allBreakables(world, interchangeable).filter((b) => isChosen(world, b, choice)),
  );
}

/** Everything that can break by itself. */
export function allBreakables(world: World, interchangeable: readonly (readonly number[])[]): Breakable[] {
  const { layout } = world;
  const inGroup = new Set(interchangeable.flat());
  const alone = faultTargets(world).filter((target) => {
    if (target.kind === 'pool') return world.pool(layout.pool(target.pool)).servers.length > 1;
    if (target.kind === 'service') return layout.deployment.pools[layout.pool(target.pool)].backupPool !== null;
    return target.kind !== 'server' || !inGroup.has(layout.host(target.server));
  });
  const of = (...kinds: FaultTarget['kind'][]): Breakable[] =>
    kinds.flatMap((kind) =>
      alone
        .filter((target) => target.kind === kind)
        .map((target) => ({ name: describeTarget(target), kind, members: [target] })),
    );
  const groups = interchangeable.map((hosts): Breakable => {
    const owner =
      layout.pools.find((p) => p.servers.includes(hosts[0]))?.pool.fqdn ??
      layout.edges.find((e) => e.servers.includes(hosts[0]))!.fqdn;
    const members = hosts.map((h) => ({ kind: 'server', server: layout.hosts[h].fqdn }) as const);
    return { name: `a server of ${owner}`, kind: 'server', members };
  });
  // All traffic of the model is a conversation: a link cut one way is a cut.
  return [
    ...of('site', 'pool', 'server'),
    ...groups,
    ...of('fileStore', 'service', 'module', 'share', 'replicator', 'hydration', 'link'),
  ];
}

/** All that may stand for it in a choice: kind, name, machines, site, pool, service, ends of a link, Edge pool. */
export function namesOf({ layout }: World, { name, kind, members }: Breakable): string[] {
  const parts = members
    .flatMap((target) =>
      target.kind === 'module' ? Object.values(target.module) : Object.values(target).slice(1).flat(),
    )
    .filter((part) => typeof part === 'string');
  // What has no noun of its own is meant by its servers.
  const single = layout.pools.filter((p) => p.servers.length === 1);
  const owners = [...single.map(({ pool, servers }) => ({ fqdn: pool.fqdn, servers })), ...layout.edges];
  const owning = owners.filter((o) => o.servers.some((h) => parts.includes(layout.hosts[h].fqdn)));
  const ends = kind === 'link' ? [parts.join(LINKED)] : [];
  return [kind, name, ...parts, ...ends, ...owning.map((o) => o.fqdn)];
}

/** A name of `namesOf` without what is typed in more than one way: case, and the dash between the ends of a link. */
export const typedName = (name: string): string => name.toLowerCase().replace(/\s*[–-]\s*/g, '-');

function isChosen(world: World, b: Breakable, { only, without }: FaultChoice): boolean {
  const names = new Set(namesOf(world, b).map(typedName));
  const among = (list: readonly string[]): boolean => list.some((x) => names.has(typedName(x)));
  return (only.length === 0 || among(only)) && !among(without);
}

/** A file store whose server does nothing else is lost with it; a pool of one server is that server. */
function withoutTwins(world: World, all: readonly Breakable[]): Breakable[] {
  const { layout } = world;
  const servers = new Set(all.flatMap((b) => b.members.flatMap((t) => (t.kind === 'server' ? [t.server] : []))));
  const used = new Set(
    [...layout.pools, ...layout.edges].flatMap((x) => x.servers).concat(layout.pools.flatMap(backEndHosts)),
  );
  return all.filter((b) => {
    const t = b.members[0];
    if (t.kind !== 'fileStore') return true;
    return !servers.has(t.fileStore) || used.has(layout.host(t.fileStore));
  });
}

/** One administrator command of `--free`. */
export interface FreeCommand {
  readonly command: BoundCommand;
  readonly line: string;
  /** counts among the N; preparations that a failover would otherwise be refused for do not (D42) */
  readonly counts: boolean;
}

/** Every command of the procedures over the deployment's pools, hazardous forms too: the caller leaves those out. */
export function freeCommands(world: World): FreeCommand[] {
  const all = bySubject(world, ({ name, freely }, i): FreeCommand[] =>
    (freely.lines?.(world, i) ?? []).map((parameters) => {
      const command = { cmdlet: name, parameters };
      return { command, line: commandText(command), counts: freely.prepares !== true };
    }),
  );
  return [...all.filter(({ counts }) => counts), ...all.filter(({ counts }) => !counts)];
}
