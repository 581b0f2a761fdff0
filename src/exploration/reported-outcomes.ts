/**
 * Outcomes that no document names but administrators have reported (F): a search takes every value of the fact that
 * stands for them, one search for each, and what breaks only there is reported apart.
 */
import { cmsFailover } from '../domain/cmdlets/cms-failover.js';
import { isDisasterForm } from '../domain/cmdlets/cms-failover-preconditions.js';
import { isStandardPair } from '../domain/components/central-management/behaviour.js';
import { CENTRAL_MANAGEMENT_FACTS } from '../domain/components/central-management/facts.js';
import type { Deployment } from '../domain/deployment.js';
import type { Drill } from '../domain/drill.js';
import type { World } from '../domain/state/world.js';
import type { PlannedStep } from './state-space/plan.js';

/** A value of a fact that stands for what was reported. */
export interface ReportedOutcome {
  readonly fact: 'standardPairCmsSplit';
  readonly value: string | boolean;
  /** the rule that has it */
  readonly rule: string;
}

/** D64: what a planned failover of the store in a Standard Edition pair may end in, beside what the drill assumes. */
export function reportedOutcomes(world: World, steps: readonly PlannedStep[], free: boolean): ReportedOutcome[] {
  if (!isStandardPair(world) || !(free || steps.some(movesStore))) return [];
  const assumed = world.settings.standardPairCmsSplit;
  return CENTRAL_MANAGEMENT_FACTS.standardPairCmsSplit
    .choices!.filter((value) => value !== assumed)
    .map((value) => ({ fact: 'standardPairCmsSplit', value, rule: 'D64' }));
}

function movesStore(step: PlannedStep): boolean {
  if (step.kind !== 'command' || step.command.cmdlet !== cmsFailover.name) return false;
  const { parameters } = step.command;
  return parameters.WhatIf !== true && parameters.Restore !== true && !isDisasterForm(parameters);
}

/** A deployment in which a planned failover ends so. */
export const deploymentWith = (deployment: Deployment, { fact, value }: ReportedOutcome): Deployment => ({
  ...deployment,
  assumptions: { ...deployment.assumptions, [fact]: value },
});

/** A drill that plays such an outcome, and says so in its file. */
export const drillWith = (drill: Drill, outcome: ReportedOutcome | null): Drill =>
  outcome === null
    ? drill
    : {
        ...drill,
        deployment: deploymentWith(drill.deployment, outcome),
        assumptions: { ...drill.assumptions, [outcome.fact]: outcome.value },
      };

/** As reports name it. */
export const outcomeText = ({ fact, value }: ReportedOutcome): string => `${fact} = ${String(value)}`;
