/** The story of a run in a few sentences, by rule: what broke, when users were back, what is lost, who is without service. */
import { clock, count, counted, elapsed } from '../../core/format.js';
import { type FaultResult, isBreaking } from '../../domain/drill-input.js';
import type { RecoveryResult } from '../../domain/recovery-results.js';
import type { RunResult, UsersResult } from '../../domain/result.js';
import { faultInWords } from './fault-words.js';
import { type NamedResult, shortNames } from './shown.js';

/** Sentences; every second part of one is strong. */
export function leadOf(result: RunResult): readonly (readonly string[])[] {
  return [
    ...whatBroke(result),
    ...whenUsersWereBack(result),
    ...whatIsLost(result),
    ...notRehearsed(result),
    ...whoIsWithout(result),
  ];
}

const shortClock = (atMs: number): string => clock(atMs).replace(/:00$/, '');

/** What the story of a summary is made of. */
type Told = Pick<RunResult, 'faults' | 'recovery' | 'loss' | 'findings' | 'glance' | 'users'> & NamedResult;

/** The same sentences of a run of which only a summary is kept, and not whose users are without service. */
export function leadOfSummary(summary: Omit<Told, 'users' | 'input'>): readonly (readonly string[])[] {
  const told: Told = { ...summary, users: [], input: { deployment: { pools: [], edgePools: [] } } };
  const { atEnd } = told.glance.usersWithoutRegularService;
  const end =
    atEnd === 0
      ? ['At the end all users have regular service.']
      : ['At the end ', `${counted(atEnd, 'user')} ${atEnd === 1 ? 'has' : 'have'} no regular service`, '.'];
  return [...whatBroke(told), ...whenUsersWereBack(told), ...whatIsLost(told), ...notRehearsed(told), end];
}

function whatBroke({ faults, recovery }: Told): string[][] {
  const breaking = faults.filter(isBreaking);
  const first = breaking[0];
  if (first === undefined) {
    if (recovery.length === 0) return [];
    return [
      [recovery.every(({ mode }) => mode === 'planned') ? 'Nothing breaks: a planned drill.' : 'Nothing breaks.'],
    ];
  }
  const more =
    breaking.length === 1
      ? '.'
      : `; ${counted(breaking.length - 1, 'more fault')} ${breaking.length === 2 ? 'follows' : 'follow'}.`;
  return [[`${sentenceStart(lostInWords(first))} at `, shortClock(first.atMs), more]];
}

function lostInWords(fault: FaultResult): string {
  const words = faultInWords(fault).replace(/^(?:crash|cut) /, '');
  return fault.verb === 'cut'
    ? `${words} is cut`
    : `${words.replace(/, disks destroyed$/, '')} is lost${fault.destroy ? ' with its disks' : ''}`;
}

const sentenceStart = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The worst recovery in a sentence, and how many more there are. */
function whenUsersWereBack(result: Told): string[][] {
  const { recovery } = result;
  if (recovery.length === 0) return [];
  const worst = recovery.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
  const more = recovery.length - 1;
  const others = more === 0 ? [] : [[`${counted(more, 'more failover')} ${more === 1 ? 'is' : 'are'} told below.`]];
  return [backInWords(worst, result), ...others];
}

const lengthOf = ({ servedAtMs, outageAtMs }: RecoveryResult): number =>
  servedAtMs === null ? Number.POSITIVE_INFINITY : servedAtMs - outageAtMs;

function backInWords(entry: RecoveryResult, result: Told): string[] {
  const { pool, mode, outageAtMs, failoverStartedAtMs, servedAtMs } = entry;
  const users = result.users.find((each) => each.pool === pool);
  const name = shortNames(result)(pool);
  const who = users === undefined ? `The users of ${name}` : `The ${counted(users.count, 'user')} of ${name}`;
  if (servedAtMs === null) {
    return [
      `The failover of ${name} at ${shortClock(failoverStartedAtMs)} `,
      'never leads to regular service on the partner',
      '.',
    ];
  }
  const inIt = elapsed(failoverStartedAtMs, servedAtMs);
  if (mode === 'planned') {
    return [
      `${who} are on the partner at `,
      shortClock(servedAtMs),
      `, ${inIt} after the command of the planned failover.`,
    ];
  }
  const whole = elapsed(outageAtMs, servedAtMs);
  const before = elapsed(outageAtMs, failoverStartedAtMs);
  return [
    `${who} have regular service again at `,
    shortClock(servedAtMs),
    `, ${whole} later: ${before} until the failover command, ${inIt} in it.`,
  ];
}

function whatIsLost(result: Told): string[][] {
  const whole = saysWholeStore(result)
    ? [['', 'Not counted in it is a whole store from before the drill', ', which is told below (M281).']]
    : [];
  return [...changesInWords(result), ...whole];
}

/** What users saved before the drill was lost or left behind, which no count of changes has (M281). */
export const saysWholeStore = ({ findings }: Pick<RunResult, 'findings'>): boolean =>
  findings.some(({ rule, severity }) => rule === 'M281' && severity === 'error');

function changesInWords({ loss: { acknowledged, lost, stranded } }: Told): string[][] {
  if (lost + stranded === 0) return [['None of the ', count(acknowledged), ' acknowledged changes is lost.']];
  const still =
    stranded === 0 ? '' : `${lost === 0 ? '' : ', '}${counted(stranded, 'change')} stranded on a disk that exists`;
  if (lost === 0) return [['', sentenceStart(still), `, of ${count(acknowledged)} acknowledged.`]];
  return [
    [
      '',
      count(lost),
      ` of ${count(acknowledged)} acknowledged changes ${lost === 1 ? 'is' : 'are'} lost for good${still}.`,
    ],
  ];
}

function notRehearsed({ glance }: Told): string[][] {
  const n = glance.notRehearsed.length;
  return n === 0
    ? []
    : [['', `${counted(n, 'command')} of the runbook ${n === 1 ? 'was' : 'were'} not rehearsed`, '.']];
}

function whoIsWithout(result: RunResult): string[][] {
  const short = shortNames(result);
  const without = result.users.filter((users) => withoutAtEnd(users) > 0);
  if (without.length === 0) return [['At the end all users have regular service.']];
  const whose = without.map((users) => `${count(withoutAtEnd(users))} users of ${short(users.pool)}`).join(', ');
  return [['At the end ', whose, ' have no regular service.']];
}

/** Users of a pool without regular service at the end. */
export const withoutAtEnd = ({ count: all, intervals }: UsersResult): number =>
  all - (intervals.at(-1)?.regular ?? all);
