// The cmdlets that measure and group objects: aggregation over a pipeline.
import { asOneValue } from '../interpreter/output.js';
import { neededNumber, toText } from '../values/convert.js';
import { numeral } from '../values/exact-number.js';
import { Crowd } from '../values/partly-known.js';
import { typeNameOf } from '../values/type-names.js';
import { unordered } from '../values/unordered.js';
import { DateTime, Hashtable, listOf, psObject, Timespan, Unknown, type Value, Version } from '../values/values.js';
import { keyOf, mayRunItsCode } from './block-cmdlets.js';
import { bindArguments } from './bound-arguments.js';
import { type Builtin, ofAll } from './stage.js';

/** `Measure-Object`: the count, what is asked of a property, or the lines, words and characters of texts. */
export const measureObject: Builtin = (runtime, call) => {
  const bound = bindArguments(
    call,
    'Property',
    'Sum Average Maximum Minimum Line Word Character IgnoreWhiteSpace',
    'Property',
  ).complete;
  const asked = ['Sum', 'Average', 'Maximum', 'Minimum'].some((name) => bound.isOn(name));
  const ofText = ['Line', 'Word', 'Character'].some((name) => bound.isOn(name));
  return ofAll(function* (all) {
    const unknown = asOneValue(all);
    if (unknown instanceof Crowd && call.given.length === 0) return yield* call.out(psObject(countOnly(unknown.count)));
    // What is measured of a property, or of texts, is another number than theirs.
    if (unknown instanceof Unknown) return yield* call.out(unknown.spread);
    const key = bound.value('Property');
    const values: Value[] = [];
    for (const item of asked || ofText || key !== undefined ? all : []) {
      const value = key === undefined ? item : yield* keyOf(runtime, key, item);
      if (value instanceof Unknown) return yield* call.out(value);
      if (value !== null) values.push(value);
    }
    // whether there is an answer at all where nothing has the property is left open
    if (key !== undefined && values.length === 0) return yield* call.out(new Unknown('what is measured of nothing'));
    if (ofText) return yield* call.out(textMeasure(values, bound.isOn('IgnoreWhiteSpace')));
    const other = asked ? values.find(isOfTime) : undefined;
    if (other !== undefined) return yield* call.out(new Unknown(`what is measured of a ${typeNameOf(other)}`));
    const numbers = asked ? values.map(neededNumber) : [];
    const any = numbers.length > 0;
    const sum = numbers.reduce((a, b) => a + b, 0);
    const result = {
      Count: key === undefined ? all.filter((item) => item !== null).length : values.length,
      Sum: bound.isOn('Sum') ? numeral(sum, 'Double') : null,
      Average: bound.isOn('Average') && any ? numeral(sum / numbers.length, 'Double') : null,
      Maximum:
        bound.isOn('Maximum') && any
          ? numeral(
              numbers.reduce((a, b) => Math.max(a, b)),
              'Double',
            )
          : null,
      Minimum:
        bound.isOn('Minimum') && any
          ? numeral(
              numbers.reduce((a, b) => Math.min(a, b)),
              'Double',
            )
          : null,
    };
    yield* call.out(psObject(result));
  });
};

/** What `Measure-Object` gives where nothing but the count is asked of it. */
const countOnly = (Count: number): Record<string, Value> => ({
  Count,
  Sum: null,
  Average: null,
  Maximum: null,
  Minimum: null,
});

/** What has an order, and is no number. */
const isOfTime = (value: Value): boolean =>
  value instanceof DateTime || value instanceof Timespan || value instanceof Version;

function textMeasure(values: readonly Value[], withoutBlanks: boolean): Value {
  let [lines, words, characters] = [0, 0, 0];
  for (const value of values) {
    const shown = toText(value);
    if (shown instanceof Unknown) return shown;
    lines += shown === '' ? 0 : shown.split('\n').length;
    words += (shown.match(/\S+/g) ?? []).length;
    characters += withoutBlanks ? shown.replace(/\s/g, '').length : shown.length;
  }
  return psObject({ Lines: lines, Words: words, Characters: characters, Property: null }, 'TextMeasureInfo');
}

/** `Group-Object` by properties, script blocks or the value itself: objects with Name, Count and Group, or a table. */
export const groupObject: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'Property', 'NoElement AsHashTable AsString CaseSensitive', 'Property').complete;
  const keys = listOf(bound.value('Property') ?? null);
  const groups = new Map<string, { name: string; values: Value[]; items: Value[] }>();
  let unknown: Unknown | null = null;
  return {
    *item(value) {
      // there may be none, one or many of them in any group
      if (value instanceof Unknown && unknown === null) yield* mayRunItsCode(runtime, call, value);
      if (value instanceof Unknown) unknown ??= value.spread;
      if (unknown !== null) return;
      const values: Value[] = [];
      for (const key of keys) {
        const part = key instanceof Hashtable ? (key.entries.get('Expression') ?? key.entries.get('E') ?? null) : key;
        values.push(yield* keyOf(runtime, part, value));
      }
      const shown = (keys.length === 0 ? [value] : values).map((each) => toText(each));
      const dark = shown.find((each) => each instanceof Unknown);
      if (dark instanceof Unknown) {
        unknown = dark;
        return;
      }
      const name = shown.join(', ');
      const id = bound.isOn('CaseSensitive') ? name : name.toLowerCase();
      const group = groups.get(id) ?? { name, values: keys.length === 0 ? [value] : values, items: [] };
      groups.set(id, group);
      group.items.push(value);
      if (runtime.unordered) unordered(group.items);
    },
    *end() {
      if (unknown !== null) return yield* call.out(unknown);
      if (bound.isOn('AsHashTable')) {
        const table = new Hashtable();
        const isText = bound.isOn('AsString');
        for (const { name, values, items } of groups.values()) table.put(isText ? name : values[0], name, items);
        if (groups.size > 0) yield* call.out(table);
        return;
      }
      const sorted = [...groups.values()];
      for (const { name, values, items } of sorted) {
        const shown = { Count: items.length, Name: name, Group: items, Values: values };
        const group = psObject(shown, 'GroupInfo', false, 'Microsoft.PowerShell.Commands.GroupInfo');
        if (bound.isOn('NoElement')) group.properties.remove('Group');
        yield* call.out(group);
      }
    },
  };
};
