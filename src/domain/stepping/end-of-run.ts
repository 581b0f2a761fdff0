import { counted } from '../../core/format.js';
import { atRisk, exportState, exportStateOfBacklog, points } from '../components/backup-service/backlog.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { movingWith } from '../components/pool-failover/behaviour.js';
import {
  isServedRegular,
  isServedRegularAtHome,
  STATE_IN_WORDS,
  usersOf,
} from '../components/users/behaviour.js';
import { classes } from '../invariants/no-loss.js';
import type { ExportState } from '../result.js';
import { MODULES } from '../state/layout.js';
import type { World } from '../state/world.js';
import { allRepaired, noFaultOpen } from './faults.js';

/** The end of a run: what was left undone, and I10 where it can be judged. */
export function close(w: World): void {
  for (const p of w.layout.pools) {
    // The last of the straight lines ends here.
    points(w, p.index);
    leftFailedOver(w, p.index);
    leftWithoutService(w, p.index);
  }
  w.finding(
    'note',
    'D36',
    'the traffic of the Backup Service is neither encrypted nor authenticated end to end: protect the link between the sites',
  );
  if (!toldUnrecovered(w)) leftBroken(w);
}

function leftFailedOver(w: World, p: number): void {
  if (!w.is('failover', p, 'failedOver')) return;
  let stranded = 0;
  w.state.logs.forEach((log, i) => {
    if (log.owner === p) stranded += classes(w, i).stranded;
  });
  const more =
    stranded > 0
      ? ` ${counted(stranded, 'change')} ${stranded === 1 ? 'is' : 'are'} stranded on its side: fetch ${stranded === 1 ? 'it' : 'them'} by hand before the failback, which overwrites user data (D52).`
      : '';
  w.finding(
    'note',
    'D5',
    `${w.name(p)} is still failed over to ${w.name(w.partner(p))} at the end of the drill.${more}`,
  );
}

/** A drill that ends in an outage has not shown the way out of it, though every step may have gone well. */
function leftWithoutService(w: World, p: number): void {
  const { state, affected } = usersOf(w, p);
  if (affected === 0 || isServedRegular(w, p)) return;
  const part = affected < w.pool(p).pool.users;
  const rule = part ? 'D11' : state === 'resiliencyHome' ? 'D27' : 'D70';
  w.finding(
    'warning',
    rule,
    `${counted(affected, 'user')} of ${w.name(p)} ${affected === 1 ? 'is' : 'are'} still ${STATE_IN_WORDS[state]} at the end of the drill.`,
  );
}

/** What does not work although nothing is crashed or cut any more: no repair is left that would bring it back. */
function leftBroken(w: World): void {
  if (!noFaultOpen(w)) return;
  const still = 'at the end of the drill, though no fault is open';
  for (const { index: p, databases } of w.layout.pools) {
    const failed = modulesOf(w, p).filter((m) => exportState(w, p, m) === 'ErrorState');
    if (failed.length > 0) {
      const way = `${w.name(p)} → ${w.name(w.partner(p))}`;
      const names = failed.map((m) => MODULES[m]).join(', ');
      w.finding('warning', 'D37', `${way}: the Backup Service is in ErrorState (${names}) ${still}.`);
    }
    for (const db of databases) {
      if (w.served(p, db)) continue;
      const what = `the ${w.databaseName(db)} database of ${w.name(p)}`;
      w.finding('warning', 'D23', `${what} is not served ${still}.`);
    }
  }
}

/**
 * I10, only where every fault is repaired, no pool is failed over and the grace has passed since. Answers whether
 * it is broken.
 */
function toldUnrecovered(w: World): boolean {
  const grace = w.settings.recoveryGraceMinutes * 60_000;
  const since = w.state.repairedAtMs;
  if (!allRepaired(w) || since < 0 || w.now - since < grace) return false;
  if (w.layout.pools.some((p) => !w.is('failover', p.index, 'normal'))) return false;
  // A sync that the last step invoked is under way: that is no state that did not return.
  const missing = notRecovered(w, exportStateOfBacklog);
  if (missing.length === 0) return false;
  w.sink.observe({
    kind: 'violation',
    invariant: 'I10',
    message: `not everything returned after the last repair: ${missing.join('; ')}`,
    rules: ['I10'],
    departure: null,
  });
  return true;
}

/** What is not as it was before anything broke (I10), by these export states; empty = all has returned. */
export function notRecovered(w: World, stateOf = exportState): string[] {
  const missing: string[] = [];
  for (const p of w.layout.pools) {
    const i = p.index;
    if (!isServedRegularAtHome(w, i)) missing.push(`users of ${w.name(i)} are not regular at home`);
    if (movingWith(w, i).some((m) => w.log(i, m)?.side === 1)) {
      missing.push(`the truth of the data of ${w.name(i)} is still with ${w.name(w.partner(i))}`);
    }
    missing.push(...notSteady(w, i, stateOf));
    for (const db of p.databases) {
      if (p.sql[1] >= 0 ? !w.inStep(i, db) : !w.served(i, db)) {
        missing.push(`the ${w.databaseName(db)} database of ${w.name(i)} is not SYNCHRONIZED`);
      }
    }
  }
  if (w.layout.cmsHome >= 0 && !w.cmsFunctional())
    missing.push('there is no active Central Management master');
  return missing;
}

/** Export states of a pool that are neither steady nor final, each with its modules. */
function notSteady(w: World, p: number, stateOf: typeof exportState): string[] {
  const modules = new Map<ExportState, string[]>();
  for (const m of modulesOf(w, p)) {
    const state = stateOf(w, p, m);
    if (state === 'SteadyState' || state === 'FinalState') continue;
    const risk = `${MODULES[m]}: ${counted(atRisk(w, p, m), 'change')} at risk`;
    modules.set(state, [...(modules.get(state) ?? []), risk]);
  }
  return [...modules].map(([state, all]) => `${w.name(p)} exports in ${state} (${all.join(', ')})`);
}
