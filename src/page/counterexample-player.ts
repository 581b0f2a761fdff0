/** A run that shows what a search found, played here: whether it is the run that was recorded, its story, and its night to step through. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useMemo } from 'preact/hooks';
import type { RunResult } from '../domain/result.js';
import { type Html, panel, withStrong } from '../report/html/element.js';
import { leadOf } from '../report/html/lead.js';
import { useBroughtIntoView } from './brought-into-view.js';
import { LivingNight } from './living-night.js';
import { placeIn } from './page-address.js';

/** What is played. */
export interface PlayedCounterexample {
  readonly title: string;
  /** what it shows, and how that is known */
  readonly said: string;
  /** how the replay compares with what was recorded; null = nothing was, it is of this page alone */
  readonly differs: readonly string[] | null;
  /** null = it cannot be shown */
  readonly result: RunResult | null;
  /** where the cursor begins, ms; null = where it begins in every night */
  readonly atMs: number | null;
}

interface CounterexamplePlayerProps {
  readonly shown: PlayedCounterexample;
  /** another one each time that somebody has chosen */
  readonly chosen: number;
  readonly close: () => void;
}

/** The panel of the run, and the panel of its night. */
export function CounterexamplePlayer({ shown, chosen, close }: CounterexamplePlayerProps): Html {
  const { title, said, differs, result, atMs } = shown;
  const place = useBroughtIntoView(chosen);
  // An address that names a moment was there first.
  const sent = useMemo(
    () => (atMs === null || placeIn(location.hash).atMs !== null ? null : { atMs, stretch: null }),
    [chosen],
  );
  return h(
    'div',
    { class: 'stepped', ref: place, tabIndex: -1 },
    panel(
      'stepped-run',
      title,
      differs === null ? 'played in this page' : identity(differs),
      h('p', { class: 'secondary' }, said),
      result === null
        ? null
        : h('p', { class: 'lead' }, ...leadOf(result).flatMap((sentence) => [...withStrong(...sentence), ' '])),
      h('p', { class: 'controls' }, h('button', { type: 'button', onClick: close }, 'Back to where it was chosen')),
    ),
    result === null ? null : h(LivingNight, { key: chosen, result, moved: () => {}, sent }),
  );
}

const identity = (differs: readonly string[]): Html =>
  differs.length === 0
    ? h('strong', { class: 'replayed' }, '✓ replayed here, identical')
    : h(
        'strong',
        { class: 'replay-differs' },
        `✕ replayed here, and the report recorded otherwise: ${differs.join(', ')}. It is not shown.`,
      );
