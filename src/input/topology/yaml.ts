import { type InputError, inputError, isInputError } from '../../core/position.js';
import type { Deployment } from '../../domain/deployment.js';
import { inOrder, Problems } from '../problems.js';
import { readPart } from '../schema.js';
import type { Tree } from '../tree.js';
import { readYaml } from '../yaml.js';
import { readAssumptions } from './assumptions.js';
import { buildDeployment } from './build.js';
import { checkMachines } from './machines.js';
import { mergeOverlay } from './overlay.js';
import { checkReferences, definedNames } from './references.js';
import { TOPOLOGY_SHAPE } from './shape.js';

/** Reads a topology file, with what an overlay file adds to it. */
export function readTopologyFile(path: string, overlay?: string): Deployment | InputError[] {
  const tree = readTopologyTree(path);
  return isInputError(tree) ? [tree] : topologyFromTree(tree, overlay);
}

/** Checks a topology, given as an inline map or read from a file, and makes the deployment of it. */
export function topologyFromTree(tree: Tree, overlay?: string): Deployment | InputError[] {
  if (overlay === undefined) return validate(tree);
  const extra = readYaml(overlay);
  if (isInputError(extra)) return [extra];
  const merged = mergeOverlay(tree, extra);
  return Array.isArray(merged) ? inOrder(merged) : validate(merged);
}

function readTopologyTree(path: string): Tree | InputError {
  if (/\.(?:xml|tbxml)$/i.test(path)) {
    return inputError(
      { file: path, line: 0, column: 0 },
      'a published topology (XML) cannot be read yet',
      'write it as YAML',
    );
  }
  return readYaml(path);
}

function validate(root: Tree): Deployment | InputError[] {
  const problems = new Problems();
  const shape = readPart(TOPOLOGY_SHAPE, root);
  if (!shape.ok) return inOrder(shape.errors);
  const defined = definedNames(shape.data);
  checkMachines(shape.data, root, problems);
  checkReferences(shape.data, defined, root, problems);
  const assumptions = readAssumptions(shape.data.assumptions, root, problems);
  return problems.any ? problems.list() : buildDeployment(shape.data, defined, assumptions);
}
