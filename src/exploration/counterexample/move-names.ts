/**
 * Moves by name. A search numbers its moves, and another deployment, drill or version numbers them otherwise; a saved
 * counterexample therefore has names: the kind of the move and what it is about.
 */
import type { Drill } from '../../domain/drill.js';
import { describeFault } from '../../domain/stepping/faults.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';
import type { Move } from '../state-space/moves.js';

/** Kinds of moves whose name depends on how far the script is. */
const OF_SCRIPT: readonly string[] = ['step', 'timeout', 'drillFault', 'mistake'] satisfies Move['kind'][];

/** The name of a move in the working state; no two moves have the same there. */
export function nameOfMove(space: DrillStateSpace, drill: Drill, move: Move): string {
  switch (move.kind) {
    case 'step':
    case 'timeout':
      return `${move.kind} ${textOfStep(space, drill)}`;
    case 'mistake':
      return `mistake ${move.what} ${textOfStep(space, drill)}`;
    case 'drillFault': {
      const fault = space.nextFault();
      return `drillFault ${fault === null ? '' : describeFault(fault)}`;
    }
    case 'work':
      return `work ${space.world.pendingWork.names[move.slot]}`;
    case 'break':
    case 'mend': {
      const { name, members } = space.breakables[move.what];
      return `${move.kind} ${name}${members.length === 1 ? '' : ` #${move.member + 1}`}`;
    }
    case 'command':
      return `command ${space.commands[move.what].line}`;
  }
}

function textOfStep(space: DrillStateSpace, { steps }: Drill): string {
  const step = space.currentStep();
  return (step === null ? undefined : steps[step.step])?.text ?? '';
}

/** The number of the move of this name in the working state; null = it has none. */
export function moveNamed(space: DrillStateSpace, drill: Drill, name: string): number | null {
  const number = space.moves.findIndex(
    (move) => name.startsWith(`${move.kind} `) && nameOfMove(space, drill, move) === name,
  );
  return number < 0 ? null : number;
}

/** Whether a name is that of a move whose name depends on how far the script is. */
export const isOfScript = (name: string): boolean => OF_SCRIPT.includes(name.slice(0, name.indexOf(' ')));
