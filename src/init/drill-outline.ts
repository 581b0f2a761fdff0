/** A drill before it is written as YAML or as PowerShell: an intermediate form that both can say. */
import type { TopologyChange } from '../domain/drill.js';
import type { DrillData } from '../input/drill/drill-data.js';

/** One thing that is done in a drill, in words that a YAML drill and a runbook can both say. */
export type Entry =
  /** a cmdlet line; `refusedBy` = the rule that must refuse it */
  | { readonly do: 'run'; readonly line: string; readonly refusedBy?: string }
  /** every module of the pool's Backup Service is in SteadyState or FinalState (D33) */
  | { readonly do: 'steady'; readonly pool: string }
  /** every mirroring session of the pool is SYNCHRONIZED (D24), or every replica of its group */
  | {
      readonly do: 'synchronized';
      readonly pool: string;
      /** path of its availability group, which is Healthy then (D111) */
      readonly group?: string;
    }
  /** every server knows the present configuration (D63); `all` = those that were lost too, after their repair */
  | { readonly do: 'replicated'; readonly all?: true }
  | { readonly do: 'pause'; readonly minutes: number }
  /** virtual time passes; nobody waits so long at the console */
  | { readonly do: 'watch'; readonly minutes: number }
  /** a pause that somebody waits for at the console, too */
  | { readonly do: 'sleep'; readonly minutes: number }
  /** the update is installed on one server; at the console, when somebody says that it is done (M265) */
  | { readonly do: 'update'; readonly server: string }
  /** somebody does something by hand that the model has not; at the console, until it is done */
  | { readonly do: 'hand'; readonly what: string }
  /** the pool of the server may lose its next one (D251): `line` is typed on the server, again and again where `until` says when it is */
  | { readonly do: 'ready'; readonly server: string; readonly line: string; readonly until: string | null }
  /** somebody switches a machine on again; no line does that */
  | { readonly do: 'repair'; readonly server: string }
  /** not before that time from the start */
  | { readonly do: 'at'; readonly minutes: number; readonly what: string }
  /** not before that time; at the console, when somebody says that it is so */
  | { readonly do: 'ask'; readonly minutes: number; readonly what: string }
  /** the script ends here with an error where what it is for has not happened: `fine` is true of what the line answers */
  | {
      readonly do: 'unless';
      readonly line: string;
      /** PowerShell, of `$answer` */
      readonly fine: string;
      /** what the script says then */
      readonly says: string;
    }
  /** published with Topology Builder; at the console, when somebody says that it is done */
  | { readonly do: 'publish'; readonly change: TopologyChange; readonly what: string }
  | { readonly do: 'note'; readonly text: string };

/** Entries that belong together, with what they are for and the rules behind them. */
export interface OutlineSection {
  readonly title: string;
  readonly why: string;
  readonly entries: readonly Entry[];
}

/** What is lost, and when it is back. */
export interface Loss {
  readonly atMinutes: number;
  /** null = nobody repairs it but the administrator */
  readonly repairedAtMinutes: number | null;
  /** what a drill file writes beside `crash` or `cut` */
  readonly targets: readonly DrillData[];
  /** links are cut and mended, all else is crashed and repaired */
  readonly verbs: readonly ['crash', 'repair'] | readonly ['cut', 'mend'];
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
  /** it can be typed line by line; one that only watches, or has a step that must be refused, cannot */
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
