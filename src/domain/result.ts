/** What `drydrill run` comes to, as every reporter takes it. */
import type { AssumptionTaken } from './assumption-taken.js';
import type { ComponentResult } from './component-result.js';
import type { DrillInput, FaultResult } from './drill-input.js';
import type { Glance, RouteName } from './glance-result.js';
import type { DatabaseOutageResult, MasterMove, RecoveryResult } from './recovery-results.js';
import type { RunbookResult } from './runbook-result.js';
import type { SeedsResult } from './seeds-result.js';
import type { CmdletObject, StepOutcome } from './step-answer.js';

/** The result of `drydrill run`, exactly as `--json` prints it. All times: whole ms of virtual time from the start. */
export interface RunResult {
  /** version of this format */
  readonly drydrill: 1;
  /** name of the drill */
  readonly drill: string;
  /** the seed whose run this is; those after it are in `seeds` */
  readonly seed: number;
  /** of all seeds, the worst */
  readonly verdict: Verdict;
  readonly readiness: Readiness;
  /** what made this record; absent = nobody says */
  readonly tool?: ToolVersion;
  /** drill, topology, overlay and scripts as they were read; absent = there were no files */
  readonly inputs?: readonly InputFile[];
  /** the command line that gives this result again; absent = nobody says */
  readonly again?: string;
  /** one sentence: why the verdict is what it is */
  readonly reason: string;
  readonly glance: Glance;
  /** when the last step had ended and the last fault had passed */
  readonly endedAtMs: number;
  /** in their order; of a script those that it played */
  readonly steps: readonly StepResult[];
  /** acknowledged changes as they are at the end */
  readonly loss: LossResult;
  /** one entry a failover command of a pool that began */
  readonly recovery: readonly RecoveryResult[];
  /** failovers of the Central Management Store that came to a master on another pool */
  readonly centralManagement: readonly MasterMove[];
  /** times in which the mirrored User database of a pool was not served (D27) */
  readonly databases: readonly DatabaseOutageResult[];
  /** what users felt, a home pool each */
  readonly users: readonly UsersResult[];
  /** user-minutes by the state that they were spent in, all pools together; absent = only numbers were wanted of the run */
  readonly userMinutes?: UsersByState;
  /** what the loss of a pool would cost at each moment, by pool and module */
  readonly replication: readonly ReplicationResult[];
  /** federation, XMPP, remote access and the media of each pool's remote users over time */
  readonly routes: readonly RouteResult[];
  /** states of components over time */
  readonly components: readonly ComponentResult[];
  /** invariants that broke, in their order */
  readonly violations: readonly ViolationResult[];
  /** what is to be mended, accepted or known */
  readonly findings: readonly Finding[];
  /** what was expected of the run, and what came */
  readonly expectations: readonly ExpectationResult[];
  /** numbers that the run read, those that moved its own numbers first */
  readonly assumptions: readonly AssumptionTaken[];
  /** all that happened, in order */
  readonly timeline: readonly TimelineEntry[];
  /** how each script of the drill was read */
  readonly runbooks: readonly RunbookResult[];
  /** null = a run by itself, without a play over seeds; of a play of one seed, `played` is 1 */
  readonly seeds: SeedsResult | null;
  /** every fault and repair as it came, those of steps and what undid one among them */
  readonly faults: readonly FaultResult[];
  /** what the run was made of; steps of a script are those that it played */
  readonly input: DrillInput;
}

/** What made a record. */
export interface ToolVersion {
  readonly name: string;
  readonly version: string;
}

/** A file that a run was made of. */
export interface InputFile {
  readonly path: string;
  readonly sha256: string;
}

/** `inconclusive`: what was asked is not answered, as where something is not modelled. */
export type Verdict = 'passed' | 'failed' | 'inconclusive';

/** One step, or one command of a script. */
export interface StepResult {
  readonly index: number;
  /** line of its file */
  readonly line: number;
  /** as it was written */
  readonly command: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly outcome: StepOutcome;
  /** the outcome is what the drill asked for (a refusal that was expected counts) */
  readonly asExpected: boolean;
  /** what of before could not be had back once it was carried out, with its rule; null = nothing, or it did nothing */
  readonly irrevocable: string | null;
  /** the rule that refused it, or by which it failed; null = none */
  readonly rule: string | null;
  /** what the shell says; null = nothing */
  readonly message: string | null;
  /** what a Get- cmdlet answered, property by property; null for other steps */
  readonly output: readonly CmdletObject[] | null;
  /** the script that the line is in, where it is another one than the drill's own; null = it is not */
  readonly file: string | null;
}

/** Changes by what became of them: what is acknowledged is served, stranded or lost (I9). */
export interface LossResult {
  readonly acknowledged: number;
  /** on no disk, or overwritten */
  readonly lost: number;
  /** on a disk, but not where it is served: a hand could still fetch it */
  readonly stranded: number;
  readonly byModule: readonly ModuleLoss[];
}

/** The same of one module of the users of one pool. */
export interface ModuleLoss {
  /** home pool of their owners */
  readonly pool: string;
  /** module of the Backup Service (D31) */
  readonly module: string;
  readonly acknowledged: number;
  readonly lost: number;
  readonly stranded: number;
  /**
   * age of the oldest change that is lost or stranded: at the outage, or at the newest of them where FE servers went on
   * acknowledging (D27); null = none is
   */
  readonly oldestLostAgeMs: number | null;
}

/** What a user feels (domain.md 6). */
export type UserState =
  | 'regularHome'
  | 'regularPartner'
  | 'resiliencyHome'
  | 'resiliencyPartner'
  | 'readOnlyHome'
  | 'signedOut';

/** The users of one home pool over the run, without a gap. */
export interface UsersResult {
  readonly pool: string;
  /** users homed there */
  readonly count: number;
  readonly intervals: readonly UserInterval[];
}

/** `state` is the worst that any part of the pool's users is in; `affected` of them are in it, `regular` have regular service. */
export interface UserInterval {
  readonly state: UserState;
  readonly fromMs: number;
  readonly toMs: number;
  readonly affected: number;
  readonly regular: number;
  /** how many of them are in each state; absent = only numbers were wanted of the run */
  readonly parts?: UsersByState;
}

/** Users by the state that each is in, the worst first; a state that nobody is in is left out. */
export type UsersByState = Readonly<Partial<Record<UserState, number>>>;

/** What was not yet at the partner over the run: straight lines between points, thinned to 2,000. Of a series of more than 5,000 FinalState is told as SteadyState. */
export interface ReplicationResult {
  /** the exporting pool */
  readonly pool: string;
  readonly module: string;
  readonly points: readonly ReplicationPoint[];
}

/** States of an export as `Get-CsBackupServiceStatus` names them (D33). */
export type ExportState = 'NotInitialized' | 'FinalState' | 'SteadyState' | 'NonSteadyState' | 'ErrorState';

/** `atRisk`: acknowledged on this pool, not yet imported by the partner. */
export interface ReplicationPoint {
  readonly atMs: number;
  readonly atRisk: number;
  readonly exportState: ExportState;
}

/** One way in from outside over the run. */
export interface RouteResult {
  readonly route: RouteName;
  /** the home pool of the users whose media it is; null for the other routes, which are for everybody */
  readonly pool: string | null;
  readonly intervals: readonly {
    readonly up: boolean;
    /** the Edge pool that carries it; null = none */
    readonly via: string | null;
    readonly fromMs: number;
    readonly toMs: number;
  }[];
}

/** An invariant that broke. */
export interface ViolationResult {
  /** its id, such as I1 */
  readonly invariant: string;
  readonly atMs: number;
  readonly message: string;
  /** rules that the claim rests on */
  readonly rules: readonly string[];
  /** the drill declared it under `expect.violates` */
  readonly declared: boolean;
}

/** What there is to say about a run or a deployment. */
export interface Finding {
  /** an error has to be mended, a warning somebody has to accept, a note is good to know */
  readonly severity: 'error' | 'warning' | 'note';
  /** id of the rule that it rests on */
  readonly rule: string;
  /** what happened and what to do about it */
  readonly message: string;
  /** line of the drill file; 0 = no particular line */
  readonly line: number;
  /** the script that the line is in; absent = the drill's own file */
  readonly file?: string;
  /** the cmdlet line that the documented procedure has here; null = no one line does it */
  readonly instead: string | null;
  /** where `instead` belongs, seen from `line`; null = there is none, or no line is at fault: it is missing */
  readonly place: Place | null;
  /** it belongs to the deployment, whatever drill is run on it; absent = to this drill */
  readonly about?: 'deployment';
}

/** `instead` takes the place of the line, or stands `before` or `after` it. */
export type Place = 'instead' | 'before' | 'after';

/** One thing that was expected of a run, in words. */
export interface ExpectationResult {
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
  readonly holds: boolean;
  /** who expects it: the drill, the policy of its topology, or every run */
  readonly from: 'default' | 'drill' | 'policy';
}

/** What a verdict means for the night: passed without or with a warning, failed, inconclusive. */
export type Readiness = 'ready' | 'reservations' | 'notReady' | 'unknown';

/** One line of the timeline. `actor`: `administrator`, `fault`, `Backup Service`, a pool, ... */
export interface TimelineEntry {
  readonly atMs: number;
  readonly actor: string;
  readonly text: string;
  /** index of the step it belongs to; null = none */
  readonly step: number | null;
  readonly kind: 'step' | 'fault' | 'change' | 'refusal' | 'violation' | 'output' | 'note';
}
