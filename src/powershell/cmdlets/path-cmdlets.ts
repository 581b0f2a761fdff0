// The cmdlets that compute with paths, as texts.
import { LocalPath } from '../values/partly-known.js';
import { parentOf, pathText, throughTextsHere } from '../values/paths.js';
import { Unknown, type Value } from '../values/values.js';
import { bindArguments } from './bound-arguments.js';
import { type Builtin, forInput } from './stage.js';

/** `Join-Path`: two parts of a path in one. */
export const joinPath: Builtin = (_runtime, call) => {
  const names = call.piped ? 'ChildPath Path' : 'Path ChildPath';
  const bound = bindArguments(call, names, 'Resolve').complete;
  const path = (): Value => bound.value('Path') ?? null;
  return forInput(call, path, function* (value) {
    const parts = [value, bound.value('ChildPath') ?? null];
    yield* call.out(throughTextsHere(parts, joinedPath) ?? joinedPath(parts));
  });
};

function joinedPath(values: readonly Value[]): Value {
  const parts = values.map(pathText);
  const unknown = parts.find((part) => part instanceof Unknown);
  if (unknown !== undefined) return unknown;
  const [left, right] = parts.map(String);
  return `${left.replace(/[\\/]+$/, '')}\\${right.replace(/^[\\/]+/, '')}`;
}

/** `Split-Path`: the folder of a path, or with -Leaf its last part. */
export const splitPath: Builtin = (_runtime, call) => {
  const bound = bindArguments(call, 'Path', 'Parent Leaf Qualifier NoQualifier IsAbsolute Resolve').complete;
  const given = (): Value => bound.value('Path') ?? null;
  return forInput(call, given, function* (value) {
    const path = pathText(value);
    if (path instanceof Unknown) return yield* call.out(path);
    const other = ['Qualifier', 'NoQualifier', 'IsAbsolute'].some((name) => bound.isOn(name));
    if (other) return yield* call.out(new Unknown('a part of a path'));
    if (value instanceof LocalPath) {
      // what its last part is called where it will lie is not known
      return yield* call.out(bound.isOn('Leaf') ? value.spread : new LocalPath(parentOf(path)));
    }
    const cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
    // The root of a drive keeps its backslash.
    const root = /^[A-Za-z]:[\\/](?=[^\\/])/.exec(path)?.[0].length ?? 0;
    yield* call.out(bound.isOn('Leaf') ? path.slice(cut + 1) : path.slice(0, Math.max(cut, root, 0)));
  });
};
