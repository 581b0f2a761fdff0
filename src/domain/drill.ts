/** A drill as plain data: load, faults, steps and expectations. */
import type { InputError, Position } from '../core/input-error.js';
import type { AssumptionTaken } from './assumption-taken.js';
import type { BoundCommand } from './command.js';
import type { Deployment, RouteLimits } from './deployment.js';
import type { RunbookResult } from './runbook-result.js';
import type { ModuleName } from './state/modules.js';
import type { CmdletObject, StepOutcome } from './step-answer.js';
import type { TopologyChange } from './topology-change.js';

export type { TopologyChange } from './topology-change.js';

/** Changes made by users and administrators. Rates are exact decimals, at most 6 places. */
export interface Load {
  readonly changesPerUserPerHour: number;
  readonly conferenceUploadsPerUserPerHour: number;
  readonly configChangesPerHour: number;
  /** Response Group changes per pool and hour; counts only where the Backup Service carries them (D31) */
  readonly responseGroupChangesPerHour: number;
}

/** The load of a drill that does not say (interface.md). */
export const DEFAULT_LOAD: Load = {
  changesPerUserPerHour: 6,
  conferenceUploadsPerUserPerHour: 0.01,
  configChangesPerHour: 4,
  responseGroupChangesPerHour: 0,
};

/** Changes an hour, by module; of users or of the whole, as in `Load`. */
export const loadByModule = (load: Load): readonly number[] => [
  load.changesPerUserPerHour,
  load.conferenceUploadsPerUserPerHour,
  load.configChangesPerHour,
  load.responseGroupChangesPerHour,
  load.responseGroupChangesPerHour,
];

/** The nouns that a fault can name; also the KINDS of `explore`. Names keep the file's spelling. */
export type FaultTarget =
  | { readonly kind: 'site'; readonly site: string }
  | { readonly kind: 'pool'; readonly pool: string }
  | { readonly kind: 'server'; readonly server: string }
  | { readonly kind: 'fileStore'; readonly fileStore: string }
  | { readonly kind: 'service'; readonly service: 'LYNCBACKUP'; readonly pool: string }
  /** one module of the direction of a pool makes no progress (D37) */
  | { readonly kind: 'module'; readonly module: { readonly pool: string; readonly name: ModuleName } }
  /** a file store that is up, and may not be written by the partners of its pools (D37) */
  | { readonly kind: 'share'; readonly share: string }
  /** the Central Management Store replicates to no server, whichever pool is its master (D63) */
  | { readonly kind: 'replicator'; readonly replicator: true }
  /** the failback of the pool that runs ends with "Failed to complete hydration", and is typed again at once (D50) */
  | { readonly kind: 'hydration'; readonly hydration: string }
  | { readonly kind: 'link'; readonly link: readonly [string, string]; readonly oneWay: boolean };

/** Those nouns. */
export const FAULT_KINDS = [
  'site',
  'pool',
  'server',
  'fileStore',
  'service',
  'module',
  'share',
  'replicator',
  'hydration',
  'link',
] as const;

export interface FaultAction {
  /** crash/repair go with machines and services, cut/mend with links */
  readonly verb: 'crash' | 'repair' | 'cut' | 'mend';
  readonly target: FaultTarget;
  /** the disks are lost too (M15); only with crash */
  readonly destroy: boolean;
}

/** A fault at an absolute virtual time; `forMs` undoes it that long after. */
export interface ScheduledFault extends FaultAction {
  readonly atMs: number;
  readonly forMs: number | null;
  readonly position: Position;
}

export type WaitCondition = 'steady' | 'final' | 'synchronized' | 'regular' | 'replicated';

export type StepWork =
  | { readonly kind: 'run'; readonly command: BoundCommand }
  /** a line that parses as PowerShell but is not modelled: reported, verdict inconclusive */
  | ({ readonly kind: 'notModelled'; readonly what: string } & NotModelledInScript)
  /** a cmdlet that only looks or exports, and that the model does not answer: it changes nothing */
  | { readonly kind: 'noted'; readonly what: string }
  /** a script raised an error, or had a command refused before it began */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'wait'; readonly durationMs: number }
  | {
      readonly kind: 'waitUntil';
      readonly condition: WaitCondition;
      /** null only for `replicated` */
      readonly pool: string | null;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'topologyBuilder'; readonly change: TopologyChange }
  /** `forMs`: undone that long after; absent = by another step, or never */
  | { readonly kind: 'fault'; readonly fault: FaultAction; readonly forMs?: number }
  | { readonly kind: 'note'; readonly text: string }
  /** steps that a script decides while the run goes on */
  | { readonly kind: 'script'; readonly script: DrillScript };

/** What a script says beside that a piece of it is not modelled. */
export interface NotModelledInScript {
  /** what is not known, without its place */
  readonly because?: string;
  readonly guess?: Guess;
  /** the command whose answer would tell, and the properties that the script looks at, perhaps of several objects */
  readonly ask?: AskedInVain;
}

/** What is noted of a command whose answer the user says. */
export const ANSWERED = 'answered as you say';

/** A command that a script asked, and nobody could answer. */
export interface AskedInVain {
  readonly command: string;
  readonly properties: readonly string[];
  /** the script goes through its objects one by one */
  readonly several: boolean;
}

/** What a command outside of the model answers, as the user says. */
export interface GivenAnswer {
  /** its name, and perhaps a part of its line */
  readonly command: string;
  /** plain data: a list is several objects */
  readonly returns: unknown;
  readonly position: Position;
}

/** What a script went on with where no rehearsal can know: what came after may hang on it. */
export interface Guess {
  /** commands of the deployment that were passed over with it */
  readonly skipped: readonly PassedOver[];
}

/** A command that a script has and a rehearsal did not come to. */
export interface PassedOver {
  readonly name: string;
  readonly position: Position;
}

/** A script in a drill. */
export interface DrillScript {
  /** Begins it; each run anew. */
  play(): StepSource;
}

/**
 * Where the steps of a script come from while the run goes on: a pull iterator whose next step may depend on what
 * the step before came to. The interpreter of runbooks implements it, so that a run knows no PowerShell.
 */
export interface StepSource {
  /**
   * The next step, none of them a script; null = the script has ended. `answer` is what the step before came to
   * (null: nothing but time). An error: another file that it comes to cannot be read.
   */
  next(nowMs: number, answer: StepAnswer | null): Step | InputError | null;
  /** The texts that the script has shown to who runs it since it was asked last. */
  shown(): readonly string[];
  /** What the script did beside its steps. */
  result(): RunbookResult;
  /** What was assumed for it. */
  taken(): readonly AssumptionTaken[];
  /** Whether it was stopped as it cost what a script may cost, of work and not of virtual time: any play of it would. */
  isSpent(): boolean;
}

/** What a step came to, as the model says it. */
export interface StepAnswer {
  readonly outcome: StepOutcome;
  readonly rule: string | null;
  readonly message: string | null;
  readonly output: readonly CmdletObject[] | null;
}

export interface Step {
  readonly work: StepWork;
  /** the step as the user wrote it, shown in the report and as `command` in the JSON */
  readonly text: string;
  readonly position: Position;
  /** not before this virtual time; null = as soon as the step before has ended */
  readonly atMs: number | null;
  readonly expectRefused: boolean;
  /** rule id that must be the reason of the refusal; null = any */
  readonly rule: string | null;
}

// biome-ignore format: one line is read more easily
/** The invariants of domain.md 8, as `expect.violates` names them. */
export const INVARIANT_IDS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'I10', 'I11', 'I16', 'I17'] as const;
export type InvariantId = (typeof INVARIANT_IDS)[number];

export interface Expectation {
  /** most acknowledged changes lost at the end, all modules; null = not asked */
  readonly lostMax: number | null;
  /** pool FQDN → longest RTO in ms */
  readonly rtoMs: Readonly<Record<string, number>>;
  /** age in ms at its outage of the oldest change that was left behind or is unserved at the end, at most */
  readonly rpoMs: number | null;
  readonly violates: readonly InvariantId[];
  /** pools whose users may be without regular service at the end; `all` = those of every pool */
  readonly mayBeUnserved: 'all' | readonly string[];
  readonly routesMs: RouteLimits;
}

/** What a run expects where a drill says nothing: at its end every user has regular service. */
export const EXPECTED_BY_DEFAULT: Expectation = {
  lostMax: null,
  rtoMs: {},
  rpoMs: null,
  violates: [],
  mayBeUnserved: [],
  routesMs: {},
};

/** A drill ready to run. `file` is the path as the user gave it. */
export interface Drill {
  readonly name: string;
  readonly file: string;
  readonly deployment: Deployment;
  readonly seed: number;
  readonly load: Load;
  /** the drill's own overrides of M parameters, which `deployment.assumptions` has already */
  readonly assumptions: Deployment['assumptions'];
  readonly faults: readonly ScheduledFault[];
  readonly steps: readonly Step[];
  readonly expect: Expectation;
  /** defaults taken in the drill itself (load); those of the topology are in `deployment.taken` */
  readonly taken: readonly AssumptionTaken[];
  /** what its scripts came to, where it has any and they have run */
  readonly runbooks?: readonly RunbookResult[];
  /** paths of the files that it was read from: its own, the topology's, the overlay's */
  readonly readFrom?: readonly string[];
  /** answers of the user, with how often steps of the file itself took each */
  readonly answers?: RunbookResult['answers'];
  /** what is not modelled speaks against no verdict */
  readonly allowUnmodelled?: boolean;
  /** warnings fail the drill (`--strict`) */
  readonly strict?: boolean;
  /** it was kept to show that an invariant breaks: nothing else that happens in it fails it */
  readonly invariantsOnly?: boolean;
}
