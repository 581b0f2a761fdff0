/** The heads of the long tables that narrow screens show as cards: they stand once in the style instead of in every cell. */

/** By the name of the table, the names of its columns. */
export const CARD_HEADS = {
  steps: ['#', 'line', 'start', 'took', 'step', 'outcome'],
  loss: ['pool', 'module', 'acknowledged', 'lost', 'stranded', 'oldest left behind'],
  expectations: ['holds', 'what', 'expected', 'actual', 'expected by'],
  assumptions: ['name', 'value', 'basis', 'rule', 'moved a number', 'why'],
  log: ['time', 'who', 'what'],
  sheet: ['#', 'planned', 'takes', 'step', 'must be seen', 'stop and decide when', 'done at', 'by', 'signed'],
} as const;

/** The heads of a table by its class, `steps-table cards`; undefined = it is none of these. */
export const cardHeadsOf = (look: string): readonly string[] | undefined =>
  (CARD_HEADS as Readonly<Record<string, readonly string[]>>)[look.replace(/-table cards$/, '')];

/** What each cell of a card says in front of it. */
export const CARD_LABELS = Object.entries(CARD_HEADS)
  .flatMap(([name, heads]) =>
    heads.map((head, i) => `.${name}-table td:nth-child(${i + 1})::before{content:"${head}"}`),
  )
  .join('');
