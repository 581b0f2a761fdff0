/**
 * Memoisation by locality: what the end of a piece of work does in one pair of pools is found once for all deployments
 * that are alike in that pair and in what no pair owns, whatever the other pairs are like; the deployment that it leads to
 * is put together of what is known. So a drill about several pairs works out the sum of what can happen in each of them,
 * not the product. No state is left out, and none is merged.
 *
 * Why the answers are the same. Pools that are partners, or share a machine, form a group (`Layout.groupOfPool`). A fault of
 * one machine or Backup Service, the end of work of a session, a pool, its users or a module, and a phase of a command about
 * one pair (`Phases.ofPair`) read and write their own group, and read what belongs to no group: links, Edge pools, the state
 * of the Central Management Store, the command that is running, files. After it the components of a group look only at that
 * group and at what wakes everybody (`Reconciler`, which rests on the same law, as every run does); a command looks at its
 * own pools. What begins a command is worked out in full: it may ask whatever it likes, as D41 does. All this is used only
 * where
 * - all replicas are up to date and no replication runs, both before and after, so that nobody asks which servers of other
 *   groups the master reaches: the one thing that looks at all groups at once (D63);
 * - nothing outside of the group was written, but for how far the running command is, which nobody else looks at;
 * - nothing was violated, no command has ended and the script stands where it stood.
 * With every move some time passes, in which the log that is followed takes changes: what that does to the group of its
 * pool is found once, too, apart from what is done elsewhere.
 * A sync cycle is that of each group beside those of the others; here nothing of the running command may change, either,
 * which waits for the Backup Service of its own pool alone.
 *
 * What is put together is worked out in full every now and then (`CHECK_EVERY`), and a difference is an error, never a
 * state. A test does that with every transition of small deployments.
 */
import { InternTable, NumberMap } from '../../core/intern-table.js';
import { isOfPair } from '../../domain/cmdlets/catalog.js';
import { NOBODY } from '../../domain/state/control-state.js';
import type { DeploymentPart } from './deployment-part.js';
import { bitsOfGroup, type GroupBits, groupOfSlot, groupOfTarget, settledBits } from './group-bits.js';
import type { StateSpaceContext } from './state-space-context.js';

/** Keys of answers stay below this, so that they are small integers. */
const KEYS_MAX = 2 ** 31 - 1;
/** Of so many transitions that are put together one is also worked out in full. */
const CHECK_EVERY = 2048;

/** What an effect is local to, besides the index of a group: to each group by itself, and to none. */
const EACH = -1;
const NONE = -2;
/** to the pair of the command that runs, if that is about one alone */
const OF_COMMAND = -3;
/** Answers besides the number of a part + 1: what was written elsewhere, too. */
const NOT_LOCAL = 0;
/** The number of the effect that does nothing: with every move some time passes, in which changes are acknowledged. */
const TIME_PASSES = 0;
/** Of a deployment whose replicas are not all up to date. */
const UNSETTLED = -1;

/** One group of pools, and what is known of it. */
interface Group extends GroupBits {
  /** deployments as far as it reads them */
  readonly parts: InternTable;
  /** by part, effect and live variables: the part that follows, + 1 */
  readonly answers: NumberMap;
  /** by deployment: the number of its part + 1, or UNSETTLED; 0 = not asked yet */
  partOf: Int32Array;
}

export class LocalEffects {
  private readonly groups: readonly Group[];
  /** by pool: the index of its group */
  private readonly groupOfPool: readonly number[];
  /** by effect: the index of its group, EACH, NONE or OF_COMMAND */
  private readonly scopes: Int32Array;
  /** bits that say that no replica is out of date and no replication runs, and how they are then */
  private readonly settled: { readonly mask: Uint32Array; readonly value: Uint32Array };
  private readonly scratch: Uint32Array;
  private readonly questions: number;
  private readonly partsMax: number;
  private composed = 0;

  constructor(
    private readonly context: StateSpaceContext,
    private readonly deployments: DeploymentPart,
  ) {
    const { working, effects, dead, partsMax } = context;
    const { world } = working;
    const { words } = deployments;
    const numbers = [...new Set(world.layout.groupOfPool)];
    this.groupOfPool = world.layout.groupOfPool.map((group) => numbers.indexOf(group));
    this.groups = numbers.map((group) => ({
      ...bitsOfGroup(context, words, group),
      parts: new InternTable(words),
      answers: new NumberMap(),
      partOf: new Int32Array(1024),
    }));
    const { work } = world;
    this.scopes = Int32Array.from(effects.all, (effect) => {
      if (effect.kind === 'finish') {
        if (effect.slot === work.cycle.at() && world.cyclesTogether) return EACH;
        if (effect.slot === work.command.at() || effect.slot === work.commandTimeout.at()) return OF_COMMAND;
      }
      const group =
        effect.kind === 'finish'
          ? groupOfSlot(world, effect.slot)
          : effect.kind === 'fault'
            ? groupOfTarget(world, effect.fault.target)
            : NOBODY;
      return group === NOBODY ? NONE : numbers.indexOf(group);
    });
    this.settled = settledBits(context, words);
    this.scratch = new Uint32Array(words);
    this.questions = effects.all.length * dead.count;
    this.partsMax = Math.min(partsMax, Math.floor(KEYS_MAX / this.questions) - 1);
  }

  /** Whether a plan has anything that is local: several groups, which stay what they are. */
  static isOf({ plan, working, partsMax, byGroup }: StateSpaceContext): boolean {
    const { groupOfPool } = working.world.layout;
    const pairsAnew = plan.steps.some((step) => step.kind === 'publish' && step.change.kind === 'pair');
    const isAsked = byGroup && plan.request.reduce && partsMax > 0;
    return isAsked && !pairsAnew && groupOfPool.some((group) => group !== groupOfPool[0]);
  }

  /** Whether an effect is local: only of such ones the rest is asked. */
  has(effect: number): boolean {
    return this.scopes[effect] !== NONE;
  }

  /** Forgets all: numbers of deployments have become invalid. */
  forget(): void {
    for (const group of this.groups) {
      group.parts.clear();
      group.answers.clear();
      group.partOf.fill(0);
    }
  }

  /**
   * The deployment that an effect leads to from `d`, without what is dead by the number `live`, where that is known from
   * others; -1 = it is not. `d` has nothing dead in it either. Where `isDue`, the answer is to be checked.
   */
  after(d: number, effect: number, live: number): number {
    const scope = this.scopeIn(d, effect);
    if (scope === NONE) return -1;
    const words = this.deployments.allWords;
    const at = this.deployments.at(d);
    const { scratch, groups } = this;
    let isSame = true;
    for (let i = 0; i < scratch.length; i++) scratch[i] = words[at + i];
    for (let g = 0; g < groups.length; g++) {
      const question = this.questionTo(g, scope, effect, live);
      if (question < 0) continue;
      const group = groups[g];
      const part = this.partOf(group, d);
      if (part < 0) return -1;
      const answer = group.answers.get(part * this.questions + question);
      if (answer <= NOT_LOCAL) return -1;
      if (answer - 1 === part) continue;
      isSame = false;
      put(group.parts, answer - 1, g === scope ? group.writes : group.own, scratch);
    }
    this.composed++;
    if (isSame) return d;
    const to = this.deployments.number(scratch, 0);
    this.deployments.noteClean(to, live);
    return to;
  }

  /** The answer that `after` gave last is one of those that are worked out in full, too. */
  get isDue(): boolean {
    return this.composed % CHECK_EVERY === 0;
  }

  /** Learns from an effect that led from `d` to `to`, both without what is dead by the number `live`. */
  learn(d: number, effect: number, live: number, to: number): void {
    const scope = this.scopeIn(d, effect);
    if (scope === NONE) return;
    const isLocal = this.isWithin(d, to, scope);
    this.groups.forEach((group, g) => {
      const question = this.questionTo(g, scope, effect, live);
      const part = question < 0 ? -1 : this.partOf(group, d);
      if (part < 0) return;
      const key = part * this.questions + question;
      // What is not local says nothing of the other groups.
      if (group.answers.get(key) >= 0 || (!isLocal && g !== scope)) return;
      const follows = isLocal ? this.partOf(group, to) : -1;
      group.answers.add(key, follows < 0 ? NOT_LOCAL : follows + 1);
    });
  }

  /** The index of the group that an effect is local to in `d`, EACH or NONE. */
  private scopeIn(d: number, effect: number): number {
    const scope = this.scopes[effect];
    if (scope !== OF_COMMAND) return scope;
    const { deploymentPacking: packing, working } = this.context;
    const { command, commandPool } = working.world.variables;
    const words = this.deployments.allWords;
    const at = this.deployments.at(d);
    if (!isOfPair(packing.control(words, at, command.at()))) return NONE;
    return this.groupOfPool[packing.control(words, at, commandPool.at())];
  }

  /** What a group is asked about an effect: what it does there, what time does that passes with it; -1 = nothing. */
  private questionTo(g: number, scope: number, effect: number, live: number): number {
    if (g === scope || scope === EACH) return effect * this.context.dead.count + live;
    return this.groups[g].ticks ? TIME_PASSES * this.context.dead.count + live : -1;
  }

  /** Whether two deployments differ in nothing but what an effect of this scope, and time, may write. */
  private isWithin(d: number, to: number, scope: number): boolean {
    const words = this.deployments.allWords;
    const at = this.deployments.at(d);
    const other = this.deployments.at(to);
    for (let i = 0; i < this.scratch.length; i++) {
      let may = 0;
      this.groups.forEach((group, g) => {
        if (g === scope) may |= group.writes[i];
        else if (group.ticks || scope === EACH) may |= group.own[i];
      });
      if (((words[at + i] ^ words[other + i]) & ~may) !== 0) return false;
    }
    return true;
  }

  /** The number of what a group reads of a deployment; -1 = its replicas are not all up to date, or there is no room. */
  private partOf(group: Group, d: number): number {
    if (d >= group.partOf.length) {
      const longer = new Int32Array(2 * Math.max(d, group.partOf.length));
      longer.set(group.partOf);
      group.partOf = longer;
    }
    if (group.partOf[d] === 0) {
      const words = this.deployments.allWords;
      const at = this.deployments.at(d);
      const { mask, value } = this.settled;
      const isKnown = mask.every((bits, i) => (words[at + i] & bits) >>> 0 === value[i]);
      const hasRoom = group.parts.count < this.partsMax;
      group.partOf[d] = isKnown && hasRoom ? group.parts.number(words, at, group.reads) + 1 : UNSETTLED;
    }
    return group.partOf[d] < 0 ? -1 : group.partOf[d] - 1;
  }
}

/** Writes the bits of a part that are in a mask. */
function put({ words, width }: InternTable, part: number, mask: Uint32Array, to: Uint32Array): void {
  const from = part * width;
  for (let i = 0; i < width; i++) to[i] = (to[i] & ~mask[i]) | (words[from + i] & mask[i]);
}
