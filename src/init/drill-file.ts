/** Writes the outline of a drill as a drill file: its entries as data, what they are for as comments above them. */
import { DEFAULT_LOAD } from '../domain/drill.js';
import { changeStep, type DrillData } from '../input/drill/drill-data.js';
import { commentedDrillYaml, type DrillComment } from '../input/drill/write.js';
import { commentLines } from './comment.js';
import type { DrillOutline, Entry, Loss } from './drill-outline.js';

/** Longer than any queue of the Backup Service takes that the link can carry at all. */
const LONGEST_WAIT = '24h';

/** The drill file of an outline; `topology` = the path that it names. */
export function drillFile(outline: DrillOutline, topology: string): string {
  const { name, title, about, loss, files, sections, expect, night } = outline;
  const steps = sections.flatMap(({ entries }) => entries.map(step));
  const comments: DrillComment[] = [
    { above: ['drill'], lines: [...commentLines(about), WRITTEN_BY] },
    { above: [loss === null ? 'steps' : 'faults'], lines: [LOAD] },
    ...(files.length === 0 ? [] : [{ above: ['files'], lines: [FILES] }]),
    ...(night === null
      ? []
      : [{ above: ['steps'], lines: commentLines(`${nameOfRehearsal(name)} does it by the runbook.`) }]),
  ];
  let first = 0;
  sections.forEach(({ title: heading, why, entries }, i) => {
    const lines = [...commentLines(`${i + 1}. ${heading}`, 2), ...commentLines(why, 2)];
    comments.push({ above: ['steps', first], lines });
    first += entries.length;
  });
  const entries = {
    drill: title,
    topology,
    ...(loss === null ? {} : { faults: faults(loss) }),
    ...(files.length === 0 ? {} : { files }),
    steps,
    ...(Object.keys(expect).length === 0 ? {} : { expect }),
  };
  return commentedDrillYaml(entries, comments);
}

const WRITTEN_BY = 'Written by drydrill init; change times, load and order to what you mean to do.';
const FILES = 'Exports from before that the imports below read (D34): say how old yours are.';
/** Response Group changes are left out: they count only where the Backup Service carries them (D31). */
const { responseGroupChangesPerHour: _, ...LOAD_OF_ALL } = DEFAULT_LOAD;
const LOAD = `load: { ${Object.entries(LOAD_OF_ALL)
  .map(([name, rate]) => `${name}: ${rate}`)
  .join(', ')} }`;

/** Name of the drill that a runbook is rehearsed by. */
export const nameOfRehearsal = (name: string): string => `${name}-by-runbook.yaml`;

/** The runbook of a drill under the same faults, so that a check tries it in the night that it is for. */
export function rehearsalFile(
  { name, title, loss, files, expect }: DrillOutline,
  { atMinutes, decideMinutes, watchedMinutes }: NonNullable<DrillOutline['night']>,
  topology: string,
): string {
  const entries = {
    drill: titleOfRehearsal(title),
    topology,
    ...(loss === null ? {} : { faults: faults(loss) }),
    ...(files.length === 0 ? {} : { files }),
    steps: [
      { at: `${atMinutes}m`, script: `${name}.ps1`, decide: `${decideMinutes}m` },
      { wait: `${watchedMinutes}m` },
    ],
    ...(Object.keys(expect).length === 0 ? {} : { expect }),
  };
  const above = [...commentLines(`${name}.yaml, by the runbook that is typed in that night.`), WRITTEN_BY];
  const comments: DrillComment[] = [
    { above: ['drill'], lines: above },
    ...(files.length === 0 ? [] : [{ above: ['files'], lines: [FILES.replace('below', 'of the runbook')] }]),
  ];
  return commentedDrillYaml(entries, comments);
}

/** Title of the drill that a runbook is rehearsed by. */
export const titleOfRehearsal = (title: string): string => `${title}, by the runbook`;

function faults({ atMinutes, repairedAtMinutes, targets, verbs: [breaks, mends] }: Loss): DrillData[] {
  const repairs =
    repairedAtMinutes === null ? [] : targets.map((target) => ({ at: `${repairedAtMinutes}m`, [mends]: target }));
  return [...targets.map((target) => ({ at: `${atMinutes}m`, [breaks]: target })), ...repairs];
}

function step(entry: Entry): DrillData {
  switch (entry.do) {
    case 'run':
      if (entry.refusedBy === undefined) return { run: entry.line };
      return { run: entry.line, expect: 'refused', rule: entry.refusedBy };
    case 'unless':
      return { run: entry.line };
    case 'steady':
    case 'synchronized':
      return { wait: { until: entry.do, pool: entry.pool, timeout: LONGEST_WAIT } };
    case 'replicated':
      return { wait: { until: 'replicated', timeout: '30m' } };
    case 'pause':
    case 'watch':
    case 'sleep':
      return { wait: `${entry.minutes}m` };
    case 'update':
      return { update: { server: entry.server } };
    case 'ready':
      return { run: entry.line, on: entry.server };
    case 'repair':
      return { repair: { server: entry.server } };
    case 'publish':
      return changeStep(entry.change);
    case 'at':
    case 'ask':
      return { at: `${entry.minutes}m`, note: entry.what };
    case 'hand':
      return { note: entry.what };
    case 'note':
      return { note: entry.text };
  }
}
