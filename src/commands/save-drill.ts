/** Saves a drill that a page has sent as a new file beside the one that it came from: never over another, never elsewhere. */
import { join } from 'node:path';
import { drillIn } from '../input/drill/read-drill.js';
import { formatInputErrors } from '../input/format-error.js';
import { memoryFiles } from '../input/memory-files.js';
import { writeNewFiles } from '../report/files.js';

/** What became of it: `path` = the new file; else why there is none, with the status that HTTP has for it. */
export type SavedDrill =
  | { readonly path: string; readonly name: string }
  | { readonly status: number; readonly words: string };

/** Names that are files and nothing else on every system: no separators, no dots but that before `yaml`, no devices. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9 _-]{0,79}$/;
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** Saves the text of a drill file in a folder; the name has no extension. */
export async function saveDrill(folder: string, body: string): Promise<SavedDrill> {
  const sent = parsed(body);
  if (sent === null) return { status: 400, words: 'This is no drill with a name.' };
  const { name, text } = sent;
  if (!NAME.test(name) || DEVICES.test(name)) {
    return {
      status: 400,
      words: 'A name has letters, digits, blanks, "-" and "_", 80 at most, and begins with a letter or digit.',
    };
  }
  const file = `${name.trimEnd()}.yaml`;
  // What is written is a drill, and says nothing of other files: its topology is in it.
  const read = await drillIn(memoryFiles({ [file]: text }), file);
  if (Array.isArray(read)) return { status: 422, words: formatInputErrors(read).trimEnd() };
  const path = join(folder, file);
  try {
    // It follows no link, writes over nothing, and leaves no half of it.
    const there = await writeNewFiles(folder, [{ name: file, text }]);
    if (there !== null) return { status: 409, words: `${file} is there already: choose another name.` };
  } catch (error) {
    return { status: 500, words: `${file} cannot be written: ${(error as Error).message}` };
  }
  return { path, name: file };
}

function parsed(body: string): { readonly name: string; readonly text: string } | null {
  try {
    const { name, text } = JSON.parse(body) ?? {};
    return typeof name === 'string' && typeof text === 'string' ? { name, text } : null;
  } catch {
    return null;
  }
}
