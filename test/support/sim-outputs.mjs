// All that the command prints and writes of the drills that come with it, by name: what must be the same to the byte
// wherever it is made. As a program: node test/support/sim-outputs.mjs '{"seeds": 3}' prints them as one JSON document.
// It needs a build, and runs the sources one by one (dist/modules/).
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { main } from '../../dist/modules/cli.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** How a runbook of sims/ is run, as it says itself; one that does not is a part of another drill. */
const OF_RUNBOOK = /^# drydrill run (sims\/\S+\.ps1) --topology (sims\/\S+)$/m;

/** The arguments that run each drill and each runbook of sims/, by the name of its file. */
export function simCommands(root = ROOT) {
  const commands = {};
  for (const file of readdirSync(join(root, 'sims')).sort()) {
    const text = /\.(?:yaml|ps1)$/.test(file) ? readFileSync(join(root, 'sims', file), 'utf8') : '';
    const [, script, topology] = OF_RUNBOOK.exec(text) ?? [];
    if (file.endsWith('.ps1')) {
      if (script !== undefined) commands[file] = ['run', script, '--topology', topology];
    } else if (/^drill:/m.test(text)) commands[file] = ['run', `sims/${file}`];
  }
  return commands;
}

/**
 * Runs commands and answers with what each printed (`NAME`, status first), and wrote (`NAME FILE`).
 *
 *   commands  arguments by name; default: every drill of sims/
 *   seeds     of each run; default: those of the command itself
 *   files     also the reports as files: text, JSON and HTML
 *   terminal  standard output is a terminal of so many columns
 */
export async function outputsOf({ commands = simCommands(), seeds, files = true, terminal = null }) {
  const outputs = {};
  for (const [name, argv] of Object.entries(commands)) {
    const out = mkdtempSync(join(tmpdir(), 'drydrill-outputs-'));
    const more = argv[0] === 'run' && seeds !== undefined ? ['--seeds', String(seeds)] : [];
    if (files && argv[0] === 'run') more.push('--reporter', 'terminal,json,html', '--out', out);
    let printed = '';
    const write = (text) => (printed += text);
    const { env } = process;
    const screen = terminal === null ? { isTTY: false } : { isTTY: true, columns: terminal };
    const status = await main([...argv, ...more], { stdout: { write }, stderr: { write }, env, ...screen });
    outputs[name] = `${status}\n${printed}`;
    for (const file of readdirSync(out)) outputs[`${name} ${file}`] = readFileSync(join(out, file), 'utf8');
    rmSync(out, { recursive: true });
  }
  return outputs;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(JSON.stringify(await outputsOf(JSON.parse(process.argv[2] ?? '{}'))));
}
