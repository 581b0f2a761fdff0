// Recursive-descent reader of scripts, from the grammar's tree to a syntax tree of our own.
import type { Parser } from 'web-tree-sitter';
import { type InputError, inputError } from '../../core/input-error.js';
import { isParseProblem, parseProblem, type ReaderWords } from './problem.js';
import { readBody } from './read-body.js';
import { SourceText } from './reading.js';
import type { ParsedScript } from './syntax.js';
import { parseTree } from './tree.js';

const WORDS: ReaderWords = {
  nothing: parseProblem(1, 'the script has nothing to run'),
  hint: 'what drydrill reads of PowerShell: docs/runbook.md',
};

/**
 * Reads a script with the PowerShell grammar. One that is not understood as a whole is an error with its place,
 * never read in part; single things that drydrill does not know become `unsupported` and are told when the
 * run comes to them. Nothing is carried out.
 */
export function readScript(text: string, file: string, parser: Parser): ParsedScript | InputError {
  const source = new SourceText(file, text);
  const root = parseTree(text, parser, WORDS);
  if (isParseProblem(root)) {
    return inputError(source.position(Math.max(root.column, 1) - 1), root.message, root.hint);
  }
  return { file, body: readBody(root, source) };
}
