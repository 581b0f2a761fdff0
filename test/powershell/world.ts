import { isInputError } from '../../src/core/input-error.js';
import { BOUNDS, type Bounds } from '../../src/powershell/interpreter/bounds.js';
import { interpret } from '../../src/powershell/interpreter/interpret.js';
import type { Answer, Request } from '../../src/powershell/interpreter/protocol.js';
import { readScript } from '../../src/powershell/parser/read-script.js';
import { toText } from '../../src/powershell/values/convert.js';
import { Numeral } from '../../src/powershell/values/numerals.js';
import { PSObject, Unknown, type Value } from '../../src/powershell/values/values.js';

/** What commands of a script answer in a test; `show` notes its arguments, others answer by name. */
export type Answers = Readonly<Record<string, (turn: number) => Partial<Answer> | readonly Value[] | undefined>>;

export interface Played {
  /** what happened, one line each, in order */
  readonly log: readonly string[];
  readonly ending: string;
  readonly nowMs: number;
}

/** An object as a Get- cmdlet answers it. */
export function thing(properties: Readonly<Record<string, Value>>, open = true): PSObject {
  const made = new PSObject('the answer', open);
  for (const [name, value] of Object.entries(properties)) made.properties.set(name, value);
  return made;
}

/** A value in short, for a test to compare. */
export function shown(value: Value): string {
  if (value === null) return '$null';
  if (value instanceof Unknown) return `?${value.why}`;
  if (Array.isArray(value)) return `[${value.map(shown).join(',')}]`;
  if (typeof value === 'string') return value;
  if (value instanceof Numeral) return String(value.value);
  if (value instanceof PSObject) {
    return `{${value.properties
      .all()
      .map(([name, held]) => `${name}=${shown(held)}`)
      .join(';')}}`;
  }
  return String(toText(value));
}

/** Plays a script in a world of its own: no model, every request answered at once. */
export async function play(
  script: string,
  answers: Answers = {},
  {
    bounds = {},
    parameters = {},
    decideMs = 0,
  }: { bounds?: Partial<Bounds>; parameters?: Record<string, Value>; decideMs?: number } = {},
): Promise<Played> {
  const read = readScript(script, 'x.ps1');
  if (isInputError(read)) {
    const { line, column } = read.position;
    return { log: [`${line}:${column} ${read.message}`], ending: 'unreadable', nowMs: 0 };
  }
  const log: string[] = [];
  const turns = new Map<string, number>();
  let nowMs = 0;
  const answerTo = (request: Request): Answer => {
    const plain: Answer = { nowMs, outcome: 'ok', message: null, output: [] };
    const place = `${request.at.line}:${request.at.column}`;
    switch (request.kind) {
      case 'sleep':
        nowMs += request.ms;
        log.push(`sleep ${request.ms}`);
        return { ...plain, nowMs };
      case 'decide':
        nowMs += decideMs;
        log.push(`decide ${request.prompt}`);
        return { ...plain, nowMs, output: ['y'] };
      case 'ignored':
      case 'said':
        return plain;
      case 'answer':
        return { ...plain, outcome: 'notModelled' };
      case 'remark':
        log.push(`remark ${place} ${request.message}`);
        return plain;
      case 'failed':
        log.push(`failed ${place} ${request.message}`);
        return plain;
      case 'notModelled':
        log.push(`notModelled ${place} ${request.what}`);
        return { ...plain, outcome: 'notModelled' };
      case 'source':
        log.push(`source ${request.path}`);
        return plain;
      case 'command': {
        const words = request.arguments.map(({ parameter, value }) =>
          [parameter === null ? '' : `-${parameter}`, value === undefined ? '' : shown(value)]
            .filter((word) => word !== '')
            .join(' '),
        );
        log.push([request.name, ...words].join(' '));
        const turn = turns.get(request.name) ?? 0;
        turns.set(request.name, turn + 1);
        const given = answers[request.name]?.(turn) ?? {};
        return Array.isArray(given) ? { ...plain, output: given } : { ...plain, ...given };
      }
    }
  };
  const requests = interpret(read, new Map(Object.entries(parameters)), { ...BOUNDS, ...bounds });
  for (let turn = requests.next(); ; ) {
    if (turn.done === true) {
      const { value } = turn;
      return { log, ending: value.kind === 'bound' ? value.reached.what : value.kind, nowMs };
    }
    turn = requests.next(answerTo(turn.value));
  }
}

/** What `show` was given, one entry each. */
export async function values(script: string, answers: Answers = {}): Promise<string[]> {
  const { log } = await play(script, answers);
  return log.map((line) => line.replace(/^show /, ''));
}
