// The exports that a drill declares as made before it, which its imports can read (D34).
import { quote } from '../../core/quote.js';
import type { EarlierExport, ExportKind } from '../../domain/deployment.js';
import { EXPORT_WORDS, pathKey } from '../../domain/state/exported-files.js';
import type { DrillContext } from './context.js';
import type { FileShape } from './drill-schema.js';

/** What belongs to one pool: a file of it says which. */
const OF_A_POOL: readonly ExportKind[] = ['responseGroups', 'userData', 'announcements'];

/** `files:` of a drill; names of pools in the spelling of the topology. */
export function readFiles(shape: readonly FileShape[], context: DrillContext): EarlierExport[] {
  const seen = new Set<string>();
  return shape.flatMap((file, index) => {
    const path = ['files', index];
    const { holds, age: ageMs } = file;
    const key = pathKey(file.path);
    if (seen.has(key))
      context.problems.at([...path, 'path'], `${quote(file.path)} is declared twice`, 'one file holds one export');
    seen.add(key);
    if (file.of === null && OF_A_POOL.includes(holds)) {
      context.problems.at(
        path,
        `a file with ${EXPORT_WORDS[holds]} needs the pool that it was exported from`,
        'add "of: ..."',
      );
      return [];
    }
    const of = file.of === null ? null : context.need(context.names.pools, file.of, [...path, 'of']);
    return file.of !== null && of === null ? [] : [{ path: file.path, holds, of, ageMs }];
  });
}
