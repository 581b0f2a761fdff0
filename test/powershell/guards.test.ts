import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { play } from './world.js';

/**
 * Guards, one a line: what comes before it (` ?? ` between them), and what it is in Windows PowerShell 5.1. T and F =
 * true and false, and read so; E = an error ends the statement; U = nobody can tell from the script alone; t and f =
 * true and false in 5.1, and left open here.
 */
const GUARDS = readFileSync(new URL('fixtures/guards.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^[TFEUtf] /.test(line))
  .map((line) => ({ want: line[0], line: line.slice(2) }));

const fails = () => ({ outcome: 'failed' as const, message: 'it fails' });

/** What a guard comes to: the letters above. */
async function outcomeOf(line: string): Promise<string> {
  const cut = line.lastIndexOf(' ?? ');
  const before = cut < 0 ? '' : line.slice(0, cut).replaceAll(' \\n ', '\n');
  const guard = cut < 0 ? line : line.slice(cut + 4);
  const { log } = await play(`${before}\nif (${guard}) { yes } else { no }`, { Fails: fails });
  // which commands run in an order that is not known is told in any case
  if (log.some((each) => /^notModelled \S+ (?!in which order)/.test(each))) return 'U';
  const said = log.find((each) => /^(?:yes|no)\b/.test(each));
  return said === undefined ? 'E' : said.startsWith('yes') ? 'T' : 'F';
}

test('guards hold as in Windows PowerShell 5.1, or are not known', async () => {
  const wrong: string[] = [];
  for (const { want, line } of GUARDS) {
    const got = await outcomeOf(line);
    if (got !== want.replace(/[tf]/, 'U')) wrong.push(`${want}, but ${got}: ${line}`);
  }
  expect(wrong).toEqual([]);
});
