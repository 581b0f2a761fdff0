/** The report of a replay as Markdown. */
import type { ReplayReport } from '../exploration/replay-report.js';
import { KEPT_ONLY } from './text/exploration-words.js';
import { inlineMarkdown, markdownPage, markdownSection, markdownTable } from './text/markdown-text.js';
import type { ReportOptions } from './text/page.js';
import { everyStringPrintable } from './text/printable.js';

export function replayAsMarkdown(report: ReplayReport, { quiet }: ReportOptions): string {
  const { verdict, drill, reason, saved, remarks, steps, parted, state } = everyStringPrintable(report);
  const words = (all: Readonly<Record<string, string | null>>): string =>
    Object.entries(all)
      .map(([what, is]) => `${what}: ${is ?? 'not changed'}`)
      .join('; ');
  return markdownPage([
    `# ${verdict.toUpperCase()}: ${inlineMarkdown(drill)}`,
    inlineMarkdown(reason),
    inlineMarkdown(`Saved for ${saved.invariant}: ${saved.message}. Follows the changes of ${saved.log}.`),
    ...remarks.map(inlineMarkdown),
    markdownSection(
      'Steps',
      markdownTable(
        ['step', 'line', 'who', 'what', 'changed', 'when it was saved', 'breaks'],
        quiet
          ? []
          : steps.map((s, i) => [
              ...[String(i + 1), s.line === 0 ? '' : String(s.line), s.actor, s.action, words(s.changed)],
              ...[words(s.wasChanged), s.broken.map((b) => `${b.invariant}: ${b.message}`).join('; ')],
            ]),
      ),
    ),
    markdownSection(
      `Where it parts: step ${parted?.step ?? ''}`,
      markdownTable(
        ['saved', 'now', 'possible there'],
        parted === null ? [] : [[parted.action, parted.why, parted.possible.join('; ')]],
      ),
    ),
    markdownSection(
      state?.step === 0 ? 'The state at the start' : `The state after step ${state?.step ?? ''}`,
      state === null
        ? ''
        : `${markdownTable(
            ['what', 'is'],
            [
              ...Object.entries(state.is),
              ['down', state.down.join('; ') || 'nothing'],
              ['under way, in any order', state.pending.join('; ') || 'nothing'],
              ['next in the drill', state.next],
            ],
          )}\n\n${KEPT_ONLY}`,
    ),
  ]);
}
