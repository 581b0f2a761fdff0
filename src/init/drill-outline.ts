/** A drill before it is written as YAML or as PowerShell: an intermediate form that both can say. */
import type { DrillData } from '../input/drill/write.js';

/** One thing that is done in a drill, in words that a YAML drill and a runbook can both say. */
export type Entry =
  /** a cmdlet line; `refusedBy` = the rule that must refuse it */
  | { readonly do: 'run'; readonly line: string; readonly refusedBy?: string }
  /** every module of the pool's Backup Service is in SteadyState or FinalState (D33) */
  | { readonly do: 'steady'; readonly pool: string }
  /** every server that can be reached knows the present configuration (D63) */
  | { readonly do: 'replicated' }
  | { readonly do: 'pause'; readonly minutes: number }
  /** virtual time passes; nobody waits so long at the console */
  | { readonly do: 'watch'; readonly minutes: number }
  /** not before that time from the start */
  | { readonly do: 'at'; readonly minutes: number; readonly what: string }
  /** not before that time; at the console, when somebody says that it is so */
  | { readonly do: 'ask'; readonly minutes: number; readonly what: string }
  /** go on only if the pool is lost: what follows would cost data otherwise (D45) */
  | { readonly do: 'lost'; readonly pool: string }
  | { readonly do: 'note'; readonly text: string };

/** Entries that belong together, with what they are for and the rules behind them. */
export interface OutlineSection {
  readonly title: string;
  readonly why: string;
  readonly entries: readonly Entry[];
}

/** What is lost, and when it is back: for drills of a disaster. */
export interface Loss {
  readonly atMinutes: number;
  readonly repairedAtMinutes: number;
  /** a site, or the machines of one pool */
  readonly targets: readonly ({ readonly site: string } | { readonly pool: string } | { readonly server: string })[];
  /** FE and Edge servers that are lost: they cannot come up to date */
  readonly servers: readonly string[];
}

/** One drill, before it is written as YAML or PowerShell. */
export interface DrillOutline {
  /** name of its files, without extension */
  readonly name: string;
  readonly title: string;
  /** what it shows, as a comment at the top */
  readonly about: string;
  readonly loss: Loss | null;
  /** exports from before it that its imports read (D34) */
  readonly files: readonly DrillData[];
  readonly sections: readonly OutlineSection[];
  readonly expect: DrillData;
  /** it can be typed line by line; one with a step that must be refused cannot */
  readonly runbook: boolean;
  /** under faults: when its runbook begins, how long until somebody answers its question, what is watched after it */
  readonly night: {
    readonly atMinutes: number;
    readonly decideMinutes: number;
    readonly watchedMinutes: number;
  } | null;
}

/** A cmdlet line. */
export const cmdlet = (line: string): Entry => ({ do: 'run', line });
