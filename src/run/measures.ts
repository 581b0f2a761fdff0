/** What a run cost in numbers, each the smaller the better, so that two runs can stand side by side. */
import type { RouteName } from '../domain/glance-result.js';
import type { RunResult, Verdict } from '../domain/result.js';
import { ROUTE_NAMES, routesDown } from './routes-down.js';
import { usersWithoutRegularService } from './users-served.js';

/** What a measure counts. */
export type MeasureUnit = 'users' | 'userMinutes' | 'changes' | 'ms' | 'count';

/** One number of a run; null = there is none, as of an RTO where nothing was failed over. */
export interface Measure {
  readonly what: string;
  readonly unit: MeasureUnit;
  readonly value: number | null;
}

/** A run in numbers. */
export interface Measured {
  readonly drill: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly measures: readonly Measure[];
}

/** A measure of two runs. */
export interface ComparedMeasure extends Measure {
  readonly other: number | null;
  readonly change: 'same' | 'better' | 'worse';
}

/** Two runs side by side; `worse` = the second is worse than the first in its verdict or in any measure. */
export interface Comparison {
  readonly verdict: 'same' | 'better' | 'worse';
  readonly measures: readonly ComparedMeasure[];
  readonly worse: boolean;
}

const ROUTE_WORDS: Readonly<Record<RouteName, string>> = {
  federation: 'federation down',
  xmpp: 'XMPP down',
  remoteAccess: 'remote access down',
  remoteMedia: 'remote media down',
};

/** The numbers of a run, in the order in which a reader asks for them. */
export function measuresOf(result: RunResult): Measured {
  const { drill, verdict, reason, recovery, loss, routes, steps, violations, findings } = result;
  const users = usersWithoutRegularService(result.users);
  const down = routesDown(routes);
  const outages = recovery.flatMap(({ outageAtMs, servedAtMs }) =>
    servedAtMs === null ? [] : [servedAtMs - outageAtMs],
  );
  return {
    ...{ drill, verdict, reason },
    measures: [
      { what: 'users without regular service at the end', unit: 'users', value: users.atEnd },
      { what: 'most of them at one moment', unit: 'users', value: users.most },
      { what: 'user-minutes without regular service', unit: 'userMinutes', value: users.userMinutes },
      {
        what: 'failovers that never served',
        unit: 'count',
        value: recovery.filter((r) => r.servedAtMs === null).length,
      },
      { what: 'longest outage of a failed-over pool', unit: 'ms', value: largest(outages) },
      { what: 'longest RTO', unit: 'ms', value: largest(recovery.map(({ rtoMs }) => rtoMs)) },
      { what: 'longest RPO', unit: 'ms', value: largest(recovery.map(({ rpoMs }) => rpoMs)) },
      { what: 'changes lost', unit: 'changes', value: loss.lost },
      { what: 'changes stranded', unit: 'changes', value: loss.stranded },
      ...ROUTE_NAMES.map((route) => ({ what: ROUTE_WORDS[route], unit: 'ms' as const, value: down[route] ?? 0 })),
      {
        what: 'steps that did not go as expected',
        unit: 'count',
        value: steps.filter((step) => !step.asExpected).length,
      },
      { what: 'invariants broken, not declared', unit: 'count', value: violations.filter((v) => !v.declared).length },
      { what: 'errors found', unit: 'count', value: findings.filter(({ severity }) => severity === 'error').length },
      { what: 'warnings', unit: 'count', value: findings.filter(({ severity }) => severity === 'warning').length },
    ],
  };
}

/** Two runs, measure by measure. What is only in one of them cannot be better or worse. */
export function compareRuns(a: Measured, b: Measured): Comparison {
  const rank: readonly Verdict[] = ['passed', 'inconclusive', 'failed'];
  const sign = Math.sign(rank.indexOf(b.verdict) - rank.indexOf(a.verdict));
  const measures = a.measures.map((measure): ComparedMeasure => {
    const other = b.measures.find(({ what }) => what === measure.what)?.value ?? null;
    const difference = measure.value === null || other === null ? 0 : other - measure.value;
    return { ...measure, other, change: changeOf(difference) };
  });
  return { verdict: changeOf(sign), measures, worse: sign > 0 || measures.some(({ change }) => change === 'worse') };
}

const changeOf = (difference: number) => (difference === 0 ? 'same' : difference > 0 ? 'worse' : 'better');

const largest = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
};
