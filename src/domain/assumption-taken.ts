/** What was taken where the input or the documents say nothing: a default, or a number that the model assumes. */

/** One assumption, with its value and why it is what it is. */
export interface AssumptionTaken {
  readonly name: string;
  /** a formula in words where it is one */
  readonly value: number | string | boolean | readonly [number, number];
  readonly unit: string;
  readonly why: string;
  /** assumed by the model, the default of a key that is left out, or `set` by the topology or the drill; absent in a topology */
  readonly basis?: 'stated' | 'documented' | 'reported' | 'assumed' | 'default' | 'set';
  /** rules or documents that the number belongs to; absent = it is a key of the input */
  readonly rule?: string;
  /** a number of the recovery, of the users, the routes or the loss hangs on it; absent = it was not asked for */
  readonly moved?: boolean;
  /** what the formula comes to for each pool; absent = the value is no formula */
  readonly comesTo?: readonly { readonly of: string; readonly value: readonly [number, number] }[];
}
