/** `drydrill compare`: two results, or two drills that are run for it, side by side; the status says if the second is worse. */
import { dirname, extname, join, normalize } from 'node:path';
import type { Command } from 'commander';
import { drillsOf } from '../campaign/baseline.js';
import { type BaselineEntry, changesSince, entryOf } from '../campaign/baseline-entry.js';
import type { CampaignResult, Change, CheckedDrill, CheckedSequences } from '../campaign/campaign-result.js';
import { type InputError, inputError, isInputError } from '../core/input-error.js';
import { parseJson } from '../core/json-text.js';
import type { RunResult } from '../domain/result.js';
import { readText } from '../input/from-disk.js';
import { compareResults } from '../kit/compare-results.js';
import type { ComparisonReport } from '../report/comparison-report.js';
import { writeReports } from '../report/files.js';
import { REPORTERS, type ReporterName } from '../report/reporters.js';
import type { CliCommand, Io } from './cli-command.js';
import { EXIT, exitHelp, unusable, unusableInput } from './exit-status.js';
import { checkOut, FLAGS, isRunbook, seedOf } from './flags.js';
import type { ComparedDrills, ComparedRuns } from './json-documents.js';
import { cannotWrite, chosenReporters, IN_FILES, namesOfReporters, onScreen, printedOf } from './reporter-flags.js';
import { type RunOptions, runDrillFile } from './run.js';

interface CompareFlags extends Pick<RunOptions, 'topology' | 'overlay' | 'seed'> {
  readonly json?: true;
  readonly reporter?: string;
  readonly out?: string;
  readonly color: boolean;
}

export const compareCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('two results or two drills side by side')
      .description(
        'Sets two runs side by side. Each is a result of "run --json", or a drill that is run for it. B is worse if its verdict is, or any number: users without service, outage, RTO, RPO, changes lost or stranded, routes down, what was found; and where "check" would call it worse than a baseline: the most of all seeds of RTO, outage, RPO and loss, a new warning or error. A and B may be baselines or results of "check --json" too; drills are then held against each other by that rule alone, and an invariant that random sequences break in B alone is worse.',
      )
      .argument('<A>', 'a result or a baseline (.json), a drill (.yaml) or a runbook (.ps1, with --topology)')
      .argument('<B>', 'another one, which is held against the first')
      .option(...FLAGS.json)
      .option('--reporter <NAMES>', `reports, with commas between them: ${namesOfReporters('comparison')}`)
      .option('--out <DIR>', 'write the reports as files into this directory')
      .option('--seed <N>', 'draw the durations of both drills from this seed', seedOf)
      .option(...FLAGS.topology)
      .option(...FLAGS.overlay)
      .option(...FLAGS.noColor)
      .addHelpText(
        'after',
        exitHelp({
          passed: 'B is no worse',
          failed: 'B is worse',
          inconclusive:
            'nothing is worse, and B lacks a drill of A, or is of another number of seeds, which may be why it is higher or better',
        }),
      ),
  async act(command, io) {
    const flags = command.opts<CompareFlags>();
    checkOut(flags.out, command);
    const names = chosenReporters(flags, 'comparison', command);
    const sides: Side[] = [];
    for (const path of command.args) {
      const side = await sideOf(path, flags, command);
      if (Array.isArray(side)) return unusableInput(side, io);
      sides.push(side);
    }
    const [a, b] = sides;
    const compared = 'result' in a && 'result' in b ? comparedRuns(a, b) : comparedDrills(a, b);
    if (compared === null) return unusable(`${a.path} and ${b.path} have no drill in common`, io);
    return deliver(compared, names, flags, io);
  },
};

/** What stands on one side: one run, or the drills of a baseline or of a check. */
type Side =
  | RunSide
  | {
      readonly path: string;
      readonly drills: ReadonlyMap<string, BaselineEntry>;
      readonly broken: readonly Broken[];
      /** topologies that random sequences were played on; null = a baseline has none */
      readonly played: readonly string[] | null;
    };

interface RunSide {
  readonly path: string;
  readonly result: RunResult;
}

/** An invariant that random sequences broke on a topology. */
interface Broken {
  readonly topology: string;
  readonly invariant: string;
  readonly message: string;
}

/** What is reported, and how the second side stands to the first. */
interface Compared {
  readonly report: ComparisonReport;
  readonly worse: boolean;
  readonly comparable: boolean;
}

function comparedRuns({ path, result: first }: RunSide, { path: other, result: second }: RunSide): Compared {
  const compared = compareResults(first, second);
  const { a, b, since, worse, comparable } = compared;
  const document = { drydrill: 1, ...compared } satisfies ComparedRuns;
  const paths = [path, other] as const;
  const report = { kind: 'runs', first, second, a, b, comparison: compared, since, paths, document } as const;
  return { report, worse, comparable };
}

/** Prints one report, writes the files of `--out`, and answers with the exit status. */
async function deliver(
  { report, worse, comparable }: Compared,
  names: readonly ReporterName<'comparison'>[],
  flags: CompareFlags,
  io: Io,
): Promise<number> {
  const { out } = flags;
  io.stdout.write(REPORTERS[printedOf(names, flags)].comparison(report, onScreen(flags, io)));
  if (out !== undefined) {
    const files = names.map((name) => ({
      name: `compare.${REPORTERS[name].extension}`,
      text: REPORTERS[name].comparison(report, IN_FILES),
    }));
    const problem = await cannotWrite(out, () => writeReports(out, files));
    if (problem !== null) return unusable(problem, io);
  }
  return statusOf(worse, comparable);
}

const statusOf = (worse: boolean, comparable: boolean): number =>
  worse ? EXIT.failed : comparable ? EXIT.passed : EXIT.inconclusive;

const has = (wanted: Change['direction'], since: readonly Change[]): boolean =>
  since.some(({ direction }) => direction === wanted);

/** The drills of one side, each by its path from here. */
const drillsIn = (side: Side): ReadonlyMap<string, BaselineEntry> =>
  'drills' in side ? side.drills : new Map([[normalPath(side.path), entryOf(side.result)]]);

const normalPath = (path: string): string => normalize(path).replaceAll('\\', '/');

/** Drills of two baselines, or of a check and a baseline. A single run is held against its own drill alone. */
function comparedDrills(a: Side, b: Side): Compared | null {
  const [before, now] = [drillsIn(a), drillsIn(b)];
  const both = [...now.keys()].filter((key) => before.has(key)).toSorted();
  if (both.length === 0) return null;
  const drills = both.map((path) => ({ path, since: changesSince(before.get(path)!, now.get(path)!) }));
  const isOne = 'result' in a || 'result' in b;
  const only = (these: typeof before, others: typeof before): string[] =>
    isOne ? [] : [...these.keys()].filter((key) => !others.has(key)).toSorted();
  const sequences = brokenSince(a, b);
  const changes = { drills, sequences, gone: [...only(before, now), ...unplayed(a, b)], added: only(now, before) };
  const worse = sequences.length > 0 || drills.some(({ since }) => has('worse', since));
  const comparable = worse || (changes.gone.length === 0 && !drills.some(({ since }) => has('unknown', since)));
  const sides = { a: a.path, b: b.path };
  const document = { drydrill: 1, ...sides, ...changes, worse, comparable } satisfies ComparedDrills;
  return { report: { kind: 'checks', changes, paths: [a.path, b.path], document }, worse, comparable };
}

/** What random sequences of check A were played on, and those of B were not; a baseline has none. */
function unplayed(a: Side, b: Side): string[] {
  if (!('played' in a && 'played' in b) || a.played === null) return [];
  const now = b.played ?? [];
  return a.played.filter((path) => !now.includes(path)).map((path) => `random sequences on ${path}`);
}

/** What random sequences broke in B on a topology, and not in A. */
function brokenSince(a: Side, b: Side): { readonly topology: string; readonly since: readonly Change[] }[] {
  const [before, now] = [a, b].map((side) => ('broken' in side ? side.broken : []));
  const isKnown = (each: Broken): boolean =>
    before.some(({ topology, invariant }) => topology === each.topology && invariant === each.invariant);
  return now
    .filter((each) => !isKnown(each))
    .map(({ topology, invariant, message }) => ({
      topology,
      since: [{ direction: 'worse', words: `random sequences break ${invariant}: ${message}` }],
    }));
}

async function sideOf(path: string, flags: CompareFlags, command: Command): Promise<Side | InputError[]> {
  const kind = extname(path).toLowerCase();
  if (kind === '.json') return readResult(path);
  if (!['.yaml', '.yml', '.ps1'].includes(kind)) {
    command.error(`error: "${path}" is neither a result nor a baseline (.json), nor a drill (.yaml, .yml, .ps1)`);
  }
  if (isRunbook(path) && flags.topology === undefined) {
    command.error('error: a runbook does not say which deployment it is for; add --topology FILE');
  }
  const { topology, overlay, seed } = flags;
  const result = await runDrillFile(path, { topology, overlay, seed });
  return Array.isArray(result) ? result : { path, result };
}

/** Largest result that is read, in bytes; Windows PowerShell 5.1 saves what it is piped with two bytes a character. */
const RESULT_LIMIT_BYTES = 512 * 1024 * 1024;

/** What `run --json` or `check --json` printed, or a baseline. */
function readResult(path: string): Side | InputError[] {
  const at = { file: path, line: 0, column: 0 };
  const hint = 'give what "drydrill run --json" or "drydrill check --json" printed, or a baseline';
  const text = readText(path, RESULT_LIMIT_BYTES);
  if (isInputError(text)) return [text];
  try {
    const parsed = parseJson(text, path, hint);
    if (isInputError(parsed)) return [parsed];
    const read = parsed.value;
    const drills = drillsOf(read);
    if (drills !== null) {
      const entries = [...drills].map(([key, entry]) => [normalPath(join(dirname(path), key)), entry] as const);
      return { path, drills: new Map(entries), broken: [], played: null };
    }
    const checked = drillsOfCheck(read as Partial<CampaignResult>);
    if (checked !== null) return { path, ...checked };
    const result = read as Partial<RunResult>;
    const lists = [result.users, result.recovery, result.routes, result.steps, result.violations, result.findings];
    if (result.drydrill === 1 && result.loss !== undefined && lists.every(Array.isArray)) {
      if (!lists.flat().every((part) => typeof part === 'object' && part !== null)) throw new TypeError(path);
      // Against itself: what is damaged within a list shows here, and not in the middle of a report.
      compareResults(result as RunResult, result as RunResult);
      return { path, result: result as RunResult };
    }
    return [inputError(at, 'this is no result of a run', hint)];
  } catch (error) {
    const isDamaged = error instanceof TypeError || error instanceof RangeError;
    const what = isDamaged ? 'a part of it is missing, or is not what it was written as' : String(error);
    return [inputError(at, `it cannot be read: ${what}`, hint)];
  }
}

/** The drills of a check as a baseline has them, and what its sequences broke; null = it is none. */
function drillsOfCheck({ drydrill, drills, sequences }: Partial<CampaignResult>) {
  if (drydrill !== 1 || !Array.isArray(drills) || !Array.isArray(sequences)) return null;
  const checked: readonly CheckedDrill[] = drills;
  const played: readonly CheckedSequences[] = sequences;
  return {
    drills: new Map(checked.map((drill) => [normalPath(drill.path), entryOf(drill.result)])),
    played: played.map(({ topology }) => normalPath(topology)),
    broken: played.flatMap(({ topology, failure }): Broken[] => {
      if (failure === null) return [];
      const { invariant, message } = failure;
      return [{ topology: normalPath(topology), invariant, message }];
    }),
  };
}
