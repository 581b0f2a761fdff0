/** What a report was made of: the tool, the files with their hashes, and what else it rests on. */
import type { InputFile, ToolVersion } from '../../domain/result.js';
import { el, type Html, panel, type TableCell, table } from './element.js';

/** A row of the panel. */
export type InputFact = readonly [name: string, of: TableCell];

/** A cell with a command line. */
export const commandCell = (text: string): TableCell => ({ class: 'command', of: el('code', null, text) });

/** The panel; `facts` stand between the tool and the files. */
export function inputsPanel(
  tool: ToolVersion | null,
  inputs: readonly InputFile[],
  facts: readonly InputFact[],
  beside = 'The same inputs and seed give the same bytes on every machine.',
): Html {
  const all: readonly InputFact[] = [
    ...(tool === null ? [] : [['made by', `${tool.name} ${tool.version}`] as const]),
    ...facts,
    ...inputs.map(
      ({ path, sha256 }) =>
        [
          'read',
          { class: 'hash', of: el('span', null, path, el('br'), el('code', null, `sha256 ${sha256}`)) },
        ] as const,
    ),
  ];
  return panel(
    'inputs',
    'Inputs and versions',
    beside,
    table(
      'inputs-table',
      ['what', 'as it was'],
      all.map(([name, cell]) => ({ cells: [name, cell] })),
    ),
  );
}
