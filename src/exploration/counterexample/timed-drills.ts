/**
 * The timed drills that a path of an untimed search may stand for: the drill with the mistakes of that path, or with
 * its commands instead of the steps and pauses of several lengths between them.
 */
import { formatDuration } from '../../core/duration.js';
import { hash32 } from '../../core/hash.js';
import {
  type Drill,
  EXPECTED_BY_DEFAULT,
  type FaultAction,
  type ScheduledFault,
  type Step,
} from '../../domain/drill.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';

const NOWHERE = { file: '', line: 0, column: 0 };

/** The drills to try for a path, without the faults that the search added, the likeliest first. */
export function timedDrills(space: DrillStateSpace, drill: Drill, moves: readonly number[]): Iterable<Drill> {
  return space.plan.request.free > 0 ? withCommands(space, drill, moves) : [withMistakes(space, drill, moves)];
}

/** The drill with one more fault, at a moment in ms of virtual time. */
export function withFault(drill: Drill, atMs: number, fault: FaultAction): Drill {
  const scheduled: ScheduledFault = { ...fault, atMs, forMs: null, position: NOWHERE };
  return { ...drill, faults: [...drill.faults, scheduled] };
}

function withMistakes(space: DrillStateSpace, drill: Drill, moves: readonly number[]): Drill {
  const steps = [...drill.steps];
  const skipped = new Set<number>();
  let at = 0;
  for (const number of moves) {
    const move = space.moves[number];
    if (move.kind === 'step' || move.kind === 'timeout') at++;
    if (move.kind !== 'mistake') continue;
    const planned = space.plan.steps[at];
    const original = drill.steps[planned.step];
    if (move.what === 'skip') skipped.add(planned.step);
    else if (move.what === 'swap') {
      steps[planned.step] = drill.steps[planned.step + 1];
      steps[planned.step + 1] = original;
    } else if (original.work.kind === 'run') {
      steps[planned.step] = mistyped(space, original, move.what);
    }
    at++;
  }
  return { ...drill, steps: steps.filter((_, i) => !skipped.has(i)) };
}

function mistyped({ world }: DrillStateSpace, step: Step, what: 'partner' | 'noDisasterMode'): Step {
  if (step.work.kind !== 'run') return step;
  const { cmdlet, parameters } = step.work.command;
  if (what === 'noDisasterMode') {
    const { DisasterMode: _, ...others } = parameters;
    return {
      ...step,
      work: { kind: 'run', command: { cmdlet, parameters: others } },
      text: step.text.replace(/\s-DisasterMode\b/i, ''),
    };
  }
  const name = String(parameters.PoolFqdn);
  const partner = world.name(world.partner(world.layout.pool(name)));
  const command = { cmdlet, parameters: { ...parameters, PoolFqdn: partner } };
  return { ...step, work: { kind: 'run', command }, text: step.text.replace(name, partner) };
}

/** Pauses between the commands of `--free`: none, all of one length, and then drawn ones up to the longest. */
const PAUSES_MS = [0, 150_000, 600_000, 3_600_000, 7_200_000];
const DRAWN = 80;

function* withCommands(space: DrillStateSpace, drill: Drill, moves: readonly number[]): Generator<Drill> {
  const commands = moves.flatMap((m) => {
    const move = space.moves[m];
    return move.kind === 'command' ? [space.commands[move.what]] : [];
  });
  const withPauses = (pauseMs: (i: number) => number): Drill => ({
    ...drill,
    name: `${drill.name}: ${commands.length} commands`,
    faults: [],
    steps: commands.flatMap(({ command, line }, i): Step[] => {
      const step = { position: NOWHERE, atMs: null, expectRefused: false, rule: null };
      const ms = pauseMs(i);
      const pause: Step = { ...step, work: { kind: 'wait', durationMs: ms }, text: `wait ${formatDuration(ms)}` };
      const run: Step = { ...step, work: { kind: 'run', command }, text: line };
      return ms === 0 ? [run] : [pause, run];
    }),
    expect: EXPECTED_BY_DEFAULT,
  });
  for (const ms of PAUSES_MS) yield withPauses(() => ms);
  for (let n = 0; n < DRAWN; n++) {
    yield withPauses((i) => 1000 * (hash32(`${n}/${i}`) % (n % 2 === 0 ? 7200 : 600)));
  }
}
