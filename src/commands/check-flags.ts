/** The flags of `drydrill check`: how their values are read, and which of them do not go together. */
import { type Command, InvalidArgumentError } from 'commander';
import type { PartOfCheck } from '../campaign/check-part.js';
import { type CoverageShare, readShares, SHARES_OF } from '../campaign/coverage-threshold.js';
import type { BaselineFlags } from './check-baseline.js';
import type { ReporterFlags } from './reporter-flags.js';

export interface CheckFlags extends ReporterFlags, BaselineFlags {
  readonly topology?: string;
  readonly seeds?: number;
  readonly strict?: true;
  readonly runs: number;
  readonly seed: number;
  readonly workers?: number;
  readonly shard?: PartOfCheck;
  readonly resume?: true;
  readonly cache?: string;
  readonly queue?: string;
  readonly shrink?: true;
  readonly bail?: true;
  readonly coverage?: true;
  readonly coverageThreshold?: readonly CoverageShare[];
  readonly filter?: string;
  readonly changed?: string | true;
}

/** Reads the value of `--shard`. */
export function readShardFlag(text: string): PartOfCheck {
  const [index, count] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text)?.slice(1) ?? []).map(Number);
  if (count === undefined || index < 1 || index > count) {
    throw new InvalidArgumentError('Which part of how many, such as 2/3.');
  }
  return { index, count };
}

/** Reads the value of `--coverage-threshold`. */
export function readThresholdFlag(text: string): readonly CoverageShare[] {
  const shares = readShares(text);
  if (shares !== null) return shares;
  throw new InvalidArgumentError(
    `Whole percent, such as 60, or transitions=60,refusals=30; of ${SHARES_OF.join(', ')}.`,
  );
}

/** Ends the command with an error of usage where flags about parts of a check do not go together. */
export function checkParts(flags: CheckFlags, command: Command): void {
  const { shard, resume, out, bail, queue, workers, update, changed, coverageThreshold } = flags;
  if (changed !== undefined && coverageThreshold !== undefined)
    command.error(
      'error: what changed cannot cover the model of the whole; leave out --changed or --coverage-threshold',
    );
  if (out === undefined && (shard ?? resume) !== undefined) {
    const what = shard === undefined ? '--resume goes on from' : '--shard leaves its part in';
    command.error(`error: ${what} the directory of --out; add --out DIR`);
  }
  if (queue !== undefined && (shard ?? workers) !== undefined) {
    const flag = shard === undefined ? '--workers' : '--shard';
    command.error(`error: the workers of a queue share out what there is among them; leave out ${flag}`);
  }
  if (shard !== undefined && bail)
    command.error('error: one shard cannot know the first failure of all; leave out --bail');
  if (shard !== undefined && update) {
    command.error('error: one shard cannot write the baseline of all; give --update to drydrill merge');
  }
}

/** What makes one drill shorter asks for; a flag that says anything else would be dropped in silence. */
const OF_SHRINKING: readonly string[] = ['shrink', 'topology', 'seeds', 'out', 'quiet', 'color'];

/** Ends the command with an error of usage where a flag says nothing beside `--shrink`. */
export function checkShrinking(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (OF_SHRINKING.includes(name) || command.getOptionValueSource(name) !== 'cli') continue;
    command.error(`error: ${option.long} does not go with --shrink`);
  }
}
