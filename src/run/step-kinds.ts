/** Which steps of a drill change the deployment, and which only pass the time. */
import { ignoresWhatIf } from '../domain/cmdlets/catalog.js';
import { onlyLooks } from '../domain/cmdlets/known-cmdlets.js';
import type { StepWork } from '../domain/drill.js';

/** A command that changes the deployment where it is carried out, whether or not it was this time. */
export function changesDeployment(work: StepWork): boolean {
  if (work.kind === 'topologyBuilder') return true;
  if (work.kind !== 'run' || onlyLooks(work.command.cmdlet)) return false;
  return work.command.parameters.WhatIf !== true || ignoresWhatIf(work.command);
}

/** A pause, a wait, a look at something: what a loop that waits is made of. */
export const isIdle = (work: StepWork): boolean =>
  work.kind === 'run'
    ? onlyLooks(work.command.cmdlet)
    : work.kind === 'wait' || work.kind === 'waitUntil' || work.kind === 'note' || work.kind === 'noted';
