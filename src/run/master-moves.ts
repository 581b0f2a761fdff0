/** Failovers of the Central Management Store, each held against the documented targets (D61): a fold over a run. */
import { displayDuration } from '../core/format.js';
import { CMS_TARGETS } from '../domain/components/central-management/facts.js';
import type { Observation } from '../domain/observation.js';
import type { MasterMove } from '../domain/recovery-results.js';

type Moved = Extract<Observation, { kind: 'masterMoved' }>;
type Finding = Extract<Observation, { kind: 'finding' }>;

/** The failovers of the store in one run, in their order. */
export class MasterMoves {
  readonly all: MasterMove[] = [];
  private begunAtMs = 0;

  /** A command begins; the one that moves the master is the last that began before it. */
  begun(atMs: number): void {
    this.begunAtMs = atMs;
  }

  /** The master is active on another pool. Answers the finding where a target is missed; null = none is. */
  moved(atMs: number, pool: string, { planned, rpoMs }: Moved): Finding | null {
    const { rtoMs: rtoTargetMs, rpoMs: rpoTargetMs } = CMS_TARGETS;
    const rtoMs = atMs - this.begunAtMs;
    const mode = planned ? 'planned' : 'disaster';
    this.all.push({
      pool,
      mode,
      startedAtMs: this.begunAtMs,
      activeAtMs: atMs,
      rtoMs,
      rpoMs,
      rtoTargetMs,
      rpoTargetMs,
    });
    const over = [
      ...(rtoMs > rtoTargetMs ? [`took ${displayDuration(rtoMs)} (RTO ${displayDuration(rtoTargetMs)})`] : []),
      ...(rpoMs > rpoTargetMs
        ? [`left ${displayDuration(rpoMs)} of changes behind (RPO ${displayDuration(rpoTargetMs)})`]
        : []),
    ];
    if (planned || over.length === 0) return null;
    const message = `the failover of the Central Management Store to ${pool} misses its documented target: it ${over.join(' and ')}`;
    return { kind: 'finding', severity: 'warning', rule: 'D61', message, instead: null };
  }
}
