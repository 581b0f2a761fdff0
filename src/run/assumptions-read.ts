/**
 * The assumptions that a run rests on: defaults of the input, and those numbers of the model that the run has read. Those
 * that moved a number of the result come first.
 */
import { type Fact, isFormula } from '../core/fact.js';
import type { AssumptionTaken } from '../domain/assumption-taken.js';
import { type FactId, factNumber } from '../domain/components/facts.js';
import { FACTS } from '../domain/components/tables.js';
import type { Deployment } from '../domain/deployment.js';
import type { Drill } from '../domain/drill.js';
import { formulaValues } from '../domain/formula.js';
import type { World } from '../domain/state/world.js';
import type { RunRecorder } from './recorder.js';

/** What the run has read: assumed numbers, those that somebody set, and defaults of the input, each with what it moved. */
export function assumptionsRead(drill: Drill, world: World, recorder: RunRecorder): AssumptionTaken[] {
  let numbers = known.get(drill.deployment);
  if (numbers === undefined) {
    numbers = numbersOf(drill);
    known.set(drill.deployment, numbers);
  }
  const { lost, stranded } = recorder.loss();
  if (lost + stranded > 0) world.moved?.lossShown();
  const read = numbers
    .filter(({ name }) => world.settings.wasRead(name as FactId))
    .map((taken) => ({ ...taken, moved: hasMoved(world, taken.name as FactId) }));
  const defaults = [...drill.taken, ...drill.deployment.taken].map((taken) => ({
    ...taken,
    basis: 'default' as const,
    moved: defaultMoved(taken.name, world, recorder),
  }));
  const all = [...defaults, ...read];
  return [...all.filter(({ moved }) => moved), ...all.filter(({ moved }) => !moved)];
}

/** By the deployment, which has the overrides of a drill already: runs with other seeds have the same one. */
const known = new WeakMap<Deployment, readonly AssumptionTaken[]>();

function numbersOf({ assumptions: own, deployment }: Drill): AssumptionTaken[] {
  const { assumptions } = deployment;
  return (Object.entries(FACTS) as [string, Fact][]).flatMap(([name, fact]): AssumptionTaken[] => {
    const given = Object.hasOwn(assumptions, name);
    if (fact.basis !== 'assumed' && !given) return [];
    const setBy = Object.hasOwn(own, name) ? ', set by the drill' : given ? ', set by the topology' : '';
    const basis = given ? ('set' as const) : fact.basis;
    const about = { name, unit: fact.unit, why: `${fact.why} (${fact.source}${setBy})`, basis, rule: fact.source };
    if (given) return [{ ...about, value: assumptions[name] }];
    if (!isFormula(fact.value)) return [{ ...about, value: fact.value }];
    return [{ ...about, value: fact.value.words, comesTo: formulaValues(fact.value, deployment) }];
  });
}

const hasMoved = (world: World, id: FactId): boolean => world.moved?.has(factNumber(id)) === true;

/** Defaults of the input that decide a number, by the pattern of their names; all others name or describe something. */
const DEFAULTS: readonly (readonly [RegExp, (world: World, recorder: RunRecorder, name: string) => boolean])[] = [
  [/^load\./, (_, recorder) => recorder.loss().acknowledged > 0],
  [/^decideMinutes$/, () => true],
  [/^voiceResiliency\.failureDetectionInterval$/, (world) => someEnd(world, 'failureDetection')],
  [/^voiceResiliency\.failbackDetectionInterval$/, (world) => someEnd(world, 'failbackDetection')],
  [/^voiceResiliency\.automatic$/, wereSignedOut],
  [/^links\..*\.(bandwidth|latency)$|^backupService\.syncInterval$/, (world) => hasMoved(world, 'backupExportSeconds')],
  [/^pools\..*\.capacity$/, isOverCapacity],
];

const defaultMoved = (name: string, world: World, recorder: RunRecorder): boolean =>
  DEFAULTS.some(([pattern, moved]) => pattern.test(name) && moved(world, recorder, name));

const someEnd = ({ layout, moved, work }: World, kind: 'failureDetection' | 'failbackDetection'): boolean =>
  layout.pools.some(({ index }) => moved?.endOf(work[kind].at(index)) === true);

/** D70: with the box ticked the backup registrar would have taken them. */
function wereSignedOut(world: World, recorder: RunRecorder): boolean {
  const { failureDetectionMs } = world.deployment.voiceResiliency;
  return world.layout.pools.some(
    ({ index, pool }) =>
      pool.backupPool !== null &&
      recorder
        .userIntervals(index)
        .some(({ state, fromMs, toMs }) => state === 'signedOut' && toMs - fromMs > failureDetectionMs),
  );
}

/** D46: above it the takeover takes longer. */
function isOverCapacity(world: World, _recorder: RunRecorder, name: string): boolean {
  const p = world.layout.pools.find(({ pool }) => name === `pools.${pool.fqdn}.capacity`);
  if (p === undefined || !hasMoved(world, 'takeoverMinutes')) return false;
  const partner = world.partner(p.index);
  return partner >= 0 && p.pool.users + world.pool(partner).pool.users > p.pool.capacity;
}
