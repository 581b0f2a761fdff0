/** What the file system has against what is to be written, by its error codes, in the words of a person. */

const WORDS: Readonly<Record<string, string>> = {
  EEXIST: 'a file lies where the folder would be',
  ENOTDIR: 'a file lies where a folder would be',
  EISDIR: 'a folder has that name',
  EACCES: 'its permissions do not allow it',
  EPERM: 'its permissions do not allow it',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  ENAMETOOLONG: 'the name is too long for the disk',
  ENOENT: 'there is no such folder',
};

/** Why something could not be written: in words where the error has a code that is known, else what the system says of it. */
export function writeProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return Object.hasOwn(WORDS, code) ? `${WORDS[code]} (${code})` : error.message;
}
