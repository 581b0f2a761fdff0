import type { World } from '../../state/world.js';
import { hasQuorum, quorumInWords } from './quorum.js';

/** D12, as things are now. */
export function quorum(w: World, p: number, running: number): boolean {
  const { rule } = w.pool(p);
  return running > 0 && hasQuorum(rule, w.running(p, rule.among), w.served(p, 0));
}

/** D13; and a cold start reads the users from the Back End. */
export function startable(w: World, p: number, running: number): boolean {
  return running >= w.pool(p).startsAt && backEndThere(w, p);
}

/** The User database is served, or its server runs with the empty disks that a failback fills (D50, D51). */
export function backEndThere(w: World, p: number): boolean {
  const side = w.principalSide(p, 0);
  return w.served(p, 0) || (w.up(w.pool(p).sql[side]) && w.isBlank(p, 0, side));
}

/** What keeps the services of a pool in "starting", with the rule. */
export function whyNotStarted(w: World, p: number): { readonly why: string; readonly rule: string } {
  const { servers, startsAt } = w.pool(p);
  const running = w.running(p);
  if (running < startsAt) {
    return { why: `${running} of ${servers.length} FE servers run, ${startsAt} needed`, rule: 'D13' };
  }
  if (!quorum(w, p, running)) return { why: quorumText(w, p), rule: 'D12' };
  return { why: 'the User database, from which they read the users, is not served', rule: 'D13' };
}

/** What decides the quorum of a pool now (D12). */
export function quorumText(w: World, p: number): string {
  const { servers, rule } = w.pool(p);
  return quorumInWords(rule, servers.length, w.running(p, rule.among), w.served(p, 0));
}
