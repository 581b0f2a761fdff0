// A run as a drill: what it played becomes the steps of a drill file, whose comments say where a script branched, what
// was not modelled and what was left out. Each line is read back before it is written: what would not be read as the
// same step becomes a note.
import { formatDuration } from '../../core/duration.js';
import { counted } from '../../core/format.js';
import { isInputError, type Position } from '../../core/input-error.js';
import { escapeControls } from '../../core/quote.js';
import { commandText } from '../../domain/cmdlets/catalog.js';
import type { Drill, Step, StepWork } from '../../domain/drill.js';
import type { RunResult, StepResult } from '../../domain/result.js';
import type { RunbookResult, ScriptBranch } from '../../domain/runbook-result.js';
import type { InputFiles } from '../input-files.js';
import { validatePart } from '../schema.js';
import { parseYaml } from '../yaml-tree.js';
import { DrillContext } from './context.js';
import { type DrillData, drillData, stepData } from './drill-data.js';
import { DRILL_SCHEMA } from './drill-schema.js';
import { readStep } from './read-step.js';
import { waitingLoops } from './waiting-loops.js';
import { commentedDrillYaml, type DrillComment } from './write.js';

const NOTE_MAX = 900;
const COMMENT_MAX = 400;
const LINE_MAX = 10_000;
/** Branches that are told above one step. */
const BRANCHES_MAX = 30;

/** A run of a drill: as it was written, and with the steps that were taken in the place of its scripts. */
export interface PlayedDrill {
  readonly asWritten: Drill;
  readonly asRun: Drill;
  readonly result: RunResult;
  /** what the run was judged to be: over all of its seeds, and with its warnings where they count */
  readonly judged: Pick<RunResult, 'verdict' | 'reason'>;
}

/** The text of a drill file, and how many lines of the run are notes in it and change nothing. */
export interface PlayedFile {
  readonly text: string;
  readonly left: number;
}

/** A place in a script or a drill, in words. */
type PlaceOf = (position: Pick<Position, 'file' | 'line'>) => string;

/** An entry of the file: a step, or null for one that is not in it, and what is told above it. */
interface Entry {
  readonly data: DrillData | null;
  readonly comments: readonly string[];
  /** it did something, or was to, and is only a note */
  readonly isLeft?: boolean;
}

/** What a run played as the text of a drill file; `topology` = the path of a file, seen from there, or an inline map. */
export async function playedDrillYaml(
  files: InputFiles,
  { asWritten, asRun, result, judged }: PlayedDrill,
  topology: string | DrillData,
): Promise<PlayedFile> {
  const texts = await linesOf(files, asRun);
  const branches = branchesByStep(asWritten, asRun.runbooks ?? []);
  const placeOf: PlaceOf = ({ file, line }) => (file === asRun.file ? `line ${line}` : `${file}, line ${line}`);
  const loops = waitingLoops(asRun.steps, result.steps, placeOf);
  const entries: Entry[] = [];
  for (let i = 0; i < asRun.steps.length; i++) {
    const loop = loops.get(i);
    const last = loop === undefined ? i : loop.last;
    const before = branches.slice(i, last + 1).flat();
    const told = branchLines(before, placeOf);
    if (loop === undefined) {
      const entry = entryOf(asRun.steps[i], texts[i], result.steps[i], placeOf(asRun.steps[i].position));
      entries.push({ ...entry, comments: [...told, ...entry.comments] });
    } else {
      const data = loop.ms === 0 ? null : { wait: formatDuration(loop.ms) };
      entries.push({ data, comments: [...told, loop.words] });
    }
    i = last;
  }
  const atEnd = branchLines(branches[asRun.steps.length] ?? [], placeOf);
  const left = entries.filter(({ isLeft }) => isLeft).length;
  const head = headOf(asRun, result, judged, left).map(asComment);
  return { text: fileOf(asRun, result.seed, head, entries, atEnd, topology), left };
}

function fileOf(
  drill: Drill,
  seed: number,
  head: readonly string[],
  entries: readonly Entry[],
  atEnd: readonly string[],
  topology: string | DrillData,
): string {
  const steps: DrillData[] = [];
  const comments: DrillComment[] = [{ above: ['drill'], lines: head }];
  let waiting: string[] = [];
  for (const { data, comments: told } of entries) {
    waiting.push(...told);
    if (data === null) continue;
    if (waiting.length > 0) comments.push({ above: ['steps', steps.length], lines: waiting.map(asComment) });
    waiting = [];
    steps.push(data);
  }
  const name = `${drill.name}, as played with seed ${seed}`;
  const text = commentedDrillYaml({ ...drillData({ ...drill, name, steps: [] }, topology), steps }, comments);
  const after = [...waiting, ...atEnd].map((line) => `# ${asComment(line)}\n`);
  return after.length === 0 ? text : `${text}# After the last step:\n${after.join('')}`;
}

const asComment = (line: string): string => {
  const plain = escapeControls(line.replace(/\s+/g, ' ')).trim();
  return plain.length > COMMENT_MAX ? `${plain.slice(0, COMMENT_MAX)}...` : plain;
};

/** What stands at the top: which run this was, what it came to, and what of it is not in the file. */
function headOf(
  { name, runbooks = [] }: Drill,
  { seed, verdict }: RunResult,
  judged: PlayedDrill['judged'],
  left: number,
): string[] {
  const ignored = runbooks.flatMap((runbook) => runbook.ignored.map((one) => `${one.name} (${one.times})`));
  return [
    `What one run of ${name} played, with seed ${seed}. It came to: ${judged.verdict}. ${judged.reason}`,
    ...(verdict === judged.verdict ? [] : [`This seed alone came to: ${verdict}.`]),
    ...(runbooks.length === 0
      ? []
      : [
          'Where the script branched, the way that it took stands above the next step: "known" by the script and the',
          'deployment, "answered" by what somebody answers, "guessed" where it is not known: the other way is not played here.',
        ]),
    ...(left === 0
      ? []
      : [
          `Not modelled, failed, or no line of a drill file: ${counted(left, 'line')}, which are notes here and change nothing.`,
        ]),
    ...(ignored.length === 0 ? [] : [`Without effect on the deployment, and left out: ${ignored.join(', ')}.`]),
    ...runbooks.flatMap(({ bound }) => (bound === null ? [] : [`The script was stopped there: ${bound}.`])),
  ];
}

/** A step as an entry; `line` = what is read as the same command, null = there is no such line, or no command. */
function entryOf(step: Step, line: string | null, { outcome, rule, message }: StepResult, place: string): Entry {
  const { work, text } = step;
  const { kind } = work;
  if (kind === 'notModelled') return noteOf(`not modelled: ${text}`, `${place}: ${work.what}`);
  if (kind === 'failed' && line === null) return noteOf(`failed in the script: ${text}`, `${place}: ${work.message}`);
  if (kind === 'wait') {
    const said = text.startsWith('wait ') ? [] : [`${place}: ${text}`];
    return { data: work.durationMs === 0 ? null : stepData(step), comments: said };
  }
  if (!TYPED.includes(kind)) return { data: stepData(step), comments: [] };
  const ended =
    outcome === 'ok' || outcome === 'notModelled'
      ? []
      : [`${outcome}${rule === null ? '' : ` (${rule})`}: ${message ?? ''}`];
  if (line !== null) return { data: stepData({ ...step, text: line }), comments: ended };
  // It only looks, so that nothing of the run is missing.
  if (kind === 'noted') return { data: null, comments: [`${place}, which only looks: ${text}`] };
  return noteOf(`not in this file: ${text}`, `${place}: no line of a drill file is read as this command`);
}

function noteOf(note: string, comment: string): Entry {
  return { data: { note: asComment(note).slice(0, NOTE_MAX) }, comments: [comment], isLeft: true };
}

/** What a line of a drill file can be, too: carried out, only noted, or unknown to the product. */
const TYPED: readonly StepWork['kind'][] = ['run', 'noted', 'failed'];

/** Of each step, the line that is read as the same command: as it was typed, or as it was bound; null = there is none. */
async function linesOf(files: InputFiles, drill: Drill): Promise<(string | null)[]> {
  const typed = drill.steps.map(({ work, text }) => (TYPED.includes(work.kind) ? text : null));
  const bound = drill.steps.map(({ work }) => (work.kind === 'run' ? commandText(work.command) : null));
  const asTyped = await sameLines(files, drill, typed);
  const missing = bound.map((line, i) => (asTyped[i] === null ? line : null));
  const asBound = await sameLines(files, drill, missing);
  return asTyped.map((line, i) => line ?? asBound[i]);
}

/** Those of the lines that the reader of drill files takes for the steps that they stand for. */
async function sameLines(
  files: InputFiles,
  drill: Drill,
  lines: readonly (string | null)[],
): Promise<(string | null)[]> {
  const indices = lines.flatMap((line, i) => (line !== null && line.length <= LINE_MAX ? [i] : []));
  const same: (string | null)[] = lines.map(() => null);
  if (indices.length === 0) return same;
  const steps = indices.map((i) =>
    stepData({ ...drill.steps[i], text: lines[i]!, atMs: null, expectRefused: false, rule: null }),
  );
  const root = parseYaml(commentedDrillYaml({ drill: 'lines', topology: 'lines', steps }, []), drill.file);
  if (isInputError(root)) return same;
  const shape = validatePart(DRILL_SCHEMA, root);
  if (!shape.ok) return same;
  const context = new DrillContext(root, drill.deployment, files);
  for (const [n, i] of indices.entries()) {
    const read = await readStep(shape.data.steps![n], ['steps', n], context);
    if (read !== null && isSame(read.work, drill.steps[i].work)) same[i] = lines[i];
  }
  return same;
}

/** What is only noted, or fails before it begins, says in other words why, and that is all. */
const isSame = (read: StepWork, work: StepWork): boolean =>
  work.kind === 'run' ? canonical(read) === canonical(work) : read.kind === work.kind;

const canonical = (data: unknown): string =>
  JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** The branches of all scripts by the step of the run that they came before; last those that came after all steps. */
function branchesByStep(asWritten: Drill, runbooks: readonly RunbookResult[]): ScriptBranch[][] {
  const found: ScriptBranch[][] = [];
  const add = (at: number, branch: ScriptBranch): void => {
    found[at] = [...(found[at] ?? []), branch];
  };
  let [at, script] = [0, 0];
  for (const { work } of asWritten.steps) {
    const runbook = work.kind === 'script' ? runbooks[script++] : undefined;
    const { steps, branches } = runbook ?? { steps: work.kind === 'script' ? 0 : 1, branches: [] };
    for (const branch of branches) add(at + (branch.before ?? steps), branch);
    at += steps;
  }
  return Array.from({ length: at + 1 }, (_, i) => found[i] ?? []);
}

function branchLines(branches: readonly ScriptBranch[], placeOf: PlaceOf): string[] {
  const all = together(branches);
  const lines = all.slice(0, BRANCHES_MAX).map((branch) => inWords(branch, placeOf(branch)));
  return all.length > BRANCHES_MAX ? [...lines, `and ${all.length - BRANCHES_MAX} more branches`] : lines;
}

/** The same way in the same place once, with how often. */
function together(branches: readonly ScriptBranch[]): ScriptBranch[] {
  const byKey = new Map<string, ScriptBranch>();
  for (const branch of branches) {
    const { file, line, column, kind, way, basis } = branch;
    const key = [file, line, column, kind, way, basis].join('|');
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? branch : { ...known, times: known.times + branch.times });
  }
  return [...byKey.values()];
}

const WAYS = { true: 'holds', notTrue: 'does not hold', bothWays: 'both ways at once', taken: 'taken' };

function inWords({ kind, what, way, basis, because, times }: ScriptBranch, place: string): string {
  const often = times === 1 ? '' : `, ${times} times`;
  const why = basis === 'guessed' ? `guessed, as it depends on ${because}` : basis;
  if (kind === 'catch') return `${place}: catch is taken, for: ${because}`;
  if (kind === 'default') return `${place}: the default of the switch is taken${often}: ${why}`;
  const condition = kind === 'case' ? `case ${what}` : `${kind} (${what})`;
  return `${place}: ${condition} ${WAYS[way]}${often}: ${why}`;
}
