import { fileURLToPath } from 'node:url';
import { runDrillFile } from '../../dist/modules/commands/run.js';
import { REPORTERS } from '../../dist/modules/report/reporters.js';

const SIM = fileURLToPath(new URL('../../sims/03-site-loss.yaml', import.meta.url));
const SHOWN = ['At a glance', 'What to mend', 'Where the time went'];
const TIMELINE_LINES = 12;

/** The report of one sim, trimmed to what shows best what a report says; `...` stands for what is left out. */
export async function picture() {
  const result = await runDrillFile(SIM);
  if (Array.isArray(result)) throw new Error('sims/03-site-loss.yaml does not read');
  const report = REPORTERS.terminal.run(result, { colour: 0, width: 80, quiet: false });
  const [verdict, ...sections] = report.trimEnd().split('\n\n');
  const named = (name) => sections.find((section) => section.startsWith(`${name}\n`));
  const parts = [verdict, ...SHOWN.map(named), opening(named('Timeline')), named('Users')];
  if (parts.includes(undefined)) throw new Error('the report has lost a section');
  return `$ npx drydrill run sims/03-site-loss.yaml\n${parts.join('\n\n')}\n\n...`;
}

/** The first lines of the timeline, up to the end of an entry. */
function opening(timeline) {
  const lines = timeline.split('\n');
  const isEntry = (line) => /^ {2}\S|^ {12}\S/.test(line);
  let end = TIMELINE_LINES;
  while (!isEntry(lines[end])) end--;
  return [...lines.slice(0, end), '  ...'].join('\n');
}
