/** What the reader of a runbook ignored, answered, or took silently. */
import { counted } from '../../core/format.js';
import type { RunbookResult } from '../../domain/runbook-result.js';
import type { Page, Section } from '../text/page.js';

export const runbookSection: Section = ({ runbooks }, page) => runbooks.flatMap((each) => oneRunbook(each, page));

function oneRunbook(runbook: RunbookResult, page: Page): string[] {
  const lines = [
    ...endingLines(runbook, page),
    ...runbook.decisions.map(({ file, line, prompt, answer }) => {
      const question = prompt === null ? 'Read-Host' : `"${prompt}"`;
      const words = answer === null ? 'the answer is not known' : `answered with "${answer}"`;
      return `${place(runbook, file, line)}: ${question}: ${words}`;
    }),
    ...runbook.answers.map(({ command, times }) => `${command}: answered by you ${counted(times, 'time')}`),
    ...runbook.remarks.map(({ file, line, message }) => `${place(runbook, file, line)}: ${message}`),
    ...ignoredLines(runbook),
  ];
  if (lines.length === 0) return [];
  const heading = page.strong(`Runbook ${runbook.file}`);
  return [heading, ...lines.flatMap((line) => page.hang('  ', line))];
}

function endingLines({ ending, bound }: RunbookResult, page: Page): string[] {
  if (ending === 'bound') return [page.warn(`stopped at a bound, so this rehearsal has no answer: ${bound}`)];
  return ending === 'error' ? [page.warn('the script ended early; what comes after was not rehearsed')] : [];
}

function ignoredLines({ ignored }: RunbookResult): string[] {
  if (ignored.length === 0) return [];
  const names = ignored.map(({ name, times }) => (times === 1 ? name : `${name} (${times} times)`));
  return [`ignored, as without effect on the deployment: ${names.join(', ')}`];
}

function place(runbook: RunbookResult, file: string, line: number): string {
  return file === runbook.file ? `line ${line}` : `${file}:${line}`;
}
