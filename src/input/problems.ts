import { type InputError, inputError, type Position } from '../core/input-error.js';

/** Collects what is wrong with an input, so that one run tells all of it. */
export class Problems {
  private readonly found: InputError[] = [];

  add(position: Position, message: string, hint = ''): void {
    this.found.push(inputError(position, message, hint));
  }

  addAll(errors: readonly InputError[]): void {
    for (const error of errors) this.found.push(error);
  }

  get any(): boolean {
    return this.found.length > 0;
  }

  /** In the order of the files and their lines. */
  list(): InputError[] {
    return inFileOrder(this.found);
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
