// A copy of the built modules that may be broken: Node finds their packages beside it.
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the build has put the modules. */
export const MODULES = join(ROOT, 'dist', 'modules');

/** Copies them into a folder, and answers where. */
export function copyModules(folder) {
  const modules = join(folder, 'dist', 'modules');
  mkdirSync(join(folder, 'dist'));
  cpSync(MODULES, modules, { recursive: true });
  // Built modules import their packages by name.
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return modules;
}
