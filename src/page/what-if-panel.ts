/** The drill to be changed: its faults, its steps, its numbers, and beside them what the seeds come to. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { RunResult } from '../domain/result.js';
import { type Html, panel } from '../report/html/element.js';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';
import { shortNames } from '../report/html/shown.js';
import type { CursorStore } from './cursor-store.js';
import { changesInWords, type EditedDrill, plainDrill, unchanged } from './edited-drill.js';
import { FaultsEditor } from './faults-editor.js';
import type { Catalog, SeedNumbers } from './messages.js';
import { NumbersEditor } from './numbers-editor.js';
import type { Simulator } from './page-simulator.js';
import { SaveDrillFile } from './save-drill-file.js';
import { SaveResult } from './save-result.js';
import { SeedsSpread } from './seeds-spread.js';
import { StepsEditor } from './steps-editor.js';

interface WhatIfPanelProps {
  readonly simulator: Simulator;
  readonly embedded: EmbeddedDrill;
  readonly original: RunResult;
  /** null = it is being asked for */
  readonly catalog: Catalog | null;
  /** what the drill came to as it is now; null = it is being played */
  readonly result: RunResult | null;
  /** the same with its texts as they were recorded; null = it is being played */
  readonly recorded: RunResult | null;
  readonly edited: EditedDrill;
  readonly cursor: CursorStore;
  readonly isChanged: boolean;
  /** the address of the page cannot have the change */
  readonly isBeyondAddress: boolean;
  /** why the changed drill cannot be played */
  readonly problem: string | null;
  readonly change: (next: EditedDrill) => void;
}

/** The panel. */
export function WhatIfPanel(props: WhatIfPanelProps): Html {
  const {
    simulator,
    embedded,
    original,
    catalog,
    result,
    recorded,
    edited,
    cursor,
    isChanged,
    isBeyondAddress,
    problem,
    change,
  } = props;
  const drill = useMemo(() => plainDrill(embedded, edited), [embedded, edited]);
  const [before, setBefore] = useState<SeedNumbers | null>(null);
  const [now, setNow] = useState<SeedNumbers | null>(null);
  useEffect(() => {
    const own = plainDrill(embedded, unchanged(embedded));
    simulator.ask(
      { kind: 'original spread', drill: own },
      (answer) => answer.kind === 'spread' && setBefore(answer.numbers),
    );
  }, []);
  useEffect(() => {
    setNow(null);
    if (isChanged)
      simulator.ask({ kind: 'changed spread', drill }, (answer) => answer.kind === 'spread' && setNow(answer.numbers));
  }, [drill, isChanged]);
  const short = useMemo(() => shortNames(original), [original]);
  const isScripted = embedded.runbooks.length > 0;
  const numbers = useMemo(
    () => h(NumbersEditor, { edited, facts: catalog?.facts ?? [], moved: original.assumptions, short, change }),
    [edited, catalog],
  );
  const steps = useMemo(() => h(StepsEditor, { simulator, embedded, edited, result, change }), [edited, result]);
  const spread = useMemo(() => h(SeedsSpread, { before, now }), [before, now]);
  return panel(
    'what-if',
    'What if?',
    'The simulator is in this page: what is changed here is played at once, and nothing leaves it unless you save it.',
    h(
      'p',
      { class: 'what-if-said', role: 'status' },
      problem !== null
        ? h('strong', { class: 'cut' }, `This cannot be played: ${problem}`)
        : isChanged
          ? h(
              'strong',
              null,
              `This is no longer the drill that was reported. Changed: ${changesInWords(unchanged(embedded), edited).join(', ')}.`,
            )
          : null,
      isBeyondAddress ? ' The address of this page does not have the change, which it cannot have.' : null,
      isScripted ? ' The steps are those that the script took; what it would decide otherwise is not played.' : null,
    ),
    h(
      'div',
      { class: 'what-if' },
      h(
        'div',
        null,
        h(FaultsEditor, { edited, targets: catalog?.targets ?? [], cursor, endedAtMs: original.endedAtMs, change }),
        numbers,
      ),
      steps,
      h(
        'div',
        null,
        spread,
        isScripted ? null : h(SaveDrillFile, { simulator, drill, isChanged }),
        h(SaveResult, { result: recorded, isChanged }),
      ),
    ),
  );
}
