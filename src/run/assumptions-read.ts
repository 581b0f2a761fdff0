/** The assumptions that a run rests on: defaults of the input, and those numbers of the model that the run has read. */
import { type Fact, isFormula } from '../core/fact.js';
import type { FactId } from '../domain/components/facts.js';
import { FACTS } from '../domain/components/tables.js';
import type { Deployment } from '../domain/deployment.js';
import type { Drill } from '../domain/drill.js';
import { formulaValues } from '../domain/formula.js';
import type { AssumptionTaken } from '../domain/result.js';
import type { World } from '../domain/state/world.js';

/** Defaults taken from the input, then the numbers that the run has read: assumed ones, and those that somebody set. */
export function assumptionsRead(drill: Drill, { settings }: World): AssumptionTaken[] {
  let numbers = known.get(drill.deployment);
  if (numbers === undefined) {
    numbers = numbersOf(drill);
    known.set(drill.deployment, numbers);
  }
  const read = numbers.filter(({ name }) => settings.wasRead(name as FactId));
  return [...drill.taken, ...drill.deployment.taken, ...read];
}

/** By the deployment, which has the overrides of a drill already: runs with other seeds have the same one. */
const known = new WeakMap<Deployment, readonly AssumptionTaken[]>();

function numbersOf({ assumptions: own, deployment }: Drill): AssumptionTaken[] {
  const { assumptions } = deployment;
  return (Object.entries(FACTS) as [string, Fact][]).flatMap(([name, fact]): AssumptionTaken[] => {
    const given = Object.hasOwn(assumptions, name);
    if (fact.basis !== 'assumed' && !given) return [];
    const setBy = Object.hasOwn(own, name) ? ', set by the drill' : given ? ', set by the topology' : '';
    const about = { name, unit: fact.unit, why: `${fact.why} (${fact.source}${setBy})` };
    if (given) return [{ ...about, value: assumptions[name] }];
    if (!isFormula(fact.value)) return [{ ...about, value: fact.value }];
    return [{ ...about, value: fact.value.words, comesTo: formulaValues(fact.value, deployment) }];
  });
}
