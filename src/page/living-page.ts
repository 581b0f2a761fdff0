/** What runs when a report is opened: its drill, or what a search found, is played again in a worker and can be stepped through. */
/// <reference lib="dom" />
import { h, render } from 'preact';
import { type PackedDrill, unpackedDrill } from '../report/html/embedded-drill.js';
import type { ExplorationData } from '../report/html/exploration-page.js';
import { replayDiffers } from '../report/html/replayed-note.js';
import { everyStringPrintable } from '../report/text/printable.js';
import { App } from './app.js';
import { liveExploration } from './living-exploration.js';
import { startSimulator } from './page-simulator.js';

// Another place in the address of the same page is opened like any other.
addEventListener('hashchange', () => location.reload());

const runs = document.getElementById('runs');
const stepped = document.getElementById('stepped');
const drill = document.getElementById('drill');
const simulatorText = document.getElementById('simulator');
const place = document.getElementById('replayed');
const main = document.querySelector('main');
if (runs !== null && simulatorText !== null && stepped !== null) {
  const packed: ExplorationData = JSON.parse(runs.textContent ?? '');
  startSimulator(simulatorText).then(
    (simulator) => liveExploration(simulator, packed, stepped),
    () => {},
  );
}
if (drill !== null && simulatorText !== null && place !== null && main !== null) {
  const packed: PackedDrill = JSON.parse(drill.textContent ?? '');
  const embedded = unpackedDrill(packed);
  // Where there is no worker to be had the page stays the document that it is.
  startSimulator(simulatorText).then(
    (simulator) => {
      simulator.ask({ kind: 'replay', drill: embedded }, (answer) => {
        if (answer.kind !== 'replayed') return;
        const { differs, result } = answer.replay;
        // A report that does not prove itself stays as it was written.
        if (differs.length > 0) render(replayDiffers(differs), place);
        else render(h(App, { simulator, embedded, original: everyStringPrintable(result), recorded: result }), main);
      });
    },
    () => {},
  );
}
