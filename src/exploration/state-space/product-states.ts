/**
 * The product of a deployment and a script, each by the number that its memoised half has given it: the successors of
 * such a pair, what it violates and how the drill has ended in it. What is known of one half is not asked again.
 */
import { InternedRecords } from '../../core/intern-table.js';
import { DeploymentPart } from './deployment-part.js';
import { EFFECT_RESULTS } from './effects.js';
import { type EndState, endStateKey } from './end-state.js';
import { LocalEffects } from './local-effects.js';
import { ScriptPart } from './script-part.js';
import type { StateSpaceContext } from './state-space-context.js';

/** Hears of each successor of a pair. */
export interface PairListener {
  /** `d`, `s` = the pair that a move leads to; `violation` = 0, or the number of what the move violates. */
  onSuccessor(d: number, s: number, move: number, violation: number): void;
}

/** All pairs of a deployment and a script under a plan, by their numbers. */
export class ProductStates {
  readonly deployments: DeploymentPart;
  readonly scripts: ScriptPart;
  readonly endStates = new InternedRecords<EndState>(endStateKey);
  private readonly local: LocalEffects | null;

  constructor(private readonly context: StateSpaceContext) {
    this.deployments = new DeploymentPart(context);
    this.scripts = new ScriptPart(context);
    this.local = LocalEffects.isOf(context) ? new LocalEffects(context, this.deployments) : null;
  }

  /** Whether the parts that follow from one pair might find no room. */
  get isFull(): boolean {
    return this.deployments.isFull || this.scripts.isFull;
  }

  /** Makes room for the parts that follow from one pair; numbers given before may become invalid. */
  makeRoom(): void {
    if (this.deployments.isFull) {
      this.deployments.forget();
      this.local?.forget();
    }
    if (this.scripts.isFull) this.scripts.forget();
  }

  /** Whether the script is over, and no command runs. */
  private isOver(d: number, s: number): boolean {
    return this.scripts.isOver(s) && !this.deployments.moves.isBusy(d);
  }

  /** I10, and what of I1 the end decides: claims about a state that nothing will change any more. */
  violationOf(d: number, s: number): number {
    const judgesEnd = this.context.plan.request.free === 0;
    if (this.scripts.isForeign(s) || (judgesEnd && !this.isOver(d, s))) return 0;
    const broken = judgesEnd ? this.deployments.brokenAtEnd(d) : this.deployments.notReturned(d);
    return broken === 0 ? 0 : this.context.violations.number(broken, this.scripts.hazards(s));
  }

  /** How the script ended, once it is over and nothing that is under way can change that. */
  endStateOf(d: number, s: number): number {
    if (this.context.plan.request.free > 0 || this.scripts.isForeign(s) || !this.isOver(d, s)) return 0;
    const end = this.deployments.endOf(d);
    return end === 0 ? 0 : this.scripts.endState(s, end, this.endStates);
  }

  /** Tells `listener` of all successors, always in the same order. */
  expand(d: number, s: number, listener: PairListener): void {
    const { deployments, scripts } = this;
    const { effects, working } = this.context;
    const busy = deployments.moves.isBusy(d);
    const end = working.world.pendingWork.count;
    for (let m = deployments.moves.nextWork(d, 0, end); m < end; m = deployments.moves.nextWork(d, m + 1, end)) {
      this.makeMove(d, s, m, effects.ofMove[m], busy, listener);
    }
    const { moves, step } = scripts.calledForAt(s, busy);
    for (let i = 0; i < moves.length; i += 3) {
      if (!deployments.moves.isEnabled(d, moves[i]) || !deployments.satisfies(d, moves[i + 2], step)) continue;
      this.makeMove(d, s, moves[i], moves[i + 1], busy, listener);
    }
  }

  /** Tells of the successor by one move, unless it is no move there. */
  private makeMove(d: number, s: number, move: number, effect: number, busy: boolean, listener: PairListener): void {
    const { local, scripts } = this;
    if (local === null || !local.has(effect)) return this.workOut(d, s, move, effect, busy, listener);
    const live = scripts.live(s);
    // What is put together ends no command.
    const script = scripts.after(s, move, 0, busy);
    const known = scripts.live(script) === live ? local.after(d, effect, live) : -1;
    if (known < 0) return this.workOut(d, s, move, effect, busy, listener);
    if (local.isDue) this.check(d, s, move, effect, busy, { known, script });
    listener.onSuccessor(known, script, move, 0);
  }

  /** Works out in full what was put together of what is known of groups of pools. */
  private check(
    d: number,
    s: number,
    move: number,
    effect: number,
    busy: boolean,
    { known, script }: { readonly known: number; readonly script: number },
  ): void {
    let isSame = false;
    this.workOut(d, s, move, effect, busy, {
      onSuccessor: (to, after, _, violation) => {
        isSame = to === known && after === script && violation === 0;
      },
    });
    if (!isSame) throw new Error(`move ${move} does more than is local to its pools`);
  }

  /** As `makeMove`, from the whole deployment. */
  private workOut(d: number, s: number, move: number, effect: number, busy: boolean, listener: PairListener): void {
    const { deployments, local, scripts } = this;
    const after = deployments.after(d, effect);
    if (after < 2) return;
    const result = after & 1 ? deployments.resultOf(d, effect) : 0;
    const broken = Math.floor(result / EFFECT_RESULTS);
    const script = scripts.after(s, move, result % EFFECT_RESULTS, busy);
    const violation =
      broken === 0 || scripts.isForeign(script) ? 0 : this.context.violations.number(broken, scripts.hazards(script));
    const live = scripts.live(script);
    const to = deployments.withoutDead((after >> 1) - 1, live);
    if (local?.has(effect) && result === 0 && live === scripts.live(s)) local.learn(d, effect, live, to);
    listener.onSuccessor(to, script, move, violation);
  }
}
