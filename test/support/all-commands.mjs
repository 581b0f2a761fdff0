// Runs every command on files in the working directory, one after the other in this process, and prints how each ended:
//   node test/support/all-commands.mjs
// security.test.ts starts it where nothing may be asked of a network or of another program.
import { readdirSync } from 'node:fs';
import { main } from '../../dist/modules/cli.js';

const COMMANDS = [
  'run drill.yaml --seeds 2 --reporter terminal,json,markdown,html --out out',
  'run hostile.ps1 --topology contoso.yaml --seeds 1 --allow-unmodelled --json',
  'run share.ps1 --topology contoso.yaml',
  'run drill.yaml --seeds 1 --write-drill played.yaml',
  'topology contoso.yaml --json',
  'topology published.xml --to yaml',
  'init --topology contoso.yaml --out first',
  'explore found.yaml --faults 0 --threads 1 --out traces',
  'explore small.yaml --faults 0 --threads 2',
  'replay TRACE --at 1',
  'check drills --seeds 2 --runs 4 --workers 2 --update --out checked --reporter terminal,json,html,junit,github',
  'check drills --seeds 1 --shard 1/1 --out part',
  'merge part --json',
  'check fails.yaml --shrink --out shortest',
  'compare drill.yaml drill.yaml --reporter html',
  'what-if drill.yaml --vary backupService.syncInterval=1m,5m',
  'rules D41',
  'completion',
  'run damaged.yaml',
];

const ends = {};
for (const line of process.argv[2]?.split(';') ?? COMMANDS) {
  const trace = () => readdirSync('traces').find((name) => name.endsWith('.trace.json'));
  const argv = line.split(' ').map((word) => (word === 'TRACE' ? `traces/${trace()}` : word));
  let text = '';
  const write = (more) => (text += more);
  const status = await main(argv, { stdout: { write }, stderr: { write }, env: {}, isTTY: false });
  ends[line] = { status, text: text.slice(0, 4000) };
}
process.stdout.write(JSON.stringify(ends), () => process.exit(0));
