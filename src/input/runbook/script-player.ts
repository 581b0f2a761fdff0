// Drives the interpreter's coroutine: each request of the script becomes a step of the run, or is answered at once.
import { formatDuration } from '../../core/duration.js';
import { type InputError, isInputError, type Position, placeText } from '../../core/input-error.js';
import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import type { CommandHosts } from '../../domain/cmdlets/argument-values.js';
import { bindCommand } from '../../domain/cmdlets/bind.js';
import { commandText } from '../../domain/cmdlets/catalog.js';
import type { BoundCommand } from '../../domain/command.js';
import { ANSWERED, type Step, type StepAnswer, type StepSource, type StepWork } from '../../domain/drill.js';
import type { RunbookResult } from '../../domain/runbook-result.js';
import { BOUNDS } from '../../powershell/interpreter/bounds.js';
import { type Ending, interpret } from '../../powershell/interpreter/interpret.js';
import type { NamedCommand } from '../../powershell/interpreter/passed-over.js';
import type { Answer, Coroutine, Request } from '../../powershell/interpreter/protocol.js';
import { toText } from '../../powershell/values/convert.js';
import { Unanswered, type Value } from '../../powershell/values/values.js';
import { commandHosts } from '../drill/context.js';
import { DefinedNames } from '../known-names.js';
import {
  acts,
  lineOf,
  looks,
  ofTheDeployment,
  readsAnyway,
  runsText,
  saidNothing,
  shown,
  unanswered,
  withoutUnknown,
} from './called-command.js';
import { answerTo } from './decision.js';
import { AnswerBook } from './given-answers.js';
import type { Runbook } from './read-runbook.js';
import { ScriptBranches } from './script-branches.js';
import { isCounted, parsedArgument, shellObjects, takesUsersBy, typedOn } from './shell-objects.js';

type Asking<K extends Request['kind']> = Extract<Request, { kind: K }>;

/** Between a script that runs and the model: turns what the script asks into steps of the run. */
export class ScriptPlayer implements StepSource {
  private readonly requests: Coroutine<Ending>;
  private readonly branches = new ScriptBranches();
  private ending: Ending = { kind: 'done' };
  /** what the script waits for, and the step that was made of it */
  private asked: { readonly request: Request; readonly step: Step } | null = null;
  private readonly ignored = new Map<string, number>();
  private readonly decisions: RunbookResult['decisions'][number][] = [];
  private readonly remarks: RunbookResult['remarks'][number][] = [];
  /** what the script has shown since it was asked last */
  private readonly texts: string[] = [];
  /** what was said to be not modelled: once for each place and what was passed over there */
  private readonly told = new Set<string>();
  private readonly hosts: CommandHosts;
  private bound: BoundCommand | null = null;
  private readonly answers: AnswerBook;
  /** what the user says that the command at hand answers */
  private said: readonly Value[] | null = null;
  /** what was typed at the question at hand; null = it is not known */
  private typed: string | null = null;
  /** a question was answered with yes, though nobody said so */
  private assumedYes = false;

  constructor(private readonly runbook: Runbook) {
    this.hosts = commandHosts(new DefinedNames(runbook.deployment), runbook.deployment);
    this.answers = new AnswerBook(runbook.answers);
    this.requests = interpret(runbook.script, runbook.parameters, BOUNDS, this.branches.record);
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
        this.branches.end();
        return null;
      }
      const met = this.answerOrStep(turn.value, nowMs);
      if (isInputError(met)) return met;
      if ('work' in met) {
        this.branches.beforeStep();
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
        if (request.carriedOut?.flatMap(ofTheDeployment).length === 0) return saidNothing(nowMs, 'ok');
        return (
          this.notModelled(request, request.what, request.passedOver, request.from) ?? saidNothing(nowMs, 'notModelled')
        );
      case 'failed':
        return this.step(request.at, shown(request.text, request.text), { kind: 'failed', message: request.message });
      case 'ignored':
        this.ignored.set(request.name, (this.ignored.get(request.name) ?? 0) + 1);
        return saidNothing(nowMs, 'ok');
      case 'said':
        this.texts.push(request.says);
        return saidNothing(nowMs, 'ok');
      case 'remark':
        this.remark(request.at, request.message);
        return saidNothing(nowMs, 'ok');
      case 'answer': {
        const output = this.answers.take(request.name, lineOf(request.arguments));
        const answer = saidNothing(nowMs, output === null ? 'notModelled' : 'ok');
        const is = { acts: acts(request), looks: looks(request), takes: takesUsersBy(request.name) };
        return { ...answer, output: output ?? [], isSaid: output !== null, ...is };
      }
      case 'source': {
        const script = this.runbook.sources.script(request, request.at);
        return isInputError(script) ? script : { ...saidNothing(nowMs, 'ok'), script };
      }
    }
  }

  /** What a step came to, as the script sees it. */
  private answerOf(request: Request, { work }: Step, answer: StepAnswer | null, nowMs: number): Answer {
    if (request.kind === 'decide') {
      const typed = this.typed;
      return { ...saidNothing(nowMs, 'ok'), output: typed === null ? [] : [typed], isSaid: typed !== null };
    }
    if (request.kind !== 'command') return saidNothing(nowMs, 'ok');
    const isSaid = this.said !== null;
    if (work.kind === 'noted') {
      return { ...saidNothing(nowMs, 'ok'), output: this.said ?? unanswered(request.name), isSaid };
    }
    if (work.kind === 'notModelled') return { ...saidNothing(nowMs, 'notModelled'), output: this.said ?? [], isSaid };
    if (work.kind === 'failed') {
      return { ...saidNothing(nowMs, 'failed'), message: work.message, endsStatement: true };
    }
    if (answer === null) return saidNothing(nowMs, 'ok');
    const cmdlet = this.bound?.cmdlet ?? request.name;
    const { outcome, message, output: found } = answer;
    const mayBeSaid = found === null || isCounted(cmdlet);
    const given = mayBeSaid ? this.answers.take(cmdlet, lineOf(request.arguments)) : null;
    if (given !== null) return { nowMs, outcome, message, output: given, isSaid: true };
    const from = { deployment: this.runbook.deployment, given: request.arguments };
    const output = found === null ? unanswered(cmdlet) : shellObjects(cmdlet, found, from);
    return { nowMs, outcome, message, output };
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
    if (bound.kind === 'noted' || bound.kind === 'notModelled') return this.outside(request, bound, nowMs);
    if (unknown !== null && !(bound.kind === 'bound' && readsAnyway(bound.command))) {
      const what = `an argument depends on ${unknown.why}, which is not known`;
      const passedOver = [{ ...request, name }, ...request.code];
      return this.notModelled(request, what, passedOver, unknown.from) ?? saidNothing(nowMs, 'notModelled');
    }
    if (bound.kind === 'problem' || bound.kind === 'unknownHere') {
      const hint = bound.kind === 'unknownHere' || bound.hint === '' ? '' : `; ${bound.hint}`;
      return this.step(request.at, shown(request.text, request.text), {
        kind: 'failed',
        message: `${bound.message}${hint}`,
      });
    }
    this.bound = typedOn(withoutUnknown(bound.command), request.on ?? null);
    const text = shown(request.text, commandText(this.bound));
    return this.step(request.at, text, { kind: 'run', command: this.bound });
  }

  /**
   * A command that the model does not answer. What the user says of it counts; but what it does to the deployment, or
   * runs of the script, stays not modelled.
   */
  private outside(
    request: Asking<'command'>,
    { kind, what }: { kind: string; what: string },
    nowMs: number,
  ): Step | Answer {
    const { name, code } = request;
    this.said = this.answers.take(name, lineOf(request.arguments));
    const changes = acts(request);
    const text = shown(request.text, request.text);
    if (this.said !== null && !changes) return this.step(request.at, text, { kind: 'noted', what: ANSWERED });
    if (kind === 'noted') return this.step(request.at, text, { kind, what });
    const from = changes ? null : new Unanswered(name);
    const inText = runsText(name, lineOf(request.arguments)) ? [{ ...request, hidden: true }] : [];
    const left = [...inText, ...code];
    const step = this.notModelled(request, what, left.length > 0 ? left : null, from);
    return step ?? { ...saidNothing(nowMs, 'notModelled'), output: this.said ?? [] };
  }

  private decide(request: Asking<'decide'>): Step {
    const { prompt, at } = request;
    const [said] = this.answers.take(request.command, prompt ?? '') ?? [];
    const assumed = request.command === 'Read-Host' ? answerTo(prompt) : null;
    const answer = said === undefined ? assumed : String(toText(said));
    this.assumedYes ||= said === undefined && answer !== null;
    this.typed = answer;
    this.decisions.push({ ...at, prompt, answer });
    const words = answer === null ? 'an answer that is not known' : `"${answer}"`;
    const text = `${shown(request.text, prompt === null ? request.command : `${request.command} "${prompt}"`)} (answered with ${words})`;
    return this.step(at, text, { kind: 'wait', durationMs: this.runbook.decideMs });
  }

  /**
   * null = the same was said of this place before. `passedOver`: what came after hangs on what is not known, and these
   * were not carried out with it; null = only this line is left out.
   */
  private notModelled(
    { at, text }: Pick<Request, 'at' | 'text'>,
    what: string,
    passedOver: readonly NamedCommand[] | null = null,
    from: Unanswered | null = null,
  ): Step | null {
    const skipped = (passedOver ?? []).flatMap(ofTheDeployment);
    const key = [at, ...skipped.map(({ position }) => position)].map(placeText).join();
    if (this.told.has(key)) return null;
    this.told.add(key);
    const told = `${placeText(at)}: ${what}`;
    const ask = from === null ? {} : { ask: { ...from, properties: [...from.properties] } };
    const guess = passedOver === null ? {} : { guess: { skipped } };
    return this.step(at, shown(text, text), { kind: 'notModelled', what: told, because: what, ...guess, ...ask });
  }

  private remark(at: Position, message: string): void {
    const known = this.remarks.some((each) => each.line === at.line && each.message === message);
    if (!known && this.remarks.length < 200) this.remarks.push({ ...at, message });
  }

  readonly shown = (): readonly string[] => this.texts.splice(0);
  readonly isSpent = (): boolean => this.ending.kind === 'bound' && !this.ending.reached.isOfTime;

  /** The assumptions that the play made of itself. */
  taken(): AssumptionTaken[] {
    if (this.decisions.length === 0) return [];
    const { decideMs, decideGiven } = this.runbook;
    const why = `each Read-Host takes this time${decideGiven ? ' (--decide)' : ', as --decide is not given'}`;
    const taken: AssumptionTaken[] = [{ name: 'decideMinutes', value: decideMs / 60_000, unit: 'min', why }];
    if (this.assumedYes) {
      const yes = 'a question for yes or no is answered with yes';
      taken.push({ name: 'readHostAnswer', value: 'yes', unit: '', why: yes });
    }
    return taken;
  }

  result(): RunbookResult {
    const { ending } = this;
    return {
      file: this.runbook.file,
      scripts: [this.runbook.file, ...this.runbook.sources.files],
      ending: ending.kind,
      bound: ending.kind === 'bound' ? `${placeText(ending.reached.at)}: ${ending.reached.what}` : null,
      ignored: [...this.ignored].map(([name, times]) => ({ name, times })).sort((a, b) => (a.name < b.name ? -1 : 1)),
      decisions: this.decisions,
      steps: this.branches.steps,
      branches: this.branches.all,
      answers: this.answers.used,
      remarks: this.remarks,
    };
  }
}
