/** What runs when a report is opened: the drill is played again in a worker, and the page says whether the same came out. */
/// <reference lib="dom" />
import { render } from 'preact';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';
import { replayDiffers, replayedAgain } from '../report/html/replayed-note.js';
import { startSimulator } from './page-simulator.js';

const drill = document.getElementById('drill');
const simulatorText = document.getElementById('simulator');
const place = document.getElementById('replayed');
if (drill !== null && simulatorText !== null && place !== null) {
  const embedded: EmbeddedDrill = JSON.parse(drill.textContent ?? '');
  // Where there is no worker to be had the page stays the document that it is.
  startSimulator(simulatorText).then(
    (simulator) => {
      simulator.ask({ kind: 'replay', drill: embedded }, (answer) => {
        if (answer.kind === 'fault') return;
        const { differs } = answer.replay;
        render(differs.length === 0 ? replayedAgain(embedded) : replayDiffers(differs), place);
      });
    },
    () => {},
  );
}
