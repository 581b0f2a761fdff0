/** The whole state of a search in words: what an administrator would look at, what is down, and what is under way. */
import { mirroringState } from '../../domain/components/back-end/machine.js';
import { exportState } from '../../domain/components/backup-service/backlog.js';
import { modulesOf } from '../../domain/components/backup-service/transfers.js';
import type { Drill } from '../../domain/drill.js';
import { MODULES } from '../../domain/state/modules.js';
import type { World } from '../../domain/state/world.js';
import { describeTarget } from '../../domain/stepping/faults.js';
import type { StateAfter } from '../replay-report.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';
import { pictureOf } from '../state-space/state-diff.js';
import { workText } from './replay.js';

/** A packed state as `--at` shows it, after step number `step`. */
export function stateInWords(space: DrillStateSpace, drill: Drill, state: Uint32Array, step: number): StateAfter {
  const { busy } = space.load(state, 0);
  const { world } = space;
  const next = space.currentStep();
  const left = space.plan.request.free > 0 ? 'any command: its own steps are left out (--free)' : 'nothing';
  const text = next === null ? left : drill.steps[next.step].text;
  return {
    step,
    next: busy ? `${text}; a command is running` : text,
    is: { ...pictureOf(world), ...mirrorsOf(world), ...exportsOf(world) },
    down: downIn(world),
    pending: space.pendingSlots().map((slot) => {
      const { actor, action } = workText(space, slot);
      return `${actor}: ${action}`;
    }),
  };
}

/** How each mirrored database stands, beside who serves it. */
function mirrorsOf(world: World): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { index: p, databases } of world.layout.pools) {
    for (const db of databases) {
      const session = world.session(p, db);
      if (world.pool(p).sql[1] < 0 || world.ids.session.single[session]) continue;
      const subject = `mirroring of the ${world.databaseName(db)} database of ${world.name(p)}`;
      found[subject] = mirroringState(world.sessionName(p, db));
    }
  }
  return found;
}

/** The export state of each module of the Backup Service. */
function exportsOf(world: World): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { index: p, pool } of world.layout.pools) {
    if (pool.backupPool === null) continue;
    for (const m of modulesOf(world, p)) {
      found[`export of ${MODULES[m]} from ${world.name(p)}`] = exportState(world, p, m);
    }
  }
  return found;
}

/** What is crashed, cut or stopped, machine by machine. */
function downIn({ variables, layout, machines }: World): string[] {
  const hosts = layout.hosts.flatMap(({ fqdn }, h) => {
    if (variables.hostUp.get(h) === 0) return [`server ${fqdn}`];
    if (variables.hostStopped.get(h) === 1) return [`services of ${fqdn}, stopped by an administrator`];
    return variables.backupStopped.get(h) === 1 ? [`LYNCBACKUP on ${fqdn}, stopped by an administrator`] : [];
  });
  const shares = layout.shares.flatMap((h, i) => {
    const { fqdn } = layout.hosts[h];
    if (variables.shareUp.get(i) === 0) return [`file store ${fqdn}`];
    return variables.shareClosed.get(i) === 0 ? [] : [describeTarget({ kind: 'share', share: fqdn })];
  });
  const links = layout.deployment.links.flatMap(({ between }, i) =>
    variables.link.get(i) === machines.wan.initial
      ? []
      : [describeTarget({ kind: 'link', link: between, oneWay: false })],
  );
  const services = layout.pools.flatMap(({ index: p, pool: { fqdn: pool } }) => [
    ...(variables.backupCrashed.get(p) === 0 ? [] : [describeTarget({ kind: 'service', service: 'LYNCBACKUP', pool })]),
    ...layout.modulesAt[p].flatMap((m) =>
      variables.moduleCrashed.get(p, m) === 0
        ? []
        : [describeTarget({ kind: 'module', module: { pool, name: MODULES[m] } })],
    ),
  ]);
  const replicator =
    variables.replicatorCrashed.get() === 0 ? [] : [describeTarget({ kind: 'replicator', replicator: true })];
  return [...hosts, ...shares, ...links, ...services, ...replicator];
}
