// What commands like Write-Host show to who runs a script.
import type { Coroutine } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { shownText } from '../values/paths.js';
import { isList, Unknown, type Value } from '../values/values.js';
import { bindArguments, commonParameter } from './bound-arguments.js';
import type { Call } from './stage.js';

/** Commands that show texts, with the preference that decides whether they do; null = they always do. */
const SHOWING: Readonly<Record<string, string | null | undefined>> = {
  'Write-Host': null,
  'Write-Warning': null,
  'Write-Information': 'InformationPreference',
  'Write-Verbose': 'VerbosePreference',
};

/** The values that a call shows, or would with none piped in; null = it shows nothing. */
export function sayings(runtime: Runtime, call: Call, name: string): readonly Value[] | null {
  const preference = Object.hasOwn(SHOWING, name) ? SHOWING[name] : undefined;
  if (preference === undefined) return null;
  const switched = preference === 'VerbosePreference' ? commonParameter(call.given, 'Verbose') : null;
  if (preference !== null && switched !== 'True' && runtime.preference(preference) !== 'continue') return null;
  const bound = bindArguments(
    call,
    'Object MessageData Message ForegroundColor BackgroundColor Separator Tags',
    'NoNewline',
    'Object',
  );
  const given = bound.value('Object') ?? bound.value('Message') ?? bound.value('MessageData') ?? null;
  return [given, ...bound.rest];
}

/** Shows values as one text, with dots for what is not known. */
export function* say(runtime: Runtime, { command }: Call, values: readonly Value[]): Coroutine<void> {
  const words = values
    .flatMap((value) => (isList(value) ? value : [value]))
    .map((value) => shownText(value))
    .map((text) => (text instanceof Unknown ? '…' : text));
  yield* runtime.ask({ kind: 'said', says: words.join(' '), at: command.at, text: command.text });
}
