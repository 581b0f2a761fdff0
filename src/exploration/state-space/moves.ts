/** The moves of a search: one alphabet for all states of a plan, numbered. */
/** What the administrator gets wrong with one step. */
export const MISTAKES = ['skip', 'swap', 'partner', 'noDisasterMode'] as const;

/** What the number of an action of `DrillStateSpace` means. */
export type Move =
  | { readonly kind: 'work'; readonly slot: number }
  | { readonly kind: 'step' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'mistake'; readonly what: (typeof MISTAKES)[number] }
  | { readonly kind: 'drillFault' }
  /** one member of a breakable; of members that are alike in a state only the first is broken or repaired */
  | { readonly kind: 'break' | 'mend'; readonly what: number; readonly member: number }
  | { readonly kind: 'command'; readonly what: number };

/**
 * Every move that is ever enabled under a plan, in an order that is the same in every process. Pending work comes
 * first, by slot. `members` = how many each breakable has.
 */
export function allMoves(work: number, members: readonly number[], commands: number): Move[] {
  const all: Move[] = [];
  for (let slot = 0; slot < work; slot++) all.push({ kind: 'work', slot });
  all.push({ kind: 'step' }, { kind: 'timeout' }, { kind: 'drillFault' });
  for (const what of MISTAKES) all.push({ kind: 'mistake', what });
  for (const kind of ['break', 'mend'] as const) {
    members.forEach((count, what) => {
      for (let member = 0; member < count; member++) all.push({ kind, what, member });
    });
  }
  for (let what = 0; what < commands; what++) all.push({ kind: 'command', what });
  return all;
}
