// Script files beside a runbook: a sandbox of one folder, links followed, bounded in number and size.
import { type InputError, inputError, isInputError, type Position } from '../../core/input-error.js';
import { quote } from '../../core/quote.js';
import { ofScript } from '../../core/windows-path.js';
import type { ParsedScript } from '../../powershell/parser/syntax.js';
import type { InputFiles } from '../input-files.js';
import { type ScriptEncoding, scriptIn } from './script-text.js';

/** Script files that one run may read. */
const FILES_MAX = 100;

/** A script file as a script names it; `isPlace` = the path begins where that script lies. */
export interface ScriptPath {
  readonly path: string;
  readonly isPlace: boolean;
}

/** The script files beside a runbook: read when a run comes to them, and only from the runbook's folder. */
export class ScriptFiles {
  /** the folder as the user named it: what `$PSScriptRoot` stands for */
  readonly folder: string;
  private readonly read = new Map<string, ParsedScript | InputError>();
  private readonly names: string[] = [];

  constructor(
    private readonly source: InputFiles,
    runbook: string,
    private readonly encoding: ScriptEncoding,
  ) {
    this.folder = source.folderOf(runbook);
  }

  /** Paths of the scripts that were read, in the order in which a run came to them. */
  get files(): readonly string[] {
    return this.names;
  }

  /** The script at a path as a script names it; what is not beside the runbook is refused, links followed. */
  script({ path, isPlace }: ScriptPath, at: Position): ParsedScript | InputError {
    const refuse = (message: string, hint: string): InputError => inputError(at, message, hint);
    const hint = 'put the file into the folder of the runbook';
    if (path.includes('\0')) return refuse('this is not a file name', '');
    const plain = ofScript(path);
    const { source, folder } = this;
    const outside = () => refuse(`${quote(path)} is outside of the runbook's folder`, hint);
    // a home, and a path from where somebody is on a drive, are nowhere in the runbook's folder
    if (!isPlace && /^(?:~|[A-Za-z]:(?!\/))/.test(plain)) return outside();
    // a place has the folder in it already; any other path is relative to the folder
    const named = source.join(isPlace ? '.' : folder, plain);
    // first by its name alone, so that nothing outside is even looked at
    if (!source.isWithin(folder, named)) return outside();
    const file = source.spelled(folder, named);
    const real = source.locate(file);
    if (real === null) return refuse(`${quote(path)} does not exist beside the runbook`, hint);
    if (!source.isWithin(source.locate(folder) ?? folder, real)) return outside();
    const known = this.read.get(real);
    if (known !== undefined) return known;
    if (this.read.size >= FILES_MAX) return refuse(`more than ${FILES_MAX} script files`, '');
    const text = scriptIn(source, file, this.encoding);
    const script = isInputError(text) ? text : text.script;
    this.read.set(real, script);
    if (!isInputError(script)) this.names.push(file);
    return script;
  }
}
