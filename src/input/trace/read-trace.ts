// Reads a saved counterexample: the file that `explore --out` writes, or the JSON report of an exploration, with the
// drill that it carries. What is another file of drydrill is told by its name, with the command that takes it.
import type { z } from 'zod';
import { counted } from '../../core/format.js';
import { type InputError, inputError, isInputError } from '../../core/input-error.js';
import { inShell } from '../../core/quote.js';
import type { Drill } from '../../domain/drill.js';
import { type DrillOptions, drillIn, drillOfTree } from '../drill/read-drill.js';
import { type InputFiles, textIn } from '../input-files.js';
import { positionAt, type Tree, toData, treeAt } from '../positioned-tree.js';
import { validatePart } from '../schema.js';
import { parseYaml } from '../yaml-tree.js';
import { TRACE_SCHEMA, VIOLATION_SCHEMA } from './trace-schema.js';

const WHAT_IS = 'give a trace that "drydrill explore --out DIR" wrote, or what "drydrill explore --json" printed';
/** Violations that a hint lists. */
const LISTED_MAX = 10;

/** Which counterexample of a file is read, and what takes the place of the drill that it carries. */
export interface TraceOptions extends Pick<DrillOptions, 'topology' | 'overlay'> {
  /** its number in the report, from 1; absent = the only one */
  readonly violation?: number;
  /** path of a drill file */
  readonly drill?: string;
}

/** A saved counterexample, and the drill that it is to be replayed on. */
export interface TraceFile extends z.output<typeof TRACE_SCHEMA>, z.output<typeof VIOLATION_SCHEMA> {
  readonly drill: Drill;
  /** the drill that it carries, plain data */
  readonly content: unknown;
}

/** Reads a trace. All errors of a file at once, in the order of its lines. */
export async function traceIn(
  files: InputFiles,
  path: string,
  options: TraceOptions,
): Promise<TraceFile | InputError[]> {
  const text = textIn(files, path);
  if (isInputError(text)) return [text];
  const root = parseYaml(text, path);
  if (isInputError(root)) return [unparsed(root, text)];
  const other = otherThanTrace(root, path);
  if (other !== null) return [other];
  const around = validatePart(TRACE_SCHEMA, root);
  if (!around.ok) return around.errors;
  const at = chosen(root, options.violation);
  if (isInputError(at)) return [at];
  const violation = validatePart(VIOLATION_SCHEMA, root, ['violations', at]);
  if (!violation.ok) return violation.errors;
  const cut = cutShort(root, at, violation.data);
  if (cut !== null) return [cut];
  const content = treeAt(root, ['explored', 'content']);
  if (content?.kind !== 'map') {
    return [inputError(positionAt(root, ['explored', 'content']), 'the drill of this trace is missing', WHAT_IS)];
  }
  const drill = await (options.drill === undefined
    ? drillOfTree(files, content, path, options)
    : drillIn(files, options.drill, options));
  if (Array.isArray(drill)) return drill;
  return {
    ...around.data,
    ...violation.data,
    drill: options.drill === undefined ? withLines(drill, around.data.explored) : drill,
    content: toData(content),
  };
}

/** A trace of which steps are gone would be taken to the end, and break nothing; null = all of them are there. */
function cutShort(root: Tree, at: number, { steps, trace }: z.output<typeof VIOLATION_SCHEMA>): InputError | null {
  const { moves } = trace;
  if (moves === undefined ? steps.length > 0 : steps.length === moves.length) return null;
  const saved = moves === undefined ? '' : `; it was saved with ${moves.length}`;
  return inputError(
    positionAt(root, ['violations', at, 'steps']),
    `this trace has ${counted(steps.length, 'step')}${saved}`,
    'take the file as it was written, or explore the drill again with --out DIR',
  );
}

/** JSON is read as the YAML that it is, and told as what it is. */
function unparsed(error: InputError, text: string): InputError {
  if (!text.trimStart().startsWith('{'))
    return inputError({ ...error.position, line: 1, column: 1 }, 'this is no trace', WHAT_IS);
  return { ...error, message: error.message.replace('not valid YAML', 'not valid JSON') };
}

/** The steps of a drill that a trace carries, in the lines of the file that was explored. */
function withLines(drill: Drill, { file, lines }: TraceFile['explored']): Drill {
  if (lines.length !== drill.steps.length) return drill;
  return {
    ...drill,
    file,
    steps: drill.steps.map((s, i) => ({ ...s, position: { file, line: lines[i], column: 1 } })),
  };
}

/** What a file is that is no trace; null = it looks like one. */
function otherThanTrace(root: Tree, path: string): InputError | null {
  const has = (key: string): boolean => root.kind === 'map' && root.entries.has(key);
  const is = (what: string, hint: string): InputError => inputError(positionAt(root, []), what, hint);
  if (has('explored') && has('violations')) {
    if (toData(treeAt(root, ['explored'])!) !== null) return null;
    return is('this report does not carry the drill that was explored', WHAT_IS);
  }
  const run = `drydrill run ${inShell(path)}`;
  if (has('drill') && has('steps') && has('topology'))
    return is('this is a drill, not a trace', `it is run with: ${run}`);
  if (has('pools') && has('sites')) return is('this is a topology, not a trace', WHAT_IS);
  if (has('drydrill') && has('endedAtMs')) {
    return is('this is the result of a run, not a trace', `a run is made again from its drill; ${WHAT_IS}`);
  }
  if (has('drydrill') && has('violations') && has('bounds')) {
    return is('this report was written by a version that saved no traces', 'explore the drill again with --out DIR');
  }
  return is('this is no trace', WHAT_IS);
}

/** The index of the counterexample that is meant. */
function chosen(root: Tree, violation: number | undefined): number | InputError {
  const list = treeAt(root, ['violations']);
  const at = positionAt(root, ['violations']);
  if (list?.kind !== 'list') return inputError(at, 'violations must be a list', WHAT_IS);
  const { length } = list.items;
  if (length === 0) {
    return inputError(at, 'this report holds no trace: the search found nothing that breaks an invariant', '');
  }
  if (violation === undefined && length === 1) return 0;
  if (violation !== undefined && violation <= length) return violation - 1;
  const all = list.items.slice(0, LISTED_MAX).map((item, i) => `${i + 1} (${textAt(item, 'invariant')})`);
  const more = length > LISTED_MAX ? `, and ${length - LISTED_MAX} more` : '';
  const what =
    violation === undefined
      ? `this report holds ${length} traces`
      : `there is no violation ${violation}: this report holds ${counted(length, 'trace')}`;
  return inputError(at, what, `choose one with --violation N: ${all.join(', ')}${more}`);
}

const textAt = (tree: Tree, key: string): string => {
  const part = treeAt(tree, [key]);
  return part?.kind === 'scalar' ? String(part.value) : '?';
};
