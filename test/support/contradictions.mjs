// What in the result of a run (`run --json`) contradicts something else in it: intervals that do not cover the time, totals
// that are not the sums of their parts, times out of order, ranges without the value of the seed itself, a verdict that does not
// follow, an exit status that is another.

const EXIT = { passed: 0, failed: 1, inconclusive: 3 };
const READINESS = { passed: ['ready', 'reservations'], failed: ['notReady'], inconclusive: ['unknown'] };
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** The contradictions, in words; `status` = how the command ended, null = nobody knows. */
export function contradictionsIn(result, status = null) {
  const found = [];
  const demand = (holds, words) => {
    if (!holds) found.push(words);
  };
  const { endedAtMs, users, routes, components, loss, steps, timeline, recovery, seeds, glance } = result;

  for (const [kind, list] of Object.entries({ users, routes, components })) {
    for (const each of list) {
      const name = `${kind} ${each.pool ?? ''}${each.subject ?? ''} ${each.route ?? each.part ?? ''}`;
      demand(each.intervals.length > 0, `${name}: no interval`);
      demand((each.intervals[0]?.fromMs ?? 0) === 0, `${name}: begins at ${each.intervals[0]?.fromMs}`);
      demand(
        (each.intervals.at(-1)?.toMs ?? endedAtMs) === endedAtMs,
        `${name}: ends at ${each.intervals.at(-1)?.toMs}, the run at ${endedAtMs}`,
      );
      for (const [i, { fromMs, toMs }] of each.intervals.entries()) {
        // What comes at the very end is told, too: it has no time left.
        demand(
          fromMs < toMs || (fromMs === endedAtMs && i === each.intervals.length - 1),
          `${name}: from ${fromMs} to ${toMs}`,
        );
        demand(i === 0 || each.intervals[i - 1].toMs === fromMs, `${name}: a gap before ${fromMs}`);
      }
    }
  }
  for (const { pool, count, intervals } of users) {
    for (const { fromMs, affected, regular, parts, state } of intervals) {
      const at = `users of ${pool} at ${fromMs}`;
      demand(
        affected >= 0 && affected <= count && regular >= 0 && regular <= count,
        `${at}: ${affected} and ${regular} of ${count}`,
      );
      if (parts === undefined) continue;
      demand(sum(Object.values(parts)) === count, `${at}: parts are ${sum(Object.values(parts))} of ${count}`);
      demand((parts.regularHome ?? 0) + (parts.regularPartner ?? 0) === regular, `${at}: regular are ${regular}`);
      demand(count === 0 || parts[state] === affected, `${at}: ${affected} are in ${state}, of parts ${parts[state]}`);
    }
  }
  for (const key of ['acknowledged', 'lost', 'stranded']) {
    demand(loss[key] === sum(loss.byModule.map((module) => module[key])), `loss.${key} is not the sum of its modules`);
  }
  for (const { pool, module, acknowledged, lost, stranded, oldestLostAgeMs } of loss.byModule) {
    const name = `loss of ${pool} ${module}`;
    demand(
      Math.min(acknowledged, lost, stranded) >= 0 && lost + stranded <= acknowledged,
      `${name}: ${lost} + ${stranded} of ${acknowledged}`,
    );
    demand(
      (oldestLostAgeMs === null) === (lost + stranded === 0),
      `${name}: oldest ${oldestLostAgeMs}, ${lost} lost, ${stranded} stranded`,
    );
  }
  demand(glance.changesLost === loss.lost && glance.changesStranded === loss.stranded, 'glance has another loss');
  if (result.userMinutes !== undefined) {
    for (const state of Object.keys(result.userMinutes)) {
      const ms = sum(
        users.flatMap(({ intervals }) => intervals.map((i) => (i.parts?.[state] ?? 0) * (i.toMs - i.fromMs))),
      );
      demand(
        Math.abs(ms / 60_000 - result.userMinutes[state]) <= 1,
        `userMinutes.${state} is ${result.userMinutes[state]}, of intervals ${ms / 60_000}`,
      );
    }
  }

  for (const [i, { startedAtMs, endedAtMs: end }] of steps.entries()) {
    demand(startedAtMs <= end && end <= endedAtMs, `step ${i}: from ${startedAtMs} to ${end} of ${endedAtMs}`);
    demand(i === 0 || steps[i - 1].endedAtMs <= startedAtMs, `step ${i} began before the one before it had ended`);
    demand(steps[i].index === i, `step ${i} says that it is ${steps[i].index}`);
  }
  for (const [i, { atMs, step }] of timeline.entries()) {
    demand(i === 0 || timeline[i - 1].atMs <= atMs, `timeline: ${atMs} comes after ${timeline[i - 1]?.atMs}`);
    demand(atMs >= 0 && atMs <= endedAtMs, `timeline: ${atMs} of ${endedAtMs}`);
    demand(step === null || steps[step] !== undefined, `timeline: step ${step} of ${steps.length}`);
  }
  for (const { pool, module, points } of result.replication) {
    for (const [i, { atMs, atRisk }] of points.entries()) {
      demand(
        (i === 0 || points[i - 1].atMs <= atMs) && atMs <= endedAtMs && atRisk >= 0,
        `replication of ${pool} ${module} at ${atMs}`,
      );
    }
  }
  for (const {
    pool,
    outageAtMs,
    failoverStartedAtMs,
    servedAtMs,
    rtoMs,
    outageMs,
    decisionMs,
    procedureMs,
    assumedMs,
    criticalPath,
  } of recovery) {
    const name = `recovery of ${pool} at ${failoverStartedAtMs}`;
    demand((servedAtMs === null) === (rtoMs === null), `${name}: served ${servedAtMs}, RTO ${rtoMs}`);
    demand(outageAtMs <= failoverStartedAtMs, `${name}: the outage is at ${outageAtMs}`);
    if (rtoMs === null) continue;
    demand(rtoMs === servedAtMs - failoverStartedAtMs, `${name}: RTO ${rtoMs}, served ${servedAtMs}`);
    demand(outageMs === servedAtMs - outageAtMs, `${name}: outage ${outageMs} from ${outageAtMs} to ${servedAtMs}`);
    demand(
      decisionMs + procedureMs + rtoMs === outageMs,
      `${name}: ${decisionMs} + ${procedureMs} + ${rtoMs} are not ${outageMs}`,
    );
    demand(assumedMs >= 0 && assumedMs <= outageMs, `${name}: ${assumedMs} are assumed of ${outageMs}`);
    demand(
      sum(criticalPath.map(({ fromMs, toMs }) => toMs - fromMs)) === outageMs,
      `${name}: its critical path is not ${outageMs}`,
    );
  }

  const { verdict, readiness, violations, expectations, findings } = result;
  demand(status === null || status === EXIT[verdict], `${verdict}, and exit status ${status}`);
  demand(READINESS[verdict].includes(readiness), `${verdict}, and ${readiness}`);
  const warnings = findings.filter(({ severity }) => severity !== 'note').length;
  demand(glance.warnings === warnings, `glance has ${glance.warnings} warnings of ${warnings}`);
  if (verdict === 'passed') {
    demand(
      violations.every(({ declared }) => declared),
      'passed, though an invariant broke',
    );
    demand(
      expectations.every(({ holds }) => holds),
      'passed, though something expected does not hold',
    );
    demand(
      steps.every(({ asExpected }) => asExpected),
      'passed, though a step went otherwise',
    );
    demand(seeds === null || seeds.failed.length + seeds.inconclusive.length === 0, 'passed, though a seed did not');
  }
  if (seeds !== null) {
    demand(seeds.failed.length === 0 || verdict === 'failed', `seeds failed, and the drill is ${verdict}`);
    demand(
      [...seeds.failed, ...seeds.inconclusive].every((s) => s >= result.seed && s < result.seed + seeds.played),
      'a seed that was not played',
    );
    for (const spread of seeds.spread) spreadIn(spread, result, demand);
  }
  return found;
}

/** A range is in order, and holds what the seed itself came to. */
function spreadIn(spread, { loss, recovery }, demand) {
  const { what, pool } = spread;
  const isTime = 'minMs' in spread;
  const places = isTime ? ['minMs', 'p50Ms', 'p95Ms', 'maxMs'] : ['min', 'p50', 'p95', 'max'];
  const [least, ...more] = places.map((key) => spread[key] ?? Number.POSITIVE_INFINITY);
  demand(
    [least, ...more].every((value, i, all) => i === 0 || all[i - 1] <= value),
    `spread of ${what} ${pool} is out of order`,
  );
  const most = more.at(-1);
  if (!isTime) {
    demand(least <= loss[what] && loss[what] <= most, `spread of ${what}: ${loss[what]} is not in ${least} to ${most}`);
    return;
  }
  const own = recovery
    .filter((each) => each.pool === pool)
    .map((each) => each[`${what}Ms`] ?? Number.POSITIVE_INFINITY);
  demand(
    own.length === 0 || own.some((ms) => least <= ms && ms <= most),
    `spread of ${what} of ${pool}: ${own} is not in ${least} to ${most}`,
  );
}
