/** What speaks against a search: a drill or a choice of faults that cannot be searched. */
import { nearest } from '../core/nearest.js';
import { type Drill, FAULT_KINDS } from '../domain/drill.js';
import { breakableNames } from './breakable-names.js';
import type { ExploreRequest } from './request.js';

/** Why the drill cannot be searched as asked, in a sentence; null = it can. */
export function requestProblem(drill: Drill, request: ExploreRequest): string | null {
  return unsearchable(drill, request) ?? wrongChoice(drill, request);
}

/** A script among the steps; null = there is none, or no step is taken. */
function unsearchable(drill: Drill, { free }: ExploreRequest): string | null {
  const script = drill.steps.find((step) => step.work.kind === 'script');
  if (script === undefined || free > 0) return null;
  return `line ${script.position.line}: a script decides what it does while it runs, so its futures cannot be searched; "drydrill run" with --write-drill FILE writes what it plays as steps`;
}

/** Names in `only` and `without` that there are not, or that leave nothing to search; null = all is well. */
function wrongChoice(drill: Drill, request: ExploreRequest): string | null {
  const chosen = [...request.only, ...request.without];
  if (chosen.length === 0) return null;
  const components = breakableNames(drill, request);
  const kinds: readonly string[] = FAULT_KINDS;
  for (const name of chosen) {
    if (components.has(name) || kinds.some((k) => k.toLowerCase() === name.toLowerCase())) continue;
    const close = nearest(name, [...kinds, ...components.names]);
    const hint = close === null ? `kinds are ${kinds.join(', ')}` : `did you mean "${close}"?`;
    return `"${name}" is neither a kind of fault nor a component of the topology; ${hint}`;
  }
  if (request.faults === 0 || components.count > 0) return null;
  return 'nothing is left that --only and --without let break; take other kinds, or --faults 0';
}
