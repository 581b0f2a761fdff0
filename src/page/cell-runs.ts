/** The timed runs behind a cell of an exploration's heat map: what breaks, when, and how that compares with what the search found. */
import { clock, counted } from '../core/format.js';
import type { Deployment } from '../domain/deployment.js';
import type { FaultTarget } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { describeTarget } from '../domain/stepping/faults.js';
import { printable } from '../report/text/printable.js';
import { type FurtherEffect, type FurtherFault, momentsIn } from '../run/one-more-fault.js';

/** A cell as the page has it. */
export interface HeatPlace {
  /** the component, as the report names it */
  readonly name: string;
  /** the consequence that the search found */
  readonly worst: string;
  /** index of the step; null = after the last one */
  readonly step: number | null;
}

/** Runs that are played for one cell. */
const MOMENTS = 9;

/** One of several machines that are alike, as a search names them. */
const ONE_OF = /^a server of (.+)$/;

/** What breaks by that name; of machines that are alike the first that has no row of its own. Null = nothing has the name. */
export function targetNamed(
  name: string,
  targets: readonly FaultTarget[],
  { pools, edgePools }: Pick<Deployment, 'pools' | 'edgePools'>,
  rows: readonly string[],
): FaultTarget | null {
  const named = (target: FaultTarget): string => printable(describeTarget(target));
  const exact = targets.find((target) => named(target) === name);
  if (exact !== undefined) return exact;
  const owner = ONE_OF.exec(name)?.[1];
  const servers = [...pools, ...edgePools].find(({ fqdn }) => printable(fqdn) === owner)?.servers ?? [];
  const alike = targets.filter((target) => target.kind === 'server' && servers.includes(target.server));
  return alike.find((target) => !rows.includes(named(target))) ?? null;
}

/** When it breaks: moments of the step and of the pause before it; of none where it takes no time. */
export function momentsOfCell(
  { step }: HeatPlace,
  { steps, endedAtMs }: Pick<RunResult, 'steps' | 'endedAtMs'>,
): number[] {
  const before = step === null ? steps.at(-1) : steps[step - 1];
  const [fromMs, toMs] = [before?.endedAtMs ?? 0, step === null ? endedAtMs : steps[step].endedAtMs];
  return toMs > fromMs ? momentsIn({ fromMs, toMs }, MOMENTS) : [];
}

const END_SAID = {
  lost: 'data is lost',
  unserved: 'users have no regular service at the end',
  stranded: 'data is stranded',
} as const;
const saidOf = (end: FurtherEffect['end']): string =>
  end === null ? 'nothing is lost or stranded, and all users have regular service at the end' : END_SAID[end];

/** The run that is shown of a cell, and how it compares with the search, which has no durations and takes every order. */
export function saidOfCell(
  { worst }: HeatPlace,
  faults: readonly FurtherFault[],
  effects: readonly FurtherEffect[],
): { readonly said: string; readonly index: number } {
  const wanted = worst in END_SAID ? (worst as keyof typeof END_SAID) : null;
  const same = effects.findIndex(({ end }) => end === wanted);
  const order: FurtherEffect['end'][] = ['lost', 'unserved', 'stranded', null];
  const worstOf = order.find((each) => effects.some(({ end }) => end === each)) ?? null;
  const index = same >= 0 ? same : effects.findIndex(({ end }) => end === worstOf);
  const when = `it breaks at ${clock(faults[index].atMs)}`;
  const shown = saidOf(effects[index].end);
  const tried = counted(faults.length, 'timed run');
  const said =
    same >= 0
      ? `In this run ${when}, and ${shown}: the worst that the search found here, too${wanted === null ? ', as far as it is told apart' : ''}. It is the first of ${tried} that comes to it.`
      : `The search found that ${saidOf(wanted)}. None of ${tried} comes to that: the search has no durations, takes every order, and may break more besides. In this run ${when}, and ${shown}.`;
  return { said, index };
}
