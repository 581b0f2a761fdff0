/** Facts whose default is a formula over the pools of a deployment: its subjects, and its value for each of them. */
import type { Formula } from '../core/fact.js';
import { type Deployment, type Pool, sameName } from './deployment.js';

type Range = readonly [number, number];

/** A pool whose users its partner takes over. */
export interface TakenOver {
  readonly pool: Pool;
  readonly partner: Pool;
}

/** A formula with a value for each Front End pool. */
export const ofPool = (words: string, of: (pool: Pool) => Range): Formula<Pool> => ({ each: 'pool', words, of });

/** A formula with a value for each Front End pool that has a partner. */
export const ofTakenOver = (words: string, of: (subject: TakenOver) => Range): Formula<TakenOver> => ({
  each: 'takenOver',
  words,
  of,
});

/** The value of a formula for the pool `of`. */
export interface FormulaValue {
  readonly of: string;
  readonly value: Range;
}

/** What a formula comes to for each pool that it has a value for, in the order of the topology, to hundredths. */
export function formulaValues({ each, of }: Formula, { pools }: Deployment): FormulaValue[] {
  return pools.flatMap((pool) => {
    const partner = pools.find((other) => sameName(other.fqdn, pool.backupPool));
    if (each === 'takenOver' && partner === undefined) return [];
    const [least, most] = of(each === 'pool' ? pool : { pool, partner });
    return [{ of: pool.fqdn, value: [hundredths(least), hundredths(most)] as const }];
  });
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
