/** What a check leaves behind: one report on stdout, any number of files under `--out`, and the exit status. */
import type { CampaignResult } from '../campaign/campaign-result.js';
import { writeReports } from '../report/files.js';
import { REPORTERS, type ReporterName } from '../report/reporters.js';
import type { Io } from './cli-command.js';
import { EXIT, unusable } from './exit-status.js';
import { cannotWrite, IN_FILES, onScreen, printedOf, type ReporterFlags } from './reporter-flags.js';

/** Reports a check, on the screen and in files, and answers with the exit status of the command. */
export async function deliverCheck(
  result: CampaignResult,
  names: readonly ReporterName<'check'>[],
  flags: ReporterFlags,
  io: Io,
): Promise<number> {
  const { out, quiet } = flags;
  io.stdout.write(REPORTERS[printedOf(names, flags)].check(result, onScreen(flags, io)));
  if (out === undefined) return EXIT[result.verdict];
  const files = names.map((name) => ({
    name: `check.${REPORTERS[name].extension}`,
    text: REPORTERS[name].check(result, { ...IN_FILES, quiet }),
  }));
  const problem = await cannotWrite(out, () => writeReports(out, files));
  return problem === null ? EXIT[result.verdict] : unusable(problem, io);
}
