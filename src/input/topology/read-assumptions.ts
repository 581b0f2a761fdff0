// Overrides of the model's facts, each checked against the type and the limits of its fact.
import { type Fact, type FactValue, isFormula } from '../../core/fact.js';
import { suggestion } from '../../core/nearest.js';
import { describeValue, quote } from '../../core/quote.js';
import { FACTS } from '../../domain/components/tables.js';
import type { TreeProblems } from '../problems.js';

const WHOLE_UNITS = ['domains', 'batches', 'changes', 'changes/s', 'bytes'];

/** The overrides under `assumptions:`, each the id of a fact with a value that the fact can take. */
export function readAssumptions(
  given: Readonly<Record<string, unknown>> | null,
  problems: TreeProblems,
): Record<string, FactValue> {
  const known = FACTS as Readonly<Record<string, Fact>>;
  const read: Record<string, FactValue> = {};
  for (const [id, value] of Object.entries(given ?? {})) {
    const path = ['assumptions', id];
    if (!Object.hasOwn(known, id)) {
      const hint = suggestion(id, Object.keys(known), 'assumptions');
      problems.atKey(path, `unknown assumption ${quote(id)}`, hint);
    } else if (fits(known[id], value)) {
      read[id] = value;
    } else {
      problems.at(path, `assumptions.${id} must be ${expected(known[id])}, not ${shown(value)}`);
    }
  }
  return read;
}

function fits(fact: Fact, value: unknown): value is FactValue {
  if (fact.choices !== undefined) return (fact.choices as readonly unknown[]).includes(value);
  if (typeof fact.value === 'boolean') return typeof value === 'boolean';
  if (!takesRange(fact) || !Array.isArray(value)) return fitsNumber(fact, value);
  return value.length === 2 && value.every((end) => fitsNumber(fact, end)) && value[0] <= value[1];
}

/** A range stands for a range, or for a whole formula. */
const takesRange = ({ value }: Fact): boolean => Array.isArray(value) || isFormula(value);

function fitsNumber(fact: Fact, value: unknown): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (WHOLE_UNITS.includes(fact.unit) && !Number.isInteger(value)) return false;
  const [min, max] = fact.limits ?? [0, Number.MAX_SAFE_INTEGER];
  return value >= min && value <= max && Number(value.toFixed(6)) === value;
}

function expected(fact: Fact): string {
  if (fact.choices !== undefined) return `one of ${fact.choices.join(', ')}`;
  if (typeof fact.value === 'boolean') return 'true or false';
  const [min, max] = fact.limits ?? [0, Number.MAX_SAFE_INTEGER];
  const number = WHOLE_UNITS.includes(fact.unit) ? 'a whole number' : 'a number';
  const range = takesRange(fact) ? ', or a range [min, max] of them' : '';
  return `${number} from ${min} to ${max} (${fact.unit})${range}`;
}

function shown(value: unknown): string {
  return Array.isArray(value) && value.length <= 4
    ? `[${value.map(String).join(', ').slice(0, 60)}]`
    : describeValue(value);
}
