/** Cmdlet lines as data: as they are parsed, as the records of their cmdlets describe them, and bound. */
import type { Product } from './deployment.js';

/** A cmdlet line as a PowerShell grammar reads it, before its parameters are known. */
export interface ParsedCommand {
  /** the cmdlet's name as typed */
  readonly name: string;
  /** column of the name, from 1 */
  readonly column: number;
  readonly arguments: readonly ParsedArgument[];
}

/** `-Name`, `-Name value`, `-Name:value` or a positional value. */
export interface ParsedArgument {
  /** without the dash, as typed; null = positional */
  readonly parameter: string | null;
  /** null = a parameter with nothing after it (a switch) */
  readonly value: ParsedValue | null;
  /** the value was attached with a colon, `-Switch:$false` */
  readonly attached: boolean;
  readonly column: number;
}

export type ParsedValue =
  | { readonly kind: 'string'; readonly text: string; readonly column: number }
  | { readonly kind: 'number'; readonly value: number; readonly text: string; readonly column: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly column: number }
  | { readonly kind: 'null'; readonly column: number }
  | { readonly kind: 'array'; readonly items: readonly ParsedValue[]; readonly column: number };

/** What a parameter takes. `timespan` is `[d.]hh:mm:ss` or `hh:mm` as PowerShell has it. */
export type ParameterType =
  | { readonly kind: 'switch' }
  | { readonly kind: 'string' }
  /**
   * `of` names what must exist in the topology: a FE pool, any machine, an Edge pool, a site. An Edge server stands for
   * its pool.
   */
  | {
      readonly kind: 'host';
      readonly of: 'pool' | 'machine' | 'edgePool' | 'edgePoolOrServer' | 'site' | 'anyPool' | 'sqlServer';
    }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'timespan'; readonly minMs: number; readonly maxMs: number }
  /** values are matched without case; `aliases` maps lower-case spellings to a value */
  | {
      readonly kind: 'enum';
      readonly values: readonly string[];
      readonly aliases?: Readonly<Record<string, string>>;
    };

export interface ParameterSpec {
  readonly name: string;
  /** products whose management shell has it; absent = all that have the cmdlet */
  readonly products?: readonly Product[];
  readonly aliases?: readonly string[];
  readonly type: ParameterType;
  readonly required?: boolean;
  /** 0-based position for a positional argument */
  readonly position?: number;
  /** it takes several values with commas between them, which are one text to the model */
  readonly list?: boolean;
  /** no parameter to be typed: the machine whose shell the line is typed in, where a script says it */
  readonly implied?: boolean;
  /** a real parameter of the cmdlet that the model does not know: using it makes the step `notModelled` */
  readonly unmodelled?: boolean;
  /** a `prefix` such as `EdgeServer:` or `Registrar:` that may stand before the host */
  readonly prefix?: string;
  /** several such prefixes, where the documents disagree */
  readonly prefixes?: readonly string[];
}

/** One cmdlet: its canonical name, other spellings, parameters. */
export interface CmdletSpec {
  readonly name: string;
  /** products whose management shell has it; absent = all of them */
  readonly products?: readonly Product[];
  readonly aliases?: readonly string[];
  readonly parameters: readonly ParameterSpec[];
}

/** Whether the management shell of a product has a cmdlet or a parameter; no product = one that has all that any has. */
export const isInShell = ({ products }: Pick<CmdletSpec, 'products'>, product: Product | undefined): boolean =>
  products === undefined || product === undefined || products.includes(product);

/** timespans are ms, hosts keep the topology's spelling, enums their canonical value */
export type BoundValue = string | number | boolean;

/** A cmdlet line that is fit to run: names canonical, values typed and checked. */
export interface BoundCommand {
  /** canonical name of the cmdlet */
  readonly cmdlet: string;
  readonly parameters: Readonly<Record<string, BoundValue>>;
}
