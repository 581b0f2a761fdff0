/** What follows from a deployment alone, memoized by it: a drill that is run with many seeds works it out once. */
import { type NotedSettings, resolveSettings, type Settings } from '../components/facts.js';
import { CONTROL_VARIABLES, WORK } from '../components/tables.js';
import type { Deployment } from '../deployment.js';
import { ControlLayout } from './control-state.js';
import { Layout } from './layout.js';
import { PendingWork } from './pending-work.js';

/** Where everything of a deployment is; nothing in it changes. */
export interface IndexedDeployment {
  readonly layout: Layout;
  readonly controlLayout: ControlLayout<typeof CONTROL_VARIABLES>;
  readonly pendingWork: PendingWork<typeof WORK>;
  readonly settings: NotedSettings & Settings;
  /** D37: the sync cycles of all pools have one phase */
  readonly cyclesTogether: boolean;
}

const indexed = new WeakMap<Deployment, IndexedDeployment>();

/** The indices of a deployment; `leftOut` = database types, as indices, that are treated as if there were none. */
export function indexDeployment(deployment: Deployment, leftOut: readonly number[] = []): IndexedDeployment {
  const known = leftOut.length === 0 ? indexed.get(deployment) : undefined;
  if (known !== undefined) return known;
  const settings = resolveSettings(deployment.assumptions);
  const layout = new Layout(deployment, settings, leftOut);
  const controlLayout = new ControlLayout(layout, CONTROL_VARIABLES);
  const [least, most] = settings.syncPhaseSeconds;
  const cyclesTogether = least === most;
  const pendingWork = new PendingWork(layout, WORK, cyclesTogether);
  const made = { layout, controlLayout, pendingWork, settings, cyclesTogether };
  if (leftOut.length === 0) indexed.set(deployment, made);
  return made;
}
