/** What `drydrill run` comes to, as every reporter takes it. */
import type { ComponentResult } from './component-result.js';
import type { Glance, RouteName } from './glance-result.js';
import type { DatabaseOutageResult, MasterMove, RecoveryResult } from './recovery-results.js';
import type { RunbookResult } from './runbook-result.js';
import type { SeedsResult } from './seeds-result.js';

/** The result of `drydrill run`, exactly as `--json` prints it. All times: whole ms of virtual time from the start. */
export interface RunResult {
  readonly drydrill: 1;
  readonly drill: string;
  readonly seed: number;
  readonly verdict: Verdict;
  readonly readiness: Readiness;
  /** what made this record; absent = nobody says */
  readonly tool?: ToolVersion;
  /** drill, topology, overlay and scripts as they were read; absent = there were no files */
  readonly inputs?: readonly InputFile[];
  /** one sentence: why the verdict is what it is */
  readonly reason: string;
  readonly glance: Glance;
  readonly endedAtMs: number;
  readonly steps: readonly StepResult[];
  readonly loss: LossResult;
  readonly recovery: readonly RecoveryResult[];
  /** failovers of the Central Management Store that came to a master on another pool */
  readonly centralManagement: readonly MasterMove[];
  /** times in which the mirrored User database of a pool was not served (D27) */
  readonly databases: readonly DatabaseOutageResult[];
  readonly users: readonly UsersResult[];
  readonly replication: readonly ReplicationResult[];
  /** federation, XMPP, remote access and the media of each pool's remote users over time */
  readonly routes: readonly RouteResult[];
  /** states of components over time */
  readonly components: readonly ComponentResult[];
  readonly violations: readonly ViolationResult[];
  readonly findings: readonly Finding[];
  readonly expectations: readonly ExpectationResult[];
  readonly assumptions: readonly AssumptionTaken[];
  readonly timeline: readonly TimelineEntry[];
  /** how each script of the drill was read */
  readonly runbooks: readonly RunbookResult[];
  /** null = the drill's own seed alone was looked at */
  readonly seeds: SeedsResult | null;
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

export type Verdict = 'passed' | 'failed' | 'inconclusive';
export type StepOutcome = 'ok' | 'refused' | 'failed' | 'notModelled';

export interface StepResult {
  readonly index: number;
  readonly line: number;
  readonly command: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly outcome: StepOutcome;
  /** the outcome is what the drill asked for (a refusal that was expected counts) */
  readonly asExpected: boolean;
  readonly rule: string | null;
  readonly message: string | null;
  /** what a Get- cmdlet answered, property by property; null for other steps */
  readonly output: readonly CmdletObject[] | null;
  /** the script that the line is in, where it is another one than the drill's own; null = it is not */
  readonly file: string | null;
}

/** One object that a Get- cmdlet printed, under the property names of the management shell. */
export type CmdletObject = Readonly<Record<string, string | number | boolean | null>>;

export interface LossResult {
  readonly acknowledged: number;
  readonly lost: number;
  readonly stranded: number;
  readonly byModule: readonly ModuleLoss[];
}

export interface ModuleLoss {
  readonly pool: string;
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

export type UserState =
  | 'regularHome'
  | 'regularPartner'
  | 'resiliencyHome'
  | 'resiliencyPartner'
  | 'readOnlyHome'
  | 'signedOut';

export interface UsersResult {
  readonly pool: string;
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
}

export interface ReplicationResult {
  /** the exporting pool */
  readonly pool: string;
  readonly module: string;
  readonly points: readonly ReplicationPoint[];
}

export type ExportState = 'NotInitialized' | 'FinalState' | 'SteadyState' | 'NonSteadyState' | 'ErrorState';

/** `atRisk`: acknowledged on this pool, not yet imported by the partner. */
export interface ReplicationPoint {
  readonly atMs: number;
  readonly atRisk: number;
  readonly exportState: ExportState;
}

export interface RouteResult {
  readonly route: RouteName;
  /** the home pool of the users whose media it is; null for the other routes, which are for everybody */
  readonly pool: string | null;
  readonly intervals: readonly {
    readonly up: boolean;
    readonly via: string | null;
    readonly fromMs: number;
    readonly toMs: number;
  }[];
}

export interface ViolationResult {
  readonly invariant: string;
  readonly atMs: number;
  readonly message: string;
  /** rules that the claim rests on */
  readonly rules: readonly string[];
  /** the drill declared it under `expect.violates` */
  readonly declared: boolean;
}

export interface Finding {
  readonly severity: 'error' | 'warning' | 'note';
  readonly rule: string;
  /** what happened and what to do about it */
  readonly message: string;
  /** line of the drill file; 0 = no particular line */
  readonly line: number;
  /** the script that the line is in, where it is another file than the drill's own */
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

export interface AssumptionTaken {
  readonly name: string;
  /** a formula in words where it is one */
  readonly value: number | string | boolean | readonly [number, number];
  readonly unit: string;
  readonly why: string;
  /** assumed by the model, the default of a key that is left out, or `set` by the topology or the drill; absent in a topology */
  readonly basis?: 'stated' | 'documented' | 'reported' | 'assumed' | 'default' | 'set';
  /** rules or documents that the number belongs to; absent = it is a key of the input */
  readonly rule?: string;
  /** a number of the recovery, of the users, the routes or the loss hangs on it; absent = it was not asked for */
  readonly moved?: boolean;
  /** what the formula comes to for each pool; absent = the value is no formula */
  readonly comesTo?: readonly { readonly of: string; readonly value: readonly [number, number] }[];
}

/** One line of the timeline. `actor`: `administrator`, `fault`, `Backup Service`, a pool, ... */
export interface TimelineEntry {
  readonly atMs: number;
  readonly actor: string;
  readonly text: string;
  /** index of the step it belongs to; null = none */
  readonly step: number | null;
  readonly kind: 'step' | 'fault' | 'change' | 'refusal' | 'violation' | 'output' | 'note';
}
