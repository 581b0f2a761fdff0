/**
 * Replay of recorded questions to files: what was found on one machine is read on another as it was there. A question that
 * was not put there has no answer here; it is remembered, so that it can be put.
 */
import { posix, win32 } from 'node:path';
import { type InputError, inputError, isInputError } from '../core/input-error.js';
import { pathsBy } from './disk-files.js';
import { sha256Of } from './input-digests.js';
import { type InputFiles, tooLarge } from './input-files.js';
import { type FileFact, type FileQuestion, factsNow } from './recorded-files.js';

/** How paths are written where files lie. */
export type PathStyle = 'posix' | 'win32';

/** Bytes by their SHA-256. */
export type Contents = ReadonlyMap<string, Uint8Array>;

/** What files are now, with the bytes that the facts have the digests of. */
export function shippable(
  questions: readonly FileQuestion[],
  files: InputFiles,
): { readonly facts: readonly FileFact[]; readonly contents: Contents } {
  const contents = new Map<string, Uint8Array>();
  const kept = (path: string, limitBytes: number): Uint8Array | InputError => {
    const bytes = files.readBytes(path, limitBytes);
    if (!isInputError(bytes)) contents.set(sha256Of(bytes), bytes);
    return bytes;
  };
  const { folderOf, join, locate, spelled, isWithin } = files;
  return { facts: factsNow(questions, { readBytes: kept, folderOf, join, locate, spelled, isWithin }), contents };
}

/** What a fact has in place of a digest is the reason why a file cannot be read, in two lines. */
export const digestIn = ([[kind], answer]: FileFact): string | null =>
  kind === 'bytes' && answer !== null && /^[0-9a-f]{64}$/.test(answer) ? answer : null;

/** A folder that no number of `..` in a path of sensible length leads out of. */
const DEEP: Readonly<Record<PathStyle, string>> = { posix: `/${'d/'.repeat(64)}`, win32: `D:\\${'d\\'.repeat(64)}` };

/** Files of another machine. */
export class ShippedFiles implements InputFiles {
  /** by its text, what was asked and has no answer: nothing that was made of it holds */
  private readonly unanswered = new Map<string, FileQuestion>();
  private readonly answers: ReadonlyMap<string, string | null>;
  /** by path, the digest of a file that was found, with whatever limit it was read */
  private readonly digests = new Map<string, string>();
  private readonly paths: Pick<InputFiles, 'folderOf' | 'join' | 'isWithin'>;

  constructor(
    private readonly style: PathStyle,
    facts: readonly FileFact[],
    private readonly contents: Contents,
  ) {
    this.answers = new Map(facts.map(([question, answer]) => [JSON.stringify(question), answer]));
    for (const fact of facts) {
      const digest = digestIn(fact);
      if (digest !== null) this.digests.set(fact[0][1], digest);
    }
    this.paths = pathsBy(style === 'win32' ? win32 : posix);
  }

  /** The questions so far that nothing answers, each once. */
  get missing(): readonly FileQuestion[] {
    return [...this.unanswered.values()];
  }

  readBytes(path: string, limitBytes: number): Uint8Array | InputError {
    const refuse = (message: string, hint = '') => inputError({ file: path, line: 0, column: 0 }, message, hint);
    const digest = this.digests.get(path);
    if (digest !== undefined) {
      const bytes = this.contents.get(digest);
      if (bytes === undefined) throw new Error(`the bytes of ${path} did not come with it`);
      return bytes.length <= limitBytes ? bytes : refuse(...tooLarge(limitBytes, bytes.length));
    }
    const why = this.answer(['bytes', path, limitBytes]);
    if (typeof why !== 'string') return refuse('the file was not sent');
    const [message, ...hint] = why.split('\n');
    return refuse(message, hint.join('\n'));
  }

  locate(path: string): string | null {
    const place = this.answer(['place', path]);
    // What comes of it is thrown away: that the reader goes on shows what it asks next.
    return place === undefined ? path : place;
  }

  spelled(folder: string, path: string): string {
    return this.answer(['spelling', folder, path]) ?? path;
  }

  folderOf(path: string): string {
    return this.paths.folderOf(path);
  }

  join(folder: string, path: string): string {
    return this.paths.join(folder, path);
  }

  isWithin(folder: string, path: string): boolean {
    const { isAbsolute, join } = this.style === 'win32' ? win32 : posix;
    if (isAbsolute(folder) !== isAbsolute(path)) return this.answer(['within', folder, path]) !== 'no';
    const deep = (each: string): string => (isAbsolute(each) ? each : join(DEEP[this.style], each));
    return this.paths.isWithin(deep(folder), deep(path));
  }

  private answer(question: FileQuestion): string | null | undefined {
    const text = JSON.stringify(question);
    const answer = this.answers.get(text);
    if (answer === undefined) this.unanswered.set(text, question);
    return answer;
  }
}
