import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runDrillFile } from '../src/commands/run.js';
import { isInputError } from '../src/core/input-error.js';
import { interpret } from '../src/powershell/interpreter/interpret.js';
import type { Answer } from '../src/powershell/interpreter/protocol.js';
import { readScript } from '../src/powershell/parser/read-script.js';
import { unknownAnswer } from '../src/powershell/values/values.js';
import { ROOT } from './support/built.js';
import { mutantOf } from './support/mutants.mjs';

/**
 * Scripts in the manner of real administration, each with its exit status and what it changes, in order. What only looks
 * is run with a fault, as nothing would be rehearsed otherwise; what the model cannot know is answered.
 */

interface Entry {
  readonly file: string;
  readonly topology?: string;
  readonly args?: readonly string[];
  readonly exit: number;
  /** lines that change something where they are carried out, with what they came to; the first twelve */
  readonly steps?: readonly string[];
}

const FOLDER = fileURLToPath(new URL('powershell/corpus/', import.meta.url));
const CASES: readonly Entry[] = JSON.parse(readFileSync(`${FOLDER}corpus.json`, 'utf8'));
const CHANGES = /^(?:Invoke|Set|Start|Stop|Reset|Move|Import|Publish|Restart)-(?!Sleep)/i;
const EXIT = { passed: 0, failed: 1, inconclusive: 3 };

const valuesOf = (args: readonly string[], flag: string): string[] =>
  args.flatMap((each, i) => (each === flag ? [args[i + 1]] : []));

test('at least 60 scripts of 10 to 300 lines, each with what is expected of it', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ps1') && name !== 'lib-dr.ps1');
  expect(CASES.map(({ file }) => file).sort()).toEqual(files.sort());
  expect(files.length).toBeGreaterThanOrEqual(60);
  const lines = files.map((name) => readFileSync(FOLDER + name, 'utf8').split('\n').length);
  expect([Math.min(...lines) > 10, Math.max(...lines) <= 300]).toEqual([true, true]);
});

test('at least 85 % of them are conclusive', () => {
  const conclusive = CASES.filter(({ exit }) => exit < 2).length;
  const answered = CASES.filter(({ args = [], exit }) => exit < 2 && args.includes('--answer')).length;
  const percent = (100 * conclusive) / CASES.length;
  process.stdout.write(
    `${conclusive} of ${CASES.length} scripts are conclusive (${percent.toFixed(0)} %), ${answered} of them with answers of the user\n`,
  );
  expect(percent).toBeGreaterThanOrEqual(85);
});

describe('each script', () => {
  test.each(CASES)('$file', async ({ file, topology = 'contoso-cms2.yaml', args = [], exit, steps = [] }) => {
    const result = await runDrillFile(FOLDER + file, {
      topology: `${ROOT}sims/${topology}`,
      seeds: 1,
      param: valuesOf(args, '--param'),
      answer: valuesOf(args, '--answer'),
      lose: valuesOf(args, '--lose'),
      repair: valuesOf(args, '--repair'),
    });
    if (Array.isArray(result)) throw new Error(result.map(({ message }) => message).join('\n'));
    expect({ exit: EXIT[result.verdict], reason: result.reason }).toEqual({ exit, reason: result.reason });
    const changed = result.steps
      .map(({ command, outcome }) => `${command.replace(/\s+/g, ' ')} => ${outcome}`)
      .filter((line) => CHANGES.test(line));
    expect(changed.slice(0, 12)).toEqual(steps);
  });
});

/** The short form of `npm run fuzz -- --only script`: the seed is fixed, and nothing is played on the model. */
test('mutants of the corpus are read or refused, and play to an end', () => {
  const texts = CASES.map(({ file }) => readFileSync(FOLDER + file, 'utf8'));
  let read = 0;
  for (let index = 0; index < 300; index++) {
    const script = readScript(mutantOf(texts, 20_261_130, index), 'x.ps1');
    if (isInputError(script)) continue;
    read++;
    let nowMs = 0;
    const requests = interpret(script, new Map());
    for (let turn = requests.next(); turn.done !== true; ) {
      const request = turn.value;
      nowMs += request.kind === 'sleep' ? request.ms : request.kind === 'command' ? 1000 : 0;
      const answer: Answer = {
        nowMs,
        outcome: request.kind === 'answer' ? 'notModelled' : 'ok',
        message: null,
        output: request.kind === 'command' ? [unknownAnswer(request.name)] : [],
      };
      turn = requests.next(answer);
    }
  }
  expect(read).toBeGreaterThan(50);
}, 300_000);
