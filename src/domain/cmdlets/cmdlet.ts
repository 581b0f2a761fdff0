/**
 * The record of one cmdlet: its parameters, what refuses it, what it does at once and while it runs, its hazard, how a
 * search and the random walk type it, and what the documentation says of it. Whatever else knows cmdlets (the binder,
 * the model, the explorer, the findings, the documentation) reads these records from `catalog.ts`.
 */
import type { BoundCommand, BoundValue, CmdletSpec, ParameterSpec } from '../command.js';
import type { ExportKind } from '../deployment.js';
import type { StepWork } from '../drill.js';
import type { ModuleName } from '../state/modules.js';
import type { World } from '../state/world.js';
import type { CmdletObject, StepOutcome } from '../step-answer.js';
import { commandLine } from './command-text.js';
import type { ParametersOf } from './parameter-types.js';

/** What an administrator typed, bound: canonical parameter names, ms for timespans. */
export type Parameters = Readonly<Record<string, BoundValue>>;

/** How a cmdlet answered, at once or in the end. */
export interface Ended {
  readonly outcome: StepOutcome;
  readonly rule: string | null;
  readonly message: string | null;
  readonly output: readonly CmdletObject[] | null;
}

/** The cmdlet goes on in virtual time: what the control state keeps of it meanwhile. */
export interface Running {
  /** what it is about, mostly the index of a pool */
  readonly subject: number;
  /** bits that only its own phases read, 0 to 7; absent = 0, as of `value` */
  readonly flags?: number;
  readonly value?: number;
}

/** What a cmdlet that takes time does while it runs. */
export interface Phases {
  /** the pending work that it started is done */
  workDone(world: World): void;
  timedOut?(world: World): void;
  /** after every change; says whether it changed anything, so that the components reconcile again */
  look?(world: World): boolean;
  /** whether the progress of the Backup Service may end the present phase */
  watchesBackup?(world: World): boolean;
  /** `subject` is a pool, and no phase looks at, or changes, anything of pools but those of its pair */
  readonly ofPair?: true;
}

/**
 * The named hazards, in the order of their bits in a packed state: those of domain.md 8; D61, which is D45's like for the CMS;
 * D252, a stop that takes quorum (I16); and those of an availability group: D117 (D25's like), D135 (I11).
 */
export const HAZARDS = ['D44', 'D45', 'D53', 'D25', 'D11', 'M15', 'D61', 'D51', 'D252', 'D117', 'D135'] as const;
export type Hazard = (typeof HAZARDS)[number];

/** What of the deployment a line asks for when its turn comes, beside what some component asks for anyhow. */
export interface Reads {
  /** the next hops of the Edge pools (D42) */
  readonly nextHops?: boolean;
  /** whether the Central Management Store is settled after a failover before (D64) */
  readonly centralMaster?: boolean;
  /** the module that it syncs, perhaps without the others of its pool (D35) */
  readonly syncs?: ModuleName | 'All';
  /** the file that it writes (D34); `of` = the pool whose data it holds, null = the whole deployment */
  readonly exports?: { readonly path: string; readonly holds: ExportKind; readonly of: string | null };
  /** the paths of the files that it reads (D34) */
  readonly imports?: readonly string[];
}

/** Something that makes sense in the present state; the random walk draws its kind first. */
export interface Offered {
  readonly kind: string;
  readonly work: StepWork;
}

/** How a cmdlet is typed where no script says it. Its methods are asked once for `each`, with the index of a pool. */
export interface FreelyTyped<P> {
  readonly each: 'pairedPool' | 'pool' | 'deployment';
  /** what a search types in every state, hazardous forms too; one that does not go well is no move */
  lines?(world: World, index: number): readonly P[];
  /** those lines only make way for a failover, and do not count among the commands of a search (D42) */
  readonly prepares?: boolean;
  /** what the random walk types or publishes in the present state; hazards under the kind of that name */
  offers?(world: World, index: number): readonly Offered[];
}

interface Facts<P> {
  /** what it does in the model, for the documentation */
  readonly does: string;
  /** every rule that refuses it or makes it fail, with the cases */
  readonly refusedBy: Readonly<Record<string, string>>;
  /** what of it is not modelled, beside its parameters */
  readonly notModelled?: string;
  /** what refuses it in the present state, before it does anything; null = nothing does */
  refusal?(world: World, parameters: P): Ended | null;
  /** the named hazard that it would be in the present state; null = none */
  hazard?(world: World, parameters: P): Hazard | null;
  reads?(parameters: P): Reads;
  /** these parameters do it all the same beside `-WhatIf` (D255) */
  ignoresWhatIf?(parameters: P): boolean;
  /** tells that `-WhatIf` holds nothing back, where it does not */
  noteIgnoredWhatIf?(world: World, parameters: P): void;
  /** what `-WhatIf` shows; absent = that nothing was changed */
  whatIf?(world: World, parameters: P): string;
  readonly freely?: FreelyTyped<P>;
}

/** A cmdlet that begins something that goes on has phases. */
type Act<P> =
  | { readonly phases: Phases; begin(world: World, parameters: P): Ended | Running }
  | { readonly phases?: undefined; begin(world: World, parameters: P): Ended };

/** One cmdlet, as the catalog lists it. */
export type Cmdlet<P = Parameters> = CmdletSpec &
  Facts<P> &
  Act<P> & {
    /** the line that an administrator would type, as the documented procedures write it */
    line(parameters: P): string;
  };

/** A cmdlet from its parts; what its functions take is typed by its parameters. */
export function defineCmdlet<const S extends readonly ParameterSpec[]>(
  cmdlet: Omit<CmdletSpec, 'parameters'> & { readonly parameters: S } & Facts<ParametersOf<S>> & Act<ParametersOf<S>>,
): Cmdlet<ParametersOf<S>> {
  return { ...cmdlet, line: (parameters) => commandLine(cmdlet, parameters, true) };
}

/** The cmdlet is through at once. */
export const done = (message: string | null = null, output: readonly CmdletObject[] | null = null): Ended => ({
  outcome: 'ok',
  rule: null,
  message,
  output,
});

/** The cmdlet does nothing; `rule` is why. */
export const refuse = (rule: string, message: string): Ended => ({
  outcome: 'refused',
  rule,
  message,
  output: null,
});

/** What the model does not know, and does not guess (domain.md 5). */
export const beyondModel = (message: string): Ended => ({
  outcome: 'notModelled',
  rule: null,
  message,
  output: null,
});

/** The running command is over. */
export function end(
  world: World,
  outcome: StepOutcome,
  rule: string | null = null,
  message: string | null = null,
): void {
  world.variables.command.set(0);
  world.effects.cancel(world.work.command.at());
  world.effects.cancel(world.work.commandTimeout.at());
  world.effects.observe({ kind: 'commandEnded', outcome, rule, message, output: null });
}

/** A line that the random walk may type. */
export const offer = (kind: string, cmdlet: string, parameters: Parameters): Offered => ({
  kind,
  work: { kind: 'run', command: { cmdlet, parameters } satisfies BoundCommand },
});
