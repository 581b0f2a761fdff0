// What the commands print with --json, key by key, out of the schema.
import { code, table } from './markdown.mjs';

const HEAD = `# What \`--json\` prints

Written by \`npm run docs\` from the types of the documents (\`src/commands/json-documents.ts\`). The same as a JSON Schema
(draft 2020-12), for a program that checks what it reads: \`docs/result.schema.json\`, in the package too. A key that is
not on this page is in no document.

Times are whole milliseconds of virtual time from the start of a run. What does not exist is \`null\`; a key that may be
left out says "absent", and when. Keys come in one fixed order, so that the same inputs and seed give the same bytes on
every machine. Keys may be added in a later version; none is renamed or dropped.`;

/** Title and what it is, by document. */
const DOCUMENTS = {
  run: ['drydrill run', 'One drill: its verdict, its numbers, and everything that happened.'],
  explore: ['drydrill explore', 'Every future of a drill within the bounds: what holds, and how the drill can end.'],
  trace: ['A trace', 'What `drydrill explore --out DIR` writes of counterexamples, and `drydrill replay` takes.'],
  replay: ['drydrill replay', 'A counterexample that was taken again, step by step.'],
  check: [
    'drydrill check',
    'All drills and runbooks under some paths, and random sequences. `drydrill merge` prints the same.',
  ],
  topology: ['drydrill topology', 'A deployment as it was read.'],
  compare: ['drydrill compare', 'Two runs, or the drills of two checks.'],
  whatIf: ['drydrill what-if', 'A drill and its variations.'],
  rules: ['drydrill rules', 'The rule catalogue.'],
};

/** The page; each type stands where it is needed first. */
export function resultPage({ $defs }) {
  const told = new Set(Object.keys(DOCUMENTS));
  const sections = Object.entries(DOCUMENTS).map(([name, [title, what]]) => {
    const waiting = namesIn($defs[name]);
    const text = [`## ${title}\n\n${what}`];
    while (waiting.length > 0) {
      const next = waiting.shift();
      if (told.has(next)) continue;
      told.add(next);
      text.push(definition(next, $defs[next]));
      // What it is made of comes right after it.
      waiting.unshift(...namesIn($defs[next]));
    }
    return text.join('\n\n');
  });
  const untold = Object.keys($defs).filter((name) => !told.has(name));
  if (untold.length > 0) throw new Error(`no document has ${untold.join(', ')}`);
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

const nameOf = ($ref) => $ref.slice('#/$defs/'.length);

/** Names that a schema refers to, in their order, each once. */
function namesIn(schema) {
  const found = new Set();
  JSON.stringify(schema, (key, value) => {
    if (key === '$ref') found.add(nameOf(value));
    return value;
  });
  return [...found];
}

function definition(name, schema) {
  const rows = rowsOf(schema, '');
  const shape = rows.length === 0 ? inWords(schema) : table(['key', 'value', 'meaning'], rows);
  return [`### ${name}`, sentence(schema.description), shape].filter((part) => part !== '').join('\n\n');
}

/** One row a key; those of an object without a name of its own follow it. */
function rowsOf(schema, path) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const here = path + key;
    const absent = required.has(key) || /absent/.test(value.description ?? '') ? '' : 'may be absent';
    const meaning = [sentence(value.description), sentence(absent)].filter((part) => part !== '').join(' ');
    const [below, mark] = value.items === undefined ? [value, '.'] : [value.items, '[].'];
    return [[code(here), inWords(value), meaning], ...rowsOf(below, here + mark)];
  });
}

function sentence(text = '') {
  const plain = text.replace(/\{@link (\w+)\}/g, '$1');
  if (plain === '') return '';
  return plain[0].toUpperCase() + plain.slice(1) + (/[.:?]$/.test(plain) ? '' : '.');
}

/** The type of a value. */
function inWords(schema) {
  if (schema === true || Object.keys(schema).length === 0) return 'any value';
  if (schema.$ref !== undefined) return `[${nameOf(schema.$ref)}](#${nameOf(schema.$ref).toLowerCase()})`;
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(JSON.stringify(value))).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(inWords).join(' or ');
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.prefixItems !== undefined) return `list of ${schema.prefixItems.map(inWords).join(', then ')}`;
  if (schema.type === 'array')
    return schema.items.properties === undefined ? `list of ${inWords(schema.items)}` : 'list of objects';
  if (schema.type === 'object' && schema.properties === undefined)
    return `object by name (${inWords(schema.additionalProperties)})`;
  if (schema.type === 'object') return `object of ${Object.keys(schema.properties).map(code).join(', ')}`;
  return schema.type;
}
