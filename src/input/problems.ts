// Errors are collected, not thrown, so that one run tells all that is wrong with an input.
import { type InputError, inputError, type Position } from '../core/input-error.js';
import { keyPositionAt, positionAt, type Tree, type TreePath } from './positioned-tree.js';

/** What is wrong with an input. Each method that adds to it returns null: what a reader returns that gives up. */
export class Problems {
  private readonly found: InputError[] = [];

  add(position: Position, message: string, hint = ''): null {
    this.found.push(inputError(position, message, hint));
    return null;
  }

  addAll(errors: readonly InputError[]): null {
    for (const error of errors) this.found.push(error);
    return null;
  }

  get any(): boolean {
    return this.found.length > 0;
  }

  /** In the order of the files and their lines. */
  list(): InputError[] {
    return inFileOrder(this.found);
  }
}

/** What is wrong with a tree, by paths in it. */
export class TreeProblems extends Problems {
  constructor(readonly root: Tree) {
    super();
  }

  /** Said of the value at `path`, or of what is around it. */
  at(path: TreePath, message: string, hint = ''): null {
    return this.add(positionAt(this.root, path), message, hint);
  }

  /** Said of the last key of `path`. */
  atKey(path: TreePath, message: string, hint = ''): null {
    return this.add(keyPositionAt(this.root, path), message, hint);
  }
}

/** Errors by file (in the order of their first appearance), line and column. */
export function inFileOrder(errors: readonly InputError[]): InputError[] {
  const files = [...new Set(errors.map((error) => error.position.file))];
  const rank = (error: InputError) => files.indexOf(error.position.file);
  return [...errors].sort(
    (a, b) => rank(a) - rank(b) || a.position.line - b.position.line || a.position.column - b.position.column,
  );
}
