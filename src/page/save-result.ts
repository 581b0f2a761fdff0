/** Saving the result that the page shows, as the JSON that `drydrill run --json` prints. */
/// <reference lib="dom" />
import { h } from 'preact';
import type { RunResult } from '../domain/result.js';
import type { Html } from '../report/html/element.js';
import { runAsJson } from '../report/json.js';
import { downloaded } from './save-drill-file.js';

interface SaveResultProps {
  /** its texts as they were recorded; null = it is being played */
  readonly result: RunResult | null;
  readonly isChanged: boolean;
}

/** The button. */
export const SaveResult = ({ result, isChanged }: SaveResultProps): Html =>
  h(
    'p',
    { class: 'adder' },
    h(
      'button',
      {
        type: 'button',
        disabled: result === null,
        onClick: () =>
          result !== null &&
          downloaded(runAsJson(result), isChanged ? 'changed-result.json' : 'result.json', 'application/json'),
      },
      'Save the result as JSON',
    ),
  );
