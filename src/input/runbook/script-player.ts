// Drives the interpreter's coroutine: each request of the script becomes a step of the run, or is answered at once.
import { formatDuration } from '../../core/duration.js';
import { type InputError, isInputError, type Position } from '../../core/input-error.js';
import type { CommandHosts } from '../../domain/cmdlets/argument-values.js';
import { bindCommand } from '../../domain/cmdlets/bind.js';
import { commandText } from '../../domain/cmdlets/catalog.js';
import { isOfTheShell, onlyLooks } from '../../domain/cmdlets/known-cmdlets.js';
import type { BoundCommand } from '../../domain/command.js';
import type { PassedOver, Step, StepAnswer, StepSource, StepWork } from '../../domain/drill.js';
import type { AssumptionTaken, RunbookResult } from '../../domain/result.js';
import { UNKNOWN_PATH } from '../../domain/state/exported-files.js';
import { type Ending, interpret } from '../../powershell/interpreter/interpret.js';
import type { NamedCommand } from '../../powershell/interpreter/passed-over.js';
import type { Answer, Coroutine, Request } from '../../powershell/interpreter/protocol.js';
import { Unknown, type Value } from '../../powershell/values/values.js';
import { commandHosts } from '../drill/context.js';
import { DefinedNames } from '../known-names.js';
import { answerTo } from './decision.js';
import type { Runbook } from './read-runbook.js';
import { parsedArgument, shellObjects, UNKNOWN_TEXT } from './shell-objects.js';

type Asking<K extends Request['kind']> = Extract<Request, { kind: K }>;

/** Parameters that name files and variables: the model does not look at their values. */
const NOT_LOOKED_AT = new Set(['Report', 'FileName', 'ConfigurationFileName', 'LisConfigurationFileName']);

/** The longest text of a step, in UTF-16 units. */
const TEXT_MAX = 300;

/** Between a script that runs and the model: turns what the script asks into steps of the run. */
export class ScriptPlayer implements StepSource {
  private readonly requests: Coroutine<Ending>;
  private ending: Ending = { kind: 'done' };
  /** what the script waits for, and the step that was made of it */
  private asked: { readonly request: Request; readonly step: Step } | null = null;
  private readonly ignored = new Map<string, number>();
  private readonly decisions: RunbookResult['decisions'][number][] = [];
  private readonly remarks: RunbookResult['remarks'][number][] = [];
  /** what was said to be not modelled: once for each place */
  private readonly said = new Set<string>();
  private readonly hosts: CommandHosts;
  private bound: BoundCommand | null = null;

  constructor(private readonly runbook: Runbook) {
    this.hosts = commandHosts(new DefinedNames(runbook.deployment), runbook.deployment);
    this.requests = interpret(runbook.script, runbook.parameters);
    const { garbled, file } = runbook;
    if (garbled !== null)
      this.remark({ file, line: garbled.line, column: 1 }, `without a byte order mark ${garbled.message}`);
  }

  next(nowMs: number, last: StepAnswer | null): Step | InputError | null {
    let answer = this.asked === null ? null : this.answerOf(this.asked.request, this.asked.step, last, nowMs);
    for (;;) {
      const turn = answer === null ? this.requests.next() : this.requests.next(answer);
      if (turn.done === true) {
        this.ending = turn.value;
        return null;
      }
      const met = this.answerOrStep(turn.value, nowMs);
      if (isInputError(met)) return met;
      if ('work' in met) {
        this.asked = { request: turn.value, step: met };
        return met;
      }
      answer = met;
    }
  }

  /** A step for what takes its place in the report; otherwise the answer, or why the input is unusable. */
  private answerOrStep(request: Request, nowMs: number): Step | Answer | InputError {
    switch (request.kind) {
      case 'command':
        return this.command(request, nowMs);
      case 'sleep': {
        const text = shown(request.text, `Start-Sleep ${formatDuration(request.ms)}`);
        return this.step(request.at, text, { kind: 'wait', durationMs: request.ms });
      }
      case 'decide':
        return this.decide(request);
      case 'notModelled':
        return this.notModelled(request, request.what, request.passedOver) ?? plain(nowMs, 'notModelled');
      case 'failed': {
        const text = shown(request.text, request.text);
        return this.step(request.at, text, { kind: 'failed', message: request.message });
      }
      case 'ignored':
        this.ignored.set(request.name, (this.ignored.get(request.name) ?? 0) + 1);
        return plain(nowMs, 'ok');
      case 'remark':
        this.remark(request.at, request.message);
        return plain(nowMs, 'ok');
      case 'source': {
        const script = this.runbook.sources.script(request.path, request.at);
        return isInputError(script) ? script : { ...plain(nowMs, 'ok'), script };
      }
    }
  }

  /** What a step came to, as the script sees it. */
  private answerOf(request: Request, { work }: Step, answer: StepAnswer | null, nowMs: number): Answer {
    if (request.kind === 'decide') {
      const typed = answerTo(request.prompt);
      return { ...plain(nowMs, 'ok'), output: [typed ?? new Unknown('what is typed at Read-Host')] };
    }
    if (request.kind !== 'command') return plain(nowMs, 'ok');
    if (work.kind === 'noted') return { ...plain(nowMs, 'ok'), output: unanswered(request.name) };
    if (work.kind === 'notModelled') return plain(nowMs, 'notModelled');
    if (work.kind === 'failed') {
      return { ...plain(nowMs, 'failed'), message: work.message, endsStatement: true };
    }
    if (answer === null) return plain(nowMs, 'ok');
    const cmdlet = this.bound?.cmdlet ?? request.name;
    const output =
      answer.output === null ? unanswered(cmdlet) : shellObjects(cmdlet, answer.output, this.runbook.deployment);
    return { nowMs, outcome: answer.outcome, message: answer.message, output };
  }

  private step(at: Position, text: string, work: StepWork): Step {
    return { work, text, position: at, atMs: null, expectRefused: false, rule: null };
  }

  private command(request: Asking<'command'>, nowMs: number): Step | Answer {
    const read = request.arguments.map(parsedArgument);
    const unknown = read.find((each) => each.unknown !== null)?.unknown ?? null;
    const name = request.name.replace(/[\u2013-\u2015]/g, '-');
    const bound = bindCommand(
      { name, column: request.at.column, arguments: read.map(({ argument }) => argument) },
      this.hosts,
    );
    if (bound.kind === 'noted') {
      return this.step(request.at, shown(request.text, request.text), { kind: 'noted', what: bound.what });
    }
    if (bound.kind === 'notModelled') {
      const { code } = request;
      return this.notModelled(request, bound.what, code.length > 0 ? code : null) ?? plain(nowMs, 'notModelled');
    }
    if (unknown !== null && !(bound.kind === 'bound' && readsAnyway(bound.command))) {
      const what = `an argument depends on ${unknown.why}, which is not known`;
      return (
        this.notModelled(request, what, [{ name, at: request.at }, ...request.code]) ?? plain(nowMs, 'notModelled')
      );
    }
    if (bound.kind === 'problem' || bound.kind === 'unknownHere') {
      const hint = bound.kind === 'unknownHere' || bound.hint === '' ? '' : `; ${bound.hint}`;
      return this.step(request.at, shown(request.text, request.text), {
        kind: 'failed',
        message: `${bound.message}${hint}`,
      });
    }
    this.bound = withoutUnknown(bound.command);
    const text = shown(request.text, commandText(this.bound));
    return this.step(request.at, text, { kind: 'run', command: this.bound });
  }

  private decide(request: Asking<'decide'>): Step {
    const { prompt, at } = request;
    const answer = answerTo(prompt);
    this.decisions.push({ ...at, prompt, answer });
    const words = answer === null ? 'an answer that is not known' : `"${answer}"`;
    const text = `${shown(request.text, prompt === null ? 'Read-Host' : `Read-Host "${prompt}"`)} (answered with ${words})`;
    return this.step(at, text, { kind: 'wait', durationMs: this.runbook.decideMs });
  }

  /**
   * null = the same was said of this place before. `passedOver`: what came after hangs on what is not known, and
   * these were not carried out with it; null = only this line is left out.
   */
  private notModelled(
    { at, text }: Pick<Request, 'at' | 'text'>,
    what: string,
    passedOver: readonly NamedCommand[] | null = null,
  ): Step | null {
    const key = `${at.file}:${at.line}:${at.column}`;
    if (this.said.has(key)) return null;
    this.said.add(key);
    const message = `${at.file}:${at.line}:${at.column}: ${what}`;
    const guess = passedOver === null ? {} : { guess: { skipped: passedOver.flatMap(ofTheDeployment) } };
    return this.step(at, shown(text, text), { kind: 'notModelled', what: message, ...guess });
  }

  private remark(at: Position, message: string): void {
    const known = this.remarks.some((each) => each.line === at.line && each.message === message);
    if (!known && this.remarks.length < 200) this.remarks.push({ ...at, message });
  }

  /** The assumptions that the play made of itself. */
  taken(): AssumptionTaken[] {
    if (this.decisions.length === 0) return [];
    const { decideMs, decideGiven } = this.runbook;
    const why = `each Read-Host takes this time${decideGiven ? ' (--decide)' : ', as --decide is not given'}`;
    const taken: AssumptionTaken[] = [{ name: 'decideMinutes', value: decideMs / 60_000, unit: 'min', why }];
    if (this.decisions.some(({ answer }) => answer !== null)) {
      const yes = 'a question for yes or no is answered with yes';
      taken.push({ name: 'readHostAnswer', value: 'yes', unit: '', why: yes });
    }
    return taken;
  }

  result(): RunbookResult {
    const { ending } = this;
    const { reached } = ending.kind === 'bound' ? ending : { reached: null };
    const place = reached === null ? '' : `${reached.at.file}:${reached.at.line}:${reached.at.column}`;
    return {
      file: this.runbook.file,
      scripts: [this.runbook.file, ...this.runbook.sources.files],
      ending: ending.kind,
      bound: reached === null ? null : `${place}: ${reached.what}`,
      ignored: [...this.ignored].map(([name, times]) => ({ name, times })).sort((a, b) => (a.name < b.name ? -1 : 1)),
      decisions: this.decisions,
      remarks: this.remarks,
    };
  }
}

/** A command that a script has, where it would change a deployment. */
function ofTheDeployment({ name, at }: NamedCommand): PassedOver[] {
  const changes = (isOfTheShell(name) && !onlyLooks(name)) || /^invoke-sqlcmd$/i.test(name);
  return changes ? [{ name, position: at }] : [];
}

/** What a cmdlet prints that the model does not answer: something that is not known, where it looks at anything. */
const unanswered = (cmdlet: string): Value[] =>
  onlyLooks(cmdlet) && !/^export-/i.test(cmdlet) ? [new Unknown(`the answer of ${cmdlet}`)] : [];

function plain(nowMs: number, outcome: Answer['outcome']): Answer {
  return { nowMs, outcome, message: null, output: [] };
}

function readsAnyway({ parameters }: BoundCommand): boolean {
  return Object.entries(parameters).every(
    ([name, value]) => !String(value).includes(UNKNOWN_TEXT) || NOT_LOOKED_AT.has(name),
  );
}

function withoutUnknown({ cmdlet, parameters }: BoundCommand): BoundCommand {
  const known = Object.entries(parameters).map(([name, value]) =>
    value === UNKNOWN_TEXT ? [name, UNKNOWN_PATH] : [name, value],
  );
  return { cmdlet, parameters: Object.fromEntries(known) };
}

/** The line as typed where it says what it does; otherwise with what its variables stand for. */
function shown(typed: string, computed: string): string {
  const text = /[$@\r\n]/.test(typed) ? computed : typed;
  const plainText = text.replace(/\s+/g, ' ').trim();
  return plainText.length > TEXT_MAX ? `${plainText.slice(0, TEXT_MAX)}…` : plainText;
}
