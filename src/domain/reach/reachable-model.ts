/**
 * The denominator of coverage: everything of the model that a run could reach in one deployment, by forward reachability
 * in its state machines, and by what its cmdlets, rules and components are. What no run of any deployment reaches is left
 * out by name.
 */
import { reachableFrom } from '../../core/machine-transitions.js';
import { CMDLETS } from '../cmdlets/catalog.js';
import type { Cmdlet } from '../cmdlets/cmdlet.js';
import type { MachineInstance } from '../components/component.js';
import { machineInstancesOf } from '../components/registry.js';
import { CONSEQUENCES } from '../consequence.js';
import { breaking, faultTargets } from '../fault-targets.js';
import { isMirrored } from '../state/layout.js';
import type { World } from '../state/world.js';
import { type CommandPhase, type CoverageKind, componentOf, itemKey, type ModelItems } from './model-item.js';
import { isReachedByNoRun } from './out-of-reach.js';
import { isTyped, refusalsIn } from './reachable-refusals.js';

/** The keys of all that a run could reach in the deployment of a world, sorted. */
export function reachableIn(world: World): string[] {
  const keys = new Set<string>();
  const add = <K extends CoverageKind>(kind: K, items: readonly ModelItems[K][]): void => {
    for (const item of items) keys.add(itemKey(kind, item));
  };
  for (const instance of machineInstancesOf(world)) {
    const { machine, start } = instance;
    const { name } = machine;
    const { states, transitions } = reachableFrom(machine, [start], (event) => canHappen(instance, event));
    add(
      'states',
      states.map((state) => ({ machine: name, state })),
    );
    add(
      'transitions',
      transitions.map((transition) => ({ machine: name, ...transition })),
    );
  }
  for (const cmdlet of CMDLETS.filter((each) => isTyped(world, each))) {
    const { name } = cmdlet;
    add(
      'commands',
      phasesOf(cmdlet).flatMap((phase) =>
        phase === 'finished' || canBegin(world, name) ? [{ cmdlet: name, phase }] : [],
      ),
    );
    add(
      'refusals',
      refusalsIn(world, cmdlet).map((rule) => ({ cmdlet: name, rule })),
    );
  }
  add('faults', faultsOf(world));
  add(
    'endStates',
    CONSEQUENCES.map((end) => ({ end })),
  );
  return [...keys].filter((key) => !isReachedByNoRun(key)).sort();
}

/** What can become of a cmdlet, beside the rules that refuse it. */
export const phasesOf = ({ phases, refusedBy }: Pick<Cmdlet, 'phases' | 'refusedBy'>): readonly CommandPhase[] =>
  phases === undefined
    ? ['finished']
    : [
        'finished',
        'started',
        'faultWhileRunning',
        ...(Object.keys(refusedBy).length === 0 ? [] : (['failed'] as const)),
      ];

function canHappen({ machine, never = [] }: MachineInstance, event: number): boolean {
  const { type, ...parameters } = machine.eventObject(event);
  return !never.some(
    (name) => name === type || Object.keys(parameters).some((p) => parameters[p] === true && name === `${type}.${p}`),
  );
}

/** A failover of databases gets past its first question (D22) only where some pool has a mirror, one of a group where some has that. */
function canBegin({ layout }: World, cmdlet: string): boolean {
  if (cmdlet === 'Invoke-CsDatabaseFailover') return layout.pools.some(isMirrored);
  return !FAILS_GROUPS_OVER.includes(cmdlet) || layout.pools.some(({ group }) => group !== null);
}

const FAILS_GROUPS_OVER: readonly string[] = ['Switch-SqlAvailabilityGroup', 'Invoke-Sqlcmd'];

function faultsOf(world: World): ModelItems['faults'][] {
  const { layout } = world;
  const stores = new Set([...layout.shares, ...layout.pools.flatMap(({ sql }) => sql)]);
  return faultTargets(world).flatMap((target) => {
    const broken = breaking(target).target;
    const { kind } = broken;
    const component = componentOf(broken);
    const holdsData =
      kind === 'site' || kind === 'fileStore' || (target.kind === 'server' && stores.has(layout.host(target.server)));
    return [
      { effect: 'lost', kind, component } as const,
      ...(holdsData ? [{ effect: 'disksDestroyed', kind, component } as const] : []),
      // A hydration that failed is not repaired: the failback is typed again (D50).
      ...(kind === 'hydration' ? [] : [{ effect: 'repaired', kind, component } as const]),
    ];
  });
}
