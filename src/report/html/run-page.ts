/** The panels of the page of a run, in their order: as a document, and with what is added where the page can play its drill. */
import { displayDuration } from '../../core/format.js';
import type { RunResult } from '../../domain/result.js';
import { READINESS_WORDS, seedsInWords } from '../text/run-words.js';
import { el, type Html, type HtmlChild, withStrong } from './element.js';
import { verdictHead } from './html-document.js';
import { leadOf } from './lead.js';
import { mendMorePanel, mendPanel, notRehearsedPanel } from './mend-panel.js';
import { nightPanel } from './night-panel.js';
import { numbersPanel } from './numbers-panel.js';
import { recordPanels, type StartOfStep } from './record-panels.js';
import { replayedPlace } from './replayed-note.js';
import { runSheet } from './run-sheet.js';
import { storesPanel } from './stores-panel.js';
import { storyboard } from './storyboard.js';
import { outagesShown, type PartLinks, timeMorePanel, timePanel } from './time-panel.js';

/** What a page has that plays its drill. */
export interface LivingParts {
  /** what the replay came to, beside the title */
  readonly replayed: HtmlChild;
  /** the night with its cursor, in the place of the plain one */
  readonly night: Html;
  readonly afterNight: HtmlChild;
  /** leads from the parts of an outage into the night */
  readonly parts: PartLinks;
}

/** Everything inside `main`; `living` = null: the document. */
export const runPanels = (result: RunResult, living: LivingParts | null): HtmlChild[] => [
  ...nightPanels(result, living),
  ...afterwards(result),
];

/** What is looked at first: the summary, and the night. */
export const nightPanels = (result: RunResult, living: LivingParts | null): HtmlChild[] => [
  runHeader(result, living?.replayed ?? replayedPlace()),
  lead(result),
  numbersPanel(result),
  timePanel(result, '', living?.parts),
  mendPanel(result, '', mendRoom(result)),
  timeMorePanel(result, '', living?.parts),
  mendMorePanel(result, '', mendRoom(result)),
  storesPanel(result),
  notRehearsedPanel(result),
  storyboard(result),
  living?.night ?? nightPanel(result),
  living?.afterNight ?? null,
];

/** What is looked up: the record, and the run sheet. */
export const afterwards = (result: RunResult, start?: StartOfStep): HtmlChild[] => [
  ...recordPanels(result, start),
  runSheet(result),
];

/** What the first page of the paper has left for what is to be mended, px, below its outages and the lines of its story. */
function mendRoom(result: RunResult): number {
  const story = leadOf(result).flat().join('').length;
  const lines = Math.ceil(story / 160) + Math.ceil(result.reason.length / 170);
  return 335 - 110 * Math.min(outagesShown(result).first.length, 2) - 19 * Math.max(lines - 3, 0);
}

/** Verdict, title and what was played. */
export function runHeader(result: RunResult, replayed: HtmlChild): Html {
  const { verdict, readiness, drill, reason, endedAtMs } = result;
  const played = seedsInWords(result, (seed) => `shown: ${seed}`);
  return verdictHead(verdict, {
    name: drill,
    why: [el('strong', null, READINESS_WORDS[readiness]), '. ', reason],
    extent: [`${played} · ${displayDuration(endedAtMs)} of virtual time`, replayed],
  });
}

const lead = (result: RunResult): Html =>
  el('p', { class: 'lead' }, ...leadOf(result).flatMap((sentence) => [...withStrong(...sentence), ' ']));
