/**
 * Adaptive weights of a random walk: pilot sequences on a deployment show which of the things that a search must reach come
 * too seldom there, and what leads to them is drawn more often. The pilots are drawn from the seed, so that every thread
 * and every machine comes to the same weights.
 */
import type { Deployment } from '../domain/deployment.js';
import { MID_COMMAND } from '../run/choices.js';
import { type KindWeights, playSequences, type SequencesReached } from './random-sequences.js';

/** A pool that may be failed over is one of two dozen kinds of things to do, and a sequence without a failover shows little. */
export const USUAL_WEIGHTS: KindWeights = {
  failover: 8,
  disasterFailover: 10,
  failback: 3,
  cms: 4,
  edge: 4,
  [MID_COMMAND]: 4,
};

/** What leads to each thing that is to be reached. */
const LEADS_TO: Readonly<Record<keyof SequencesReached, readonly string[]>> = {
  failover: ['failover', 'disasterFailover', 'cms', 'edge'],
  refusal: ['failover', 'failback', 'cms'],
  faultInMidCommand: [MID_COMMAND],
};

/** The share that is aimed at; each is to be a fifth at least, and pilots are few. */
const AIM = 0.3;
const ROUNDS = 4;
const PILOTS = 40;
const WEIGHT_MAX = 60;

/** The weights with which sequences on a deployment reach what they must. */
export function weightsFor(deployment: Deployment, seed: number): KindWeights {
  let weights = USUAL_WEIGHTS;
  for (let round = 0; round < ROUNDS; round++) {
    const from = -PILOTS * (round + 1);
    const { played, reached } = playSequences({ deployment, seed, weights, from, to: from + PILOTS });
    const lacking = (Object.keys(LEADS_TO) as (keyof SequencesReached)[]).filter(
      (what) => reached[what] < AIM * played,
    );
    if (lacking.length === 0) break;
    const next: Record<string, number> = { ...weights };
    for (const kind of new Set(lacking.flatMap((what) => LEADS_TO[what]))) {
      next[kind] = Math.min(WEIGHT_MAX, Math.ceil((next[kind] ?? 1) * 1.7));
    }
    weights = next;
  }
  return weights;
}
