// Kills every command that writes files, and sees what is on the disk and whether the next run works:
//   npm run kills [-- --moments 20] [--seed 7] [--commands run,init]
// First at each change of the disk, by each signal; then at so many moments of its time that the seed draws.
import { parseArgs } from 'node:util';
import { WRITERS, writer } from './support/kills.mjs';
import { numbersOf } from './support/mutants.mjs';

const { values } = parseArgs({
  options: {
    moments: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    commands: { type: 'string', default: Object.keys(WRITERS).join(',') },
  },
});
const names = values.commands.split(',');
const unknown = names.filter((name) => WRITERS[name] === undefined);
if (unknown.length > 0 || !/^\d{1,9}$/.test(values.moments) || !/^\d{1,9}$/.test(values.seed)) {
  console.error(`--moments and --seed are whole numbers, --commands are of: ${Object.keys(WRITERS).join(', ')}`);
  process.exit(2);
}

let failed = 0;
for (const [place, name] of names.entries()) {
  const one = await writer(name);
  const below = numbersOf(Number(values.seed), place);
  let tried = 0;
  for (const signal of ['SIGKILL', 'SIGINT', 'SIGTERM']) {
    const moments = Array.from({ length: one.changes }, (_, i) => ({ change: i + 1 }));
    for (let i = 0; i < Number(values.moments); i++) moments.push({ afterMs: below(Math.ceil(one.tookMs * 1.1)) });
    for (const moment of moments) {
      tried++;
      const wrong = await one.wrongAfter(signal, moment);
      if (wrong.length === 0) continue;
      failed++;
      console.log(`FAILED  ${name}, ${signal} ${JSON.stringify(moment)}: ${wrong.join('; ')}`);
    }
  }
  console.log(`${name}: ended ${tried} times, ${one.changes} changes of the disk for ${one.files.length} files`);
  one.close();
}
console.log(`${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
