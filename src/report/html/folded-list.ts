/** A list whose entries come again and again, as a loop of a script plays its steps: each is written once, with their order. */

/** Plain data. `of`: the entries that differ, without their keys `Apart`, whose values stand in the order of the list. */
export interface FoldedList<T, Apart extends keyof T = never> {
  readonly of: readonly Omit<T, Apart>[];
  readonly order: readonly number[];
  readonly apart: Readonly<Record<Apart, readonly T[Apart][]>>;
}

/** Folds a list; `apart` are keys whose values seldom come again. */
export function folded<T extends object, Apart extends keyof T = never>(
  items: readonly T[],
  apart: readonly Apart[] = [],
): FoldedList<T, Apart> {
  const found = new Map<string, { readonly index: number; readonly item: Omit<T, Apart> }>();
  const order = items.map((item) => {
    const kept = Object.fromEntries(Object.entries(item).filter(([key]) => !apart.includes(key as Apart)));
    const text = JSON.stringify(kept);
    const entry = found.get(text) ?? { index: found.size, item: kept as Omit<T, Apart> };
    found.set(text, entry);
    return entry.index;
  });
  const columns = apart.map((key) => [key, items.map((item) => item[key])]);
  return { of: [...found.values()].map(({ item }) => item), order, apart: Object.fromEntries(columns) };
}

/** The list again. */
export function unfolded<T extends object, Apart extends keyof T = never>({
  of,
  order,
  apart,
}: FoldedList<T, Apart>): T[] {
  const columns = Object.entries(apart) as [Apart, readonly T[Apart][]][];
  return order.map(
    (index, i) => ({ ...of[index], ...Object.fromEntries(columns.map(([key, all]) => [key, all[i]])) }) as T,
  );
}
