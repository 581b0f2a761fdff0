/**
 * The end state of a drill: how the deployment is once nothing that is under way can change it, and what of the script
 * went otherwise than expected.
 */
import { isServedRegular } from '../../domain/components/users/behaviour.js';
import { classes } from '../../domain/invariants/no-loss.js';
import type { World } from '../../domain/state/world.js';
import { notRecovered } from '../../domain/stepping/end-of-run.js';
import type { Breakable } from './alphabet.js';
import { isQuiescent, runTwoSyncCycles } from './quiescence.js';
import { objectionOf, type ScriptState } from './script-state.js';
import type { WorkingState } from './working-state.js';

/** How a drill ended on one path. */
export interface EndState {
  /** `recovered` = all is as before; `served` = users have regular service; `unserved` = some have not */
  readonly end: 'recovered' | 'served' | 'unserved';
  /** the first step that did not go as the drill expects; null = none */
  readonly objection: { readonly step: number; readonly what: string } | null;
  /** the first step that ended as not modelled; null = none */
  readonly unmodelled: number | null;
  readonly loss: 'none' | 'stranded' | 'lost';
  /** names of what the search broke on the way */
  readonly broken: readonly string[];
}

/** What an end state says of the deployment alone. */
type End = Pick<EndState, 'end' | 'loss'>;

const ENDS: readonly End[] = (['recovered', 'served', 'unserved'] as const).flatMap((end) =>
  (['none', 'stranded', 'lost'] as const).map((loss) => ({ end, loss })),
);

/**
 * How the deployment is at an end, as a number from 1; 0 = work is under way that may change it. Judged as I10 is,
 * after two more cycles of the Backup Service: it must not depend on whether the last cycle came before or after the
 * last fault. Changes the working state.
 */
export function endOf(working: WorkingState): number {
  const { world, work } = working;
  if (!isQuiescent(world, work)) return 0;
  runTwoSyncCycles(working);
  const served = world.layout.pools.every((p) => isServedRegular(world, p.index));
  const home = world.layout.pools.every((p) => world.is('failover', p.index, 'normal'));
  const end = !served ? 'unserved' : home && notRecovered(world).length === 0 ? 'recovered' : 'served';
  const loss = lossOf(world);
  return 1 + ENDS.findIndex((e) => e.end === end && e.loss === loss);
}

/** How a drill has ended whose script is over, in a deployment that is at an end (`endOf`, not 0). */
export function endStateOf(end: number, script: ScriptState, breakables: readonly Breakable[]): EndState {
  return {
    end: ENDS[end - 1].end,
    objection: script.objection === 0 ? null : objectionOf(script.objection),
    unmodelled: script.unmodelled === 0 ? null : script.unmodelled - 1,
    loss: ENDS[end - 1].loss,
    broken: breakables.flatMap((b, i) => (script.broken[i] > 0 ? [b.name] : [])),
  };
}

/** Equal for equal end states; where two are equally frequent, reports list them in the order of these keys. */
export const endStateKey = ({ end, objection, unmodelled, loss, broken }: EndState): string =>
  JSON.stringify({ end, objection, unmodelled, loss, broken });

/** What was broken on the way to an end, as one text; empty = nothing that the search added. */
export const causeOf = ({ broken }: EndState): string => broken.join(' and ');

/** What a report has one line and one example for: an end state whatever was broken on the way. */
export function kindOf({ end, objection, loss }: EndState): string {
  return JSON.stringify([end, objection, loss]);
}

/** The worst that has become of an acknowledged change in a state. */
export function lossOf(world: World): EndState['loss'] {
  let worst: EndState['loss'] = 'none';
  for (let i = 0; i < world.state.logs.length; i++) {
    const { stranded, lost } = classes(world, i);
    if (lost > 0) return 'lost';
    if (stranded > 0) worst = 'stranded';
  }
  return worst;
}
