/** The page that plays its drill: the panels of the document, a night that has a cursor, and the drill to be changed. */
/// <reference lib="dom" />
import { type ComponentChildren, h } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { RunResult } from '../domain/result.js';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';
import { replayedAgain } from '../report/html/replayed-note.js';
import { afterwards, nightPanels } from '../report/html/run-page.js';
import type { FurtherFault } from '../run/one-more-fault.js';
import { useAddressChange } from './address-change.js';
import { ChangedBar, RefusedChangeBar } from './changed-bar.js';
import { cursorStore } from './cursor-store.js';
import { allUndone, changedTo, type EditHistory, freshHistory, historyKey, redone, undone } from './edit-history.js';
import { type EditedDrill, faultAdded, faultMoved, plainDrill, unchanged } from './edited-drill.js';
import type { FaultMoves } from './fault-grips.js';
import { FaultMap } from './fault-map.js';
import { LivingNight, type Sent } from './living-night.js';
import type { Catalog } from './messages.js';
import type { Simulator } from './page-simulator.js';
import { partLinks, timeLink } from './part-links.js';
import { type ReceivedResult, receivedResult } from './result-text.js';
import { setRunningFooter } from './running-footer.js';
import { WhatIfPanel } from './what-if-panel.js';

interface AppProps {
  readonly simulator: Simulator;
  readonly embedded: EmbeddedDrill;
  /** the drill as it was played again, every text in it printable */
  readonly original: RunResult;
  /** the same with its texts as they were recorded */
  readonly recorded: RunResult;
}

/** So long after the night of a change its summary follows, and its record. */
const SUMMARY_MS = 50;
const RECORD_MS = 100;

/** Everything inside `main`. */
export function App({ simulator, embedded, original, recorded }: AppProps): ComponentChildren {
  const [history, setHistory] = useState<EditHistory>(() => freshHistory(unchanged(embedded)));
  const [played, setPlayed] = useState<(ReceivedResult & { readonly of: EditedDrill }) | null>(null);
  const [problem, setProblem] = useState<{ readonly of: EditedDrill; readonly message: string } | null>(null);
  const cursor = useMemo(cursorStore, []);
  const [sent, setSent] = useState<Sent | null>(null);
  const [catalog, setCatalog] = useState<Catalog | null>(null);
  const reported = useMemo(() => plainDrill(embedded, unchanged(embedded)), [embedded]);
  useEffect(() => {
    simulator.ask({ kind: 'catalog', drill: reported }, (answer) => answer.kind === 'catalog' && setCatalog(answer));
  }, []);
  const { past, future } = history;
  const edited = past[past.length - 1];
  const isChanged = past.length > 1;
  // Until a change is played the page shows what was played last; unchanged it is the report, whatever is still under way.
  const result = isChanged ? (played?.shown ?? original) : original;
  const isPlayed = !isChanged || played?.of === edited;
  useEffect(() => {
    document.title = isChanged ? `changed: ${original.drill}` : `${original.verdict}: ${original.drill}`;
    const foot = document.querySelector('footer')?.textContent ?? '';
    setRunningFooter(isChanged ? `changed, no longer as reported: ${foot}` : foot);
    if (!isChanged) return setPlayed(null);
    simulator.ask({ kind: 'change', drill: plainDrill(embedded, edited), seeds: embedded.seeds }, (answer) => {
      if (answer.kind === 'fault') setProblem({ of: edited, message: answer.message });
      // What says where the report comes from is not true of a changed drill.
      if (answer.kind === 'changed') {
        const { recorded: own, shown } = receivedResult(answer.text);
        setPlayed({
          of: edited,
          recorded: { ...own, tool: recorded.tool },
          shown: { ...shown, tool: original.tool },
        });
      }
    });
  }, [edited]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const act = historyKey(event);
      if (act === null) return;
      event.preventDefault();
      setHistory(act);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  const change = useCallback((next: EditedDrill): void => setHistory((now) => changedTo(now, next)), []);
  const send = useCallback((place: Sent): void => {
    setSent(place);
    document.getElementById('cursor')?.focus({ preventScroll: true });
    document.getElementById('night')?.scrollIntoView();
  }, []);
  // A cell of the heat map is the drill that was reported, and one fault more.
  const open = useCallback(({ target, atMs }: FurtherFault): void => {
    change(faultAdded(unchanged(embedded), target, true, atMs));
    send({ atMs, stretch: null });
  }, []);
  const { isRefused, dismiss, isBeyondAddress } = useAddressChange({
    simulator,
    embedded,
    catalog,
    edited,
    // What somebody has changed meanwhile stays.
    take: (found) => setHistory((now) => (now.past.length > 1 ? now : changedTo(now, found))),
  });
  // The faults that are shown are those of what was played last; they are moved in what is being changed.
  const shownFaults = isChanged ? (played?.of.faults ?? reported.input.faults) : edited.faults;
  const moves = useMemo<FaultMoves>(
    () => ({
      faults: shownFaults,
      latestMs: Math.max(original.endedAtMs, ...shownFaults.map(({ atMs }) => atMs)),
      move: (index, to) =>
        setHistory((now) => {
          const latest = now.past[now.past.length - 1];
          const fault = latest.faults[index];
          if (fault === undefined || to(fault.atMs) === fault.atMs) return now;
          return changedTo(now, faultMoved(latest, index, to(fault.atMs)));
        }),
    }),
    [shownFaults],
  );
  const undo = (): void => setHistory(undone);
  const redo = future.length === 0 ? null : (): void => setHistory(redone);
  const reset = (): void => setHistory(allUndone);
  const bar = h(ChangedBar, { original, result: isPlayed ? result : null, undo, redo, reset });
  const living: Readonly<Record<'night' | 'afterNight', ComponentChildren>> = {
    night: h(LivingNight, { result, moved: cursor.set, sent, moves }),
    afterNight: [
      h(WhatIfPanel, {
        simulator,
        embedded,
        original,
        catalog,
        result: isPlayed ? result : null,
        recorded: !isPlayed ? null : isChanged ? (played?.recorded ?? null) : recorded,
        edited,
        cursor,
        isChanged,
        isBeyondAddress,
        problem: problem?.of === edited ? problem.message : null,
        change,
      }),
      useMemo(
        () =>
          catalog === null
            ? null
            : h(FaultMap, { simulator, drill: reported, original, targets: catalog.targets, open }),
        [catalog],
      ),
    ],
  };
  // What stands still is made once a result: elements that are the same are not looked at again while the cursor moves.
  // A change is made at the night and below it, and the bar at the foot has what has become of the verdict: these are seen first.
  const summed = useLater(result, SUMMARY_MS);
  const still = useMemo(
    () =>
      nightPanels(summed, {
        replayed: summed === original ? replayedAgain(embedded, simulator.isInPage()) : null,
        parts: partLinks(summed.endedAtMs, send),
        ...PLACES,
      }),
    [summed],
  );
  const told = useLater(result, RECORD_MS);
  const record = useMemo(() => afterwards(told, (atMs) => timeLink(atMs, send)), [told]);
  return [
    ...still.map((part) =>
      part === PLACES.night ? living.night : part === PLACES.afterNight ? living.afterNight : part,
    ),
    ...record,
    isChanged ? bar : isRefused ? h(RefusedChangeBar, { dismiss }) : null,
  ];
}

/** A value as it was, until so long after the page was drawn with another one. */
function useLater<T>(value: T, ms: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const soon = setTimeout(() => setLater(value), ms);
    return () => clearTimeout(soon);
  }, [value]);
  return later;
}

/** Where the parts of the page stand that live by themselves. */
const PLACES = { night: h('div', null), afterNight: h('div', null) };
