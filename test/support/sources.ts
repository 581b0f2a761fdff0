import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './built.js';

const git = (...args: string[]): string[] =>
  execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((line) => line !== '' && existsSync(join(ROOT, line)));

/** Files of the repository. */
export const FILES = git('ls-files');
export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
export const SOURCES = FILES.filter((f) => f.startsWith('src/') && f.endsWith('.ts')).map((file) => ({
  file,
  text: read(file),
}));

/** The room of a source: the first folder below src/; `top` = it lies in src/ itself. */
export const roomOf = (file: string): string => /^src\/([^/]+)\//.exec(file)?.[1] ?? 'top';

export interface Import {
  readonly file: string;
  /** a package, or the path of a source file */
  readonly from: string;
  readonly typesOnly: boolean;
}

function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const statements = text.matchAll(
    /^(?:import|export)\s([^'";]*?)\s?from\s'([^']+)'|^import\s'([^']+)'|\bimport\(\s*'([^']+)'/gm,
  );
  for (const [, what = '', from, bare, dynamic] of statements) {
    const target = from ?? bare ?? dynamic;
    const path = target.startsWith('.') ? join(dirname(file), target).replace(/\.js$/, '.ts') : target;
    const names =
      /\{([\s\S]*)\}/
        .exec(what)?.[1]
        .split(',')
        .map((n) => n.trim())
        .filter((n) => n !== '') ?? [];
    const typesOnly = /^type\s/.test(what) || (names.length > 0 && names.every((n) => n.startsWith('type ')));
    found.push({ file, from: path, typesOnly });
  }
  return found;
}

export const IMPORTS = SOURCES.flatMap(({ file, text }) => importsOf(file, text));

/**
 * The circles of a directed graph: its strongly connected components of more than one node (Tarjan), sorted. What it
 * leads to that is no node of it is left out.
 */
export function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const path: string[] = [];
  const index = new Map<string, number>();
  const closed = new Set<string>();
  const visit = (node: string): number => {
    const own = index.size;
    index.set(node, own);
    path.push(node);
    let low = own;
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next) || closed.has(next)) continue;
      low = Math.min(low, index.get(next) ?? visit(next));
    }
    if (low === own) {
      const circle = path.splice(path.indexOf(node));
      for (const member of circle) closed.add(member);
      if (circle.length > 1) circles.push(circle.sort());
    }
    return low;
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return circles;
}
