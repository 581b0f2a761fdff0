/** The deployment at the few moments that tell a run: of each failover its outage, its command and regular service, and the end. */
import { clock, counted } from '../../core/format.js';
import type { RunResult } from '../../domain/result.js';
import { deploymentAt, poolsDrawn } from './deployment-picture.js';
import { el, type Html, panel } from './element.js';
import { shortNames } from './shown.js';

interface Moment {
  readonly name: string;
  readonly atMs: number;
}

/** The panel; null = nothing happened that has moments. */
export function storyboard(result: RunResult): Html | null {
  const moments = momentsOf(result);
  if (moments.length < 2) return null;
  const shown = poolsDrawn(result);
  const [pools, failovers] = [result.users.length - shown.length, result.recovery.length - FAILOVERS_DRAWN];
  const left = [
    ...(pools > 0 ? [`${counted(pools, 'pool')} more not drawn`] : []),
    ...(failovers > 0 ? [`${counted(failovers, 'later failover')} only in the night below`] : []),
  ];
  const more = left.length === 0 ? null : left.join('; ');
  return panel(
    'moments',
    `The deployment at ${moments.length} moments`,
    more,
    el('div', { class: 'moments' }, ...moments.map((moment) => picture(moment, result))),
  );
}

/** Failovers whose moments are drawn; the night has all of them. */
const FAILOVERS_DRAWN = 3;

/** Of each failover the outage, the command and regular service, and the end; without one the first and the last fault. */
function momentsOf(result: RunResult): Moment[] {
  const { recovery, faults, endedAtMs } = result;
  const drawn = recovery.toSorted((a, b) => a.outageAtMs - b.outageAtMs).slice(0, FAILOVERS_DRAWN);
  const found: Moment[] =
    drawn.length > 0
      ? drawn.flatMap((entry) => momentsOfFailover(entry, drawn.length > 1 ? shortNames(result)(entry.pool) : null))
      : faults.length > 0
        ? [
            { name: 'The first fault', atMs: faults[0].atMs },
            ...(faults.length > 1 ? [{ name: 'The last fault or repair', atMs: faults[faults.length - 1].atMs }] : []),
          ]
        : [{ name: 'The start', atMs: 0 }];
  const all = [...found, { name: 'The end', atMs: endedAtMs }].toSorted((a, b) => a.atMs - b.atMs);
  return all.filter(({ atMs }, i) => all.findIndex((other) => other.atMs === atMs) === i);
}

/** `pool` = null: the only one. */
function momentsOfFailover(
  { mode, outageAtMs, failoverStartedAtMs, servedAtMs }: RunResult['recovery'][number],
  pool: string | null,
): Moment[] {
  const of = pool === null ? '' : ` of ${pool}`;
  return [
    mode === 'planned' ? { name: 'The start', atMs: 0 } : { name: 'The outage', atMs: outageAtMs },
    { name: `The failover command${of}`, atMs: failoverStartedAtMs },
    ...(servedAtMs === null ? [] : [{ name: `Regular service${of} again`, atMs: servedAtMs }]),
  ];
}

const picture = ({ name, atMs }: Moment, result: RunResult): Html =>
  el(
    'div',
    { class: 'moment' },
    el('h3', null, name, ' ', el('span', { class: 'dim' }, clock(atMs))),
    deploymentAt(result, atMs),
  );
