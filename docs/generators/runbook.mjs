import { CMDLETS } from '../../dist/modules/domain/cmdlets/catalog.js';
import { onlyLooks, serverCmdlets } from '../../dist/modules/domain/cmdlets/known-cmdlets.js';
import { builtinsInWords } from '../../dist/modules/powershell/cmdlets/builtins.js';
import { IGNORED } from '../../dist/modules/powershell/cmdlets/ignored.js';
import { BOUNDS } from '../../dist/modules/powershell/interpreter/bounds.js';
import { COMPARISON_NAMES } from '../../dist/modules/powershell/values/compare.js';
import { STATIC_MEMBERS } from '../../dist/modules/powershell/values/static-members.js';
import { STRING_METHODS } from '../../dist/modules/powershell/values/text-methods.js';
import { code, table } from './markdown.mjs';

const WIDTH = 120;

/** Words in lines. */
function filled(words) {
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

const flags = (parameters) => parameters.map(({ name }) => code(`-${name}`)).join(' ');

function known() {
  const read = builtinsInWords().flatMap(({ names }) => names);
  const rows = CMDLETS.filter(({ name }) => !read.includes(name)).map(({ name, parameters }) => {
    const typed = parameters.filter(({ implied }) => !implied);
    return [
      code(name),
      flags(typed.filter(({ unmodelled }) => !unmodelled)),
      flags(typed.filter(({ unmodelled }) => unmodelled)),
    ];
  });
  return table(['cmdlet', 'parameters that are modelled', 'not modelled'], rows);
}

function own() {
  const rows = builtinsInWords().map(({ names, reads }) => [names.map(code).join(' '), reads]);
  return table(['cmdlet and its other names', 'what is read of it'], rows);
}

/** Commands without effect by what they give; programs are in lower case, and stand once, without .exe. */
function harmless() {
  const all = new Map([...IGNORED.values()].map((each) => [each.name, each]));
  const of = (answers, isProgram) =>
    filled(
      [...all.values()]
        .filter((each) => each.answers === answers && /^[a-z0-9]/.test(each.name) === isProgram)
        .map(({ name }) => code(name)),
    );
  const aliases = [...IGNORED].filter(([alias, { name }]) => alias !== name.toLowerCase() && !alias.endsWith('.exe'));
  return [
    'They give nothing, with `-PassThru` an object that nothing is known of:',
    of('nothing', false),
    'They give an object that nothing is known of:',
    of('object', false),
    'What they give is unknown, of `Out-GridView` with `-PassThru` what is chosen:',
    `${of('unknown', false)} ${of('choice', false)}`,
    'Programs, whose output is unknown:',
    of('unknown', true),
    'Aliases of these:',
    filled(aliases.map(([alias]) => code(alias))),
  ].join('\n\n');
}

/** Cmdlets of the servers that the model has not, by verb: `Get-Cs` and its nouns. */
function byVerb(names) {
  const verbs = new Map();
  for (const name of names) {
    const [verb, noun] = name.split(/-Cs(.*)/s);
    verbs.set(verb, [...(verbs.get(verb) ?? []), noun]);
  }
  return [...verbs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([verb, nouns]) => filled([`- ${code(`${verb}-Cs`)}:`, ...`${nouns.sort().join(', ')}`.split(' ')]))
    .map((item) => item.replaceAll('\n', '\n  '))
    .join('\n');
}

const notAnswered = (looks) => {
  const modelled = new Set(CMDLETS.map(({ name }) => name));
  return byVerb(serverCmdlets().filter((name) => !modelled.has(name) && onlyLooks(name) === looks));
};

function members() {
  const rows = [
    ['comparisons', COMPARISON_NAMES.map((name) => code(`-${name}`)).join(' ')],
    ['methods of strings, without regard to case', STRING_METHODS.map((name) => code(`.${name}()`)).join(' ')],
    ['members of types, the same', STATIC_MEMBERS.map((name) => code(`[${name.replace('::', ']::')}`)).join(' ')],
  ];
  return table(['of the language', 'what is computed'], rows);
}

function bounds() {
  const { turns, loopMs, pauseMs, evaluations, lookedAt, items, requests, withoutPause } = BOUNDS;
  const number = (n) => n.toLocaleString('en-US');
  return filled(
    `A loop may take ${number(turns)} turns and ${loopMs / 3_600_000} hours of virtual time; a script with its pauses ${number(pauseMs / 3_600_000)} hours of it, ${number(evaluations)} evaluations, of which a command counts as ten more, a call of a function as thirty (the scripts of the tests need 3,400 at most), ${number(lookedAt)} statements and expressions that are looked at where it is not known whether they are carried out, work on ${number(items)} items of lists and characters of texts (an item that is piped counts as a hundred), of these three together one and a half budgets, ${number(requests)} commands, pauses and answers, ${number(withoutPause)} commands without a second of pause between them, 100 calls inside one another, lists of 100,000 items and strings of a million characters. Where one of them is reached, the script is stopped and the verdict is inconclusive: that is no error which the script could catch.`.split(
      ' ',
    ),
  );
}

const PARTS = {
  members,
  known,
  own,
  harmless,
  noted: () => notAnswered(true),
  'not modelled': () => notAnswered(false),
  bounds,
};

/** The page with what is generated in it, between the marks that it has. */
export function runbook(page) {
  let text = page;
  for (const [name, part] of Object.entries(PARTS)) {
    const [begin, end] = [`<!-- ${name}: npm run docs -->\n`, `<!-- end of ${name} -->`];
    const [before, rest] = text.split(begin);
    const after = rest?.split(end)[1];
    if (after === undefined) throw new Error(`docs/runbook.md has no place for "${name}"`);
    text = `${before}${begin}\n${part()}\n\n${end}${after}`;
  }
  return text;
}
