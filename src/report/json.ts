/**
 * Reports as JSON documents in a canonical key order. The keys of a run come in the order of the documented format, then what was added to it:
 * the order is written down here, so that the same result is the same bytes however its objects were put together.
 */
import type { CampaignResult } from '../campaign/campaign-result.js';
import type { Deployment } from '../domain/deployment.js';
import type { Finding, RunResult } from '../domain/result.js';
import type { TopologyFigures } from '../domain/topology-figures.js';
import type { ExploreReport } from '../exploration/exploration-report.js';
import type { ReplayReport } from '../exploration/replay-report.js';
import type { ComparisonReport } from './comparison-report.js';
import { escapeInJson } from './text/printable.js';

/** The keys of an object, or of the objects in a list, in their order; 1 = the value is written as it is, or by its alphabet. */
type KeyOrder<T> = T extends readonly (infer Item)[]
  ? KeyOrder<Item>
  : T extends object
    ? { readonly [Key in keyof T]-?: KeyOrder<T[Key]> | 1 | 'sorted' }
    : 1;

const RUN: KeyOrder<RunResult> = {
  drydrill: 1,
  drill: 1,
  seed: 1,
  verdict: 1,
  readiness: 1,
  tool: { name: 1, version: 1 },
  inputs: { path: 1, sha256: 1 },
  again: 1,
  glance: {
    usersWithoutRegularService: { most: 1, userMinutes: 1, atEnd: 1 },
    changesLost: 1,
    changesStranded: 1,
    worstRtoMs: 1,
    worstRpoMs: 1,
    judgedBy: { rto: 1, rpo: 1 },
    routesDownMs: { federation: 1, xmpp: 1, remoteAccess: 1, remoteMedia: 1 },
    warnings: 1,
    notRehearsed: 1,
  },
  endedAtMs: 1,
  steps: {
    index: 1,
    line: 1,
    command: 1,
    startedAtMs: 1,
    endedAtMs: 1,
    outcome: 1,
    rule: 1,
    message: 1,
    asExpected: 1,
    // The properties of a Get- answer keep the order in which the cmdlet prints them.
    output: 1,
    file: 1,
    irrevocable: 1,
  },
  loss: {
    acknowledged: 1,
    lost: 1,
    stranded: 1,
    byModule: { pool: 1, module: 1, acknowledged: 1, lost: 1, stranded: 1, oldestLostAgeMs: 1 },
  },
  recovery: {
    pool: 1,
    outageAtMs: 1,
    failoverStartedAtMs: 1,
    servedAtMs: 1,
    rtoMs: 1,
    rpoMs: 1,
    mode: 1,
    rtoTargetMs: 1,
    rpoTargetMs: 1,
    noTargetBecause: 1,
    firstCommandAtMs: 1,
    decisionMs: 1,
    procedureMs: 1,
    outageMs: 1,
    assumedMs: 1,
    target: { rtoMs: 1, rpoMs: 1, from: 1, rpoFrom: 1, applies: 1, why: 1 },
    pausedMs: 1,
    criticalPath: { fromMs: 1, toMs: 1, step: 1, kind: 1, what: 1, inVain: 1 },
  },
  users: { pool: 1, count: 1, intervals: { state: 1, fromMs: 1, toMs: 1, affected: 1, regular: 1, parts: 1 } },
  userMinutes: 1,
  replication: { pool: 1, module: 1, points: { atMs: 1, atRisk: 1, exportState: 1 } },
  violations: { invariant: 1, atMs: 1, message: 1, rules: 1, declared: 1 },
  findings: { severity: 1, rule: 1, message: 1, line: 1, instead: 1, place: 1, file: 1, about: 1 },
  assumptions: { name: 1, value: 1, unit: 1, why: 1, comesTo: { of: 1, value: 1 }, basis: 1, rule: 1, moved: 1 },
  reason: 1,
  routes: { route: 1, pool: 1, intervals: { up: 1, via: 1, fromMs: 1, toMs: 1 } },
  components: { kind: 1, subject: 1, part: 1, intervals: { fromMs: 1, toMs: 1, state: 1, on: 1 } },
  centralManagement: {
    pool: 1,
    mode: 1,
    startedAtMs: 1,
    activeAtMs: 1,
    rtoMs: 1,
    rpoMs: 1,
    rtoTargetMs: 1,
    rpoTargetMs: 1,
  },
  databases: {
    pool: 1,
    fromMs: 1,
    servedAtMs: 1,
    principal: 1,
    rtoMs: 1,
    rpoMs: 1,
    rtoTargetMs: 1,
    rpoTargetMs: 1,
    noTargetBecause: 1,
  },
  expectations: { what: 1, expected: 1, actual: 1, holds: 1, from: 1 },
  timeline: { atMs: 1, actor: 1, text: 1, step: 1, kind: 1 },
  runbooks: {
    file: 1,
    scripts: 1,
    ending: 1,
    bound: 1,
    ignored: { name: 1, times: 1 },
    decisions: { file: 1, line: 1, column: 1, prompt: 1, answer: 1 },
    answers: { file: 1, line: 1, column: 1, command: 1, times: 1 },
    remarks: { file: 1, line: 1, column: 1, message: 1 },
    steps: 1,
    branches: {
      ...{ file: 1, line: 1, column: 1, kind: 1, what: 1 },
      ...{ way: 1, basis: 1, because: 1, times: 1, before: 1 },
    },
  },
  seeds: {
    played: 1,
    fewerBecause: 1,
    failed: 1,
    inconclusive: 1,
    spread: 1,
  },
  faults: { atMs: 1, verb: 1, target: 'sorted', destroy: 1 },
  input: 'sorted',
};

/** The result of a run. "What does not exist is null": a key never disappears. */
export function runAsJson(result: RunResult): string {
  return document(inOrder(result, RUN), (_key, value) => (value === undefined ? null : value));
}

/** The result of an exploration. */
export function explorationAsJson(report: ExploreReport): string {
  const { outcomes: table, importance, consequences, ...rest } = report;
  const told: ExplorationDocument = { ...rest, outcomes: { consequences, table, importance } };
  return document(told);
}

/** The result of `explore`: how it can end stands together. */
export interface ExplorationDocument extends Omit<ExploreReport, 'outcomes' | 'importance' | 'consequences'> {
  readonly outcomes: {
    readonly consequences: ExploreReport['consequences'];
    readonly table: ExploreReport['outcomes'];
    readonly importance: ExploreReport['importance'];
  };
}

/** The counterexamples of a search, as `replay` takes them. */
export interface TraceDocument
  extends Pick<ExploreReport, 'drill' | 'seed' | 'tool' | 'inputs' | 'violations' | 'request' | 'explored'> {
  readonly drydrillTrace: 1;
}

/** A deployment as it was read, with what there is to say of it. */
export interface TopologyDocument extends Deployment {
  readonly drydrill: 1;
  readonly warnings: readonly Finding[];
  /** what follows from it */
  readonly figures: TopologyFigures;
}

/** The counterexamples of an exploration, with what a replay needs of the rest. */
export function traceAsJson({ drill, seed, tool, inputs, violations, request, explored }: ExploreReport): string {
  const trace: TraceDocument = { drydrillTrace: 1, drill, seed, tool, inputs, violations, request, explored };
  return document(trace);
}

/** The result of a replay. */
export function replayAsJson(report: ReplayReport): string {
  return document(report);
}

/** The result of a check, without the timelines of its drills. */
export function checkAsJson(result: CampaignResult): string {
  return document(result);
}

/** A comparison of runs, or of the drills of two checks. */
export const comparisonAsJson = (compared: ComparisonReport): string => document(compared.document);

/** A deployment with its warnings. */
export function topologyAsJson(deployment: Deployment, warnings: readonly Finding[], figures: TopologyFigures): string {
  const told: TopologyDocument = { drydrill: 1, ...deployment, warnings, figures };
  return document(told);
}

function document(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  return `${escapeInJson(JSON.stringify(value, replacer, 2))}\n`;
}

type Order = { readonly [key: string]: Order } | 1 | 'sorted';

function inOrder(value: unknown, order: Order): unknown {
  if (order === 1 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => inOrder(item, order));
  const copy: Record<string, unknown> = {};
  const keys = order === 'sorted' ? Object.keys(value).sort() : Object.keys(order);
  for (const key of keys) {
    if (key in value) copy[key] = inOrder(value[key as keyof typeof value], order === 'sorted' ? order : order[key]);
  }
  return copy;
}
