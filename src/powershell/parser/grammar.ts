// Loads the tree-sitter grammar of PowerShell (WebAssembly), when the first text asks for it.
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import type { Parser as PowerShellParser } from 'web-tree-sitter';

// the build keeps what this means wherever the code ends up
const GRAMMAR = new URL('../../../vendor/tree-sitter-powershell/tree-sitter-powershell.wasm', import.meta.url);

let parser: Promise<PowerShellParser> | null = null;

/** The PowerShell parser, loaded when the first line is parsed and kept. Rejects if the package is damaged. */
export function powerShellParser(): Promise<PowerShellParser> {
  parser ??= load();
  return parser;
}

async function load(): Promise<PowerShellParser> {
  // V8 would start to optimise the grammar's lexer, one huge function, after a single line: ten seconds of
  // CPU that the process has to wait for when it ends. Its baseline compiler reads a line in half a ms.
  setFlagsFromString('--liftoff-only');
  // most of a short command's start-up time: not even imported where no cmdlet line is read
  const [bytes, { Language, Parser }] = await Promise.all([readFile(GRAMMAR), import('web-tree-sitter')]);
  await Parser.init();
  const loaded = new Parser();
  loaded.setLanguage(await Language.load(bytes));
  return loaded;
}
