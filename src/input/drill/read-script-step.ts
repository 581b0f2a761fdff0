// A step that runs a script; the interpreter is loaded only for a drill that has one.
import { escapeControls } from '../../core/quote.js';
import { besideFile } from '../input-files.js';
import type { TreePath } from '../positioned-tree.js';
import type { DescribedWork, DrillContext } from './context.js';
import type { StepShape } from './drill-schema.js';

/** `script: Runbook.ps1`: a path relative to the drill; its steps come where it stands. */
export async function readScriptStep(
  shape: StepShape,
  path: TreePath,
  context: DrillContext,
): Promise<DescribedWork | null> {
  const { script, params, decide } = shape;
  const position = context.at(path);
  if (script === null || !/\.ps1$/i.test(script)) {
    const hint = 'a path is relative to the drill';
    return context.problems.add(position, 'script must be the path of a .ps1 file', hint);
  }
  const file = besideFile(context.source, position.file, script);
  const { runbookIn } = await import('../runbook/read-runbook.js');
  const { ScriptPlayer } = await import('../runbook/script-player.js');
  const runbook = await runbookIn(context.source, file, context.deployment, {
    param: Object.entries(params ?? {}).map(([name, value]) => `${name}=${value}`),
    decideMs: decide ?? undefined,
    answers: context.answers,
  });
  if (!Array.isArray(runbook)) {
    return { work: { kind: 'script', script: { play: () => new ScriptPlayer(runbook) } }, text: script };
  }
  for (const error of runbook) {
    const { line } = error.position;
    // a file that cannot be read at all is a mistake in the line that names it
    if (line > 0) context.problems.addAll([error]);
    else context.problems.add(position, `${escapeControls(script)}: ${error.message}`, error.hint);
  }
  return null;
}
