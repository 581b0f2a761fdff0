/**
 * Ready properties: no failover sequence breaks an invariant. A failure says what broke, and comes with the drill that
 * shows it, the seed and the path that find it again, and the command that runs it.
 */
import fc from 'fast-check';
import { countReached, nothingReached } from '../campaign/random-sequences.js';
import { asExample, breaksAlike } from '../campaign/same-failure.js';
import { shrinkDrill } from '../campaign/shrink-drill.js';
import { formatDuration } from '../core/duration.js';
import { counted } from '../core/format.js';
import { quote } from '../core/quote.js';
import type { Deployment } from '../domain/deployment.js';
import { DEFAULT_LOAD, type Drill, INVARIANT_IDS, type InvariantId } from '../domain/drill.js';
import type { RandomDrill } from '../run/random-drill.js';
import { drillText, type Sequence, type SequencesOptions, sequencesOn } from './sequence-arbitrary.js';
import { carries } from './topology-arbitrary.js';

/** An invariant that broke in a sequence. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';

  constructor(
    readonly invariant: InvariantId,
    message: string,
    /** the rules that it rests on */
    readonly rules: readonly string[] = [],
  ) {
    super(message);
  }
}

/**
 * The property that no sequence breaks any of these invariants (I1 to I11, I16, I17; all of them: `'all'`) on this deployment, or on
 * any that is drawn; of drawn ones only those count whose WAN carries what its users change (D32). For `fc.assert`, which
 * prints seed, path and the drill. I10 is judged after the way back alone: `recover: false` leaves it out of `'all'`.
 */
export function neverBreaks(
  invariants: InvariantId | readonly InvariantId[] | 'all',
  topology: Deployment | fc.Arbitrary<Deployment>,
  options: SequencesOptions = {},
): fc.IPropertyWithHooks<[Sequence]> {
  return heard(invariants, topology, options, () => {});
}

/** The property; `hear` is told of each sequence that was played. */
function heard(
  invariants: InvariantId | readonly InvariantId[] | 'all',
  topology: Deployment | fc.Arbitrary<Deployment>,
  options: SequencesOptions,
  hear: (run: RandomDrill) => void,
): fc.IPropertyWithHooks<[Sequence]> {
  const claimed = idsOf(invariants);
  if (options.recover === false && invariants !== 'all' && claimed.has('I10')) {
    throw new TypeError('I10 is judged only after the documented way back: leave out `recover: false`');
  }
  const able =
    topology instanceof fc.Arbitrary
      ? topology.filter((deployment) => carries(deployment, options.load ?? DEFAULT_LOAD))
      : topology;
  return fc.property(sequencesOn(able, options), (sequence) => {
    const run = sequence.judged();
    hear(run);
    const broken = run.broken.find(({ invariant }) => claimed.has(invariant));
    if (broken === undefined) return;
    const { invariant, message, atMs, rules } = broken;
    const when = formatDuration(Math.round(atMs / 1000) * 1000);
    throw new InvariantBroken(
      invariant as InvariantId,
      `${invariant} breaks after ${when} of virtual time (${rules.join(', ')}): ${message}`,
      rules,
    );
  });
}

/** An unknown id would claim nothing, and hold. */
function idsOf(invariants: InvariantId | readonly InvariantId[] | 'all'): ReadonlySet<string> {
  const ids: readonly string[] = invariants === 'all' ? INVARIANT_IDS : [invariants].flat();
  const known: readonly string[] = INVARIANT_IDS;
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined || ids.length === 0) {
    throw new TypeError(
      `${unknown === undefined ? 'no invariant is named' : `there is no invariant ${quote(unknown)}`}; there are ${known.join(', ')}`,
    );
  }
  return new Set(ids);
}

const USUAL_RUNS = 100;

/** How often and from where a property is tried. */
export interface AssertOptions extends SequencesOptions {
  /** sequences; default 100 */
  readonly runs?: number;
  /** the same seed draws the same sequences; default one by the clock, which a failure prints */
  readonly seed?: number;
  /** of a failure that was printed, with its seed: tries that one sequence alone */
  readonly path?: string;
}

/** What sequences that broke nothing were: how many, and of how many each thing is true. */
export interface SequencesTried {
  readonly tried: number;
  /** a failover came through */
  readonly failover: number;
  /** a command was refused */
  readonly refusal: number;
  /** a fault fell while a command ran */
  readonly faultInMidCommand: number;
}

/**
 * Tries the property and throws where it does not hold: what broke, the shortest drill that was found as the text of a
 * file, its seed, path and command. Sequences of which none had a failover that came through show nothing, and throw, too.
 */
export function assertNeverBreaks(
  invariants: InvariantId | readonly InvariantId[] | 'all',
  topology: Deployment | fc.Arbitrary<Deployment>,
  options: AssertOptions = {},
): SequencesTried {
  const { runs = USUAL_RUNS, seed, path, ...choices } = options;
  if (!Number.isSafeInteger(runs) || runs < 1) {
    throw new TypeError(`runs must be a whole number from 1 on, not ${String(runs)}: nothing would be tried`);
  }
  if (path !== undefined && (path === '' || seed === undefined)) {
    throw new TypeError('a path finds its sequence only with the seed that was printed beside it');
  }
  const reached = nothingReached();
  let tried = 0;
  const property = heard(invariants, topology, choices, (run) => {
    // fast-check goes on from a path to what lies beside it.
    if (path !== undefined) fc.pre(tried === 0);
    tried++;
    countReached(reached, run);
  });
  const details = fc.check(property, {
    numRuns: path === undefined ? runs : 1,
    ...(seed === undefined ? {} : { seed }),
    ...(path === undefined ? {} : { path, endOnFailure: true, maxSkipsPerRun: 0 }),
  });
  if (details.counterexample !== null) throw failure(details, options);
  const wanted = path === undefined ? runs : 1;
  if (tried < wanted) {
    throw new Error(`only ${tried} of ${wanted} sequences could be tried: ${details.numSkips} were left out`);
  }
  if (path === undefined && reached.failover === 0) {
    throw new Error(
      `nothing broke, and nothing is shown: in none of ${counted(runs, 'sequence')} did a failover come through (again: { seed: ${details.seed} }). Try more runs or choices, or a deployment with a pair; fc.assert(neverBreaks(...)) does not ask`,
    );
  }
  return { tried, ...reached };
}

/** What broke, how it is found again, and the shortest drill that shows it. */
function failure(details: fc.RunDetails<[Sequence]>, { runs = USUAL_RUNS, path, hazards }: AssertOptions): Error {
  const cause = details.errorInstance;
  const words = cause instanceof Error ? cause.message : String(cause);
  const again = `{ seed: ${details.seed}, path: ${JSON.stringify(details.counterexamplePath)} }`;
  const found = `after ${details.numRuns} of ${runs} sequences, shortened ${details.numShrinks} times. Again: ${again}`;
  const [{ drill }] = details.counterexample!;
  const text = drillText(cause instanceof InvariantBroken ? shortest(drill, cause, hazards === true) : drill);
  return new Error(`${words}\n\nFound ${path === undefined ? found : 'again.'}\n\n${text}`, { cause });
}

/** The fewest steps and faults after which the same invariant breaks by the same rules. */
function shortest(drill: Drill, broken: InvariantBroken, hazards: boolean): Drill {
  const found = shrinkDrill(drill, breaksAlike(broken, hazards));
  return found === null ? drill : asExample(found);
}
