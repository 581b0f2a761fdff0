import { backupStatusLine } from '../domain/procedure/cmdlet-lines.js';
import { yamlText } from '../input/topology/write-yaml.js';
import { comment } from './comment.js';
import type { Entry, Loss, Script } from './script.js';

/** Longer than any queue of the Backup Service takes that the link can carry at all. */
const LONGEST_WAIT = '24h';

/** A script as a drill file; `topology` is the path of its topology, seen from it. */
export function drillFile(script: Script, topology: string): string {
  const { title, about, loss, sections, expect } = script;
  const lines = [
    ...comment(about),
    '# Written by drydrill init; change times, load and order to what you mean to do.',
    `drill: ${yamlText(title)}`,
    `topology: ${yamlText(topology)}`,
    '# load: { changesPerUserPerHour: 6, conferenceUploadsPerUserPerHour: 0.2, configChangesPerHour: 4 }',
    ...(loss === null ? [] : ['faults:', ...faults(loss)]),
    ...byRunbook(script),
    'steps:',
  ];
  sections.forEach(({ title: heading, why, entries }, i) => {
    lines.push(...comment(`${i + 1}. ${heading}`, 2), ...comment(why, 2), ...entries.flatMap(step));
  });
  const expectations = Object.entries(expect);
  if (expectations.length > 0) lines.push('expect:');
  for (const [key, value] of expectations) lines.push(`  ${key}: ${value}`);
  return `${lines.join('\n')}\n`;
}

/** How the runbook is run under the same faults. */
function byRunbook({ name, night }: Script): string[] {
  if (night === null) return [];
  const { atMinutes, decideMinutes, watchedMinutes } = night;
  return [
    '# The same as a runbook, under these faults: write these steps instead of those below.',
    `#  - { at: ${atMinutes}m, script: ${inFlow(`${name}.ps1`)}, decide: ${decideMinutes}m }`,
    `#  - wait: ${watchedMinutes}m`,
  ];
}

function faults({ atMinutes, repairedAtMinutes, targets }: Loss): string[] {
  const all = (minutes: number, verb: string): string[] =>
    targets.map((target) => {
      const [noun, name] = Object.entries(target)[0];
      return `  - { at: ${minutes}m, ${verb}: { ${noun}: ${inFlow(name)} } }`;
    });
  return [...all(atMinutes, 'crash'), ...all(repairedAtMinutes, 'repair')];
}

/** Inside braces a comma or a bracket would end the text. */
const inFlow = (text: string): string => (/^[A-Za-z][\w.-]*$/.test(text) ? text : JSON.stringify(text));

function step(entry: Entry): string[] {
  switch (entry.do) {
    case 'run':
      return [
        `  - run: ${command(entry.line)}`,
        ...(entry.refusedBy === undefined ? [] : ['    expect: refused', `    rule: ${entry.refusedBy}`]),
      ];
    case 'steady':
      return [`  - wait: { until: steady, pool: ${inFlow(entry.pool)}, timeout: ${LONGEST_WAIT} }`];
    case 'replicated':
      return ['  - wait: { until: replicated, timeout: 30m }'];
    case 'pause':
    case 'watch':
      return [`  - wait: ${entry.minutes}m`];
    case 'lost':
      return [`  - run: ${backupStatusLine(entry.pool)}`];
    case 'at':
    case 'ask':
      return [`  - at: ${entry.minutes}m`, `    note: ${yamlText(entry.what)}`];
    case 'note':
      return [`  - note: ${yamlText(entry.text)}`];
  }
}

/** A line as it is typed, where YAML reads it so. */
function command(line: string): string {
  const plain = /^[A-Za-z]/.test(line) && !/: | #|[\p{Cc}]|[: ]$/u.test(line);
  return plain ? line : JSON.stringify(line);
}
