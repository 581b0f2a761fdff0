// The faults of a list by their names: a name that is mistyped is an error, and never a measurement of nothing.

/** All faults where no name is given, or those named; throws where one of them is none. */
export function faultsNamed(all, names) {
  const unknown = names.filter((name) => !all.some((fault) => fault.name === name));
  if (unknown.length > 0) throw new Error(`no such fault: ${unknown.join(', ')}`);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
