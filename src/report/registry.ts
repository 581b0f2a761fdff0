import { reportJson } from './json.js';
import type { Reporter } from './reporter.js';
import { reportTerminal } from './terminal.js';

export type { ColourLevel, Reporter, ReportOptions } from './reporter.js';

/** The reporters that exist: what writes the text, and the extension of its file under `--out`. */
export const REPORTERS = {
  terminal: { report: reportTerminal, extension: 'txt' },
  json: { report: reportJson, extension: 'json' },
} satisfies Record<string, { report: Reporter; extension: string }>;

export type ReporterName = keyof typeof REPORTERS;

/** Names that the interface promises but that nothing stands behind yet. */
const PLANNED: readonly string[] = ['junit', 'html', 'github'];

/** The reporters of a `--reporter` list, each once; or what is wrong with the list (a usage error). */
export function chooseReporters(
  list: string,
): { readonly names: readonly ReporterName[] } | { readonly problem: string } {
  const names: ReporterName[] = [];
  for (const name of list.split(',').map((part) => part.trim())) {
    if (PLANNED.includes(name)) {
      return { problem: `the reporter "${name}" is not available yet; there are ${known()}` };
    }
    if (!isReporterName(name)) return { problem: `there is no reporter "${name}"; there are ${known()}` };
    if (!names.includes(name)) names.push(name);
  }
  return { names };
}

function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(REPORTERS, name);
}

function known(): string {
  return Object.keys(REPORTERS).join(', ');
}
