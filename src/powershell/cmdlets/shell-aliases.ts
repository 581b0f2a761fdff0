// A table: the aliases of Windows PowerShell 5.1, which come before functions of the same name.

const NAMES = `% ? ac asnp cat cd cfs chdir clc clear clhy cli clp cls clv cnsn compare copy cp cpi cpp curl cvpa dbp del diff
  dir dnsn ebp echo epal epcsv epsn erase etsn exsn fc fl foreach ft fw gal gbp gc gci gcb gcim gcm gcs gdr ghy gi gin gjb gl gm
  gmo gp gps gpv group gsn gsnp gsv gtz gu gv gwmi h history icim icm iex ihy ii ipal ipcsv ipmo ipsn irm ise iwmi iwr kill lp
  ls man md measure mi mount move mp mv nal ndr ni nmo npssc nsn nv ogv oh popd ps pushd pwd r rbp rcim rcjb rcsn rd rdr ren ri
  rjb rm rmdir rmo rni rnp rp rsn rsnp rujb rv rvpa rwmi sajb sal saps sasv sbp sc scb select set shcm si sl sleep sls sort sp
  spjb spps spsv start stz sujb sv swmi tee trcm type wget where wjb write`;

const ALIASES: ReadonlySet<string> = new Set(NAMES.split(/\s+/));

/** Whether a name is an alias of the shell, unless a script has taken it away. */
export const isShellAlias = (name: string): boolean => ALIASES.has(name.toLowerCase());
