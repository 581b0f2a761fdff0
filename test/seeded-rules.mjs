// Breaks rules on purpose that no invariant judges, one after another, and shows that a drill notices each:
//   node test/seeded-rules.mjs [NAME...]
// The faults and their drills are in seeded/rule-faults.mjs. A fault that changes nothing that a reader notices makes
// it fail (exit 1).
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultsNamed } from './seeded/faults-named.mjs';
import { copyModules, MODULES } from './seeded/module-copy.mjs';
import { broken, readModules } from './seeded/places.mjs';
import { RULE_DRILLS, RULE_FAULTS } from './seeded/rule-faults.mjs';

export { RULE_DRILLS, RULE_FAULTS };

const PLAY = fileURLToPath(new URL('seeded/play.mjs', import.meta.url));

/** What is noticed in drills, by name, with the modules of a folder; throws what the modules throw. */
function play(modules, folder, names) {
  const files = names.map((name) => join(folder, `${name}.yaml`));
  const { status, stdout, stderr } = spawnSync(process.execPath, [PLAY, modules, ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
  const noticed = JSON.parse(stdout);
  return Object.fromEntries(names.map((name, i) => [name, noticed[files[i]]]));
}

/** All that the drill says is noticed, and nothing of what it says is not. */
function isAsSaid({ notices = [], silent = [] }, noticed) {
  return notices.every((each) => noticed.includes(each)) && !silent.some((each) => noticed.includes(each));
}

/** Plays the drills of the faults (all, or those named) without and with them; answers what is wrong, empty = all are noticed. */
export function findUnnoticed(names, tell) {
  const faults = faultsNamed(RULE_FAULTS, names);
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-rules-'));
  const wrong = [];
  try {
    const modules = copyModules(folder);
    const drills = [...new Set(faults.map((f) => f.drill))];
    for (const name of drills) {
      writeFileSync(join(folder, `${name}.yaml`), JSON.stringify({ drill: name, ...RULE_DRILLS[name].drill }));
    }
    for (const [name, noticed] of Object.entries(play(modules, folder, drills))) {
      if (!isAsSaid(RULE_DRILLS[name], noticed)) wrong.push(`${name}: without a fault ${noticed.join(', ')}`);
    }
    const sources = readModules(MODULES);
    for (const fault of faults) {
      const { file, text } = broken(sources, fault);
      writeFileSync(join(modules, file), text);
      const noticed = play(modules, folder, [fault.drill])[fault.drill];
      cpSync(join(MODULES, file), join(modules, file));
      const slipped = isAsSaid(RULE_DRILLS[fault.drill], noticed);
      if (slipped) wrong.push(`${fault.name}: nothing tells it from the product (${fault.drill})`);
      tell({ fault, noticed, slipped });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wrong = findUnnoticed(process.argv.slice(2), ({ fault, noticed, slipped }) => {
    const { name, breaks, rules, drill } = fault;
    console.log(`${slipped ? 'SLIPPED' : 'noticed'}  ${name}: ${breaks} (${rules.join(', ')})`);
    console.log(`         ${drill}: ${noticed.join(', ') || 'nothing'}`);
  });
  if (wrong.length === 0) console.log('\nEach broken rule is noticed.');
  else console.error(`\n${wrong.join('\n')}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
