// The branches of a script with the steps that they come before, in words of the script.
import type { ScriptBranch } from '../../domain/runbook-result.js';
import { BranchRecord } from '../../powershell/interpreter/branches.js';
import { shown } from './called-command.js';

/** The ways that a script takes, as its steps are made. */
export class ScriptBranches {
  /** what the interpreter writes to */
  readonly record = new BranchRecord();
  readonly all: ScriptBranch[] = [];
  /** how many were made */
  steps = 0;

  /** The next step is made. */
  beforeStep(): void {
    this.keep(this.steps++);
  }

  /** The script has ended. */
  end(): void {
    this.keep(null);
  }

  private keep(before: number | null): void {
    for (const { piece, ...way } of this.record.take()) {
      this.all.push({ ...piece.at, ...way, what: shown(piece.text, piece.text), before });
    }
  }
}
