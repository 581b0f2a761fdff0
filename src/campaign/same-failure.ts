/** What "fails for the same cause" means to a shrinker: the same invariant breaks by the same rules, and no hazard was typed. */
import type { Drill, Step } from '../domain/drill.js';
import { isHazardous } from '../run/choices.js';
import { runDrill, type SimulationOptions } from '../run/run-drill.js';
import type { Broken } from './random-sequences.js';
import type { Fails } from './shrink-drill.js';

/**
 * Runs in which an invariant breaks as it did, without a command that a random sequence would not type; `hazards`: it types
 * hazards, too.
 */
export function breaksAlike({ invariant, rules }: Pick<Broken, 'invariant' | 'rules'>, hazards = false): Fails {
  const cause = `${invariant} ${rules.join()}`;
  return (drill: Drill) => {
    let isHazard = false;
    const options: SimulationOptions = {
      numbersOnly: true,
      beforeStep: ({ work }, world) => {
        if (!hazards && work.kind === 'run' && world.settings.unnoted(() => isHazardous(world, work.command)))
          isHazard = true;
      },
    };
    const { result } = runDrill(drill, options);
    const found = result.violations.find((each) => `${each.invariant} ${each.rules.join()}` === cause);
    return isHazard || found === undefined ? null : { steps: result.steps, failedAtMs: found.atMs };
  };
}

/**
 * A drill that is kept to show that an invariant breaks: it judges nothing else. A refusal is expected as it was, a wait in
 * vain lasts as long, and nobody has to be served at the end.
 */
export function asExample(drill: Drill): Drill {
  const { result } = runDrill(drill, { numbersOnly: true });
  const steps = drill.steps.map((step, i): Step => {
    const { outcome, rule } = result.steps[i];
    if (outcome === 'refused') return { ...step, expectRefused: true, rule };
    const { work } = step;
    if (outcome !== 'failed' || work.kind !== 'waitUntil') return step;
    return { ...step, work: { kind: 'wait', durationMs: work.timeoutMs } };
  });
  return { ...drill, steps, expect: { ...drill.expect, mayBeUnserved: 'all' } };
}
