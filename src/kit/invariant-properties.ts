/**
 * Ready properties: no failover sequence breaks an invariant. A failure says what broke, and comes with the drill that
 * shows it, the seed and the path that find it again, and the command that runs it.
 */
import fc from 'fast-check';
import { formatDuration } from '../core/duration.js';
import { quote } from '../core/quote.js';
import type { Deployment } from '../domain/deployment.js';
import { DEFAULT_LOAD, INVARIANT_IDS, type InvariantId } from '../domain/drill.js';
import {
  DrawnSequence,
  drillText,
  type Sequence,
  type SequencesOptions,
  sequenceDraws,
  sequences,
} from './sequence-arbitrary.js';
import { carries } from './topology-arbitrary.js';

/** An invariant that broke in a sequence. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';

  constructor(
    readonly invariant: InvariantId,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The property that no sequence breaks any of these invariants (I1 to I10; all of them: `'all'`) on this deployment, or on
 * any that is drawn; of drawn ones only those count whose WAN carries what its users change (D32). For `fc.assert`, which
 * prints seed, path and the drill.
 */
export function neverBreaks(
  invariants: InvariantId | readonly InvariantId[] | 'all',
  topology: Deployment | fc.Arbitrary<Deployment>,
  options: SequencesOptions = {},
): fc.IPropertyWithHooks<[Sequence]> {
  const claimed = idsOf(invariants);
  return fc.property(sequencesOn(topology, options), (sequence) => {
    const broken = sequence.result.violations.find(({ invariant }) => claimed.has(invariant));
    if (broken === undefined) return;
    const { invariant, message, atMs, rules } = broken;
    const when = formatDuration(Math.round(atMs / 1000) * 1000);
    throw new InvariantBroken(
      invariant as InvariantId,
      `${invariant} breaks after ${when} of virtual time (${rules.join(', ')}): ${message}`,
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

function sequencesOn(
  topology: Deployment | fc.Arbitrary<Deployment>,
  options: SequencesOptions,
): fc.Arbitrary<Sequence> {
  if (!(topology instanceof fc.Arbitrary)) return sequences(topology, options);
  const able = topology.filter((deployment) => carries(deployment, options.load ?? DEFAULT_LOAD));
  const { maxChoices = 40 } = options;
  return fc
    .record({ deployment: able, draw: sequenceDraws(maxChoices) })
    .map(({ deployment, draw }) => new DrawnSequence(deployment, draw, options));
}

/** How often and from where a property is tried. */
export interface AssertOptions extends SequencesOptions {
  /** sequences; default 100 */
  readonly runs?: number;
  /** the same seed draws the same sequences; default one by the clock, which a failure prints */
  readonly seed?: number;
  /** of a failure that was printed: tries that one alone */
  readonly path?: string;
}

/**
 * Tries the property and throws where it does not hold: what broke, the shortest drill that was found as the text of a
 * file, its seed, path and command.
 */
export function assertNeverBreaks(
  invariants: InvariantId | readonly InvariantId[] | 'all',
  topology: Deployment | fc.Arbitrary<Deployment>,
  options: AssertOptions = {},
): void {
  const { runs = 100, seed, path, ...choices } = options;
  const details = fc.check(neverBreaks(invariants, topology, choices), {
    numRuns: runs,
    ...(seed === undefined ? {} : { seed }),
    ...(path === undefined ? {} : { path }),
  });
  if (!details.failed) return;
  if (details.counterexample === null) throw new Error(`no sequence could be tried: ${details.numSkips} were left out`);
  const [{ drill }] = details.counterexample;
  const cause = details.errorInstance;
  const words = cause instanceof Error ? cause.message : String(cause);
  const again = `{ seed: ${details.seed}, path: ${JSON.stringify(details.counterexamplePath)} }`;
  const tries = `Found after ${details.numRuns} of ${runs} sequences, shortened ${details.numShrinks} times. Again: ${again}`;
  throw new Error(`${words}\n\n${tries}\n\n${drillText(drill)}`, { cause });
}
