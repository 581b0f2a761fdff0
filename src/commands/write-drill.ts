/** `--write-drill` of `run`: the run of the drill's own seed once more, and what it played as a drill file. */
import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { counted } from '../core/format.js';
import { inShell } from '../core/quote.js';
import type { Drill } from '../domain/drill.js';
import { DISK } from '../input/disk-files.js';
import { playedDrillYaml } from '../input/drill/played-drill.js';
import { writeTopology } from '../input/topology/write-yaml.js';
import { writeNewFiles } from '../report/files.js';
import { runDrill } from '../run/run-drill.js';

/** Why a file cannot be written before anything is run; null = nothing speaks against it. */
export function speaksAgainst(file: string): string | null {
  if (!/\.ya?ml$/i.test(file)) return `--write-drill "${file}": a drill is a .yaml or .yml file`;
  return existsSync(file) ? `${file} is there already: nothing was run; name a new file, or remove it` : null;
}

/** Runs a drill with its own seed and writes what was played; answers with a sentence about the file, or a problem. */
export async function writePlayedDrill(
  drill: Drill,
  file: string,
  overlay: string | undefined,
): Promise<{ readonly said: string } | { readonly problem: string }> {
  const { drill: asRun, result, unusable } = runDrill(drill);
  if (unusable !== null) return { problem: unusable.message };
  const text = await playedDrillYaml(DISK, { asWritten: drill, asRun, result }, topologyFor(drill, file, overlay));
  try {
    const there = await writeNewFiles(dirname(file), [{ name: basename(file), text }]);
    if (there !== null) return { problem: `${there} is there already: nothing was written` };
  } catch (error) {
    return { problem: `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}` };
  }
  const without = asRun.steps.filter(({ work }) => work.kind === 'notModelled' || work.kind === 'failed').length;
  const lines = [
    `what this run played is in ${file}`,
    ...(without === 0
      ? []
      : [
          `  ${counted(without, 'line')} of the script that failed or ${without === 1 ? 'is' : 'are'} not modelled cannot be steps of it: it may pass where the script does not`,
        ]),
    `  every future of it: drydrill explore ${inShell(file)}`,
  ];
  return { said: `${lines.join('\n')}\n` };
}

/** The topology as the new file names it: its path seen from there; where an overlay adds to it, or it has none, all of it. */
export function topologyFor(drill: Drill, file: string, overlay: string | undefined): string | Record<string, unknown> {
  const path = drill.readFrom?.[1];
  if (overlay !== undefined || path === undefined) return parse(writeTopology(drill.deployment));
  const seen = relative(dirname(file), path);
  return isAbsolute(seen) ? seen : seen.split(sep).join('/');
}
