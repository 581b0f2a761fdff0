// Reads a drill file in three passes: YAML to a tree, the tree against its schema, names against the topology.
import { formatDuration, LONGEST_MS } from '../../core/duration.js';
import { type InputError, inputError, isInputError, type Position } from '../../core/input-error.js';
import { describeValue, escapeControls } from '../../core/quote.js';
import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import type { Deployment, EarlierExport } from '../../domain/deployment.js';
import type { Drill, Expectation, ScheduledFault, Step } from '../../domain/drill.js';
import { besideFile, type InputFiles } from '../input-files.js';
import { keyPositionAt, positionAt, type Tree, toData, treeAt } from '../positioned-tree.js';
import { inFileOrder, type Problems } from '../problems.js';
import { AnswerBook } from '../runbook/given-answers.js';
import { validatePart } from '../schema.js';
import { readAssumptions } from '../topology/read-assumptions.js';
import { overlayIn, topologyFromTree, topologyIn } from '../topology/read-topology.js';
import { routeLimits } from '../topology/topology-schema.js';
import { parseYaml, yamlIn } from '../yaml-tree.js';
import { DrillContext } from './context.js';
import { DRILL_SCHEMA, type DrillShape, SERVED_EXCEPT_SCHEMA } from './drill-schema.js';
import { loadOf } from './load.js';
import { readAnswers } from './read-answers.js';
import { readFault } from './read-fault.js';
import { readFiles } from './read-files.js';
import { readStep } from './read-step.js';

const RELATIVE = 'a path is relative to the drill file';

/** What the command line adds to a drill file. */
export interface DrillOptions {
  /** path of a topology file, instead of the one that the drill names */
  readonly topology?: string;
  /** the deployment itself, instead of any topology file */
  readonly deployment?: Deployment;
  /** path of an overlay file for the topology */
  readonly overlay?: string;
  /** instead of the drill's own */
  readonly seed?: number;
}

/** Reads a YAML drill with its topology. All errors of a file at once, in the order of its lines. */
export async function drillIn(
  files: InputFiles,
  path: string,
  options: DrillOptions = {},
): Promise<Drill | InputError[]> {
  return drillOfTree(files, yamlIn(files, path), path, options);
}

/** Reads a drill from a text that takes the place of the file at `path`: what it names is beside that file. */
export async function drillOfText(
  files: InputFiles,
  text: string,
  path: string,
  options: DrillOptions,
): Promise<Drill | InputError[]> {
  return drillOfTree(files, parseYaml(text, path), path, options);
}

/** Reads a drill from a tree, which stands in the file at `path`. */
export async function drillOfTree(
  files: InputFiles,
  root: Tree | InputError,
  path: string,
  options: DrillOptions,
): Promise<Drill | InputError[]> {
  if (isInputError(root)) return [root];
  const shape = validatePart(DRILL_SCHEMA, root);
  const deployment = readDeployment(files, path, root, options);
  if (!shape.ok) return inFileOrder([...shape.errors, ...(Array.isArray(deployment) ? deployment : [])]);
  if (Array.isArray(deployment)) return deployment;
  return buildDrill(path, shape.data, new DrillContext(root, deployment, files), options);
}

async function buildDrill(
  file: string,
  shape: DrillShape,
  context: DrillContext,
  options: DrillOptions,
): Promise<Drill | InputError[]> {
  const faults = (shape.faults ?? []).map((fault, index) => readFault(fault, ['faults', index], context));
  context.answers = readAnswers(shape.answers, context);
  context.answerBook = new AnswerBook(context.answers);
  const steps = [];
  for (const [index, step] of (shape.steps ?? []).entries()) {
    steps.push(await readStep(step, ['steps', index], context));
  }
  checkLength(faults, steps, context.problems);
  const expect = readExpectation(shape.expect, context);
  const files = readFiles(shape.files ?? [], context);
  const assumptions = readAssumptions(shape.assumptions, context.problems);
  if (context.problems.any) return context.problems.list();
  const taken: AssumptionTaken[] = [];
  return {
    name: shape.drill,
    file,
    deployment: asDrilled(context.deployment, assumptions, files, shape.asRole),
    seed: options.seed ?? shape.seed ?? 1,
    load: loadOf(shape.load, context.deployment, taken),
    assumptions,
    faults: faults.filter((fault) => fault !== null),
    steps: steps.filter((step) => step !== null),
    expect,
    taken,
    ...(context.answers.length === 0 ? {} : { answers: context.answerBook.used }),
    readFrom: [file, ...topologyFiles(context.source, file, context.root, options)],
  };
}

/** A deployment with the overrides of a drill over those of its topology, the exports that it declares, and the role that it is run as. */
const asDrilled = (
  deployment: Deployment,
  own: Deployment['assumptions'],
  files: readonly EarlierExport[],
  asRole: string | null,
): Deployment => ({
  ...deployment,
  assumptions: { ...deployment.assumptions, ...own },
  ...(files.length === 0 ? {} : { files }),
  ...(asRole === null ? {} : { asRole }),
});

/** A drill may take as long as the longest duration: what goes on for decades is a slip of a key, and takes minutes. */
function checkLength(
  faults: readonly (ScheduledFault | null)[],
  steps: readonly (Step | null)[],
  problems: Problems,
): void {
  const check = (endMs: number, position: Position): boolean => {
    if (endMs <= LONGEST_MS) return true;
    const message = `the drill could take more than ${formatDuration(LONGEST_MS)} of virtual time up to here`;
    problems.add(position, message, 'shorten its pauses, timeouts or times');
    return false;
  };
  for (const fault of faults) if (fault !== null) check(fault.atMs + (fault.forMs ?? 0), fault.position);
  let endMs = 0;
  for (const step of steps) {
    if (step === null) continue;
    endMs = Math.max(endMs, step.atMs ?? 0) + longestMs(step);
    // A fault takes no time, but the drill does not end before it is undone.
    const undoneMs = step.work.kind === 'fault' ? (step.work.forMs ?? 0) : 0;
    if (!check(endMs + undoneMs, step.position)) return;
  }
}

/** What a step takes at most besides a command. */
function longestMs({ work }: Step): number {
  if (work.kind === 'wait') return work.durationMs;
  return work.kind === 'waitUntil' ? work.timeoutMs : 0;
}

/** The topology that the command line, or else the drill, names or contains. */
function readDeployment(
  files: InputFiles,
  file: string,
  root: Tree,
  { topology: instead, deployment: known, overlay }: DrillOptions,
): Deployment | InputError[] {
  if (known !== undefined) return known;
  if (instead !== undefined) return topologyIn(files, instead, overlay);
  const topology = treeAt(root, ['topology']);
  if (topology === undefined) {
    // a file that is no map gets that error alone
    if (root.kind !== 'map') return [];
    const hint = 'add "topology: FILE" (relative to the drill), an inline map, or --topology FILE';
    return [inputError(positionAt(root, []), '"topology" is missing', hint)];
  }
  if (topology.kind === 'map') return topologyFromTree(topology, overlayIn(files, overlay));
  const name = toData(topology);
  if (typeof name !== 'string' || name === '') {
    return [inputError(topology.position, `topology must be the path of a file or a map, not ${describeValue(name)}`)];
  }
  const path = besideFile(files, file, name);
  const deployment = topologyIn(files, path, overlay);
  if (!Array.isArray(deployment)) return deployment;
  // a file that cannot be read at all is a mistake in the line that names it
  return deployment.map((error) =>
    error.position.line === 0 && error.position.file === path
      ? inputError(topology.position, `the topology ${escapeControls(path)}: ${error.message}`, error.hint || RELATIVE)
      : error,
  );
}

/** The files that the deployment is read from; a topology inside the drill has none of its own. */
function topologyFiles(files: InputFiles, file: string, root: Tree, { topology, overlay }: DrillOptions): string[] {
  const part = treeAt(root, ['topology']);
  const named = part === undefined || part.kind === 'map' ? null : besideFile(files, file, String(toData(part)));
  return [topology ?? named, overlay ?? null].filter((path) => path !== null);
}

function readExpectation(shape: DrillShape['expect'], context: DrillContext): Expectation {
  const rtoMs: Record<string, number> = {};
  for (const [name, limit] of Object.entries(shape?.rto ?? {})) {
    const position = keyPositionAt(context.root, ['expect', 'rto', name]);
    const pool = context.names.pools.need(name, position, context.problems);
    if (pool !== null) rtoMs[pool] = limit;
  }
  return {
    lostMax: shape?.lost?.max ?? null,
    rtoMs,
    rpoMs: shape?.rpo ?? null,
    violates: [...new Set(shape?.violates ?? [])],
    mayBeUnserved: readServed(context),
    routesMs: routeLimits(shape?.routes),
  };
}

/** `served: true`, the default; `false`, or `{ except: [pools] }`, takes it back. */
function readServed(context: DrillContext): Expectation['mayBeUnserved'] {
  const path = ['expect', 'served'];
  const part = treeAt(context.root, path);
  if (part === undefined) return [];
  const value = toData(part);
  if (value === true || value === null) return [];
  if (value === false) return 'all';
  if (part.kind !== 'map') {
    const message = `expect.served must be true, false or { except: [pools] }, not ${describeValue(value)}`;
    context.problems.add(part.position, message, 'e.g. served: { except: [pool3.contoso.com] }');
    return [];
  }
  const given = context.read(SERVED_EXCEPT_SCHEMA, path)?.except ?? [];
  const names = given.map((name, index) => context.need(context.names.pools, name, [...path, 'except', index]));
  return [...new Set(names.filter((name) => name !== null))];
}
