// The abstract syntax tree of a script: plain data, each node with its place and its text.
import type { Position } from '../../core/input-error.js';

/** A script as it was read: what its lines say, each with its place. Nothing of it has been carried out. */
export interface ParsedScript {
  readonly file: string;
  readonly body: Body;
}

/** Parameters and statements: of a script, a function or a script block. */
export interface Body {
  /** those before `param`, such as `[CmdletBinding()]` */
  readonly attributes: readonly Attribute[];
  readonly parameters: readonly Parameter[];
  /** `dynamicparam { … }`; null = the body has none */
  readonly dynamic: (Piece & { readonly statements: Block }) | null;
  /** `begin { … }` */
  readonly begin: Block;
  /** `process { … }`: once for each input; null = the body has none */
  readonly process: Block | null;
  /** what stands in no such block, or in `end { … }` */
  readonly statements: Block;
}

export interface Parameter {
  readonly name: string;
  /** the type as written, without brackets and in lower case; null = none */
  readonly type: string | null;
  readonly attributes: readonly Attribute[];
  readonly standard: Expression | null;
  readonly at: Position;
}

/** `[Parameter(Mandatory = $true, Position = 0)]`, `[ValidateSet('a', 'b')]` */
export interface Attribute extends Piece {
  /** as written, in lower case */
  readonly name: string;
  readonly positional: readonly Expression[];
  /** names in lower case; null = a name without a value, which means true */
  readonly named: readonly { readonly name: string; readonly value: Expression | null }[];
}

interface Piece {
  readonly at: Position;
  /** the piece as it stands in the script */
  readonly text: string;
}

export type Statement = Piece &
  (
    | {
        readonly kind: 'pipeline';
        readonly elements: readonly PipelineElement[];
        /** of an expression at its beginning; commands have their own */
        readonly redirections: readonly Redirection[];
      }
    | {
        readonly kind: 'assign';
        readonly target: Expression;
        /** `=`, `+=`, ... */
        readonly operator: string;
        readonly value: Statement;
      }
    | { readonly kind: 'if'; readonly clauses: readonly Clause[]; readonly otherwise: Block | null }
    | { readonly kind: 'while'; readonly condition: Statement; readonly body: Block; readonly label: string | null }
    | {
        readonly kind: 'do';
        readonly body: Block;
        readonly condition: Statement;
        /** `do … until`: ends when the condition is true */
        readonly until: boolean;
        readonly label: string | null;
      }
    | {
        readonly kind: 'for';
        readonly first: Statement | null;
        readonly condition: Statement | null;
        readonly next: Statement | null;
        readonly body: Block;
        readonly label: string | null;
      }
    | {
        readonly kind: 'foreach';
        readonly variable: Expression;
        readonly list: Statement;
        readonly body: Block;
        readonly label: string | null;
      }
    | {
        readonly kind: 'switch';
        readonly match: 'exact' | 'wildcard' | 'regex';
        readonly exactCase: boolean;
        readonly on: Statement;
        readonly cases: readonly SwitchCase[];
        readonly label: string | null;
      }
    | {
        readonly kind: 'try';
        readonly body: Block;
        readonly catches: readonly Catch[];
        readonly last: Block | null;
      }
    | { readonly kind: 'function'; readonly name: string; readonly body: Body }
    | {
        readonly kind: 'flow';
        readonly word: 'return' | 'throw' | 'exit';
        readonly value: Statement | null;
      }
    | { readonly kind: 'jump'; readonly word: 'break' | 'continue'; readonly label: Expression | null }
    | {
        readonly kind: 'trap';
        /** in lower case; null = any error */
        readonly type: string | null;
        readonly body: Block;
      }
    /** `data name { … }`; null = it has no name, and is what it gives */
    | { readonly kind: 'data'; readonly name: string | null; readonly body: Block }
    | ({ readonly kind: 'class' } & ClassDefinition)
    | {
        readonly kind: 'enum';
        readonly name: string;
        readonly members: readonly { readonly name: string; readonly value: Expression | null }[];
      }
    | { readonly kind: 'using'; readonly what: string }
    | { readonly kind: 'unsupported'; readonly what: string }
  );

/** A class of the script. */
export interface ClassDefinition {
  readonly name: string;
  /** the class that it extends and its interfaces, in lower case */
  readonly bases: readonly string[];
  readonly properties: readonly ClassProperty[];
  readonly methods: readonly ClassMethod[];
}

export interface ClassProperty {
  readonly name: string;
  readonly type: string | null;
  readonly static: boolean;
  readonly standard: Expression | null;
}

export interface ClassMethod {
  /** that of the class = a constructor */
  readonly name: string;
  readonly type: string | null;
  readonly static: boolean;
  readonly body: Body;
  /** what a constructor hands to that of its base; null = nothing is written */
  readonly base: readonly Expression[] | null;
}

/** The statements of a kind. */
export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export type Block = readonly Statement[];

export interface Clause {
  readonly condition: Statement;
  readonly body: Block;
}

export interface SwitchCase {
  /** null = `default` */
  readonly test: Expression | null;
  readonly body: Block;
}

export interface Catch extends Piece {
  /** exception types as written, in lower case; empty = all */
  readonly types: readonly string[];
  readonly body: Block;
}

/** One part of a pipeline. */
export type PipelineElement = Expression | Command;

export interface Command extends Piece {
  readonly kind: 'command';
  /** `.` runs in the caller's scope, `&` in its own */
  readonly operator: '.' | '&' | null;
  readonly name: Expression;
  readonly arguments: readonly Argument[];
  /** where its output is sent instead of the pipeline; `null` is `$null` */
  readonly redirections: readonly Redirection[];
}

export interface Argument {
  /** the parameter without its dash, as typed; null = by position */
  readonly parameter: string | null;
  /** null = a parameter with nothing after it */
  readonly value: Expression | null;
  /** tied to the parameter by a colon */
  readonly attached: boolean;
  readonly at: Position;
}

export interface Redirection {
  /** `>`, `2>`, `*>>`, `2>&1`, ... */
  readonly operator: string;
  /** the file; null = another stream */
  readonly target: Expression | null;
  readonly at: Position;
}

export type Expression = Piece &
  (
    | { readonly kind: 'literal'; readonly value: string | number }
    /** a bare word of a command: a string, unless it is a number */
    | { readonly kind: 'expandable'; readonly parts: readonly (string | Expression)[] }
    | {
        readonly kind: 'variable';
        /** `script`, `global`, `env`, ... in lower case; null = none is written */
        readonly scope: string | null;
        readonly name: string;
        /** `@name`: its entries are arguments */
        readonly splatted: boolean;
      }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    /** `@( … )` */
    | { readonly kind: 'array'; readonly statements: Block }
    /** `$( … )` */
    | { readonly kind: 'sub'; readonly statements: Block }
    /** `( … )` */
    | { readonly kind: 'group'; readonly statement: Statement }
    | {
        readonly kind: 'hashtable';
        readonly entries: readonly { readonly key: Expression; readonly value: Statement }[];
      }
    | { readonly kind: 'block'; readonly body: Body }
    | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'member';
        readonly target: Expression;
        readonly name: Expression;
        /** `::` */
        readonly static: boolean;
      }
    | {
        readonly kind: 'call';
        readonly target: Expression;
        readonly name: Expression;
        readonly arguments: readonly Expression[];
        readonly static: boolean;
      }
    | { readonly kind: 'index'; readonly target: Expression; readonly index: Expression }
    | { readonly kind: 'type'; readonly name: string }
    | { readonly kind: 'cast'; readonly type: string; readonly operand: Expression }
    /** `[ValidateSet('a', 'b')] $x` */
    | { readonly kind: 'attributed'; readonly attribute: Attribute; readonly operand: Expression }
    | {
        readonly kind: 'step';
        readonly target: Expression;
        readonly by: 1 | -1;
        /** `++$i`: the value is the new one */
        readonly before: boolean;
      }
    | { readonly kind: 'unsupported'; readonly what: string }
  );

/** The expressions of a kind. */
export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
