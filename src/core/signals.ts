/** Names of the signals a machine gives out, as XState wants them: actions that do nothing by themselves. */
export function signals<const N extends string>(...names: N[]): Record<N, () => void> {
  return Object.fromEntries(names.map((n) => [n, () => {}])) as Record<N, () => void>;
}

type YesNoEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Guards that read the yes/no parameters of the event, one for each name, under the same name. */
export function whether<const N extends string>(
  ...names: N[]
): Record<N, (args: { event: YesNoEvent }) => boolean> {
  return Object.fromEntries(
    names.map((n) => [n, ({ event }: { event: YesNoEvent }) => event[n] === true]),
  ) as Record<N, (args: { event: YesNoEvent }) => boolean>;
}
