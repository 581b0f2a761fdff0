// Writes what is generated in the documentation, from the built product: npm run docs
// A test checks that the files in the repository are what this gives.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assumptions } from './generators/assumptions.mjs';
import { cmdlets } from './generators/cmdlets.mjs';
import { findings } from './generators/findings.mjs';
import { withRuleLinks } from './generators/markdown.mjs';
import { picture } from './generators/picture.mjs';
import { resultPage } from './generators/result.mjs';
import { resultSchema } from './generators/result-schema.mjs';
import { runbook } from './generators/runbook.mjs';
import { stateMachines } from './generators/state-machines.mjs';

const ROOT = new URL('../', import.meta.url);

/** Pages that are written by hand: of these only the links to rules are. */
const BY_HAND = ['drill-file', 'explore', 'library', 'report', 'seeded-faults', 'topology-file'];

/** Path in the repository → the text it must have. */
export async function documents() {
  const schema = resultSchema();
  const asItIs = (path) => readFileSync(new URL(path, ROOT), 'utf8');
  const pages = [
    ['docs/assumptions.md', assumptions()],
    ['docs/cmdlets.md', cmdlets()],
    ['docs/findings.md', findings()],
    ['docs/result.md', resultPage(schema)],
    ['docs/runbook.md', runbook(asItIs('docs/runbook.md'))],
    ['docs/state-machines.md', stateMachines()],
    ...BY_HAND.map((name) => [`docs/${name}.md`, asItIs(`docs/${name}.md`)]),
  ];
  return new Map([
    ...pages.map(([path, text]) => [path, withRuleLinks(text)]),
    ['docs/result.schema.json', `${JSON.stringify(schema, null, 2)}\n`],
    ['README.md', withPicture(asItIs('README.md'), await picture())],
  ]);
}

function withPicture(readme, text) {
  const begin = '<!-- picture: npm run docs -->\n';
  const end = '<!-- end of picture -->';
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error('README.md has no place for the picture');
  return `${before}${begin}\n\`\`\`text\n${text}\n\`\`\`\n\n${end}${after}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of await documents()) writeFileSync(new URL(path, ROOT), text);
}
