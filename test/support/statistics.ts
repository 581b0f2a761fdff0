import type { RandomDrill } from '../../src/run/random-drill.js';

/** How often each thing happened over many runs, so that a property that holds of nothing is seen. */
export class Statistics {
  readonly counts = new Map<string, number>();

  add(what: string, n = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + n);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  /** Sum over all names that begin so. */
  all(beginning: string): number {
    let sum = 0;
    for (const [name, n] of this.counts) if (name.startsWith(beginning)) sum += n;
    return sum;
  }

  count(run: RandomDrill): void {
    this.add('runs');
    const { drill, result, offered } = run;
    drill.steps.forEach(({ work }, i) => {
      const { outcome, rule } = result.steps[i];
      if (work.kind === 'fault') this.add(`fault ${work.fault.verb} ${work.fault.target.kind}`);
      if (work.kind === 'waitUntil') this.add(`wait ${work.condition} ${outcome}`);
      if (work.kind !== 'run') return;
      const mode = work.command.parameters.DisasterMode === true ? ' -DisasterMode' : '';
      const forced = work.command.parameters.BackupSqlServerFqdn === undefined ? '' : ' forced';
      this.add(`${work.command.cmdlet}${mode}${forced} ${outcome}`);
      if (outcome === 'refused' || outcome === 'failed') this.add(`${outcome} by ${rule}`);
    });
    for (const f of drill.faults) this.add(`fault ${f.verb} ${f.target.kind}`);
    for (const o of offered) if (o.hazard !== null) this.add(`hazard ${o.hazard}`);
    for (const v of new Set(result.violations.map((x) => x.invariant))) this.add(`runs that broke ${v}`);
    const bounded = result.findings.some((f) => f.message.includes('behind:'));
    if (bounded) this.add('runs with a loss bounded by I2');
    if (result.findings.some((f) => f.rule === 'D28')) this.add('runs with an FE tail lost (D28)');
    if (result.loss.lost > 0) this.add('runs with changes lost');
    if (result.loss.stranded > 0) this.add('runs with changes stranded');
  }

  toString(): string {
    return [...this.counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, n]) => `${String(n).padStart(7)}  ${name}`)
      .join('\n');
  }
}
