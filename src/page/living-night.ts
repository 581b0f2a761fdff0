/** The night with a cursor: lanes with a line over them, what was so at that moment, and keys to go from event to event. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { clock } from '../core/format.js';
import type { RunResult } from '../domain/result.js';
import { deploymentAt, rounded } from '../report/html/deployment-picture.js';
import { type Html, type HtmlChild, panel } from '../report/html/element.js';
import { pairsOf, pairsOpenedFirst } from '../report/html/folded-pairs.js';
import { changesAtRisk, changesOf } from '../report/html/moment.js';
import { momentPanel } from '../report/html/moment-panel.js';
import type { Geometry } from '../report/html/night-charts.js';
import { nightOpened } from '../report/html/night-model.js';
import {
  NARROW,
  nightFolded,
  nightLegend,
  nightPicture,
  SCROLLED,
  type Stretch,
  wholeNight,
} from '../report/html/night-panel.js';
import { nightTables } from '../report/html/night-tables.js';
import { lastUntil } from '../report/html/shown.js';
import { cursorControls } from './cursor-controls.js';
import { type CursorStore, cursorStore, useCursor } from './cursor-store.js';
import type { FaultMoves } from './fault-grips.js';
import { KeysHelp } from './keys-help.js';
import { useNarrowScreen } from './narrow-screen.js';
import { isForThePlay, keyTarget, waysOf } from './night-keys.js';
import { NightMap } from './night-map.js';
import { useNightPlay } from './night-play.js';
import { NightPlot } from './night-plot.js';
import { followed, partsNamed, zoomed } from './night-zoom.js';
import { placeIn, REST_MS, writePlace } from './page-address.js';
import { isForThePage } from './page-keys.js';
import { PairsOpened } from './pairs-opened.js';
import { PicturedLater } from './pictured-later.js';

/** The picture beside which there is room for the moment. */
const BESIDE: Geometry = { width: 840, names: 130, labels: 8 };

/** Where the cursor begins: at the first outage, else at the first fault, else at the start. */
const firstMoment = ({ recovery, faults }: RunResult): number =>
  Math.min(...[...recovery.map(({ outageAtMs }) => outageAtMs), ...faults.map(({ atMs }) => atMs), Number.MAX_VALUE]);

/** A moment, and the part of the night in which it is looked at; null = what is drawn stays. */
export interface Sent {
  readonly atMs: number;
  readonly stretch: Stretch | null;
}

/** What an arrow of the deployment says, at the cursor: it changes while all else in the picture stays. */
function RiskNow({ result, pool, cursor }: { result: RunResult; pool: string; cursor: CursorStore }): HtmlChild {
  return rounded(changesAtRisk(result, pool, useCursor(cursor)));
}

interface LivingNightProps {
  readonly result: RunResult;
  /** hears where the cursor is */
  readonly moved: (atMs: number) => void;
  /** where somebody else has sent the cursor; another object each time */
  readonly sent?: Sent | null;
  /** what brings its faults to other times; where nothing does, they are marks */
  readonly moves?: FaultMoves | null;
}

/** The panel of the night. */
export function LivingNight({ result, moved, sent = null, moves = null }: LivingNightProps): Html {
  const { endedAtMs } = result;
  const isNarrow = useNarrowScreen();
  const geometry = isNarrow ? NARROW : BESIDE;
  const [wished, setWished] = useState(() => {
    const first = placeIn(location.hash).atMs ?? firstMoment(result);
    return first === Number.MAX_VALUE ? 0 : first;
  });
  const atMs = Math.min(wished, endedAtMs);
  // Keys may come faster than the page is drawn.
  const latest = useRef(atMs);
  latest.current = atMs;
  const move = (ms: number): void => {
    latest.current = ms;
    setWished(ms);
    setMoved(true);
    // What else looks at the cursor is drawn in the same turn.
    moved(Math.min(ms, endedAtMs));
  };
  const cursor = useMemo(cursorStore, []);
  useEffect(() => {
    cursor.set(atMs);
    moved(atMs);
  }, [atMs]);
  useEffect(() => {
    if (sent === null) return;
    if (sent.stretch !== null) setPart(sent.stretch);
    move(sent.atMs);
  }, [sent]);
  const ways = useMemo(() => waysOf(result), [result]);
  const [part, setPart] = useState<Stretch | null>(() => placeIn(location.hash).stretch);
  const [isMoved, setMoved] = useState(false);
  const [isOnPaper, setOnPaper] = useState(false);
  const whole = useMemo(() => wholeNight(result), [result]);
  // One object as long as it is the same part: the picture is drawn anew only for another.
  const { fromMs, toMs } = part === null ? whole : followed(part, atMs, endedAtMs);
  const stretch = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const shownPart = part === null ? null : stretch;
  useEffect(() => {
    // An address says only what somebody has chosen.
    const told = setTimeout(() => {
      writePlace({ ...(isMoved && { atMs }), stretch: shownPart });
    }, REST_MS);
    return () => clearTimeout(told);
  }, [atMs, isMoved, shownPart]);
  const named = useMemo(() => partsNamed(result), [result]);
  const [chosenPairs, setOpened] = useState<ReadonlySet<string> | null>(null);
  const opened = chosenPairs ?? pairsOpenedFirst(result);
  const zoom = (factor: number): void => setPart(zoomed(stretch, latest.current, factor, endedAtMs));
  const show = (next: Stretch): void => {
    setPart(next);
    if (latest.current < next.fromMs || latest.current > next.toMs) move(next.fromMs);
  };
  const { isPlaying, toggle } = useNightPlay(stretch, () => latest.current, move);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const to = keyTarget(event, ways, latest.current, endedAtMs);
      const act = to === null ? zoomOf(event) : null;
      if (to === null && act === null) return;
      event.preventDefault();
      if (to !== null) move(to);
      act?.();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [ways, endedAtMs, stretch, isPlaying]);
  const zoomOf = (event: KeyboardEvent): (() => void) | null => {
    if (!isForThePage(event)) return null;
    if (event.key === ' ') return isForThePlay(event) ? toggle : null;
    if (event.key === '+' || event.key === '=') return () => zoom(1 / 2);
    if (event.key === '-') return () => zoom(2);
    if (event.key === '0') return () => setPart(null);
    const part = named[Number(event.key) - 1];
    return part === undefined ? null : () => show(part.stretch);
  };
  useEffect(() => {
    // Paper has the whole night, as nobody can go to the rest of it there, and then each outage and failback by itself.
    const unfold = (): void => {
      setPart(null);
      setOnPaper(true);
    };
    const fold = (): void => setOnPaper(false);
    addEventListener('beforeprint', unfold);
    addEventListener('afterprint', fold);
    return () => {
      removeEventListener('beforeprint', unfold);
      removeEventListener('afterprint', fold);
    };
  }, []);
  const legend = useMemo(() => nightLegend(result), [result]);
  const folded = useMemo(() => nightFolded(result), [result]);
  // The deployment is drawn anew only where something in it changes: most events do not.
  const changes = useMemo(() => changesOf(result), [result]);
  const sinceMs = changes[lastUntil(changes, atMs)] ?? 0;
  const deployment = useMemo(
    () => deploymentAt(result, sinceMs, (pool) => h(RiskNow, { result, pool, cursor })),
    [result, sinceMs],
  );
  const jump = (ms: number): Html => h('button', { type: 'button', class: 'jump', onClick: () => move(ms) }, clock(ms));
  return panel(
    'night',
    'The night',
    folded,
    cursorControls(result, atMs, move, ways, playButton()),
    zoomControls(),
    h(PairsOpened, { pairs: pairsOf(result), opened, choose: setOpened }),
    h(
      'div',
      { class: 'living' },
      h(
        'div',
        null,
        h(PicturedLater, {
          picture: [
            h(NightMap, { result, geometry, stretch, show }),
            h(
              'div',
              isNarrow ? null : SCROLLED,
              h(NightPlot, { result, geometry, stretch, atMs, move, zoom, opened, moves }),
            ),
            legend,
          ],
          tables: () => nightTables(result, false, nightOpened(result, opened).groups),
        }),
      ),
      momentPanel(result, atMs, deployment, jump),
    ),
    isOnPaper
      ? named.map(({ name, stretch: each }) =>
          h('div', { class: 'paper-only' }, h('h3', null, name), nightPicture(result, BESIDE, each)),
        )
      : null,
  );

  function playButton(): Html | null {
    if (toggle === null) return null;
    return h(
      'button',
      { type: 'button', 'aria-pressed': isPlaying, onClick: toggle },
      isPlaying ? '❚❚ stop' : '▶ play',
    );
  }

  function zoomControls(): Html {
    const isWhole = toMs - fromMs === endedAtMs;
    const button = (words: string, act: () => void, pressed: boolean | undefined, name?: string): Html =>
      h('button', { type: 'button', 'aria-pressed': pressed, 'aria-label': name, onClick: act }, words);
    const isShown = (other: Stretch): boolean => other.fromMs === fromMs && other.toMs === toMs;
    return h(
      'div',
      { class: 'controls zoom screen-only', role: 'group', 'aria-label': 'Part of the night' },
      button('Whole drill', () => setPart(null), isWhole),
      ...named.map(({ name, stretch: each }) => button(name, () => show(each), isShown(each))),
      button('+', () => zoom(1 / 2), undefined, 'Zoom in'),
      button('−', () => zoom(2), undefined, 'Zoom out'),
      h(KeysHelp, null),
      isWhole ? null : h('span', { class: 'dim' }, `${clock(fromMs)} to ${clock(toMs)}`),
    );
  }
}
