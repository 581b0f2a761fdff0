/** Behaviour of a failover cluster instance: it runs on one node, and its databases are on storage that all share (D137). */
import { bits } from '../../../core/state-machine.js';
import { seconds } from '../../state/units.js';
import type { World } from '../../state/world.js';
import { runningNodes } from '../cluster/quorum-of-nodes.js';

/** Brings the instance of pool `p` in line with what runs and where quorum is. */
export function reconcileInstance(world: World, p: number): void {
  const { instance: isOne, sql } = world.pool(p);
  if (isOne === null) return;
  const { instance, owner, startsOn } = world.variables;
  const before = instance.get(p);
  const nodes = runningNodes(world, p);
  const runs = (node: number): boolean => ((nodes >> node) & 1) === 1;
  const look = bits(runs(owner.get(p)), runs(startsOn.get(p)), nodes !== 0, world.up(sql[0]));
  sendToInstance(world, p, world.ids.instance.look + look, nodes);
  if (instance.get(p) !== before) tellInstance(world, p);
}

function sendToInstance(world: World, p: number, event: number, nodes: number): void {
  const { instance, owner, startsOn } = world.variables;
  const work = world.work.instance.at(p);
  for (const { type } of world.send(world.machines.failoverCluster, instance.at(p), event)) {
    switch (type) {
      case 'start':
        startsOn.set(p, firstOf(nodes, owner.get(p)));
        world.effects.start(work, ...seconds(world.settings.fciFailoverSeconds));
        break;
      case 'cancelWork':
        world.effects.cancel(work);
        break;
      case 'own':
        owner.set(p, startsOn.get(p));
        break;
    }
  }
}

/** The node that it was on, where that is there; else the first in the order of the topology. */
const firstOf = (nodes: number, owner: number): number =>
  ((nodes >> owner) & 1) === 1 ? owner : 31 - Math.clz32(nodes & -nodes);

/** The start that was under way is through. */
export function instanceStarted(world: World, p: number): void {
  sendToInstance(world, p, world.machines.failoverCluster.event('started'), 0);
  tellInstance(world, p);
}

function tellInstance(world: World, p: number): void {
  if (world.unheard) return;
  const { instance, cluster, sql } = world.pool(p);
  const { owner, startsOn } = world.variables;
  const node = (i: number): string => world.layout.hosts[cluster!.nodes[i]].fqdn;
  const who = `the failover cluster instance ${instance!.name} of ${world.name(p)}`;
  const storage = world.layout.hosts[sql[0]].fqdn;
  const text: Record<string, string> = {
    online: world.isBlank(p, 0, 0)
      ? `${who} runs on ${node(owner.get(p))}, and its storage ${storage} is empty (M15)`
      : `${who} runs on ${node(owner.get(p))} and serves`,
    starting: `${who} is not served: it starts on ${node(startsOn.get(p))} (D137)`,
    withoutStorage: `${who} is not served: its storage ${storage} is lost, and there is no other copy (D137)`,
    withoutQuorum: `${who} is not served: the cluster has lost its quorum (D133)`,
  };
  world.tell('SQL Server', text[world.machines.failoverCluster.states[world.variables.instance.get(p)]]);
}
