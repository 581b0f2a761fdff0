// The answers that a drill gives for commands outside of the model.
import type { GivenAnswer } from '../../domain/drill.js';
import { toData, treeAt } from '../positioned-tree.js';
import { problemOf } from '../runbook/given-answers.js';
import type { DrillContext } from './context.js';
import type { DrillShape } from './drill-schema.js';

/** `answers:` of a drill, in its order. */
export function readAnswers(shape: DrillShape['answers'], context: DrillContext): GivenAnswer[] {
  return (shape ?? []).flatMap(({ command }, index) => {
    const path = ['answers', index];
    const returns = treeAt(context.root, [...path, 'returns']);
    if (returns === undefined) {
      context.problems.at(path, `what ${command} answers is missing`, 'add "returns: ..."; nothing at all is []');
      return [];
    }
    const answer = { command, returns: toData(returns), position: context.at(path) };
    const problem = problemOf(answer);
    if (problem !== null) context.problems.addAll([problem]);
    return problem === null ? [answer] : [];
  });
}
