/** The night as lanes: what users had, and what each component was, as bands over one time axis. No drawing here. */
import { clock, count, elapsed } from '../../core/format.js';
import type { ComponentInterval, ComponentResult } from '../../domain/component-result.js';
import type { RouteResult, RunResult, StepResult, UserState, UsersResult } from '../../domain/result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { type PoolPair, pairsOpenedFirst, poolsAsDrawn, worstServiceOf } from './folded-pairs.js';
import { intervalAt, isPause, onceEach, shortCommand, shortNames } from './shown.js';

/** How loud a band is: users and the administrator in full colour, components pale. */
export type Look = UserState | 'calm' | 'other' | 'soft' | 'down' | 'work' | 'idle' | 'objection';

/** A stretch of time in which one thing is one way. */
export interface Band {
  readonly fromMs: number;
  readonly toMs: number;
  readonly look: Look;
  readonly text: string;
}

export interface NightLane {
  readonly name: string;
  readonly bands: readonly Band[];
  /** users and the administrator stand out */
  readonly isLoud: boolean;
}

/** Lanes under one heading; null = they stand alone. */
export interface LaneGroup {
  readonly title: string | null;
  readonly lanes: readonly NightLane[];
}

/** The lanes of a night. */
interface Night {
  readonly groups: readonly LaneGroup[];
}

/** Everything that stands over the time axis, from the top, with the pairs opened that are so at first. */
export const nightOf = onceEach((result: RunResult): Night => nightOpened(result, pairsOpenedFirst(result)));

/** The same with the pairs of these names opened. */
export function nightOpened(result: RunResult, openedPairs: ReadonlySet<string>): Night {
  const short = shortNames(result);
  const { opened, folded } = poolsAsDrawn(result, openedPairs);
  return {
    groups: [
      { title: null, lanes: [administrator(result.steps)] },
      ...result.users.filter(({ pool }) => opened.includes(pool)).map((users) => poolGroup(users, result, short)),
      ...(folded.length === 0
        ? []
        : [
            {
              title: 'Other pairs: what the worst served of their users had',
              lanes: folded.map((each) => worstLane(each, result)),
            },
          ]),
      { title: 'Shared', lanes: sharedLanes(result, short) },
    ],
  };
}

/** What users of some pools had at worst, as one lane. */
export function worstLane({ name, pools }: PoolPair, { users, endedAtMs }: RunResult): NightLane {
  const own = users.filter(({ pool }) => pools.includes(pool));
  const bands = worstServiceOf(own, endedAtMs).map(({ fromMs, toMs, state, affected }): Band => {
    const who = state === 'regularHome' ? '' : `${count(affected)} `;
    return { fromMs, toMs, look: state, text: who + USERS_WORDS[state] };
  });
  return { name, bands, isLoud: false };
}

function administrator(steps: readonly StepResult[]): NightLane {
  const bands = steps
    .filter(({ startedAtMs, endedAtMs }) => endedAtMs > startedAtMs)
    .map(({ index, command, startedAtMs, endedAtMs, asExpected }): Band => {
      const isWait = isPause(command);
      const look = asExpected ? (isWait ? 'idle' : 'work') : 'objection';
      return { fromMs: startedAtMs, toMs: endedAtMs, look, text: `${index + 1}. ${shortCommand(command)}` };
    });
  return { name: 'Administrator', bands, isLoud: true };
}

function poolGroup(users: UsersResult, result: RunResult, short: (name: string) => string): LaneGroup {
  const { pool, count: number } = users;
  const { pools } = result.input.deployment;
  const here = pools.find(({ fqdn }) => fqdn === pool);
  const partner = here?.backupPool ?? null;
  const of = (kind: ComponentResult['kind']): ComponentResult[] =>
    result.components.filter((lane) => lane.kind === kind && lane.subject === pool);
  const media = result.routes.find(({ route, pool: whose }) => route === 'remoteMedia' && whose === pool);
  const failover = of('failover')[0];
  const user = of('database').find(({ part }) => part === 'User');
  const exports = of('backupService');
  return {
    title: [short(pool), here?.site, `${count(number)} users`].filter(Boolean).join(' · '),
    lanes: [
      { name: 'Users', bands: users.intervals.map((interval) => userBand(interval, number)), isLoud: true },
      ...of('frontEnd').map((lane) => quiet('Front End', lane.intervals.map(frontEndBand))),
      ...(failover?.intervals.some(({ state }) => state !== 'normal')
        ? [quiet('Failover', failover.intervals.flatMap(failoverBand))]
        : []),
      ...(user === undefined ? [] : [quiet('SQL principal', databaseBands(user.intervals, short))]),
      ...(exports.length === 0 || partner === null ? [] : [quiet(`Backup → ${short(partner)}`, backupBands(exports))]),
      ...(media === undefined ? [] : [quiet('Remote media', routeBands(media, short))]),
    ],
  };
}

const quiet = (name: string, bands: readonly Band[]): NightLane => ({ name, bands: joined(bands), isLoud: false });

/** Equal neighbours are one band. */
function joined(bands: readonly Band[]): Band[] {
  const found: Band[] = [];
  for (const band of bands) {
    const last = found.at(-1);
    if (last !== undefined && last.toMs === band.fromMs && last.look === band.look && last.text === band.text)
      found[found.length - 1] = { ...last, toMs: band.toMs };
    else found.push(band);
  }
  return found;
}

function userBand({ fromMs, toMs, state, affected, parts }: UsersResult['intervals'][number], all: number): Band {
  const others = Object.entries(parts ?? {}) as [UserState, number][];
  const text =
    affected === all
      ? USERS_WORDS[state]
      : (others.length > 1 ? others : [[state, affected] as const])
          .map(([each, n]) => `${count(n)} ${USERS_WORDS[each]}`)
          .join(', ');
  return { fromMs, toMs, look: state, text };
}

const FRONT_END: Readonly<Record<string, readonly [Look, string]>> = {
  running: ['calm', 'running'],
  starting: ['soft', 'starting'],
  booting: ['soft', 'starting'],
  stopped: ['down', 'stopped'],
  down: ['down', 'down'],
};

function frontEndBand({ fromMs, toMs, state }: ComponentInterval): Band {
  const [look, text] = FRONT_END[state] ?? ['soft', state];
  return { fromMs, toMs, look, text };
}

const FAILOVER: Readonly<Record<string, string>> = {
  'planned.preparing': 'preparing',
  'planned.syncing': 'final sync',
  'planned.taking': 'taking over',
  stuck: 'stuck',
  'disaster.stopping': 'stopping services',
  'disaster.taking': 'taking over',
  failedOver: 'failed over',
  'failback.starting': 'failback: starting',
  'failback.queueing': 'failback: emptying the queue',
  'failback.copying': 'failback: copying',
  'failback.moving': 'failback: users move home',
};

function failoverBand({ fromMs, toMs, state }: ComponentInterval): Band[] {
  if (state === 'normal') return [];
  const look = state === 'failedOver' ? 'other' : state === 'stuck' ? 'down' : 'work';
  return [{ fromMs, toMs, look, text: FAILOVER[state] ?? state }];
}

function databaseBands(intervals: readonly ComponentInterval[], short: (name: string) => string): Band[] {
  const home = intervals[0]?.on ?? null;
  return intervals.map(({ fromMs, toMs, state, on }): Band => {
    if (on === null) return { fromMs, toMs, look: 'down', text: 'not served' };
    const inStep = state === 'SYNCHRONIZED' || state === 'single';
    const words =
      state === 'SYNCHRONIZED' ? `${short(on)} · mirrored` : state === 'single' ? short(on) : `${short(on)} · ${state}`;
    return { fromMs, toMs, look: inStep ? (on === home ? 'calm' : 'other') : 'soft', text: words };
  });
}

/** Export states from the worst on. */
const EXPORTS = ['ErrorState', 'NonSteadyState', 'SteadyState', 'FinalState', 'NotInitialized'];

/** The worst export state of all modules of a direction. */
function backupBands(modules: readonly ComponentResult[]): Band[] {
  const starts = [...new Set(modules.flatMap(({ intervals }) => intervals.map(({ fromMs }) => fromMs)))].sort(
    (a, b) => a - b,
  );
  const endMs = Math.max(0, ...modules.flatMap(({ intervals }) => intervals.map(({ toMs }) => toMs)));
  return starts.map((fromMs, i): Band => {
    const states = modules.map(({ intervals }) => intervalAt(intervals, fromMs)?.state ?? 'NotInitialized');
    const [worst, toMs] = [worstExport(states), starts[i + 1] ?? endMs];
    if (worst === 'ErrorState') return { fromMs, toMs, look: 'down', text: 'Error' };
    if (worst === 'NonSteadyState') return { fromMs, toMs, look: 'soft', text: 'NonSteady' };
    return { fromMs, toMs, look: 'calm', text: worst === 'NotInitialized' ? 'not initialized' : 'Steady or Final' };
  });
}

/** The worst of the export states of the modules of a direction. */
export const worstExport = (states: readonly string[]): string =>
  EXPORTS.find((state) => states.includes(state)) ?? 'NotInitialized';

const ROUTE_NAMES_SHOWN = {
  federation: 'Federation',
  xmpp: 'XMPP',
  remoteAccess: 'Remote access',
  remoteMedia: 'Remote media',
};

function routeBands({ intervals }: RouteResult, short: (name: string) => string): Band[] {
  const first = intervals.find(({ up }) => up)?.via ?? null;
  return intervals.map(({ fromMs, toMs, up, via }): Band => {
    if (!up) return { fromMs, toMs, look: 'down', text: 'down' };
    const text = via === null ? 'works' : `via ${short(via)}`;
    return { fromMs, toMs, look: via === first ? 'calm' : 'other', text };
  });
}

function sharedLanes({ components, routes }: RunResult, short: (name: string) => string): NightLane[] {
  const store = components.find(({ kind }) => kind === 'centralManagement');
  const home = store?.intervals[0]?.on ?? null;
  const links = components.filter(
    ({ kind, intervals }) => kind === 'link' && intervals.some(({ state }) => state !== 'up'),
  );
  return [
    ...(store === undefined
      ? []
      : [
          quiet(
            'CMS master',
            store.intervals.map(({ fromMs, toMs, state, on }): Band => {
              const where = on === null ? 'none' : short(on);
              if (state !== 'active') return { fromMs, toMs, look: 'down', text: `${where} · not available` };
              return { fromMs, toMs, look: on === home ? 'calm' : 'other', text: where };
            }),
          ),
        ]),
    ...routes
      .filter(({ pool }) => pool === null)
      .map((route) => quiet(ROUTE_NAMES_SHOWN[route.route], routeBands(route, short))),
    ...links.map(({ subject, part, intervals }) =>
      quiet(
        `WAN ${subject} – ${part}`,
        intervals.map(({ fromMs, toMs, state }): Band => {
          if (state === 'up') return { fromMs, toMs, look: 'calm', text: 'up' };
          return { fromMs, toMs, look: 'down', text: state === 'cut' ? 'cut' : 'cut one way' };
        }),
      ),
    ),
  ];
}

/** A lane in words, for who cannot see it. */
export const laneInWords = (lane: NightLane): string => `${lane.name}: ${bandsInWords(lane)}`;

/** The same without its name. */
export const bandsInWords = ({ bands }: NightLane): string =>
  bands.map(({ fromMs, toMs, text }) => `${text} from ${clock(fromMs)} for ${elapsed(fromMs, toMs)}`).join('; ');
