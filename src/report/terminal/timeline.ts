/** The timeline: when, who, what; each step as one entry with its outcome and its answer. */
import { clock, elapsed } from '../../core/format.js';
import type { RunResult, StepResult, TimelineEntry } from '../../domain/result.js';
import type { CmdletObject } from '../../domain/step-answer.js';
import type { Page, Section } from '../text/page.js';
import { cells, type Ink, pad, plain, widest, wrap } from '../text/typesetting.js';
import { type Repetition, repetitionOf } from './repeats.js';
import { outcomeInk, outcomeInWords, stepInWords } from './step-in-words.js';

/** Everything that happened and was done, with the answers of the commands. */
export const timelineSection: Section = (result, page) => timelineLines(completeTimeline(result), false, result, page);

/** Faults, what users felt, and what was done; what only looked, or came of itself, is left out. */
export const briefTimeline: Section = (result, page) => {
  const looks = new Set(result.steps.filter(onlyLooked).map(({ index }) => index));
  const entries = completeTimeline(result).filter(({ kind, actor, step }) =>
    kind === 'step' ? step === null || !looks.has(step) : kind !== 'output' && (kind !== 'change' || actor === 'users'),
  );
  return timelineLines(alikeUsers(entries), true, result, page);
};

/** What users of several pools felt in one instant, where it is the same. */
function alikeUsers(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const found: TimelineEntry[] = [];
  for (const entry of entries) {
    const [who, felt] = entry.text.split(': ');
    const at = found.findLastIndex(
      ({ atMs, actor, text }) => atMs === entry.atMs && actor === 'users' && text.endsWith(`: ${felt}`),
    );
    if (entry.actor !== 'users' || felt === undefined || at < 0) found.push(entry);
    else found[at] = { ...found[at], text: `${found[at].text.split(': ')[0]} and ${who}: ${felt}` };
  }
  return found;
}

/** A step that looked, or waited for nothing, and ended as it should. */
const onlyLooked = ({ asExpected, outcome, output, message, startedAtMs, endedAtMs, command }: StepResult): boolean => {
  if (!asExpected || outcome !== 'ok' || endedAtMs > startedAtMs) return false;
  return output !== null || /^(get|test)-/i.test(command) || (message === null && /^wait /.test(command));
};

function timelineLines(entries: readonly TimelineEntry[], brief: boolean, result: RunResult, page: Page): string[] {
  if (entries.length === 0) return [];
  const sheet: Sheet = {
    result,
    page,
    brief,
    timeCells: widest(entries.map(({ atMs }) => clock(atMs))),
    steps: new Map(result.steps.map((step) => [step.index, step])),
    repetition: repetitionOf(result),
  };
  const lines: string[] = [page.strong('Timeline')];
  const begun = new Set<number>();
  let before = '';
  for (const entry of entries) {
    const time = clock(entry.atMs);
    const shown = entryLines(entry, time === before ? '' : time, begun, sheet);
    lines.push(...shown);
    if (shown.length > 0) before = time;
  }
  return lines;
}

interface Sheet {
  readonly result: RunResult;
  readonly page: Page;
  /** without answers, and without saying who types */
  readonly brief: boolean;
  readonly timeCells: number;
  readonly steps: ReadonlyMap<number, StepResult>;
  readonly repetition: Repetition;
}

/**
 * The timeline with an entry for each step and each violation, even where the driver recorded none:
 * a report must not drop a step because nothing came of it.
 */
function completeTimeline({ timeline, steps, violations }: RunResult): TimelineEntry[] {
  const entries = [...timeline];
  const begun = new Set(timeline.filter(({ kind }) => kind === 'step').map(({ step }) => step));
  for (const step of steps) {
    if (begun.has(step.index)) continue;
    const head = { atMs: step.startedAtMs, actor: 'administrator', text: '', step: step.index };
    insert(entries, { ...head, kind: 'step' });
  }
  for (const { invariant, atMs, message } of violations) {
    if (timeline.some((entry) => entry.kind === 'violation' && entry.atMs === atMs)) continue;
    insert(entries, { atMs, actor: invariant, text: message, step: null, kind: 'violation' });
  }
  return entries;
}

/** After what happened earlier or at the same time, but before what the same step did. */
function insert(entries: TimelineEntry[], added: TimelineEntry): void {
  const ofSameStep = (entry: TimelineEntry) => added.step !== null && entry.step === added.step;
  const next = entries.findIndex(
    (entry) => entry.atMs > added.atMs || (entry.atMs === added.atMs && ofSameStep(entry)),
  );
  entries.splice(next === -1 ? entries.length : next, 0, added);
}

/** The first `step` entry of a step stands for the whole step: command, outcome, message and answer. */
function entryLines(entry: TimelineEntry, time: string, begun: Set<number>, sheet: Sheet): string[] {
  const step = entry.step === null ? undefined : sheet.steps.get(entry.step);
  if (step === undefined) return simpleLines(entry, time, sheet);
  if (entry.kind === 'step' && !begun.has(step.index)) {
    begun.add(step.index);
    if (sheet.repetition.hidden.has(step.index)) return [];
    return stepLines(entry, step, time, sheet);
  }
  // The step's own lines have said it already.
  if (entry.kind === 'refusal' && step.message !== null) return [];
  if (entry.kind === 'output' && step.output !== null) return [];
  if (entry.kind === 'fault' && entry.text === step.command) return [];
  return simpleLines(entry, time, sheet);
}

function simpleLines(entry: TimelineEntry, time: string, sheet: Sheet): string[] {
  const text = entry.kind === 'violation' ? `VIOLATION: ${entry.text}` : entry.text;
  const said = entry.kind === 'fault' ? faultInWords(entry) : `${entry.actor}: ${text}`;
  return row(time, said, kindInk(entry.kind, sheet.page), sheet);
}

/** `repair: site Datacenter1`: what undoes a fault is none itself. */
function faultInWords({ actor, text }: TimelineEntry): string {
  return /^(repair|mend) /.test(text) ? text.replace(' ', ': ') : `${actor}: ${text}`;
}

function kindInk(kind: TimelineEntry['kind'], page: Page): Ink {
  if (kind === 'violation') return page.bad;
  return kind === 'fault' || kind === 'refusal' ? page.warn : plain;
}

function stepLines(entry: TimelineEntry, step: StepResult, time: string, sheet: Sheet): string[] {
  const { page } = sheet;
  const said = stepInWords(step);
  if (isNote(step)) return row(time, said, page.strong, sheet);
  const head = sheet.brief ? said : `${entry.actor}, ${said}`;
  const lines = row(time, head, page.strong, sheet);
  // Columns of the last line, whatever its colours.
  let filled = cells(row(time, head, plain, { ...sheet, page: { ...page, faint: plain } }).at(-1) ?? '');
  const indent = ' '.repeat(belowCells(sheet));
  const below = (text: string, ink: Ink) => lines.push(...page.hang(indent, text, ink));
  if (entry.text !== '' && !said.includes(entry.text) && entry.text !== step.message) {
    below(entry.text, plain);
    filled = page.width;
  }
  const again = sheet.repetition.repeats.get(step.index);
  const times = again?.times === 1 ? 'once more' : `${again?.times} more times`;
  const more = again === undefined ? '' : `; ${times}, until ${clock(again.lastEndedAtMs)}`;
  const asItShould = sheet.brief && step.asExpected && step.outcome === 'ok';
  const outcome = asItShould ? took(step, more) : `=> ${outcomeInWords(step)}${more}`;
  const ink = outcomeInk(step, page);
  const last = lines.length - 1;
  if (outcome === '') return lines;
  if (filled + 2 + cells(outcome) <= page.width) lines[last] += `  ${ink(outcome)}`;
  else below(outcome, ink);
  if (sheet.brief && step.asExpected) return lines;
  if (step.message !== null) below(step.message, step.asExpected ? plain : page.warn);
  for (const [index, object] of alikeTogether(step.output ?? []).entries()) {
    if (index > 0) lines.push('');
    lines.push(...propertyList(object, sheet));
  }
  return lines;
}

/** How long a step took that ended as it should, and how often it came again; a wait says its time itself. */
function took({ command, startedAtMs, endedAtMs }: StepResult, more: string): string {
  const time = elapsed(startedAtMs, endedAtMs);
  const said = endedAtMs === startedAtMs || command === `wait ${time}` ? '' : time;
  return said + more === '' ? '' : `=> ${said === '' ? 'ok' : said}${more}`;
}

/** A note is said, not done. */
function isNote({ command, outcome, asExpected }: StepResult): boolean {
  return command.startsWith('note: ') && outcome === 'ok' && asExpected;
}

/** Objects that differ in their first property only, as one: `DatabaseName : rtcab, rtcxds`. */
function alikeTogether(objects: readonly CmdletObject[]): CmdletObject[] {
  const found: { rest: string; object: CmdletObject }[] = [];
  for (const object of objects) {
    const [first, ...others] = Object.entries(object);
    const rest = JSON.stringify([first?.[0], others]);
    const last = found.at(-1);
    if (last?.rest !== rest || others.length === 0) {
      found.push({ rest, object });
      continue;
    }
    const joined = [last.object[first[0]], first[1]].map(valueInWords).join(', ');
    found[found.length - 1] = { rest, object: { ...last.object, [first[0]]: joined } };
  }
  return found.map(({ object }) => object);
}

/** Where the further lines of an entry begin: a little to the right of its first. */
function belowCells({ timeCells }: Sheet): number {
  return 2 + timeCells + 2 + 2;
}

function row(time: string, text: string, ink: Ink, sheet: Sheet): string[] {
  const { page, timeCells, brief } = sheet;
  const lead = `  ${pad(time, timeCells)}  `;
  const [first, ...more] = atMost(brief ? BRIEF_LINES : Number.POSITIVE_INFINITY, text, page.width - belowCells(sheet));
  const indent = ' '.repeat(belowCells(sheet));
  return [page.faint(lead) + ink(first), ...more.map((line) => indent + ink(line))];
}

/** Lines that one entry of the short timeline fills, at most. */
const BRIEF_LINES = 2;

/** A text as at most so many lines; the last says that there is more. */
function atMost(most: number, text: string, room: number): string[] {
  const lines = wrap(text, room);
  if (lines.length <= most) return lines;
  const last = wrap(lines[most - 1], room - 2)[0];
  return [...lines.slice(0, most - 1), `${last} …`];
}

/** `Name : value` line by line, as Format-List of the management shell prints an object. */
function propertyList(object: CmdletObject, sheet: Sheet): string[] {
  const { page } = sheet;
  const indent = ' '.repeat(belowCells(sheet) + 2);
  const names = widest(Object.keys(object));
  return Object.entries(object).flatMap(([name, value]) => {
    const words = valueInWords(value);
    const lead = `${indent}${pad(name, names)} : `;
    // A word that does not fit beside the name of the property goes below it in one piece.
    return widest(words.split(' ')) <= page.width - cells(lead)
      ? page.hang(lead, words)
      : [`${indent}${pad(name, names)} :`, ...page.hang(`${indent}  `, words)];
  });
}

function valueInWords(value: CmdletObject[string]): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? '' : String(value);
}
