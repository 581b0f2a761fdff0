// Reads a topology in passes: the file to a tree, the overlay into it, the schema, machines, references; then
// builds the deployment.
import { type InputError, inputError, isInputError } from '../../core/input-error.js';
import type { Deployment } from '../../domain/deployment.js';
import type { InputFiles } from '../input-files.js';
import { DefinedNames } from '../known-names.js';
import type { Tree } from '../positioned-tree.js';
import { inFileOrder, TreeProblems } from '../problems.js';
import { validatePart } from '../schema.js';
import { yamlIn } from '../yaml-tree.js';
import { buildDeployment } from './build.js';
import { checkMachines } from './check-machines.js';
import { checkReferences } from './check-references.js';
import { topologySourceIn } from './document.js';
import { mergeOverlay } from './overlay.js';
import { readAssumptions } from './read-assumptions.js';
import { TOPOLOGY_SCHEMA } from './topology-schema.js';
import { ownSource, survivingDefaults, type TopologySource } from './topology-source.js';
import { IDLE } from './unmodelled.js';

/** Reads a topology file of any kind (our own, published or Topology Builder), with what an overlay file adds to it. */
export function topologyIn(files: InputFiles, path: string, overlay?: string): Deployment | InputError[] {
  const source = topologySourceIn(files, path);
  return Array.isArray(source) ? source : topologyFromSource(source, overlayIn(files, overlay));
}

/** An overlay file as a tree; null = there is none. */
export const overlayIn = (files: InputFiles, overlay: string | undefined): Tree | InputError | null =>
  overlay === undefined ? null : yamlIn(files, overlay);

/** Checks a topology given as an inline map, and makes the deployment of it. */
export function topologyFromTree(tree: Tree, overlay: Tree | InputError | null = null): Deployment | InputError[] {
  return topologyFromSource(ownSource(tree), overlay);
}

/** Checks what was read, the overlay merged into it, and makes the deployment of it. */
export function topologyFromSource(
  source: TopologySource,
  overlay: Tree | InputError | null = null,
): Deployment | InputError[] {
  if (overlay === null) return validate(source.tree, source);
  if (isInputError(overlay)) return [overlay];
  const merged = mergeOverlay(source.tree, overlay);
  return Array.isArray(merged) ? inFileOrder(merged) : validate(merged, source);
}

function validate(root: Tree, source: TopologySource): Deployment | InputError[] {
  const problems = new TreeProblems(root);
  const shape = validatePart(TOPOLOGY_SCHEMA, root);
  if (!shape.ok) return withOverlayHint(inFileOrder(shape.errors), source);
  const defined = new DefinedNames(shape.data);
  checkMachines(shape.data, problems);
  checkReferences(shape.data, defined, problems);
  const assumptions = readAssumptions(shape.data.assumptions, problems);
  if (problems.any) return withOverlayHint(problems.list(), source);
  const deployment = buildDeployment(shape.data, defined, assumptions);
  return {
    ...deployment,
    taken: [...survivingDefaults(root, source.defaults), ...deployment.taken],
    // an overlay may have given it one
    unmodelled: source.unmodelled.filter(
      ({ what, name }) => !IDLE.includes(what) || defined.machines.find(name) === null,
    ),
    ...(source.published === undefined ? {} : { published: source.published }),
  };
}

/** An export of the product is not edited: what is wrong in it is put right by an overlay. */
function withOverlayHint(errors: InputError[], { exported, tree }: TopologySource): InputError[] {
  if (!exported) return errors;
  return errors.map((error) =>
    error.position.file !== tree.position.file
      ? error
      : inputError(error.position, error.message, `${error.hint}${error.hint === '' ? '' : '; '}${IN_AN_OVERLAY}`),
  );
}

const IN_AN_OVERLAY = 'an overlay (--overlay FILE) can say it';
