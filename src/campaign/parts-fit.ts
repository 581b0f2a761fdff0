/** Whether logs of a check fit: one to go on with what is checked now, several to be one whole check, with no result missing. */
import { type InputError, inputError } from '../core/input-error.js';
import type { InputFile } from '../domain/result.js';
import { digestsOf } from '../input/input-digests.js';
import type { CheckPart, PartOfCheck } from './check-part.js';
import { type CheckPlan, misfit, partOfEach } from './check-plan.js';
import type { TaskResult } from './task.js';

/** What keeps a log from being gone on with in a check; null = nothing. */
export function cannotResume(
  { path, part, plan, results }: CheckPart,
  shard: PartOfCheck,
  now: CheckPlan,
): InputError | null {
  const at = { file: path, line: 1, column: 1 };
  const hint = 'check again as before, or leave out --resume to begin anew';
  if (part.index !== shard.index || part.count !== shard.count) {
    const words = `it is of part ${part.index} of ${part.count}, not of ${shard.index} of ${shard.count}`;
    return inputError(at, `what is left of the check there does not fit: ${words}`, hint);
  }
  const why = misfit(now, plan) ?? otherThanPlayed(results);
  return why === null ? null : inputError(at, `what is left of the check there does not fit: ${why}`, hint);
}

/** The files that results were worked out from; the scripts of a runbook are known from these alone. */
const filesOf = (results: ReadonlyMap<number, TaskResult>): InputFile[] =>
  [...results.values()].flatMap((result) => (result.kind === 'sequences' ? [] : (result.checked?.inputs ?? [])));

/** A file that is no longer what results were worked out from, in words; null = there is none. */
function otherThanPlayed(results: ReadonlyMap<number, TaskResult>): string | null {
  const played = new Map(filesOf(results).map(({ path, sha256 }) => [path, sha256]));
  for (const [path, sha256] of played) {
    try {
      if (digestsOf([path])[0].sha256 !== sha256) return `its ${path} is another one`;
    } catch {
      return `its ${path} cannot be read any more`;
    }
  }
  return null;
}

/** What keeps parts from being joined, all of it; empty = they are one whole check. */
export function cannotJoin(parts: readonly CheckPart[]): InputError[] {
  const [first] = parts;
  const { count } = first.part;
  const errors: InputError[] = [];
  const add = (part: CheckPart, message: string, hint: string): void =>
    void errors.push(inputError({ file: part.path, line: 1, column: 1 }, message, hint));
  const known = new Map<number, CheckPart>();
  const files = new Map<string, { readonly sha256: string; readonly part: CheckPart }>();
  for (const part of parts) {
    const { index } = part.part;
    const before = known.get(index);
    const why = misfit(first.plan, part.plan);
    if (part.part.count !== count) {
      add(
        part,
        `this is part ${index} of ${part.part.count}, and ${first.path} is one of ${count}`,
        'join parts of one check',
      );
    } else if (why !== null) {
      add(part, `this is of another check than ${first.path}: ${why}`, 'check all parts with the same files and flags');
    } else if (before !== undefined) {
      add(part, `this is part ${index}, as ${before.path} is`, 'give each part once');
    } else if (!part.finished) {
      add(
        part,
        `part ${index} of ${count} is not finished`,
        `go on with: drydrill check ... --shard ${index}/${count} --resume`,
      );
    }
    known.set(index, part);
    for (const { path, sha256 } of filesOf(part.results)) {
      const file = files.get(path);
      files.set(path, file ?? { sha256, part });
      if (file === undefined || file.sha256 === sha256) continue;
      add(part, `its ${path} is another one than that of ${file.part.path}`, 'check all parts with the same files');
      break;
    }
  }
  if (errors.length > 0) return errors;
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !known.has(index));
  const hint = 'a part is what "drydrill check ... --shard I/N --out DIR" leaves in its DIR';
  for (const index of missing) add(first, `part ${index} of ${count} is missing`, hint);
  return missing.length > 0 ? errors : lostFrom(parts);
}

/** Results that the parts of a whole check should have between them, and do not. */
function lostFrom(parts: readonly CheckPart[]): InputError[] {
  const [{ plan, part }] = parts;
  const results = new Map(parts.flatMap(({ results: some }) => [...some]));
  const owners = partOfEach(plan.tasks, part.count);
  const hint = 'check the part anew that lost it';
  const lost = (place: number, message: string): InputError => {
    const { path } = parts.find((each) => each.part.index === owners[place])!;
    return inputError({ file: path, line: 1, column: 1 }, message, hint);
  };
  const broken = new Set<string>();
  return plan.tasks.flatMap((task, place) => {
    const result = results.get(place);
    // What comes after the first sequence that broke something is not asked for.
    if (task.kind === 'sequences' && broken.has(task.path)) return [];
    if (result === undefined) return [lost(place, `it has no result of ${task.path}`)];
    if (result.kind !== 'sequences' || result.broken === null) return [];
    const { index, broken: what } = result.broken;
    broken.add(task.path);
    const isTold = parts.some(({ failures }) =>
      failures.some((each) => each.topology === task.path && each.failure.index === index),
    );
    return isTold ? [] : [lost(place, `it has no drill by which ${what.invariant} broke on ${task.path}`)];
  });
}
