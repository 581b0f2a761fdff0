/** The rule catalogue: docs/rules.md as data, and where in the sources and in their tests each id stands. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A rule of the model as the catalogue has it. */
export interface Rule {
  readonly id: string;
  /** `stated`, `documented`, `reported`, `assumed`, or `claim` for an invariant */
  readonly basis: string;
  readonly words: string;
  /** titles of the documents that its chapter rests on */
  readonly source: string;
  readonly chapter: string;
}

/** Files that name a rule, as paths in the repository. */
export interface RulePlaces {
  readonly implemented: readonly string[];
  readonly tested: readonly string[];
}

/** All rules, in the order of their chapters. */
export function readRules(): Rule[] {
  const catalogue = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
  let [chapter, source] = ['', ''];
  return catalogue.split('\n').flatMap((line) => {
    if (line.startsWith('## ')) chapter = line.slice('## '.length);
    if (line.startsWith('Source: ')) source = line.slice('Source: '.length).replace(/\.$/, '');
    const [, id, basis, words] = /^\| (?:<a id="\w+"><\/a>)?([A-Z]\d+) \| (\w+) \| (.*) \|$/.exec(line) ?? [];
    return id === undefined ? [] : [{ id, basis, words: words.replaceAll('\\|', '|'), source, chapter }];
  });
}

/** Where each of these ids stands; null = neither sources nor what the build has kept of them are there. */
export function placesOf(ids: readonly string[]): Readonly<Record<string, RulePlaces>> | null {
  const root = new URL('../../', import.meta.url);
  if (existsSync(new URL('src/domain', root))) return scan(fileURLToPath(root), ids);
  // What the build has written, for a package without sources.
  const kept = new URL('../../dist/rule-places.json', import.meta.url);
  return existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Record<string, RulePlaces>) : null;
}

function scan(root: string, ids: readonly string[]): Record<string, RulePlaces> {
  const found = new Map(ids.map((id) => [id, { implemented: [] as string[], tested: [] as string[] }]));
  // Commands and reports only name rules.
  for (const [folder, where, ending] of [
    ['src/domain', 'implemented', '.ts'],
    ['src/exploration', 'implemented', '.ts'],
    ['src/run', 'implemented', '.ts'],
    // What tests share names rules without testing them.
    ['test', 'tested', '.test.ts'],
  ] as const) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(root, folder, name);
      if (!name.endsWith(ending)) continue;
      const named = new Set(readFileSync(path, 'utf8').match(/\b[SDMFI]\d{1,3}\b/g));
      for (const id of named) found.get(id)?.[where].push(relative(root, path).split(sep).join('/'));
    }
  }
  return Object.fromEntries(found);
}
