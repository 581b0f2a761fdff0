/**
 * The HTML report of a run: one self-contained file that reads and prints without scripts and fetches nothing. With the
 * scripts of the build in it, it plays its drill again when it is opened.
 */
import type { RunResult } from '../../domain/result.js';
import type { ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { bdi, el, type Html } from './element.js';
import { embeddedDrill, packedDrill } from './embedded-drill.js';
import { documentText, livingScript } from './html-document.js';
import { runHeader, runPanels } from './run-page.js';
import { runSheet } from './run-sheet.js';

/** The page; with `sheet` the run sheet of the night alone. */
export function runAsHtml(result: RunResult, { sheet = false, scripts, rules }: ReportOptions): string {
  // Made safe here, once: what a name contains can neither reorder nor hide what stands beside it. Preact escapes the rest.
  const safe = everyStringPrintable(result);
  const body = sheet ? [runHeader(safe, null), runSheet(safe)] : runPanels(safe, null);
  const script =
    sheet || scripts === undefined ? undefined : livingScript(scripts, 'drill', packedDrill(embeddedDrill(result)));
  return documentText({ title: `${safe.verdict}: ${safe.drill}`, body, footer: footer(safe), script }, rules);
}

function footer({ drill, verdict, seed, tool, inputs = [] }: RunResult): Html {
  const hash = inputs[0] === undefined ? '' : ` · ${inputs[0].sha256.slice(0, 12)}`;
  const by = tool === undefined ? '' : ` · ${tool.name} ${tool.version}`;
  return el('footer', null, bdi(drill), ` · ${verdict} · seed ${seed}${hash}${by}`);
}
