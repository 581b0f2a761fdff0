// The commands in a part of a script that is not carried out: a walk over its syntax tree, into the functions it calls.
import type { Position } from '../../core/input-error.js';
import type { Argument, Body, Command, Expression, ExpressionOf, Statement } from '../parser/syntax.js';
import { Hashtable, isList, ScriptBlock, type Unknown, type Value } from '../values/values.js';
import type { Scope } from './scope.js';
import { SEEN, type WalkBudget } from './walk-budget.js';

/** A command by the name that the script has for it. */
export interface NamedCommand {
  readonly name: string;
  readonly at: Position;
  /** as it stands in the script */
  readonly text: string;
  /** what runs there cannot be told from the script: a name or a text that is computed, another file */
  readonly hidden?: boolean;
}

/** The commands of parts of the syntax tree that act when they are carried out; with `-WhatIf` none does. */
export function commandsIn(parts: unknown, scope: Scope, budget: WalkBudget): NamedCommand[] {
  const walk = new CommandsWalk(scope, budget);
  walk.visit(parts);
  return walk.found;
}

/** Methods of services, processes and machines that start or stop them. */
const STOPS_SERVICE =
  /^(?:(?:start|stop|pause|resume)(?:service)?|reboot|shutdown|win32shutdown|terminate|kill|executecommand)$/i;
/** Methods that run code which is a text, or which the object before them holds. */
const RUNS_CODE = /^(?:invokescript|invokewithcontext|invokereturnasis|newscriptblock|addscript)$/;

/** `function:\\Go`, `alias:go`: what commands mean. */
const isOfShellDrive = (value: Expression): boolean => /^["']?(?:function|alias):/i.test(value.text);

/** They run code in a scope of its own, or in another session. */
const RUNS_APART = /^(?:invoke-command|icm|start-job|sajb)$/i;

/** The longest name of a command that is told, in UTF-16 units. */
const NAME_MAX = 60;

class CommandsWalk {
  readonly found: NamedCommand[] = [];
  private readonly visited = new Set<unknown>();
  /** functions and script blocks around that have a scope of their own */
  private bodies = 0;
  /** what is called in a scope of its own, and bodies that run in that of their caller */
  private readonly called = new Set<unknown>();
  private readonly ofCaller = new Set<unknown>();
  /** variables that the parts themselves give a value */
  private readonly assigned = new Set<string>();

  constructor(
    private readonly scope: Scope,
    private readonly budget: WalkBudget,
  ) {}

  visit(part: unknown): void {
    if (typeof part !== 'object' || part === null || this.visited.has(part)) return;
    this.visited.add(part);
    if ('kind' in part) this.node(part as Statement | Expression | Command);
    // a parameter makes an object of the class that is its type
    else if ('type' in part && typeof part.type === 'string') this.ofClasses(part.type);
    const isBody = 'statements' in part && 'parameters' in part && !this.ofCaller.has(part);
    if (isBody) this.bodies++;
    for (const [name, child] of Object.entries(part)) if (name !== 'at') this.visit(child);
    if (isBody) this.bodies--;
  }

  private node(part: Statement | Expression | Command): void {
    this.budget.spend(part, SEEN);
    switch (part.kind) {
      case 'command':
        return this.command(part);
      case 'assign':
        // later commands do nothing, or do something
        if (part.target.kind === 'variable' && this.changesCommands(part.target)) this.hide(part.at, part.text);
        return this.assigns(part.target);
      case 'foreach':
        return this.assigns(part.variable);
      case 'variable':
        // what is put there is given to later commands
        if (/^psdefaultparametervalues$/i.test(part.name)) this.hide(part.at, part.text);
        // code in a variable runs where a command is handed it
        return this.held(part);
      case 'block':
        if (!this.called.has(part)) this.ofCaller.add(part.body);
        return;
      case 'type':
        return this.ofClasses(part.name);
      case 'cast':
        return this.ofClasses(part.type);
      case 'expandable':
        return part.parts.every((each) => typeof each === 'string') ? undefined : this.ofClasses('ToString');
      case 'call':
        return this.call(part);
    }
  }

  /** Whether what is set there decides what later commands do: a preference, where it does not end with its function. */
  private changesCommands({ scope, name }: ExpressionOf<'variable'>): boolean {
    return (
      /^whatifpreference$/i.test(name) ||
      (/^(?:erroraction|confirm|warning)preference$/i.test(name) && (this.bodies === 0 || scope !== null))
    );
  }

  private held(variable: ExpressionOf<'variable'>): void {
    const bodies = codeHeld(variable, this.scope, this.budget);
    if (!this.called.has(variable)) for (const each of bodies) this.ofCaller.add(each);
    this.visit(bodies);
  }

  private assigns(target: Expression): void {
    if (target.kind === 'variable') this.assigned.add(target.name.toLowerCase());
    else if (target.kind === 'cast') this.assigns(target.operand);
    else if (target.kind === 'list') for (const each of target.items) this.assigns(each);
  }

  private ofClasses(name: string): void {
    this.visit(this.scope.scriptTypes.codeOf(name));
  }

  private call({ name: named, target, at, text }: ExpressionOf<'call'>): void {
    const name = named.kind === 'literal' ? String(named.value).toLowerCase() : null;
    const isBlock = target.kind === 'type' && /^(?:[\w.]+\.)?scriptblock$/i.test(target.name);
    const runsOther = name === 'invoke' && target.kind !== 'block' && !this.isKnownCode(target);
    if (
      name === null ||
      RUNS_CODE.test(name) ||
      STOPS_SERVICE.test(name) ||
      (isBlock && name === 'create') ||
      runsOther
    )
      this.hide(at, text);
    else this.ofClasses(name);
  }

  private command(command: Command): void {
    const { operator, name, arguments: given, at, text } = command;
    // `ForEach-Object { … }` and `. { … }` run in the scope that is around them
    if (operator !== '.') this.called.add(name);
    if (name.kind !== 'literal') {
      const program = programNamed(name);
      if (program !== null) this.found.push({ name: program, at, text });
      else if (name.kind !== 'block' && !this.isKnownCode(name)) this.hide(at, text);
      return;
    }
    if (this.scope.scriptTypes.doubtful.has(String(name.value).toLowerCase())) this.hide(at, text);
    const typed = this.scope.scriptTypes.commandFor(String(name.value));
    if (RUNS_APART.test(typed)) for (const { value } of given) this.called.add(value);
    const body = this.scope.findFunction(typed);
    if (body !== undefined) {
      if (operator === '.') this.ofCaller.add(body);
      return this.visit(body);
    }
    for (const each of codeNames(typed, given)) this.ofClasses(each);
    // an alias by a name that is computed, and the drives of functions and aliases
    const words = given.flatMap(({ value }) => (value === null ? [] : [value]));
    const setsName = /^(?:(?:set|new)-alias|[sn]al)$/i.test(typed) && words.some(({ kind }) => kind !== 'literal');
    if (setsName || words.some(isOfShellDrive)) this.hide(at, text);
    const runsElsewhere = /^(?:invoke-command|icm)$/i.test(typed) && !this.hasItsCode(given);
    if (runsElsewhere || /\.ps1$/i.test(typed)) this.hide(at, text);
    else if (!given.some(isWhatIf) || isForced(typed, given)) this.found.push({ name: typed, at, text });
  }

  /** Whether the code that `Invoke-Command` runs stands in the script. */
  private hasItsCode(given: readonly Argument[]): boolean {
    if (given.some(({ parameter }) => /^fi(?:l|le|lep\w*)?$/i.test(parameter ?? ''))) return false;
    return given.some(({ value }) => value !== null && (value.kind === 'block' || this.isKnownCode(value)));
  }

  private isKnownCode(expression: Expression): boolean {
    if (expression.kind !== 'variable' || this.assigned.has(expression.name.toLowerCase())) return false;
    return codeHeld(expression, this.scope, this.budget).length > 0;
  }

  private hide(at: Position, text: string): void {
    const plain = text.replace(/\s+/g, ' ');
    this.found.push({ name: plain.length > NAME_MAX ? `${plain.slice(0, NAME_MAX)}…` : plain, at, text, hidden: true });
  }
}

/** D255: `Invoke-CsComputerFailOver -Force` starts, whatever `-WhatIf` says beside it. */
const isForced = (name: string, given: readonly Argument[]): boolean =>
  /^(?:.*\\)?invoke-cscomputerfailover$/i.test(name) &&
  given.some(({ parameter, value }) => /^fo?r?c?e?$/i.test(parameter ?? '') && !/^\$false$/i.test(value?.text ?? ''));

/** `-WhatIf`, but not `-WhatIf:$false` or one whose value is computed. */
function isWhatIf({ parameter, value, attached }: Argument): boolean {
  if (!/^(?:whatif|wi)$/i.test(parameter ?? '')) return false;
  return !attached || (value?.kind === 'variable' && value.name.toLowerCase() === 'true');
}

/** `& "$folder\robocopy.exe"`: the program, wherever it is; null = it cannot be told. */
function programNamed(name: Expression): string | null {
  const end = name.kind === 'expandable' ? name.parts.at(-1) : null;
  return typeof end === 'string' ? (/[^\\/]+\.exe$/i.exec(end)?.[0] ?? null) : null;
}

/** Of a text or a date they compute, but a list is changed by them: methods, in lower case. */
export const CHANGES_LISTS = /^(?:add|insert|remove|stop)$/;

/** Words that are the name of a class or of a method for a cmdlet. */
export function codeNames(name: string, given: readonly Argument[]): string[] {
  if (!/^(?:new-object|foreach-object|foreach|%)$/i.test(name)) return [];
  return given.flatMap(({ value }) => (value?.kind === 'literal' ? [String(value.value)] : []));
}

/** The script blocks that a variable holds now, also in lists and tables. */
export function codeHeld(variable: ExpressionOf<'variable'>, scope: Scope, budget: WalkBudget): Body[] {
  return codeIn([scope.named(variable.scope).get(variable.name) ?? null], variable, budget);
}

/** Notes which properties of the objects of an unknown list a part of a script looks at, by the name of each object. */
export function noteItems(list: Unknown, name: string, part: unknown, budget: WalkBudget): void {
  const { from } = list;
  if (from === null) return;
  from.several = true;
  const visit = (each: unknown): void => {
    if (typeof each !== 'object' || each === null) return;
    if (isNode(each)) budget.spend(each);
    if (isMember(each) && each.target.kind === 'variable' && each.target.name.toLowerCase() === name) {
      if (each.name.kind === 'literal') from.properties.add(String(each.name.value));
    }
    for (const child of Object.values(each)) visit(child);
  };
  visit(part);
}

const isNode = (part: object): part is Expression | Statement => 'kind' in part;

const isMember = (part: object): part is ExpressionOf<'member'> => 'kind' in part && part.kind === 'member';

/** Lists and tables inside one another that are looked into. */
const NESTED_MAX = 5;
/** Items of lists that weigh as much as an expression that is looked at. */
const ITEMS_A_NODE = 2;

/** The script blocks among values, also in lists and tables; `piece` is where they are looked for. */
export function codeIn(
  values: readonly Value[],
  piece: Pick<Expression, 'at' | 'text'>,
  budget: WalkBudget,
  nested = 0,
): Body[] {
  if (nested > NESTED_MAX) return [];
  budget.spend(piece, Math.floor(values.length / ITEMS_A_NODE));
  return values.flatMap((value) => {
    if (value instanceof ScriptBlock) return [value.body];
    const inside = value instanceof Hashtable ? value.keyed().map(([, entry]) => entry) : isList(value) ? value : [];
    return inside.length === 0 ? [] : codeIn(inside, piece, budget, nested + 1);
  });
}
