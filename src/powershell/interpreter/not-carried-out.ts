// What a part of a script that is not carried out may have set: a walk over its syntax tree, into the functions it calls.
import type { Body, Command, Expression, Statement } from '../parser/syntax.js';
import { Unknown } from '../values/values.js';
import type { AssignedVariable } from './left-behind.js';
import type { Runtime } from './runtime.js';
import type { Scope } from './scope.js';
import { noteWrite } from './table-order.js';
import { SEEN, type WalkBudget } from './walk-budget.js';

/** What is not carried out, though it might be, may have set variables and names of commands: they are unknown then. */
export function forget(runtime: Runtime, parts: unknown, { why, from }: Unknown): void {
  const { variables, commands } = maySet(parts, runtime.scope, runtime.walks);
  const unknown = new Unknown(why, from);
  for (const { scope, name } of variables) {
    if (/^(?:_|null|true|false|\?)$/i.test(name) || !/^(?:script|global|local|private)?$/i.test(scope ?? '')) continue;
    const into = runtime.scope.named(scope);
    into.set(name, unknown);
    noteWrite(runtime, into, name, unknown);
  }
  for (const name of commands) runtime.types.doubtful.set(name, unknown);
  if (commands.length > 0) runtime.types.codeChanges++;
}

/** Variables, and names of commands, that would have another value or meaning. */
interface MaySet {
  readonly variables: readonly AssignedVariable[];
  /** names of functions and aliases, in lower case */
  readonly commands: readonly string[];
}

/** What parts of the syntax tree may set that code behind them sees. */
function maySet(parts: unknown, scope: Scope, budget: WalkBudget): MaySet {
  const walk = new SettingWalk(scope, budget);
  walk.visit(parts);
  return walk;
}

/** Parameters that name a variable: -OutVariable, -ErrorVariable, -WarningVariable, -PipelineVariable, -Variable. */
const KEEPS = /^(?:[oewip]v|(?:out|err|warn|info|pipe)\w*v\w*|var\w*)$/i;
const SETS_VARIABLE = /^(?:(?:set|new|clear|remove)-variable|[scnr]v)$/i;
const SETS_ALIAS = /^(?:(?:set|new)-alias|[sn]al)$/i;

class SettingWalk implements MaySet {
  readonly variables: AssignedVariable[] = [];
  readonly commands: string[] = [];
  private readonly visited = new Set<unknown>();
  /** functions around: what they set without a scope stays in them */
  private inside = 0;

  constructor(
    private readonly scope: Scope,
    private readonly budget: WalkBudget,
  ) {}

  visit(part: unknown): void {
    if (typeof part !== 'object' || part === null || this.visited.has(part)) return;
    this.visited.add(part);
    if ('kind' in part && this.node(part as Statement | Expression | Command)) return;
    for (const [name, child] of Object.entries(part)) if (name !== 'at') this.visit(child);
  }

  /** True = what is inside of it does not matter. */
  private node(part: Statement | Expression | Command): boolean {
    this.budget.spend(part, SEEN);
    switch (part.kind) {
      case 'assign':
      case 'step':
        this.set(part.target);
        return false;
      case 'foreach':
        this.set(part.variable);
        return false;
      case 'switch':
        if (part.match === 'regex') this.name('Matches');
        return false;
      case 'binary':
        if (/match$/.test(part.operator)) this.name('Matches');
        return false;
      case 'call':
        this.set(part.target);
        return false;
      case 'cast':
        if (/(?:^|\.)(?:ps)?ref(?:erence)?$/i.test(part.type)) this.set(part.operand);
        return false;
      case 'data':
        this.name(part.name ?? '');
        return false;
      case 'function':
        if (this.inside === 0 || /:/.test(part.name)) this.commands.push(part.name.replace(/^.*:/, '').toLowerCase());
        return true;
      case 'command':
        this.command(part);
        return false;
      default:
        return false;
    }
  }

  private command({ name, arguments: given }: Command): void {
    for (const { parameter, value } of given) {
      if (value?.kind === 'literal' && KEEPS.test(parameter ?? '')) this.name(String(value.value).replace(/^\+/, ''));
    }
    if (name.kind !== 'literal') return;
    const typed = this.scope.scriptTypes.commandFor(String(name.value));
    const named = given.find(
      ({ parameter, value }) => value !== null && /^(?:na?m?e?)?$/i.test(parameter ?? ''),
    )?.value;
    const first = named?.kind === 'literal' ? String(named.value) : '';
    if (SETS_VARIABLE.test(typed)) this.name(first);
    if (SETS_ALIAS.test(typed)) this.commands.push(first.toLowerCase());
    const body = this.scope.findFunction(typed);
    if (body !== undefined) this.function(body);
  }

  private function(body: Body): void {
    this.inside++;
    this.visit([body.begin, body.process, body.statements]);
    this.inside--;
  }

  private name(name: string): void {
    if (name !== '' && this.inside === 0) this.variables.push({ scope: null, name });
  }

  private set(target: Expression): void {
    switch (target.kind) {
      case 'variable':
        if (/^(?:function|alias)$/i.test(target.scope ?? '')) this.commands.push(target.name.toLowerCase());
        else if (this.inside === 0 || target.scope !== null) this.variables.push(target);
        return;
      case 'cast':
        return this.set(target.operand);
      // an object that is changed
      case 'member':
      case 'index':
        return this.set(target.target);
      case 'list':
        for (const each of target.items) this.set(each);
    }
  }
}
