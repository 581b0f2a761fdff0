/** What a model shows of an action: the events that reports, verdicts and traces are made of. */
import type { BoundCommand } from './command.js';
import type { FaultAction, InvariantId, TopologyChange } from './drill.js';
import type { RouteName } from './glance-result.js';
import type { Departure } from './ledger/departure.js';
import type { ExportState, Finding } from './result.js';
import type { UserService } from './state/world-state.js';
import type { CmdletObject, StepOutcome } from './step-answer.js';

/** What the model shows while an action is applied. The driver stamps it with the virtual time. */
export type Observation =
  /** something changed: one line of the timeline */
  | { readonly kind: 'change'; readonly actor: string; readonly text: string }
  | { readonly kind: 'fault'; readonly text: string; readonly fault: FaultAction }
  | ({ readonly kind: 'users'; readonly pool: number } & UserService)
  /** a change of slope in what is at risk */
  | {
      readonly kind: 'point';
      readonly pool: number;
      readonly module: number;
      readonly atRisk: number;
      readonly exportState: ExportState;
      /** virtual time where it is not the present (jumped periods) */
      readonly atMs?: number;
    }
  | {
      readonly kind: 'route';
      readonly route: RouteName;
      /** the home pool of the users whose media it is */
      readonly pool: string | null;
      readonly up: boolean;
      readonly via: string | null;
    }
  | {
      readonly kind: 'commandEnded';
      readonly outcome: StepOutcome;
      readonly rule: string | null;
      readonly message: string | null;
      readonly output: readonly CmdletObject[] | null;
    }
  | {
      readonly kind: 'failoverStarted';
      readonly pool: number;
      readonly planned: boolean;
      readonly outageAtMs: number;
      /** its Backup Service was behind when the outage began (D46) */
      readonly behind: boolean;
    }
  /** the truth about the pool's users changed hands; `rpoMs` 0 = nothing was left behind */
  | { readonly kind: 'takenOver'; readonly pool: number; readonly rpoMs: number }
  /** the Central Management master is active on `pool`; `rpoMs`: span of the changes that were left behind (D61) */
  | { readonly kind: 'masterMoved'; readonly pool: number; readonly planned: boolean; readonly rpoMs: number }
  /** the mirrored User database of `pool` was not served; null = it is not served again, or that is not known (D27) */
  | {
      readonly kind: 'databaseOutage';
      readonly pool: number;
      readonly fromMs: number;
      readonly servedAtMs: number | null;
      readonly principal: string;
      /** span of the changes that were left behind */
      readonly rpoMs: number | null;
      /** why no documented target applies; null = one does */
      readonly why: string | null;
    }
  | {
      readonly kind: 'finding';
      readonly severity: Finding['severity'];
      readonly rule: string;
      readonly message: string;
      /** the line to type; null = no one line does it */
      readonly instead: string | null;
    }
  /** the administrator begins something; the state is still that of before */
  | { readonly kind: 'begun'; readonly command: BoundCommand | null; readonly change: TopologyChange | null }
  | {
      readonly kind: 'violation';
      readonly invariant: InvariantId;
      readonly message: string;
      readonly rules: readonly string[];
      readonly departure: Departure | null;
    };

/** Receives what happens over time, in order. */
export interface Recorder {
  observe(atMs: number, observation: Observation): void;
}
