/**
 * The moves that each deployment allows, as rows of a bit matrix, found when they are first asked for. Most deployments
 * are asked only which work is under way: what may break is looked at where a script still lets something break.
 */
import { BitMatrix } from './bit-matrix.js';
import type { MemoTable } from './memo-table.js';
import type { StateSpaceContext } from './state-space-context.js';

export class DeploymentMoves {
  /** a row a deployment: each move, and then the columns below */
  private readonly bits: BitMatrix;
  private readonly work: Uint8Array;
  /** a command runs */
  private readonly busyColumn: number;
  /** the work under way is known, and whether a command runs; all moves are known */
  private readonly workKnownColumn: number;
  private readonly allKnownColumn: number;

  /** `deployments` has their words; `load` unpacks one into the working state. */
  constructor(
    private readonly context: StateSpaceContext,
    private readonly deployments: MemoTable,
    private readonly load: (d: number) => void,
  ) {
    const { length } = context.moves;
    this.busyColumn = length;
    this.workKnownColumn = length + 1;
    this.allKnownColumn = length + 2;
    this.bits = new BitMatrix(length + 3);
    this.work = new Uint8Array(context.working.work.length);
  }

  /** Makes room for so many deployments, at most one more than at the last call. */
  makeRoom(deployments: number): void {
    this.bits.makeRoom(deployments);
  }

  /** Forgets all. */
  forget(): void {
    this.bits.clear();
  }

  /** Whether a command is running. */
  isBusy(d: number): boolean {
    this.findWork(d);
    return this.bits.has(d, this.busyColumn);
  }

  /** Whether the deployment allows a move, by its number. What it has no say in, it allows. */
  isEnabled(d: number, move: number): boolean {
    if (!this.context.enabled.isJudged(move)) return true;
    this.findAll(d);
    return this.bits.has(d, move);
  }

  /** The first end of work under way from `move` on; `end`, that of all pending work, where there is none. */
  nextWork(d: number, move: number, end: number): number {
    this.findWork(d);
    return move < end ? this.bits.nextSet(d, move, end) : end;
  }

  private findWork(d: number): void {
    const { bits, context } = this;
    if (bits.has(d, this.workKnownColumn)) return;
    const { deployments, work } = this;
    const isBusy = context.deploymentPacking.unpackWork(deployments.words, deployments.at(d), work);
    bits.set(d, this.workKnownColumn);
    if (isBusy) bits.set(d, this.busyColumn);
    for (let slot = 0; slot < work.length; slot++) if (work[slot] === 1) bits.set(d, slot);
  }

  private findAll(d: number): void {
    const { bits, context } = this;
    if (bits.has(d, this.allKnownColumn)) return;
    this.load(d);
    bits.set(d, this.allKnownColumn);
    const allowed = context.enabled.allowed();
    for (let move = 0; move < allowed.length; move++) if (allowed[move] === 1) bits.set(d, move);
  }
}
