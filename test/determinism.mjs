// Nothing but its input changes what the command says: the output of every drill that comes with it, to the byte, in other
// environments, on terminals of other widths and colours, and with other numbers of threads: npm run determinism
import {
  differing,
  ELSEWHERE,
  ENVIRONMENTS,
  outputsIn,
  refusedIn,
  sameWords,
  withoutColours,
} from './support/environments.mjs';
import { simCommands } from './support/sim-outputs.mjs';

let failed = 0;
/** What was refused, and what never came, is the same everywhere: nothing is compared by it. */
function says(name, texts, differs) {
  const names = Object.keys(texts);
  const wrong = [...differs, ...refusedIn(texts).map((each) => `${each} is refused`)];
  if (names.length === 0) wrong.push('nothing to compare');
  if (wrong.length > 0) failed++;
  console.log(wrong.length > 0 ? `FAILED  ${name}: ${wrong.join(', ')}` : `passed  ${name}: ${names.length} texts`);
}

const plain = await outputsIn({});
for (const [name, environment] of Object.entries({ ...ENVIRONMENTS, 'all of these at once': ELSEWHERE })) {
  says(name, plain, differing(plain, await outputsIn(environment)));
}

const detailed = Object.fromEntries(
  Object.entries(simCommands()).map(([name, argv]) => [name, [...argv, '--details']]),
);
const shown = { commands: detailed, seeds: 3, files: false };
const narrow = await outputsIn({ env: { NO_COLOR: '1' } }, { ...shown, terminal: 80 });
for (const level of ['1', '2', '3']) {
  const coloured = await outputsIn({ env: { FORCE_COLOR: level } }, { ...shown, terminal: 80 });
  const without = Object.keys(narrow).filter((name) => !coloured[name]?.includes('\u001b['));
  says(`colours of level ${level}`, narrow, [...differing(narrow, coloured, withoutColours), ...without]);
}
for (const terminal of [100, 131, 160]) {
  const wide = await outputsIn({ env: { NO_COLOR: '1' } }, { ...shown, terminal });
  const other = Object.keys(narrow).filter((name) => !sameWords(narrow[name], wide[name] ?? ''));
  says(`${terminal} columns`, narrow, other);
}

const threads = (workers, drills) => ({
  check: ['check', ...drills, '--seeds', '5', '--runs', '60', '--coverage', '--json', '--workers', String(workers)],
  explore: [
    'explore',
    'test/exploration/small.yaml',
    '--faults',
    '1',
    '--ends',
    '--json',
    '--threads',
    String(workers),
  ],
});
const some = ['sims/03-site-loss.yaml', 'sims/11-wrong-poolfqdn.yaml', 'sims/contoso-standard.yaml'];
const one = await outputsIn({}, { commands: threads(1, some) });
for (const workers of [2, 3, 4]) {
  const more = await outputsIn({}, { commands: threads(workers, some) });
  says(`${workers} threads`, one, differing(one, more));
}
// The drills are told in the order in which they are given, and nothing else is other.
const lines = (text) => text.split(/,?\n/).sort().join('\n');
says(
  'files in another order',
  one,
  differing(one, await outputsIn({}, { commands: threads(1, some.toReversed()) }), lines),
);
process.exit(failed > 0 ? 1 : 0);
