/** The first numbers of a night, one sentence each: what a change board asks before it looks at anything else. */
import { apart, clock, count, counted, displayDuration, elapsed } from '../../core/format.js';
import type { RoutesDown } from '../../domain/glance-result.js';
import type { RecoveryResult } from '../../domain/recovery-results.js';
import type { RunResult, UsersResult } from '../../domain/result.js';
import type { Page, Section } from '../text/page.js';
import { type Ink, pad, plain } from '../text/typesetting.js';

/** Columns of the subject of a sentence. */
const SUBJECT_CELLS = 12;

/** A sentence under its subject; an empty one = more of the subject before. */
interface Sentence {
  readonly subject: string;
  readonly text: string;
  readonly ink?: Ink;
}

/** Users, outages, what was lost, routes, warnings, and what was not rehearsed. */
export const glanceSection: Section = (result, page) => {
  const lines = glanceSentences(result, page, 'the weightiest first below').flatMap(({ subject, text, ink }) =>
    page.hang(`  ${pad(subject, SUBJECT_CELLS)}`, text, ink ?? plain),
  );
  return [page.strong('At a glance'), ...lines];
};

/** The same, sentence by sentence; `where` says where on the page the warnings are. */
export function glanceSentences(result: RunResult, page: Page, where: string): Sentence[] {
  const { warnings, notRehearsed } = result.glance;
  return [
    ...users(result, page),
    ...result.recovery.flatMap((entry) => outage(entry, page)),
    changes(result, page),
    ...routes(result.glance.routesDownMs, page),
    ...(warnings === 0 ? [] : [{ subject: 'Warnings', text: `${count(warnings)}, ${where}.` }]),
    ...(notRehearsed.length === 0
      ? []
      : [{ subject: 'Not done', text: `Not rehearsed: ${notRehearsed.join('; ')}.`, ink: page.bad }]),
  ];
}

/** How many were without regular service, how long, and at the end; then pool by pool. */
function users({ users: pools, glance }: RunResult, page: Page): Sentence[] {
  const { most, userMinutes, atEnd } = glance.usersWithoutRegularService;
  if (most === 0) return [{ subject: 'Users', text: 'All have regular service throughout.', ink: page.good }];
  const end = atEnd === 0 ? 'none at the end' : `${count(atEnd)} at the end`;
  const all = `At most ${count(most)} at a time without regular service, ${count(userMinutes)} user-minutes; ${end}.`;
  const hit = pools.flatMap((pool) => ofPool(pool, page));
  return [{ subject: 'Users', text: all, ink: atEnd > 0 ? page.bad : plain }, ...hit];
}

function ofPool({ pool, count: number, intervals }: UsersResult, page: Page): Sentence[] {
  const without = intervals.filter(({ regular }) => regular < number);
  if (without.length === 0) return [];
  const most = Math.max(...without.map(({ regular }) => number - regular));
  const seconds = without.reduce(
    (sum, { fromMs, toMs }) => sum + Math.round(toMs / 1000) - Math.round(fromMs / 1000),
    0,
  );
  const lacking = (intervals.at(-1)?.regular ?? number) < number;
  const who = most === number ? counted(most, 'user') : `up to ${count(most)} of ${counted(number, 'user')}`;
  const text = `${pool}: ${who} for ${displayDuration(seconds * 1000)} in all${lacking ? ', and still at the end' : ''}.`;
  return [{ subject: '', text, ink: lacking ? page.bad : plain }];
}

/** An outage as decision, procedure and RTO, with its target; then what was left behind. */
function outage(entry: RecoveryResult, page: Page): Sentence[] {
  const { pool, mode, rtoMs, rpoMs, target } = entry;
  if (entry.servedAtMs === null || rtoMs === null) {
    const since = clock(entry.failoverStartedAtMs);
    const text = `${pool}: the ${mode} failover of ${since} never led to regular service on the partner.`;
    return [{ subject: 'Outage', text, ink: page.bad }];
  }
  const { outageAtMs, firstCommandAtMs, failoverStartedAtMs, servedAtMs } = entry;
  const rto = elapsed(failoverStartedAtMs, servedAtMs);
  const parts =
    mode === 'planned'
      ? `${rto} from the command to regular service on the partner (RTO), as planned.`
      : `${elapsed(outageAtMs, servedAtMs)} to regular service on the partner: ${elapsed(outageAtMs, firstCommandAtMs)} to the first command (decision), ${elapsed(firstCommandAtMs, failoverStartedAtMs)} to the failover (procedure), ${rto} in it (RTO).`;
  const over = target.applies && target.rtoMs !== null && rtoMs > target.rtoMs;
  const rpoOver = target.applies && target.rpoMs !== null && rpoMs !== null && rpoMs > target.rpoMs;
  return [
    {
      subject: 'Outage',
      text: `${pool}: ${parts} ${held('RTO', rtoMs, target.rtoMs, entry)}`,
      ink: over ? page.bad : plain,
    },
    {
      subject: 'RPO',
      text: `${pool}: ${leftBehind(rpoMs)} ${held('RPO', rpoMs, target.rpoMs, entry)}`,
      ink: rpoOver ? page.bad : plain,
    },
  ];
}

const leftBehind = (rpoMs: number | null): string =>
  rpoMs === null || rpoMs === 0 ? 'no change was left behind.' : `${displayDuration(rpoMs)} of changes left behind.`;

const WHOSE = { drill: 'of the drill', policy: 'of the policy', documented: 'documented' } as const;

/** Whether a number keeps its target, and whose that is; why a documented one does not count. */
function held(
  what: 'RTO' | 'RPO',
  actualMs: number | null,
  targetMs: number | null,
  { target }: RecoveryResult,
): string {
  if (!target.applies) return what === 'RTO' ? `No documented target counts: ${target.why}.` : '';
  if (targetMs === null || actualMs === null) return '';
  const kept = actualMs <= targetMs ? 'kept' : `missed by ${apart(actualMs, targetMs)}`;
  const whose = WHOSE[what === 'RTO' ? target.from : target.rpoFrom];
  return `${what} target ${displayDuration(targetMs)}, ${whose}: ${kept}.`;
}

function changes({ loss: { acknowledged }, glance }: RunResult, page: Page): Sentence {
  const { changesLost: lost, changesStranded: stranded } = glance;
  const subject = 'Changes';
  if (lost + stranded === 0)
    return { subject, text: 'Nothing that was acknowledged is lost or stranded.', ink: page.good };
  const still = stranded === 0 ? 'none stranded' : `${count(stranded)} stranded (out of service on a disk that exists)`;
  const gone = lost === 0 ? 'None lost' : `${count(lost)} lost for good`;
  const text = `${gone}, ${still}, of ${count(acknowledged)} acknowledged.`;
  return { subject, text, ink: lost > 0 ? page.bad : page.warn };
}

const ROUTES: Readonly<Record<keyof RoutesDown, string>> = {
  federation: 'federation',
  xmpp: 'XMPP',
  remoteAccess: 'remote access',
  remoteMedia: 'remote media',
};

/** The longest single time that each route was down. */
function routes(down: RoutesDown, page: Page): Sentence[] {
  const used = (Object.keys(ROUTES) as (keyof RoutesDown)[]).filter((route) => down[route] !== null);
  if (used.length === 0) return [];
  const hit = used.filter((route) => down[route] !== 0);
  if (hit.length === 0) return [{ subject: 'Routes', text: 'No way in or out was down.', ink: page.good }];
  const text = hit.map((route) => `${ROUTES[route]} ${displayDuration(down[route] ?? 0)}`).join(', ');
  return [{ subject: 'Routes', text: `Down at a time, at most: ${text}.`, ink: page.warn }];
}
