/** `drydrill replay`: takes the steps of a saved counterexample again, on the model of today. */
import { basename } from 'node:path';
import { replayTraceOf } from '../exploration/counterexample/replay-trace.js';
import type { ReplayReport } from '../exploration/replay-report.js';
import { readTrace } from '../input/from-disk.js';
import { digestOfData, digestsOf } from '../input/input-digests.js';
import type { TraceFile, TraceOptions } from '../input/trace/read-trace.js';
import { writeReports } from '../report/files.js';
import { REPORTERS } from '../report/reporters.js';
import type { CliCommand } from './cli-command.js';
import { EXIT, exitHelp, unusable, unusableInput } from './exit-status.js';
import { checkOut, FLAGS, wholeNumber } from './flags.js';
import {
  cannotWrite,
  chosenReporters,
  IN_FILES,
  namesOfReporters,
  onScreen,
  printedOf,
  type ReporterFlags,
} from './reporter-flags.js';

interface ReplayFlags extends ReporterFlags, TraceOptions {
  readonly at?: number;
}

const STEPS_MAX = 100_000;

export const replayCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('a saved counterexample again, step by step')
      .description(
        'Takes the steps of a counterexample that "explore" found again, one after another, on the model of today: what each of them changes, where the trace does not fit any more, and whether the same invariant breaks.',
      )
      .argument('<TRACE>', 'a .trace.json file of "explore --out", or the JSON report of "explore"')
      .option('--at <N>', 'show the whole state after step N; 0 = at the start', wholeNumber(0, STEPS_MAX))
      .option('--violation <N>', 'which one, where a report holds several', wholeNumber(1, STEPS_MAX))
      .option('--drill <FILE>', 'replay on this drill instead of the one in the trace')
      .option('--topology <FILE>', 'replay on this deployment instead of the one in the trace')
      .option(...FLAGS.overlay)
      .option(...FLAGS.json)
      .option('--reporter <NAMES>', `reports, with commas between them: ${namesOfReporters('replay')}`)
      .option('--out <DIR>', 'write the reports as files into this directory')
      .option('--quiet', 'only the verdict, where the trace does not fit, and the state that --at asks for')
      .option(...FLAGS.noColor)
      .addHelpText(
        'after',
        `${exitHelp({
          passed: 'nothing breaks any more that fails a drill',
          failed: 'an invariant breaks that the drill does not declare',
          inconclusive: 'the trace does not fit any more: the report says from which step on, and why',
        })}\n\nWhat a trace is: docs/explore.md`,
      ),
  async act(command, io) {
    const [path] = command.args;
    const flags = command.opts<ReplayFlags>();
    checkOut(flags.out, command);
    const names = chosenReporters(flags, 'replay', command);
    const { at, violation, drill, topology, overlay, out, quiet } = flags;
    const trace = await readTrace(path, { violation, drill, topology, overlay });
    if (Array.isArray(trace)) return unusableInput(trace, io);
    if (at !== undefined && at > trace.steps.length) {
      command.error(`error: --at ${at}: the trace has ${trace.steps.length} steps; 0 is the start`);
    }
    const version = command.parent?.version() ?? '';
    const report = reportOf(path, trace, flags, version);
    io.stdout.write(REPORTERS[printedOf(names, flags)].replay(report, onScreen(flags, io)));
    if (out === undefined) return EXIT[report.verdict];
    const base = basename(path).replace(/(?:\.trace|\.explore)?\.\w+$/, '');
    const files = names.map((name) => ({
      name: `${base}.replay.${REPORTERS[name].extension}`,
      text: REPORTERS[name].replay(report, { ...IN_FILES, quiet }),
    }));
    const problem = await cannotWrite(out, () => writeReports(out, files));
    return problem === null ? EXIT[report.verdict] : unusable(problem, io);
  },
};

function reportOf(path: string, trace: TraceFile, flags: ReplayFlags, version: string): ReplayReport {
  const { drill, request, invariant, message, steps, explored, tool, inputs } = trace;
  const { log, cause } = trace.trace;
  const { verdict, reason, ...replayed } = replayTraceOf(
    drill,
    { request, log, invariant, cause, steps },
    flags.at ?? null,
  );
  const replaced = [flags.topology, flags.overlay].filter((file) => file !== undefined);
  const read = flags.drill === undefined ? replaced : (drill.readFrom ?? []);
  return {
    drydrill: 1,
    drill: drill.name,
    verdict,
    reason,
    tool: { name: 'drydrill', version },
    inputs: digestsOf([path, ...read]),
    saved: { invariant, message, cause, log, steps: steps.length, tool, file: explored.file, inputs },
    remarks: remarksOn(trace, flags, version),
    ...replayed,
  };
}

/** What is not as it was when the trace was saved. */
function remarksOn(
  { tool, content, explored, inputs, drill }: TraceFile,
  flags: ReplayFlags,
  version: string,
): string[] {
  const remarks: string[] = [];
  if (tool === null) remarks.push('The trace does not say which version of drydrill saved it.');
  else if (tool.version !== version) {
    remarks.push(`The trace was saved by drydrill ${tool.version}; this is ${version}.`);
  }
  if (flags.drill === undefined && digestOfData(content) !== explored.sha256) {
    remarks.push('The drill or the deployment in the trace was edited after it was saved.');
  }
  const replaced = flags.drill === undefined ? [flags.topology, flags.overlay] : (drill.readFrom ?? []);
  for (const { path, sha256 } of digestsOf(replaced.filter((file) => file !== undefined))) {
    if (inputs.some((input) => input.sha256 === sha256)) continue;
    remarks.push(`${path} is not what the trace was saved from.`);
  }
  return remarks;
}
