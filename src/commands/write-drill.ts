/** `--write-drill` of `run`: the run of the drill's own seed once more, and what it played as a drill file. */
import { existsSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { parse } from 'yaml';
import { counted } from '../core/format.js';
import { inShell } from '../core/quote.js';
import type { Drill } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { DISK } from '../input/disk-files.js';
import { playedDrillYaml } from '../input/drill/played-drill.js';
import { withSlashes } from '../input/path-names.js';
import { writeTopology } from '../input/topology/write-yaml.js';
import { writeNewFiles } from '../report/files.js';
import { writeProblem } from '../report/write-problem.js';
import { runDrill } from '../run/run-drill.js';

/** Why a file cannot be written before anything is run; null = nothing speaks against it. */
export function speaksAgainst(file: string): string | null {
  if (!/\.ya?ml$/i.test(file)) return `--write-drill "${file}": a drill is a .yaml or .yml file`;
  return existsSync(file) ? `${file} is there already: nothing was run; name a new file, or remove it` : null;
}

/** What was written, in words, and what of the run is not in it; or why nothing was. */
type Written = { readonly said: string; readonly warning: string } | { readonly problem: string };

/**
 * Runs a drill with its own seed and writes what was played; `judged` = what the run came to over all of its seeds, with
 * its warnings where they count.
 */
export async function writePlayedDrill(
  drill: Drill,
  judged: Pick<RunResult, 'verdict' | 'reason'>,
  file: string,
  overlay: string | undefined,
): Promise<Written> {
  const { drill: asRun, result, unusable } = runDrill(drill);
  if (unusable !== null) return { problem: unusable.message };
  const played = { asWritten: drill, asRun, result, judged };
  const { text, left } = await playedDrillYaml(DISK, played, topologyFor(drill, file, overlay));
  try {
    const there = await writeNewFiles(dirname(file), [{ name: basename(file), text }]);
    if (there !== null) return { problem: `${there} is there already: nothing was written` };
  } catch (error) {
    return { problem: `cannot write ${file}: ${writeProblem(error)}` };
  }
  const warnings = [
    ...(left === 0
      ? []
      : [
          `${counted(left, 'line')} of the script ${left === 1 ? 'is a note' : 'are notes'} in it: what failed, is not modelled, or is no line of a drill file`,
        ]),
    ...result.runbooks.flatMap(({ bound }) => (bound === null ? [] : [`the script was stopped: ${bound}`])),
    ...(result.verdict === judged.verdict
      ? []
      : [`the run came to ${judged.verdict}, the seed of the file alone to ${result.verdict}`]),
  ];
  const warning = warnings.map((one) => `  ${one}\n`).join('');
  return {
    said: `what this run played is in ${file}\n  every future of it: drydrill explore ${inShell(file)}\n`,
    warning: warning === '' ? '' : `${warning}  so ${file} may pass where the run does not\n`,
  };
}

/** The topology as the new file names it: its path seen from there; where an overlay adds to it, or it has none, all of it. */
export function topologyFor(drill: Drill, file: string, overlay: string | undefined): string | Record<string, unknown> {
  const path = drill.readFrom?.[1];
  if (overlay !== undefined || path === undefined) return parse(writeTopology(drill.deployment));
  const seen = relative(dirname(file), path);
  return withSlashes(seen);
}
