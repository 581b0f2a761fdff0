// What ends the reading of a script: the first place where Windows PowerShell 5.1 could not go on.

/** A text that Windows PowerShell does not read, thrown inside the reader and turned into a value where it ends. */
export class ParseFailure extends Error {
  constructor(
    /** index into the text */
    readonly index: number,
    message: string,
    /** what would be right; may be empty */
    readonly hint = '',
  ) {
    super(message);
  }
}
