// Faults that the command line adds to a drill: `--lose NOUN[@TIME]` and `--repair NOUN@TIME`, a noun being `kind=name`.
import { parseDuration } from '../../core/duration.js';
import { type InputError, inputError, isInputError } from '../../core/input-error.js';
import { type Drill, FAULT_KINDS, type ScheduledFault } from '../../domain/drill.js';
import { memoryFiles } from '../memory-files.js';
import { validatePart } from '../schema.js';
import { parseYaml } from '../yaml-tree.js';
import { DrillContext } from './context.js';
import type { DrillData } from './drill-data.js';
import { DRILL_SCHEMA } from './drill-schema.js';
import { readFault } from './read-fault.js';

/** What the command line breaks and puts right, as it was typed. */
export interface NamedFaults {
  readonly lose?: readonly string[];
  readonly repair?: readonly string[];
}

const EXAMPLES =
  'e.g. site=Datacenter1, server=sql1a.contoso.com@30m, link=SiteA,SiteB, service=LYNCBACKUP,pool1.contoso.com';

/** The drill with these faults after its own. */
export function withNamedFaults(drill: Drill, { lose = [], repair = [] }: NamedFaults): Drill | InputError[] {
  const faults: ScheduledFault[] = [];
  const errors: InputError[] = [];
  for (const [flag, wishes] of [
    ['--lose', lose],
    ['--repair', repair],
  ] as const) {
    for (const wish of wishes) {
      const read = faultOf(flag, wish, drill);
      if (Array.isArray(read)) errors.push(...read);
      else faults.push(read);
    }
  }
  return errors.length > 0 ? errors : { ...drill, faults: [...drill.faults, ...faults] };
}

/** One fault, read as an entry of `faults:` is, so that it means the same. */
function faultOf(flag: '--lose' | '--repair', wish: string, { deployment }: Drill): ScheduledFault | InputError[] {
  const at = { file: `${flag} ${wish}`, line: 0, column: 0 };
  const wrong = (message: string, hint = EXAMPLES): InputError[] => [inputError(at, message, hint)];
  const [, kind = '', named = ''] = /^(\w+)=(.+)$/s.exec(wish) ?? [];
  if (!FAULT_KINDS.some((each) => each === kind)) {
    return wrong(
      kind === '' ? 'this is not KIND=NAME' : `there is no kind "${kind}"; kinds are ${FAULT_KINDS.join(', ')}`,
    );
  }
  const { name, time } = timed(named);
  if (flag === '--repair' && time === null)
    return wrong('a repair needs its time: KIND=NAME@TIME', 'e.g. site=Datacenter1@4h');
  const isLink = kind === 'link';
  const verb = flag === '--lose' ? (isLink ? 'cut' : 'crash') : isLink ? 'mend' : 'repair';
  const target = targetOf(
    kind,
    name,
    deployment.sites.map((site) => site.name),
  );
  const text = JSON.stringify({ drill: '-', topology: {}, steps: [], faults: [{ at: time ?? '0s', [verb]: target }] });
  const root = parseYaml(text, at.file);
  if (isInputError(root)) return wrong(root.message);
  const shape = validatePart(DRILL_SCHEMA, root);
  const context = new DrillContext(root, deployment, memoryFiles({}));
  const fault = shape.ok ? readFault(shape.data.faults![0], ['faults', 0], context) : null;
  const errors = shape.ok ? context.problems.list() : shape.errors;
  if (fault === null || errors.length > 0) return errors.map(({ message, hint }) => inputError(at, message, hint));
  return { ...fault, position: at };
}

/** The name and the time behind the last `@`, if that is one. */
function timed(named: string): { readonly name: string; readonly time: string | null } {
  const last = named.lastIndexOf('@');
  const time = named.slice(last + 1);
  return last < 0 || parseDuration(time) === null ? { name: named, time: null } : { name: named.slice(0, last), time };
}

/** What a drill file has beside the verb. */
function targetOf(kind: string, name: string, sites: readonly string[]): DrillData {
  const [first, ...others] = name.split(',');
  const rest = others.join(',');
  switch (kind) {
    case 'link':
      return { link: endsOf(name, sites) };
    case 'service':
      return { service: first, ...(rest === '' ? {} : { pool: rest }) };
    case 'module':
      return { module: { name: first, pool: rest } };
    case 'replicator':
      return { replicator: name === 'true' ? true : name };
    default:
      return { [kind]: name };
  }
}

/** The two ends of a link. Names of sites may have commas: the one is taken that leaves two known names. */
function endsOf(name: string, sites: readonly string[]): string[] {
  const parts = name.split(',');
  const known = new Set(sites.map((site) => site.toLowerCase()));
  for (let i = 1; i < parts.length; i++) {
    const ends = [parts.slice(0, i).join(','), parts.slice(i).join(',')].map((end) => end.trim());
    if (ends.every((end) => known.has(end.toLowerCase()))) return ends;
  }
  return [parts[0], parts.slice(1).join(',')].map((end) => end.trim());
}
