/** What counts where neither a drill nor its topology says it: for those who vary a key that was left out. */
import { isFormula } from '../../core/fact.js';
import { FACTS } from '../../domain/components/tables.js';
import type { Drill, Load } from '../../domain/drill.js';

/** The default behind a key that is left out, in words; `none` = nothing stands for it. */
export function defaultOf({ load, deployment }: Drill, key: string): string {
  const [first, name] = key.split('.');
  const fact = first === 'assumptions' ? new Map(Object.entries(FACTS)).get(name) : undefined;
  if (fact !== undefined) {
    return byDefault(isFormula(fact.value) ? fact.value.words : JSON.stringify(fact.value));
  }
  if (first === 'load') return byDefault(JSON.stringify(name === undefined ? load : load[name as keyof Load]));
  const taken = deployment.taken.find((each) => each.name === key);
  return taken === undefined ? 'none' : byDefault(`${taken.value} ${taken.unit}`.trim());
}

const byDefault = (value: string): string => `${value} by default`;
