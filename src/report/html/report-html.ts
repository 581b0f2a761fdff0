/** The HTML report of a run: one self-contained file that reads and prints without scripts and fetches nothing. */
import { displayDuration } from '../../core/format.js';
import type { RunResult } from '../../domain/result.js';
import type { ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { READINESS_WORDS } from '../text/run-words.js';
import { bdi, el, type Html, withStrong } from './element.js';
import { documentText, verdictHead } from './html-document.js';
import { leadOf } from './lead.js';
import { mendMorePanel, mendPanel, notRehearsedPanel } from './mend-panel.js';
import { nightPanel } from './night-panel.js';
import { numbersPanel } from './numbers-panel.js';
import { recordPanels } from './record-panels.js';
import { runSheet } from './run-sheet.js';
import { storyboard } from './storyboard.js';
import { timePanel } from './time-panel.js';

/** The page; with `sheet` the run sheet of the night alone. */
export function runAsHtml(result: RunResult, { sheet = false }: ReportOptions): string {
  // Made safe here, once: what a name contains can neither reorder nor hide what stands beside it. Preact escapes the rest.
  const safe = everyStringPrintable(result);
  const body = sheet ? [header(safe), runSheet(safe)] : wholePage(safe);
  return documentText({ title: `${safe.verdict}: ${safe.drill}`, body, footer: footer(safe) });
}

const wholePage = (result: RunResult): (Html | null)[] => [
  header(result),
  lead(result),
  numbersPanel(result),
  timePanel(result),
  mendPanel(result),
  mendMorePanel(result),
  notRehearsedPanel(result),
  storyboard(result),
  nightPanel(result),
  ...recordPanels(result),
  runSheet(result),
];

function header({ verdict, readiness, drill, reason, seed, seeds, endedAtMs }: RunResult): Html {
  const played =
    seeds === null || seeds.played === 1
      ? `seed ${seed}`
      : `seeds ${seed} to ${seed + seeds.played - 1}; shown: ${seed}`;
  return verdictHead(verdict, {
    name: drill,
    why: [el('strong', null, READINESS_WORDS[readiness]), '. ', reason],
    extent: `${played} · ${displayDuration(endedAtMs)} of virtual time`,
  });
}

const lead = (result: RunResult): Html =>
  el('p', { class: 'lead' }, ...leadOf(result).flatMap((sentence) => [...withStrong(...sentence), ' ']));

function footer({ drill, verdict, seed, tool, inputs = [] }: RunResult): Html {
  const hash = inputs[0] === undefined ? '' : ` · ${inputs[0].sha256.slice(0, 12)}`;
  const by = tool === undefined ? '' : ` · ${tool.name} ${tool.version}`;
  return el('footer', null, bdi(drill), ` · ${verdict} · seed ${seed}${hash}${by}`);
}
