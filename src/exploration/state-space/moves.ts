/** What the administrator gets wrong, once each time. */
export const MISTAKES = ['skip', 'swap', 'partner', 'noDisasterMode'] as const;

/** One thing that can happen next, as the numbers of an exploration's actions mean it. */
export type Move =
  | { readonly kind: 'work'; readonly slot: number }
  | { readonly kind: 'step' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'mistake'; readonly what: (typeof MISTAKES)[number] }
  | { readonly kind: 'drillFault' }
  /** one of the members of a breakable: those that are alike in a state are told apart by nobody */
  | { readonly kind: 'break' | 'mend'; readonly what: number; readonly member: number }
  | { readonly kind: 'command'; readonly what: number };

/**
 * Every move that a plan can ever make, in an order that is the same in every process; `members` = how many each
 * breakable has.
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
