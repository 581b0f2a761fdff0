/** The JSON documents that the commands print: `docs/result.schema.json` and `docs/result.md` are written from these types. */
import type { CampaignResult, Change } from '../campaign/campaign-result.js';
import type { RunResult } from '../domain/result.js';
import type { ReplayReport } from '../exploration/replay-report.js';
import type { ComparedResults } from '../kit/compare-results.js';
import type { ExplorationDocument, TopologyDocument, TraceDocument } from '../report/json.js';
import type { RuleRecord } from '../report/terminal/report-rules.js';
import type { Measured } from '../run/measures.js';

/** What each command prints with `--json`; `merge` prints what `check` does. */
export interface JsonDocuments {
  readonly run: RunResult;
  readonly explore: ExplorationDocument;
  /** what `explore --out` writes for `replay` */
  readonly trace: TraceDocument;
  readonly replay: ReplayReport;
  readonly check: CampaignResult;
  readonly topology: TopologyDocument;
  readonly compare: ComparedRuns | ComparedDrills;
  readonly whatIf: VariationsDocument;
  readonly rules: RulesDocument;
}

/** The result of `compare` of two runs. */
export interface ComparedRuns extends ComparedResults {
  readonly drydrill: 1;
}

/** The result of `compare` where one side has the drills of a check or of a baseline. */
export interface ComparedDrills {
  readonly drydrill: 1;
  /** the file of each side */
  readonly a: string;
  readonly b: string;
  /** what is otherwise in the drills that both have */
  readonly drills: readonly { readonly path: string; readonly since: readonly Change[] }[];
  /** what random sequences break on topologies of the second, and did not break in the first */
  readonly sequences: readonly { readonly topology: string; readonly since: readonly Change[] }[];
  /** drills that only the first has, with random sequences on topologies that the second played none on; or only the second */
  readonly gone: readonly string[];
  readonly added: readonly string[];
  /** the second is worse in some drill, or in what random sequences break */
  readonly worse: boolean;
  /** false = it is not worse, but for what cannot be told: drills that are gone, or a most that is higher, of more seeds */
  readonly comparable: boolean;
}

/** The result of `what-if`: the drill as it is, then each of its variations. */
export interface VariationsDocument {
  readonly drydrill: 1;
  readonly variations: readonly { readonly name: string; readonly measured: Measured }[];
}

/** The result of `rules`. */
export interface RulesDocument {
  readonly drydrill: 1;
  readonly rules: readonly RuleRecord[];
}
