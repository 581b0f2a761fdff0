// Abstract interpretation of a part of a script that may or may not be carried out: what it can leave behind at most.
// Where that is nothing but variables and output, both ways are taken at once, and what they leave is unknown.
import { isStatementNode } from '../parser/statement-kinds.js';
import type { Block, Body, Command, Expression, Statement } from '../parser/syntax.js';
import { ACTING, HARMLESS } from '../values/methods.js';
import type { AssignedVariable, PossibleEffects, Quietness } from './left-behind.js';
import { CHANGES_LISTS, codeHeld, codeNames } from './passed-over.js';
import type { Scope } from './scope.js';
import type { WalkBudget } from './walk-budget.js';

/** What `-match` and `switch -Regex` give a value. */
const MATCHES: AssignedVariable = { scope: null, name: 'Matches' };

/** Parameters that keep what a command gives in a variable: -OutVariable and -PipelineVariable. */
const KEEPS = /^(?:ov|pv|outv\w*|pi\w*v\w*|pipe\w*)$/i;
/** Those that keep its errors, its warnings or what it shows. */
const KEEPS_ERRORS = /^(?:[ewi]v|(?:err|warn|info)\w*v\w*)$/i;
// what later errors do, and what later commands are given
const DECIDES = /^(?:erroraction|warning|whatif|confirm)preference$|^psdefaultparametervalues$/i;

/** Signals that a part does something that matters: a command of the deployment, an end, an error. */
class Matters {}

/** What parts of a script leave at most, which also give `targets` values; null = something that matters. */
export function possibleEffects(
  parts: readonly (Block | Statement | Expression)[],
  targets: readonly Expression[],
  { scope, walks }: { readonly scope: Scope; readonly walks: WalkBudget },
  quietness: Quietness,
): PossibleEffects | null {
  const walk = new EffectsWalk(scope, quietness, walks);
  try {
    for (const target of targets) walk.assign(target);
    for (const part of parts) walk.part(part);
  } catch (error) {
    if (error instanceof Matters) return null;
    throw error;
  }
  return walk;
}

class EffectsWalk implements PossibleEffects {
  readonly assigned: AssignedVariable[] = [];
  prints = false;
  mayFail = false;
  isProgram = false;
  /** functions that are being looked into */
  private readonly called = new Set<Body>();
  /** functions that were looked into */
  private readonly known = new Set<Body>();

  constructor(
    private readonly scope: Scope,
    private readonly quietness: Quietness,
    private readonly budget: WalkBudget,
  ) {}

  part(part: Block | Statement | Expression): void {
    if (!('kind' in part)) this.statements(part);
    else if (isStatementNode(part)) this.statement(part);
    else this.expression(part);
  }

  private statements(...blocks: (Block | null)[]): void {
    for (const block of blocks) for (const each of block ?? []) this.statement(each);
  }

  private statement(statement: Statement): void {
    this.budget.spend(statement);
    switch (statement.kind) {
      case 'pipeline':
        return this.pipeline(statement);
      case 'assign':
        this.assign(statement.target);
        return this.quietly(() => this.statement(statement.value));
      case 'if':
        for (const { condition, body } of statement.clauses) {
          this.quietly(() => this.statement(condition));
          this.statements(body);
        }
        return this.statements(statement.otherwise);
      case 'while':
      case 'do':
        this.quietly(() => this.statement(statement.condition));
        return this.statements(statement.body);
      case 'for':
        this.quietly(() =>
          this.statements([statement.first, statement.condition, statement.next].filter((each) => each !== null)),
        );
        return this.statements(statement.body);
      case 'foreach':
        this.assign(statement.variable);
        this.quietly(() => this.statement(statement.list));
        return this.statements(statement.body);
      case 'switch':
        if (statement.match === 'regex') this.assigned.push(MATCHES);
        this.quietly(() => this.statement(statement.on));
        for (const { test, body } of statement.cases) {
          if (test !== null) this.expression(test);
          this.statements(body);
        }
        return;
      case 'using':
        return;
      case 'try':
        return this.statements(statement.body, ...statement.catches.map(({ body }) => body), statement.last);
      default:
        throw new Matters();
    }
  }

  private pipeline({ elements }: Extract<Statement, { kind: 'pipeline' }>): void {
    let silent = false;
    for (const element of elements) {
      if (element.kind === 'command') silent = this.command(element);
      else {
        this.expression(element);
        silent = element.kind === 'step';
      }
    }
    if (!silent) this.prints = true;
  }

  /** Whether the command gives nothing. */
  private command({ operator, name, arguments: given }: Command): boolean {
    if (name.kind !== 'literal') throw new Matters();
    for (const { value } of given) if (value !== null) this.expression(value);
    // what is kept in a variable by a parameter, and what `. name` gives to the variables of its caller
    if (operator === '.' || given.some(({ parameter }) => KEEPS.test(parameter ?? ''))) throw new Matters();
    for (const { parameter, value } of given) if (KEEPS_ERRORS.test(parameter ?? '')) this.keeps(value);
    if (this.scope.scriptTypes.doubtful.has(String(name.value).toLowerCase())) throw new Matters();
    const typed = this.scope.scriptTypes.commandFor(String(name.value)).toLowerCase();
    const body = this.scope.findFunction(typed);
    if (body !== undefined) {
      this.function(body);
      return false;
    }
    for (const each of codeNames(typed, given)) {
      if (ACTING.test(each)) throw new Matters();
      this.ofClass(each);
    }
    const left = this.quietness(typed.replace(/^microsoft\.powershell\.\w+\\/, ''));
    if (left === null) throw new Matters();
    this.mayFail ||= left.mayFail;
    this.isProgram ||= left.isProgram;
    return !left.prints;
  }

  /** A variable that a parameter names. */
  private keeps(name: Expression | null): void {
    if (name?.kind !== 'literal') throw new Matters();
    this.assigned.push({ scope: null, name: String(name.value).replace(/^\+/, '') });
  }

  /** What a function does to its own variables stays in it. */
  private function(body: Body): void {
    if (this.known.has(body)) return;
    if (this.called.has(body) || body.dynamic !== null) throw new Matters();
    this.called.add(body);
    const before = this.assigned.length;
    this.statements(body.begin, body.process, body.statements);
    for (const { scope } of this.assigned.splice(before)) if (scope !== null) throw new Matters();
    for (const { type } of body.parameters) this.ofClass(type ?? '');
    for (const { standard } of body.parameters) if (standard !== null) this.expression(standard);
    this.called.delete(body);
    this.known.add(body);
  }

  /** What classes of the script do is not looked into: their methods, and all that makes an object of them. */
  private ofClass(name: string): void {
    if (this.scope.scriptTypes.codeOf(name).length > 0) throw new Matters();
  }

  assign(target: Expression): void {
    switch (target.kind) {
      case 'variable':
        if (DECIDES.test(target.name) || /^(?:function|alias)$/i.test(target.scope ?? '')) throw new Matters();
        this.assigned.push(target);
        return;
      case 'cast':
        this.ofClass(target.type);
        return this.assign(target.operand);
      case 'list':
        for (const each of target.items) this.assign(each);
        return;
      default:
        throw new Matters();
    }
  }

  /** What is printed there is a value, and no output. */
  private quietly(act: () => void): void {
    const before = this.prints;
    act();
    this.prints = before;
  }

  private expression(expression: Expression): void {
    this.budget.spend(expression);
    switch (expression.kind) {
      case 'literal':
      case 'type':
        return;
      case 'variable':
        // code that a command may run
        if (codeHeld(expression, this.scope, this.budget).length > 0) throw new Matters();
        return;
      case 'expandable':
        // an object of the script says itself what it is in a text
        if (expression.parts.some((each) => typeof each !== 'string')) this.ofClass('ToString');
        for (const each of expression.parts) if (typeof each !== 'string') this.expression(each);
        return;
      case 'list':
        for (const each of expression.items) this.expression(each);
        return;
      case 'array':
      case 'sub':
        return this.quietly(() => this.statements(expression.statements));
      case 'group':
        return this.quietly(() => this.statement(expression.statement));
      case 'hashtable':
        for (const { key, value } of expression.entries) {
          this.expression(key);
          this.quietly(() => this.statement(value));
        }
        return;
      case 'block':
        return this.quietly(() =>
          this.statements(expression.body.begin, expression.body.process, expression.body.statements),
        );
      case 'unary':
      case 'cast':
        if (expression.kind === 'cast') this.ofClass(expression.type);
        return this.expression(expression.operand);
      case 'binary':
        if (/match$/.test(expression.operator)) this.assigned.push(MATCHES);
        this.expression(expression.left);
        return this.expression(expression.right);
      case 'member':
        this.expression(expression.target);
        return this.expression(expression.name);
      case 'index':
        this.expression(expression.target);
        return this.expression(expression.index);
      case 'step':
        return this.assign(expression.target);
      case 'call': {
        const { target, name, arguments: given } = expression;
        const method = name.kind === 'literal' ? String(name.value).toLowerCase() : '';
        if (!HARMLESS.has(method) || CHANGES_LISTS.test(method)) throw new Matters();
        this.ofClass(method);
        this.expression(target);
        for (const each of given) this.expression(each);
        return;
      }
      default:
        throw new Matters();
    }
  }
}
