/** `drydrill check`: tries every drill and runbook under some paths, and random sequences on every topology found there. */

import { createHash } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, relative } from 'node:path';
import { BASELINE_FILE } from '../campaign/baseline.js';
import { checkInputs } from '../campaign/check-inputs.js';
import type { PartOfCheck } from '../campaign/check-part.js';
import { SHARES_OF } from '../campaign/coverage-threshold.js';
import { EXAMPLES, type FoundInputs, findInputs, PART_FILE, topologyBeside } from '../campaign/find-inputs.js';
import type { Broken } from '../campaign/random-sequences.js';
import { folderStore } from '../campaign/result-store.js';
import { TaskCache } from '../campaign/task-cache.js';
import { isInputError } from '../core/input-error.js';
import type { Drill } from '../domain/drill.js';
import { drillYaml } from '../input/drill/write.js';
import { joinedPath, withSlashes } from '../input/path-names.js';
import { makeWritable, writeReports } from '../report/files.js';
import { MOST_SEEDS, USUAL_SEEDS } from '../run/seeds.js';
import { aScriptMayHaveChanged, type ChangedFiles, filesChangedSince, mayHaveChanged } from './changed-files.js';
import { baselineOf, goneFrom, isWanted, writeBaseline } from './check-baseline.js';
import { type CheckFlags, checkParts, checkShrinking, readShardFlag, readThresholdFlag } from './check-flags.js';
import type { CliCommand, Io } from './cli-command.js';
import { deliverCheck } from './deliver-check.js';
import { complain, exitHelp, unusable, unusableInput } from './exit-status.js';
import { checkOut, FLAGS, isRunbook, seedOf, wholeNumber } from './flags.js';
import { queueAt } from './queue-at.js';
import { cannotWrite, chosenReporters, namesOfReporters } from './reporter-flags.js';
import { shrinkFile } from './shrink-file.js';

const MOST_RUNS = 10_000_000;
const MOST_WORKERS = 256;

export const checkCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('try all drills and runbooks under some paths, and random failover sequences')
      .description(
        `Tries every drill and every runbook under the paths, each with its seeds; with --runs N also N random sequences of commands, faults and repairs on each topology found there. What a sequence breaks is kept as a short drill in ${EXAMPLES} under the first path, and tried first by every later check.`,
      )
      .argument(
        '<PATHS...>',
        'folders and files; a YAML file with the key "drill" is a drill, one with "pools" a topology',
      )
      .option(
        '--topology <FILE>',
        'the deployment of runbooks that no drill names (default: the only topology beside each)',
      )
      .option(
        '--seeds <N>',
        `seeds of each drill (default: ${USUAL_SEEDS}; 5 of one that is longer than 30 days)`,
        wholeNumber(1, MOST_SEEDS),
      )
      .option('--strict', 'warnings fail a drill')
      .option('--runs <N>', 'random sequences on each topology', wholeNumber(0, MOST_RUNS), 0)
      .option('--seed <N>', 'of the random sequences', seedOf, 1)
      .option('--workers <N>', 'threads (default: one a core; the result is the same)', wholeNumber(1, MOST_WORKERS))
      .option('--shard <I/N>', 'do only the I-th of N parts; "drydrill merge" joins them (needs --out)', readShardFlag)
      .option(
        '--cache <DIR>',
        'keep what drills and sequences come to in this directory, and do not play again what depends on the same bytes',
      )
      .option(
        '--queue <URL>',
        'have workers on other machines do it ("drydrill worker --queue URL"), by way of this Redis',
      )
      .option('--resume', 'go on from what an interrupted check left in the directory of --out')
      .option(
        '--shrink',
        'one failing drill or runbook: the fewest steps and faults that still fail for the same cause',
      )
      .option('--coverage', 'say what of the model was reached on each topology, and what never')
      .option(
        '--coverage-threshold <N>',
        `fail below so many percent of it: 60, or of some kinds, transitions=60,refusals=30 (${SHARES_OF.join(', ')})`,
        readThresholdFlag,
      )
      .option('--bail', 'stop at the first failure')
      .option('--filter <TEXT>', 'only drills, runbooks and counterexamples whose path contains this')
      .option('--changed [REF]', 'only what depends on files that changed since REF, as git says (default: HEAD)')
      .option(
        '--baseline <FILE>',
        `what the drills came to before; worse fails (default: ${BASELINE_FILE} in the first path, where it is)`,
      )
      .option('--update', 'write the baseline anew from this check, and say what changes')
      .option(...FLAGS.json)
      .option('--reporter <NAMES>', `reports, with commas between them: ${namesOfReporters('check')}`)
      .option('--out <DIR>', 'write the reports as files into this directory')
      .option('--quiet', 'only the verdict and what did not pass')
      .option(...FLAGS.noColor)
      .addHelpText(
        'after',
        exitHelp({
          passed: 'every drill passed, none is worse than the baseline, and no sequence broke an invariant',
          failed:
            'a drill failed or is worse than the baseline, a random sequence broke an invariant, or the coverage is below --coverage-threshold',
          inconclusive:
            'nothing failed, and a drill is inconclusive or not comparable with the baseline, or one of it was not found; or nothing could be tried',
        }),
      ),
  async act(command, io) {
    const paths = command.args;
    const flags = command.opts<CheckFlags>();
    checkOut(flags.out, command);
    const names = chosenReporters(flags, 'check', command);
    checkParts(flags, command);
    if (flags.shrink) {
      if (paths.length > 1) command.error('error: --shrink takes one drill or runbook');
      checkShrinking(command);
      return shrinkFile(paths[0], flags, command, io);
    }
    const found = findInputs(paths);
    if (Array.isArray(found)) return unusableInput(found, io);
    const inputs = filtered(found, flags.filter ?? null);
    const home = folderOf(paths[0]);
    const baseline = baselineOf(flags, home);
    if (isInputError(baseline)) return unusableInput([baseline], io);
    const folder = joinedPath(home, EXAMPLES);
    const { examples, drills, runbooks, topologies } = inputs;
    const isNothing = drills.length + runbooks.length + examples.length === 0;
    if (isNothing && flags.filter !== undefined) {
      const where = `under ${paths.join(', ')} has "${flags.filter}" in its path`;
      return unusable(`no drill, no runbook and no counterexample ${where} (--filter)`, io);
    }
    if (isNothing && (flags.runs === 0 || topologies.length === 0)) {
      const more = topologies.length > 0 ? '; with --runs N random sequences are tried on its topologies' : '';
      return unusable(`there is no drill and no runbook under ${paths.join(', ')}${more}`, io);
    }
    const rehearsed = runbooks.filter((path) => flags.topology ?? topologyBeside(path, topologies));
    const ref = flags.changed === true ? 'HEAD' : flags.changed;
    const changed = ref === undefined ? null : filesChangedSince(ref, paths.map(folderOf));
    if (changed !== null && 'problem' in changed) return unusable(changed.problem, io);
    const isTouched = touchedBy(changed, baseline.path);
    const filter = flags.filter ?? null;
    const scope = { paths, filter, found: [...drills, ...rehearsed], baseline: baseline.path };
    const unwritable = await anUnwritable([flags.out, flags.cache]);
    if (unwritable !== null) return unusable(unwritable, io);
    const cache = flags.cache === undefined ? null : new TaskCache(folderStore(flags.cache));
    const queue = flags.queue === undefined ? null : await queueAt(flags.queue, io);
    if (typeof queue === 'string') return unusable(queue, io);
    const show = progressOf(flags, io);
    const result = await checkInputs({
      inputs,
      baseline,
      scope,
      gone: goneFrom(baseline, scope, (path) => isTouched([path], isRunbook(path))),
      isTouched,
      ifNothing: ref === undefined ? null : `Nothing under ${paths.join(', ')} depends on what changed since ${ref}.`,
      update: flags.update === true,
      topology: flags.topology ?? null,
      seeds: flags.seeds ?? null,
      strict: flags.strict === true,
      runs: flags.runs,
      seed: flags.seed,
      coverage: flags.coverageThreshold ?? (flags.coverage ? [] : null),
      bail: flags.bail === true,
      // The shards of one check have the same examples before them.
      cache,
      queue,
      say: (line) => complain(`${line}\n`, io),
      keep: (...found) =>
        keepExample(flags.shard === undefined ? folder : joinedPath(flags.out!, EXAMPLES), ...found, io),
      workers: flags.workers ?? null,
      shard: flags.shard ?? WHOLE,
      log: flags.out === undefined ? null : joinedPath(flags.out, PART_FILE),
      resume: flags.resume === true,
      version: command.parent?.version() ?? '',
      progress: (done, all, what) => show?.(`${Math.floor((100 * done) / Math.max(1, all))} %  ${what}`),
    });
    show?.('');
    if (cache !== null && cache.problem !== null)
      complain(`warning: what was found is not all kept in ${flags.cache}: ${cache.problem}\n`, io);
    if (Array.isArray(result)) return unusableInput(result, io);
    const problem = flags.update ? await writeBaseline(baseline, result) : null;
    if (problem !== null) return unusable(problem, io);
    // A part is joined to others from its log; of a whole check the reports are all that is left.
    if (flags.out !== undefined && flags.shard === undefined) rmSync(joinedPath(flags.out, PART_FILE), { force: true });
    return deliverCheck(result, names, flags, io);
  },
};

/** Why one of these directories cannot be written to; null = all can, or are not asked for. */
async function anUnwritable(folders: readonly (string | undefined)[]): Promise<string | null> {
  for (const folder of folders) {
    const problem = folder === undefined ? null : await cannotWrite(folder, () => makeWritable(folder));
    if (problem !== null) return problem;
  }
  return null;
}

const WHOLE: PartOfCheck = { index: 1, count: 1 };

/** Whether what depends on some files is tried: all of it, where nobody asks what changed or the baseline itself did. */
function touchedBy(changed: ChangedFiles | null, baseline: string) {
  if (changed === null || mayHaveChanged(changed, [baseline])) return () => true;
  // Which parts a script loads shows only when it runs.
  const aScript = aScriptMayHaveChanged(changed);
  return (files: readonly string[], anyScript: boolean) => (anyScript && aScript) || mayHaveChanged(changed, files);
}

/** The folder that a path is, or lies in. */
const folderOf = (path: string): string => (statSync(path).isDirectory() ? path : dirname(path));

/** Topologies stay: runbooks are rehearsed on those that lie beside them. */
function filtered(found: FoundInputs, filter: string | null): FoundInputs {
  const wanted = (path: string): boolean => isWanted(path, filter);
  const { examples, drills, runbooks, partsOfScripts } = found;
  return {
    ...found,
    examples: examples.filter(wanted),
    drills: drills.filter(wanted),
    runbooks: runbooks.filter(wanted),
    partsOfScripts: partsOfScripts.filter(wanted),
  };
}

/** Keeps a counterexample as a drill, under a name that its content gives: the same one is kept once. */
async function keepExample(
  folder: string,
  topology: string,
  drill: Drill,
  { invariant, message }: Broken,
  io: Io,
): Promise<string | null> {
  const name = `${invariant} breaks: ${message}`;
  const text = drillYaml({ ...drill, name }, withSlashes(relative(folder, topology)));
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const file = `${basename(topology, extname(topology))}-${invariant}-${hash}.yaml`;
  const problem = await cannotWrite(folder, () => writeReports(folder, [{ name: file, text }]));
  if (problem === null) return joinedPath(folder, file);
  // What was found is worth more than its file: it is told, and so is this.
  io.stderr.write(`warning: ${problem}\n`);
  return null;
}

/** One line on a terminal that somebody looks at; null = nobody does. */
function progressOf(
  { quiet, json }: CheckFlags,
  { stderr, stderrIsTTY, columns = 80 }: Io,
): ((line: string) => void) | null {
  if (!stderrIsTTY || quiet || json) return null;
  return (line) => void stderr.write(`\r\u001b[K${line.slice(0, columns - 1)}`);
}
