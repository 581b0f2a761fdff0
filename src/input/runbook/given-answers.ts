// A first-match table: what the user says that commands outside of the model answer, in the order of their calls.
import { type InputError, inputError, isInputError } from '../../core/input-error.js';
import { quote } from '../../core/quote.js';
import type { GivenAnswer } from '../../domain/drill.js';
import type { RunbookResult } from '../../domain/runbook-result.js';
import { IGNORED } from '../../powershell/cmdlets/ignored.js';
import { psObject, type Value } from '../../powershell/values/values.js';
import { matchesWildcard } from '../../powershell/values/wildcard.js';
import { toData } from '../positioned-tree.js';
import { parseYaml } from '../yaml-tree.js';

/** Where an answer of the command line stands, in messages. */
const FLAG = '--answer';

const EXAMPLE = "e.g. --answer 'Test-NetConnection={ TcpTestSucceeded: true }'";

/** `--answer 'Command=VALUE'`: the value as YAML has it, so that it reads as one of a drill file does. */
export function readAnswerFlags(flags: readonly string[]): { readonly answers: GivenAnswer[] } | InputError[] {
  const errors: InputError[] = [];
  const answers: GivenAnswer[] = [];
  for (const flag of flags) {
    const at = flag.indexOf('=');
    const file = `${FLAG} ${flag.slice(0, Math.max(at, 0))}`.trim();
    const position = { file, line: 1, column: 1 };
    if (at < 1 || flag.slice(0, at).trim() === '') {
      errors.push(inputError(position, `${quote(flag)} has no command before a "="`, EXAMPLE));
      continue;
    }
    const returns = valueOfFlag(flag.slice(at + 1), file);
    if (isInputError(returns)) errors.push(returns);
    else {
      const answer = { command: flag.slice(0, at).trim(), returns: returns.value, position };
      const problem = problemOf(answer);
      if (problem === null) answers.push(answer);
      else errors.push(problem);
    }
  }
  return errors.length > 0 ? errors : { answers };
}

function valueOfFlag(text: string, file: string): { readonly value: unknown } | InputError {
  if (text.trim() === '') return { value: '' };
  const tree = parseYaml(text, file);
  return isInputError(tree) ? inputError(tree.position, tree.message, tree.hint || EXAMPLE) : { value: toData(tree) };
}

/** What is wrong with an answer whose value was read; null = nothing. */
export function problemOf({ command, returns, position }: GivenAnswer): InputError | null {
  const [name] = partsOf(command);
  if (!/^[^\s'"{}()=|;]+$/.test(name)) {
    return inputError(position, `${quote(name)} is not the name of a command`, 'e.g. Test-NetConnection, or Read-Host');
  }
  if (name !== 'read-host' || typeof returns !== 'object') return null;
  return inputError(position, 'what is typed at Read-Host is one text', 'e.g. { command: Read-Host, returns: "yes" }');
}

/** The name of a command in lower case, by its own name where an alias is written; and what its line must have in it. */
function partsOf(command: string): [name: string, rest: string] {
  const [, first = '', rest = ''] = /^\s*(\S+)\s*(.*)$/s.exec(command) ?? [];
  return [properName(first), rest.trim().toLowerCase()];
}

function properName(name: string): string {
  const key = name.toLowerCase();
  if (/(?:^|\.)promptforchoice$/.test(key)) return 'promptforchoice';
  return (IGNORED.get(key)?.name ?? key).toLowerCase().replace(/^.*[\\/]|\.exe$/g, '');
}

/** The answers with one name and one part of a line, in their order. */
interface Queue {
  readonly name: string;
  readonly part: string;
  readonly entries: GivenAnswer[];
  next: number;
}

/** The answers of one play: those of a command answer one after another, and the last of them goes on. */
export class AnswerBook {
  private readonly queues = new Map<string, Queue>();
  private readonly times: number[];

  constructor(private readonly given: readonly GivenAnswer[]) {
    this.times = given.map(() => 0);
    for (const each of given) {
      const [name, part] = partsOf(each.command);
      const key = `${name} ${part}`;
      const queue = this.queues.get(key);
      if (queue === undefined) this.queues.set(key, { name, part, entries: [each], next: 0 });
      else queue.entries.push(each);
    }
  }

  /** What a call answers, by its name and the rest of its line; null = nothing is said of it. */
  take(command: string, line: string): readonly Value[] | null {
    const name = properName(command);
    for (const queue of this.queues.values()) {
      if (queue.name !== name || !hasPart(line.toLowerCase(), queue.part)) continue;
      const entry = queue.entries[Math.min(queue.next++, queue.entries.length - 1)];
      this.times[this.given.indexOf(entry)]++;
      const value = shellValue(entry.returns);
      return Array.isArray(value) ? value : [value as Value];
    }
    return null;
  }

  /** How often each answered. */
  get used(): RunbookResult['answers'] {
    return this.given.map(({ command, position }, i) => ({ ...position, command, times: this.times[i] }));
  }
}

const hasPart = (line: string, part: string): boolean =>
  part === '' || (/[*?]/.test(part) ? matchesWildcard(line, `*${part}*`, true) : line.includes(part));

/** A value of YAML as a script has it; an object has more properties than are said, which are unknown. */
function shellValue(data: unknown): Value {
  if (Array.isArray(data)) return data.map(shellValue);
  if (typeof data === 'string') return /^\$(?:true|false|null)$/i.test(data) ? literal(data) : data;
  if (typeof data === 'number' || typeof data === 'boolean') return data;
  if (typeof data !== 'object' || data === null) return null;
  const properties = Object.entries(data).map(([name, value]) => [name, shellValue(value)] as const);
  return psObject(Object.fromEntries(properties), 'an answer of yours', true);
}

const literal = (word: string): Value => (/null/i.test(word) ? null : /true/i.test(word));
