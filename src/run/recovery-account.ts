/** The account of each failover: decision, procedure and RTO of its outage, what of it is assumed, and its critical path. */
import type { Drill } from '../domain/drill.js';
import type { RecoveryRecord, RecoveryResult, RecoveryTarget, TargetSource } from '../domain/recovery-results.js';
import type { StepResult } from '../domain/result.js';
import { criticalPath, pausedMs } from './critical-path.js';
import type { RunRecorder } from './recorder.js';
import { changesDeployment } from './step-kinds.js';

/** The failovers of a finished run. */
export function recoveriesOf(drill: Drill, steps: readonly StepResult[], recorder: RunRecorder): RecoveryResult[] {
  return recorder.recovery.map((record) => ({
    ...record,
    target: targetOf(drill, record),
    ...accountOf(drill, steps, recorder, record),
  }));
}

type Account = Omit<RecoveryResult, keyof RecoveryRecord>;

function accountOf(drill: Drill, steps: readonly StepResult[], recorder: RunRecorder, record: RecoveryRecord): Account {
  const { pool, mode, outageAtMs, failoverStartedAtMs: startedMs, servedAtMs: servedMs } = record;
  const acts = (step: StepResult): boolean => changesDeployment(drill.steps[step.index].work);
  const first = mode === 'planned' ? undefined : steps.find((step) => step.startedAtMs >= outageAtMs && acts(step));
  const firstCommandAtMs = Math.min(first?.startedAtMs ?? startedMs, startedMs);
  if (servedMs === null) {
    const none = { decisionMs: null, procedureMs: null, outageMs: null, assumedMs: null, pausedMs: null };
    return { firstCommandAtMs, ...none, criticalPath: [] };
  }
  const phases = recorder.lanes.intervalsOf('failover', pool);
  const partner = recorder.partnerOf(pool);
  const path = criticalPath({ steps, planned: drill.steps, phases, partner }, outageAtMs, startedMs, servedMs);
  return {
    firstCommandAtMs,
    decisionMs: mode === 'planned' ? 0 : firstCommandAtMs - outageAtMs,
    procedureMs: mode === 'planned' ? 0 : startedMs - firstCommandAtMs,
    outageMs: servedMs - outageAtMs,
    assumedMs: assumedOf(drill, phases, startedMs, servedMs),
    pausedMs: pausedMs(path),
    criticalPath: path,
  };
}

/** The number that the length of each phase is drawn from. */
const FACT_OF_PHASE: Readonly<Record<string, string>> = {
  'planned.preparing': 'failoverPrepareSeconds',
  'planned.taking': 'takeoverMinutes',
  'disaster.stopping': 'failoverStopMinutes',
  'disaster.taking': 'takeoverMinutes',
};

/** All of an RTO is assumed but for the phases whose length the topology or the drill says. */
function assumedOf(
  { deployment: { assumptions } }: Drill,
  phases: ReturnType<RunRecorder['lanes']['intervalsOf']>,
  fromMs: number,
  toMs: number,
): number {
  const said = phases.filter(({ state }) => Object.hasOwn(assumptions, FACT_OF_PHASE[state] ?? ''));
  const saidMs = said.map((phase) => Math.max(0, Math.min(phase.toMs, toMs) - Math.max(phase.fromMs, fromMs)));
  return toMs - fromMs - saidMs.reduce((sum, ms) => sum + ms, 0);
}

/**
 * What a failover is held against, RTO and RPO apart: what the drill expects, or else the policy of its topology, or else
 * what is documented, where its conditions are met (D46).
 */
function targetOf({ expect, deployment: { policy } }: Drill, { pool, target }: RecoveryRecord): RecoveryTarget {
  const own = Object.hasOwn(expect.rtoMs, pool) ? expect.rtoMs[pool] : null;
  const documented = target.applies ? target : { rtoMs: null, rpoMs: null };
  const rto = firstOf(own, policy?.pools[pool]?.rtoMs ?? policy?.rtoMs, documented.rtoMs);
  const rpo = firstOf(expect.rpoMs, policy?.pools[pool]?.rpoMs ?? policy?.rpoMs, documented.rpoMs);
  const isPromised = [rto, rpo].some(({ from }) => from === 'drill' || from === 'policy');
  if (!isPromised) return target;
  const [from, rpoFrom] = [rto.from ?? rpo.from, rpo.from ?? rto.from] as [TargetSource, TargetSource];
  return { rtoMs: rto.ms, rpoMs: rpo.ms, from, rpoFrom, applies: true, why: null };
}

/** The target that goes before the others, and whose it is. */
function firstOf(
  drill: number | null,
  policy: number | null | undefined,
  documented: number | null,
): { ms: number | null; from: TargetSource | null } {
  if (drill !== null) return { ms: drill, from: 'drill' };
  if (typeof policy === 'number') return { ms: policy, from: 'policy' };
  return { ms: documented, from: documented === null ? null : 'documented' };
}
