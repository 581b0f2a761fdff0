/** The worker's work on a drill that is changed: playing it, its spread over seeds, and what there is to choose from. */
import { formatDuration } from '../core/duration.js';
import { type Fact, isFormula } from '../core/fact.js';
import { isInputError } from '../core/input-error.js';
import { FACTS } from '../domain/components/tables.js';
import { DeploymentModel } from '../domain/deployment-model.js';
import type { Drill, Step } from '../domain/drill.js';
import { faultTargets } from '../domain/fault-targets.js';
import type { RunResult } from '../domain/result.js';
import { topologyChangeText } from '../input/drill/topology-builder.js';
import { OfferAlphabet, type ToldOffer, told } from '../run/choices.js';
import { runDrill } from '../run/run-drill.js';
import { playSeeds } from '../run/seeds.js';
import { lineHash, type OfferedStep, type SeedNumbers, type SettableFact, type WantedOffer } from './messages.js';

/** Plays a part of `count` seeds from a number on, `most` of them at most. */
export function spreadPart(drill: Drill, from: number, count: number, most: number): SeedNumbers {
  const found = { rtoMs: [], rpoMs: [], lost: [], userMinutes: [] } as {
    [K in keyof SeedNumbers]: SeedNumbers[K][number][];
  };
  const hear = ({ recovery, glance, loss }: RunResult): void => {
    if (recovery.length > 0) {
      found.rtoMs.push(glance.worstRtoMs);
      found.rpoMs.push(glance.worstRpoMs);
    }
    found.lost.push(loss.lost + loss.stranded);
    found.userMinutes.push(glance.usersWithoutRegularService.userMinutes);
  };
  playSeeds({ ...drill, seed: drill.seed + from }, { count: Math.min(most, count - from), commandFor: String, hear });
  return found as SeedNumbers;
}

/** The drill over seeds, as a report has it; null = its own seed alone. */
export function overSeeds(drill: Drill, seeds: number | null): RunResult {
  if (seeds === null) return runDrill(drill).result;
  const played = playSeeds(drill, { count: seeds, commandFor: (seed) => `--seed ${seed} --seeds 1` });
  if (isInputError(played)) throw new Error(played.message);
  return played.result;
}

/** What can break, and which numbers a drill may set. */
export function catalogOf({ deployment, load }: Drill): Record<'targets', ReturnType<typeof faultTargets>> & {
  readonly facts: SettableFact[];
} {
  const { world } = new DeploymentModel(deployment, load);
  const facts = Object.entries(FACTS as Readonly<Record<string, Fact>>).flatMap(([name, fact]): SettableFact[] => {
    const { value, unit, why, source, limits = null, choices } = fact;
    if (isFormula(value)) return [];
    const named =
      (choices as readonly (typeof value)[] | undefined) ?? (typeof value === 'boolean' ? [true, false] : null);
    if (limits === null && named === null) return [];
    const now = deployment.assumptions[name] ?? value;
    return [{ name, value: now, unit, why: `${why} (${source})`, limits, choices: named }];
  });
  return { targets: faultTargets(world), facts };
}

/** What can be typed when the turn of the step has come; of a number that is no step's, at the end. */
export function offersAt(drill: Drill, at: number): OfferedStep[] {
  const here = { file: drill.file, line: 0, column: 0 };
  const probe: Step = {
    work: { kind: 'note', text: '' },
    text: '',
    position: here,
    atMs: null,
    expectRefused: false,
    rule: null,
  };
  const steps = [...drill.steps.slice(0, at), probe, ...drill.steps.slice(at)];
  let found: OfferedStep[] = [];
  runDrill(
    { ...drill, steps },
    {
      numbersOnly: true,
      beforeStep: (step, world) => {
        if (step !== probe) return;
        // No command runs when the turn of a step has come.
        const present = { nowMs: 0, enabled: <A>(candidates: readonly A[]) => candidates, schedule: () => {} };
        const kinds = new OfferAlphabet(world, { faults: false, hazards: true }).offers(present);
        const offers = [...kinds.values()].flatMap(({ count, at: offer }) =>
          Array.from({ length: count }, (_, i) => offer(i)),
        );
        found = offers.filter(({ work }) => work.kind !== 'fault').map((offer) => inWords(told(world, offer)));
      },
    },
  );
  const texts = new Set<string>();
  return found.filter(({ text }) => !texts.has(text) && texts.add(text));
}

/** Places of a drill in which a wanted step is looked for at most; each takes a run. */
const PLACES_MOST = 40;

/** The steps that are wanted, each looked for where it stands and then in the rest of the drill; null = one is nowhere. */
export function foundOffers(drill: Drill, wanted: readonly WantedOffer[]): OfferedStep[] | null {
  let steps = drill.steps;
  const found: OfferedStep[] = [];
  for (const { at, hash, isSkipped } of wanted) {
    const places = new Set([at, ...steps.keys(), steps.length].slice(0, PLACES_MOST));
    const step = firstOffer({ ...drill, steps }, [...places], hash);
    if (step === null) return null;
    found.push(step);
    const position = { file: drill.file, line: 0, column: 0 };
    const added = { ...step, position, atMs: null, expectRefused: false, rule: null };
    if (!isSkipped) steps = [...steps.slice(0, at), added, ...steps.slice(at)];
  }
  return found;
}

function firstOffer(drill: Drill, places: readonly number[], hash: string): OfferedStep | null {
  for (const place of places) {
    const step = offersAt(drill, place).find((each) => lineHash(each) === hash);
    if (step !== undefined) return step;
  }
  return null;
}

function inWords({ work, line, hazard }: ToldOffer): OfferedStep {
  if (work.kind === 'script') throw new Error('a script is no offer');
  return { work, text: line ?? textOf(work), hazard };
}

function textOf(work: OfferedStep['work']): string {
  if (work.kind === 'wait') return `wait ${formatDuration(work.durationMs)}`;
  if (work.kind === 'topologyBuilder') return topologyChangeText(work.change);
  if (work.kind !== 'waitUntil') return work.kind;
  const { condition, pool, timeoutMs } = work;
  return `wait until ${condition}${pool === null ? '' : ` ${pool}`} (timeout ${formatDuration(timeoutMs)})`;
}
