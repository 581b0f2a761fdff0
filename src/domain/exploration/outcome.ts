import { notRecovered } from '../closing.js';
import { classes } from '../invariants/ledger.js';
import { usersOf } from '../users/behaviour.js';
import type { World } from '../world.js';
import type { Breakable } from './alphabet.js';
import { isAtRest } from './recovery.js';
import { objectionOf, type ScriptState } from './script.js';

/** How a drill ended in one future. */
export interface Outcome {
  /** `recovered` = all is as before; `served` = users have regular service; `unserved` = some have not */
  readonly end: 'recovered' | 'served' | 'unserved';
  /** the first step that did not go as the drill expects; null = none */
  readonly objection: { readonly step: number; readonly what: string } | null;
  readonly loss: 'none' | 'stranded' | 'lost';
  /** what the exploration broke on the way */
  readonly broken: readonly string[];
}

/** The outcome of a state in which the script is over, as JSON text; null = work is under way that may change it. */
export function outcomeOf(
  w: World,
  script: ScriptState,
  work: Uint8Array,
  breakables: readonly Breakable[],
): string | null {
  if (!isAtRest(w, work)) return null;
  const served = w.layout.pools.every((p) => {
    const { state, affected } = usersOf(w, p.index);
    return (state === 'regularHome' || state === 'regularPartner') && affected === p.pool.users;
  });
  const home = w.layout.pools.every((p) => w.is('failover', p.index, 'normal'));
  const outcome: Outcome = {
    end: !served ? 'unserved' : home && notRecovered(w).length === 0 ? 'recovered' : 'served',
    objection: script.objection === 0 ? null : objectionOf(script.objection),
    loss: lossOf(w),
    broken: breakables.flatMap((b, i) => (script.broken[i] > 0 ? [b.name] : [])),
  };
  return JSON.stringify(outcome);
}

function lossOf(w: World): Outcome['loss'] {
  let worst: Outcome['loss'] = 'none';
  for (let i = 0; i < w.state.logs.length; i++) {
    const { stranded, lost } = classes(w, i);
    if (lost > 0) return 'lost';
    if (stranded > 0) worst = 'stranded';
  }
  return worst;
}
