/** The steps of two runs beside each other: aligned by the longest common subsequence of their commands. */
import type { StepResult } from '../../domain/result.js';

/** A step of either run, or the same of both; null = the other run does not have it. */
export interface AlignedStep {
  readonly a: StepResult | null;
  readonly b: StepResult | null;
}

/** More pairs than these are not looked at: runs of so many steps are told one after the other. */
const PAIRS_MAX = 1_000_000;

/** Each step of both runs once, in an order that is that of both. */
export function alignedSteps(first: readonly StepResult[], second: readonly StepResult[]): AlignedStep[] {
  if (first.length * second.length > PAIRS_MAX) return onlyIn(first, second);
  const same = (i: number, j: number): boolean => first[i].command === second[j].command;
  // common[i][j] = length of the longest common subsequence of what comes from i and from j on
  const common = first.map(() => new Uint32Array(second.length + 1));
  common.push(new Uint32Array(second.length + 1));
  for (let i = first.length - 1; i >= 0; i--) {
    for (let j = second.length - 1; j >= 0; j--) {
      common[i][j] = same(i, j) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const found: AlignedStep[] = [];
  let [i, j] = [0, 0];
  while (i < first.length && j < second.length) {
    if (same(i, j)) found.push({ a: first[i++], b: second[j++] });
    else if (common[i + 1][j] >= common[i][j + 1]) found.push({ a: first[i++], b: null });
    else found.push({ a: null, b: second[j++] });
  }
  return [...found, ...onlyIn(first.slice(i), second.slice(j))];
}

const onlyIn = (first: readonly StepResult[], second: readonly StepResult[]): AlignedStep[] => [
  ...first.map((a) => ({ a, b: null })),
  ...second.map((b) => ({ a: null, b })),
];
