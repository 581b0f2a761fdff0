import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bindCommand } from '../../src/domain/cmdlets/bind.js';
import type { BoundCommand } from '../../src/domain/command.js';
import type { Deployment } from '../../src/domain/deployment.js';
import type { Drill, Step } from '../../src/domain/drill.js';
import type { Finding, StepResult } from '../../src/domain/result.js';
import { commandHosts } from '../../src/input/drill/context.js';
import { DefinedNames } from '../../src/input/known-names.js';
import { parseCommandLine } from '../../src/powershell/parser/command-line.js';
import { runDrill } from '../../src/run/run-drill.js';
import { casesOf, draw, runsOf, SEED, TIME_MS } from '../support/random-runs.js';

/** The advised line as a command of this deployment. */
async function bound(line: string, deployment: Deployment): Promise<BoundCommand> {
  const hosts = commandHosts(new DefinedNames(deployment));
  const parsed = await parseCommandLine(line);
  const result = 'kind' in parsed ? parsed : bindCommand(parsed, hosts);
  if (result.kind !== 'bound') throw new Error(`${line}: ${JSON.stringify(result)}`);
  return result.command;
}

const NOWHERE = { file: '', line: 0, column: 1 };
const step = (text: string, command: BoundCommand): Step => ({
  work: { kind: 'run', command },
  text,
  position: NOWHERE,
  atMs: null,
  expectRefused: false,
  rule: null,
});

/** What a command that makes a store the active master again asks for in its answer (D64). */
const REPLICATED: Step = {
  work: { kind: 'waitUntil', condition: 'replicated', pool: null, timeoutMs: 3_600_000 },
  text: 'waitUntil',
  position: NOWHERE,
  atMs: null,
  expectRefused: false,
  rule: null,
};

/** Lines of a drill that was drawn: the first step is on line 1. */
const numbered = (drill: Drill): Drill => ({
  ...drill,
  steps: drill.steps.map((s, i) => ({ ...s, position: { ...NOWHERE, line: i + 1 } })),
});

/** Lines that look only, and say when to go on: nothing follows from typing them. */
const looks = (f: Finding): boolean => f.instead?.startsWith('Get-') === true;

/** What the drill would be with all advice for one refused step; null = there is none, or none that acts. */
async function advised(drill: Drill, { line, index }: StepResult, findings: readonly Finding[]) {
  const mine = findings.filter((f) => f.line === line && f.severity === 'error');
  if (mine.length === 0 || mine.some((f) => f.instead === null || looks(f))) return null;
  const lines = await Promise.all(
    mine.map(async (f) => ({
      place: f.place,
      step: step(f.instead!, await bound(f.instead!, drill.deployment)),
    })),
  );
  const before = lines
    .filter((l) => l.place === 'before')
    .flatMap((l) => (l.step.text.includes(' -Restore') ? [l.step, REPLICATED] : [l.step]));
  const instead = lines.find((l) => l.place === 'instead')?.step ?? drill.steps[index];
  return { ...drill, steps: [...drill.steps.slice(0, index), ...before, instead] };
}

test(
  'of whatever was refused: who writes what the findings advise is not refused',
  async () => {
    const tried = new Map<string, number>();
    const property = fc.asyncProperty(casesOf(25), async (c) => {
      const drill = numbered(draw(c, { hazards: true }).drill);
      const { steps, findings } = runDrill(drill).result;
      for (const f of findings) if (f.instead !== null) await bound(f.instead, drill.deployment);
      for (const refused of steps.filter((s) => s.outcome === 'refused').slice(0, 3)) {
        const better = await advised(drill, refused, findings);
        if (better === null) continue;
        // What breaks after the moment of the advice is not its concern.
        const faults = better.faults.filter((f) => f.atMs <= refused.startedAtMs);
        const { steps: again } = runDrill({ ...better, faults }).result;
        // A command that begins can still fail, e.g. where the Backup Service stands still.
        if (again.slice(refused.index).some((s) => s.outcome === 'failed')) continue;
        const last = again.slice(refused.index).map((s) => `${s.command}: ${s.outcome} ${s.rule ?? ''} ${s.message}`);
        expect(
          again.slice(refused.index).filter((s) => s.outcome === 'refused'),
          last.join('\n'),
        ).toEqual([]);
        for (const f of findings.filter((each) => each.line === refused.line)) {
          tried.set(f.rule, (tried.get(f.rule) ?? 0) + 1);
        }
      }
    });
    await fc.assert(property, { numRuns: runsOf(30), seed: SEED });
    for (const rule of ['D41', 'D42', 'D62']) expect(tried.get(rule) ?? 0, rule).toBeGreaterThan(0);
  },
  TIME_MS,
);

test(
  'a line that the end of a run gives to type is not refused there',
  async () => {
    const tried = new Map<string, number>();
    const property = fc.asyncProperty(casesOf(25), async (c) => {
      const drill = numbered(draw(c, { hazards: true }).drill);
      const { findings, endedAtMs } = runDrill(drill).result;
      for (const { rule, line, message, instead } of findings) {
        if (line !== 0 || instead === null || !/at the end|to the end/.test(message) || instead.startsWith('Get-'))
          continue;
        const last = { ...step(instead, await bound(instead, drill.deployment)), atMs: endedAtMs };
        const typed = runDrill({ ...drill, steps: [...drill.steps, last] }).result.steps.at(-1)!;
        expect(typed.outcome, `${instead}: ${typed.rule} ${typed.message}`).not.toBe('refused');
        tried.set(rule, (tried.get(rule) ?? 0) + 1);
      }
    });
    await fc.assert(property, { numRuns: runsOf(30), seed: SEED });
    for (const rule of ['D70', 'S9']) expect(tried.get(rule) ?? 0, rule).toBeGreaterThan(0);
  },
  TIME_MS,
);
