/** `drydrill check --shrink DRILL`: the shortest drill that fails as this one does, on stdout or as a file under `--out`. */
import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import { shortestFailure } from '../campaign/failure-cause.js';
import { counted } from '../core/format.js';
import { isInputError } from '../core/input-error.js';
import { inShell } from '../core/quote.js';
import { drillYaml } from '../input/drill/write.js';
import { readDrill, readRunbookDrill } from '../input/from-disk.js';
import { joinedPath } from '../input/path-names.js';
import { writeReports } from '../report/files.js';
import { runSeeds } from '../run/seeds.js';
import type { Io } from './cli-command.js';
import { complain, EXIT, unusable, unusableInput } from './exit-status.js';
import { isRunbook } from './flags.js';
import { cannotWrite } from './reporter-flags.js';
import { topologyFor } from './write-drill.js';

export interface ShrinkFlags {
  readonly topology?: string;
  readonly seeds?: number;
  readonly out?: string;
}

/** Shrinks one failing drill or runbook. One that does not fail ends as it does: there is nothing to shrink. */
export async function shrinkFile(path: string, flags: ShrinkFlags, command: Command, io: Io): Promise<number> {
  const { topology, seeds, out } = flags;
  if (isRunbook(path) && topology === undefined) {
    command.error('error: a runbook does not say which deployment it is for; add --topology FILE');
  }
  const read = isRunbook(path)
    ? await readRunbookDrill(path, { topology: topology! })
    : await readDrill(path, { topology });
  if (Array.isArray(read)) return unusableInput(read, io);
  const result = runSeeds(read, { count: seeds ?? null, commandFor: (seed) => `--seed ${seed}` });
  if (isInputError(result)) return unusableInput([result], io);
  if (result.verdict !== 'failed') {
    const is = result.verdict === 'passed' ? 'passes' : 'is inconclusive';
    complain(`${path} ${is}: there is nothing to shrink\n`, io);
    return EXIT[result.verdict];
  }
  const drill = { ...read, seed: result.seeds?.failed[0] ?? read.seed };
  const shortest = shortestFailure(drill);
  if (shortest === null) {
    return unusable(`${path} fails (${result.reason}), but what it played as the steps of a drill does not`, io);
  }
  const { cause, before } = shortest;
  const file = out === undefined ? null : joinedPath(out, `${basename(path, extname(path))}-shortest.yaml`);
  const short = { ...shortest.drill, name: `${read.name}: the shortest that fails` };
  const size = (of: typeof before): string =>
    `${counted(of.steps.length, 'step')} and ${counted(of.faults.length, 'scheduled fault')}`;
  const head = [
    `The shortest drill found that fails as ${path} does with seed ${drill.seed}: ${cause}.`,
    `${size(short)} of ${size(before)}.`,
  ];
  const text = `${head.map((line) => `# ${line.replace(/\s+/g, ' ')}\n`).join('')}${drillYaml(short, topologyFor(read, file ?? 'here.yaml', undefined))}`;
  if (file === null) {
    io.stdout.write(text);
    return EXIT.failed;
  }
  const problem = await cannotWrite(out!, () => writeReports(out!, [{ name: basename(file), text }]));
  if (problem !== null) return unusable(problem, io);
  io.stdout.write(`${head.join('\n')}\ndrydrill run ${inShell(file)} --seeds 1\n`);
  return EXIT.failed;
}
