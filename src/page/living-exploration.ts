/** The page of an exploration come alive: what was found is played in the worker and stepped through, and so is a cell of its heat map. */
/// <reference lib="dom" />
import { h, render } from 'preact';
import type { RunResult } from '../domain/result.js';
import { type EmbeddedRun, ITSELF, unpackedRuns } from '../report/html/embedded-exploration.js';
import type { ExplorationData } from '../report/html/exploration-page.js';
import type { UntimedExample } from '../report/html/untimed-example.js';
import { everyStringPrintable } from '../report/text/printable.js';
import { type HeatPlace, momentsOfCell, saidOfCell, targetNamed } from './cell-runs.js';
import { CounterexamplePlayer, type PlayedCounterexample } from './counterexample-player.js';
import { faultAdded, plainDrill, unchanged } from './edited-drill.js';
import { fragmentOf, placeIn } from './page-address.js';
import type { Simulator } from './page-simulator.js';
import { receivedResult } from './result-text.js';
import { UntimedStepper } from './untimed-stepper.js';

const WORDS = 'Step through it here';
const UNTIMED_WORDS = 'Step through it here, without a clock';

/** Gives every run of the page a button, and every cell that one further fault can come to. */
export function liveExploration(
  simulator: Simulator,
  { runs: packed, untimed }: ExplorationData,
  place: Element,
): void {
  const runs = unpackedRuns(packed);
  let chosen = 0;
  const show = (id: string, from: HTMLElement, shown: PlayedCounterexample | UntimedExample): void => {
    const close = (): void => {
      render(null, place);
      history.replaceState(null, '', location.pathname + location.search);
      from.focus();
    };
    const isOpened = chosen === 0 && placeIn(location.hash).shown === id;
    if (!isOpened) history.replaceState(null, '', fragmentOf({ shown: id, atMs: null, stretch: null, change: null }));
    const panel =
      'steps' in shown
        ? h(UntimedStepper, { example: shown, chosen: ++chosen, close })
        : h(CounterexamplePlayer, { shown, chosen: ++chosen, close });
    render(panel, place);
  };
  const choices = new Map<string, HTMLElement>();
  const button = (id: string, into: Element, act: (from: HTMLElement) => void): HTMLElement => {
    const made = document.createElement('button');
    made.type = 'button';
    made.addEventListener('click', () => act(made));
    into.append(made);
    choices.set(id, made);
    return made;
  };
  for (const { id, drill } of runs) {
    for (const into of document.querySelectorAll(`[data-run="${id}"]`)) {
      const act = (from: HTMLElement): void =>
        simulator.ask({ kind: 'replay', drill }, (answer) => {
          if (answer.kind !== 'replayed') return;
          const { differs, result } = answer.replay;
          const said = id === ITSELF ? 'The drill itself, without a further fault.' : saidOfRun(drill);
          show(id, from, {
            title: titleOf(id),
            said,
            differs,
            result: differs.length > 0 ? null : everyStringPrintable(result),
            atMs: null,
          });
        });
      button(id, into, act).append(id === ITSELF ? 'Step through the drill itself here' : WORDS);
    }
  }
  for (const example of untimed)
    for (const into of document.querySelectorAll(`[data-run="${example.id}"]`))
      button(example.id, into, (from) => show(example.id, from, example)).append(UNTIMED_WORDS);
  const itself = runs.find(({ id }) => id === ITSELF);
  if (itself === undefined) return open();
  simulator.ask({ kind: 'replay', drill: itself.drill }, (answer) => {
    // Moments are those of the run that was recorded, or of none.
    if (answer.kind !== 'replayed' || answer.replay.differs.length > 0) return open();
    const { result } = answer.replay;
    simulator.ask({ kind: 'catalog', drill: itself.drill }, (found) => {
      if (found.kind === 'catalog') liveCells(itself, result, found.targets);
      open();
    });
  });

  /** A copy of the address of a place opens there again. */
  function open(): void {
    choices.get(placeIn(location.hash).shown ?? '')?.click();
  }

  function liveCells({ drill }: EmbeddedRun, result: RunResult, targets: Parameters<typeof targetNamed>[1]): void {
    const heads = [...document.querySelectorAll<HTMLElement>('#heat th[data-step]')];
    const names = [...document.querySelectorAll<HTMLElement>('#heat tr[data-name]')].map(
      ({ dataset }) => dataset.name!,
    );
    document.querySelectorAll<HTMLElement>('#heat tr[data-name]').forEach((row, r) => {
      const target = targetNamed(names[r], targets, drill.input.deployment, names);
      if (target === null) return;
      row.querySelectorAll<HTMLElement>('td').forEach((cell, c) => {
        const { worst } = cell.dataset;
        const { step } = heads[c].dataset;
        if (worst === undefined || worst === 'recovered' || step === undefined) return;
        const about: HeatPlace = { name: names[r], worst, step: step === 'end' ? null : Number(step) };
        const faults = momentsOfCell(about, result).map((atMs) => ({ target, atMs }));
        if (faults.length === 0) return;
        const words = [...cell.childNodes];
        const made = button(`cell-${r + 1}-${c + 1}`, cell, (from) =>
          simulator.ask({ kind: 'further', drill, faults }, (answer) => {
            if (answer.kind !== 'further') return;
            const { said, index } = saidOfCell(about, faults, answer.effects);
            const { atMs } = faults[index];
            const edited = faultAdded(unchanged(drill), target, true, atMs);
            simulator.ask({ kind: 'change', drill: plainDrill(drill, edited), seeds: null }, (played) => {
              if (played.kind !== 'changed') return;
              const title = `The loss of ${names[r]} (${heads[c].textContent})`;
              show(`cell-${r + 1}-${c + 1}`, from, {
                title,
                said,
                differs: null,
                result: receivedResult(played.text).shown,
                atMs,
              });
            });
          }),
        );
        made.className = 'cell';
        made.append(...words);
        made.setAttribute(
          'aria-label',
          `${names[r]}, ${heads[c].textContent}: ${cell.textContent?.replace(/^\S? /, '')}. Plays it here.`,
        );
      });
    });
  }
}

/** Of a violation or a way its heading, without its sign. */
function titleOf(id: string): string {
  const heading = id === ITSELF ? document.querySelector('h1') : document.getElementById(id);
  const words = (heading?.textContent ?? id).replace(/^[✕▲◆·]?\s*/, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const saidOfRun = ({ seed }: EmbeddedRun['drill']): string =>
  `A timed run, with seed ${seed} and the durations of today, that comes to what the search found.`;
