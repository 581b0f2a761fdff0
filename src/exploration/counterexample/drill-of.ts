/** Turns the timed run of a counterexample into a drill file that passes, with its own seed, as long as it shows the same. */
import { type Drill, EXPECTED_BY_DEFAULT, INVARIANT_IDS, type Step } from '../../domain/drill.js';
import type { StepResult } from '../../domain/result.js';
import { unservedAtEnd } from '../../run/users-served.js';
import type { TimedRun } from './concretize.js';

export function drillOfCounterexample({ drill, result }: TimedRun): Drill {
  const broken: readonly string[] = result.violations.map((v) => v.invariant);
  const { policy: _, ...deployment } = drill.deployment;
  return {
    ...drill,
    deployment,
    steps: drill.steps.map((step, i) => withOutcome(step, result.steps[i])),
    expect: {
      ...EXPECTED_BY_DEFAULT,
      violates: INVARIANT_IDS.filter((id) => broken.includes(id)),
      mayBeUnserved: unservedAtEnd(result).map(({ pool }) => pool),
    },
  };
}

function withOutcome(step: Step, { outcome, rule, startedAtMs, endedAtMs }: StepResult): Step {
  if (outcome === 'refused') return { ...step, expectRefused: true, rule };
  const unexpected: Step = { ...step, expectRefused: false, rule: null };
  // A wait that was over without success, and went on, is a pause of that length.
  if (outcome !== 'failed' || step.work.kind !== 'waitUntil') return unexpected;
  return { ...unexpected, work: { kind: 'wait', durationMs: (endedAtMs ?? 0) - (startedAtMs ?? 0) } };
}
