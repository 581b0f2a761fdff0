// The aliases of Windows PowerShell 5.1, a table, which come before functions of the same name, and those of the script.
import { toText } from '../values/convert.js';
import { Unknown } from '../values/values.js';
import { bindArguments } from './bound-arguments.js';
import { atEnd, type Builtin } from './stage.js';

/** `Set-Alias`, `New-Alias`: another name for a command. */
export const setAlias: Builtin = (runtime, call) =>
  atEnd(function* () {
    const bound = bindArguments(call, 'Name Value Description Option Scope', 'Force PassThru', 'Name Value').complete;
    const [name, value] = [toText(bound.value('Name') ?? null), toText(bound.value('Value') ?? null)];
    if (name instanceof Unknown || value instanceof Unknown || name === '' || value === '') {
      return yield* runtime.notModelled(call.command, 'which command this is a name for is not known', call.command);
    }
    const scope = String(toText(bound.value('Scope') ?? '')).toLowerCase();
    runtime.types.aliases.set(name.toLowerCase(), value);
    runtime.types.codeChanges++;
    runtime.types.doubtful.delete(name.toLowerCase());
    // one of a function is gone with it
    if (runtime.scope !== runtime.scope.script && !/^(?:script|global)$/.test(scope)) {
      runtime.types.doubtful.set(name.toLowerCase(), new Unknown('where this alias was made'));
    }
  });

const NAMES = `% ? ac asnp cat cd cfs chdir clc clear clhy cli clp cls clv cnsn compare copy cp cpi cpp curl cvpa dbp del diff
  dir dnsn ebp echo epal epcsv epsn erase etsn exsn fc fl foreach ft fw gal gbp gc gci gcb gcim gcm gcs gdr ghy gi gin gjb gl gm
  gmo gp gps gpv group gsn gsnp gsv gtz gu gv gwmi h history icim icm iex ihy ii ipal ipcsv ipmo ipsn irm ise iwmi iwr kill lp
  ls man md measure mi mount move mp mv nal ndr ni nmo npssc nsn nv ogv oh popd ps pushd pwd r rbp rcim rcjb rcsn rd rdr ren ri
  rjb rm rmdir rmo rni rnp rp rsn rsnp rujb rv rvpa rwmi sajb sal saps sasv sbp sc scb select set shcm si sl sleep sls sort sp
  spjb spps spsv start stz sujb sv swmi tee trcm type wget where wjb write`;

const ALIASES: ReadonlySet<string> = new Set(NAMES.split(/\s+/));

/** Whether a name is an alias of the shell, unless a script has taken it away. */
export const isShellAlias = (name: string): boolean => ALIASES.has(name.toLowerCase());
