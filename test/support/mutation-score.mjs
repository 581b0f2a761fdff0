// Tells the score of a mutation run from the report of Stryker, and which survivors nobody explains.

const COUNTED = {
  Killed: 'killed',
  Survived: 'survived',
  NoCoverage: 'uncovered',
  RuntimeError: 'errors',
  Ignored: 'ignored',
  CompileError: 'notDrawn',
};

/** How many mutants came to what. `endless` ran through the mutant too often; `late` were ended by the clock. */
const NONE = {
  killed: 0,
  endless: 0,
  late: 0,
  survived: 0,
  uncovered: 0,
  explained: 0,
  errors: 0,
  ignored: 0,
  notDrawn: 0,
};

const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

/**
 * Counts the mutants of a report (`files` of its JSON, by their path) and lists, as texts, the survivors that none of the
 * `explanations` is about, and the explanations whose mutant is gone or is noticed. An explanation has the `file`, the
 * `line` as it is written there, the `mutator`, the `replacement` and a reason, `why`; it holds for all such mutants of
 * that line. A mutant that was not tried, or was ended by the clock, says nothing about its explanation.
 */
export function survivorsOf(files, explanations) {
  const count = { ...NONE };
  const unexplained = [];
  const used = new Set();
  for (const [file, { mutants, source }] of Object.entries(files)) {
    const lines = source.split('\n');
    for (const { status, statusReason = '', mutatorName, replacement = '', location } of mutants) {
      const isEndless = status === 'Timeout' && statusReason.startsWith('Hit limit reached');
      const name = status === 'Timeout' ? (isEndless ? 'endless' : 'late') : COUNTED[status];
      if (name === undefined) throw new Error(`${file}: a mutant is ${status}`);
      count[name]++;
      if (name === 'killed' || isEndless) continue;
      const line = oneLine(lines[location.start.line - 1]);
      const isOf = (one) =>
        one.file === file &&
        oneLine(one.line) === line &&
        one.mutator === mutatorName &&
        oneLine(one.replacement) === oneLine(replacement);
      const known = explanations.filter(isOf);
      for (const one of known) used.add(one);
      if (name !== 'survived' && name !== 'uncovered') continue;
      if (known.length > 0) count.explained++;
      else
        unexplained.push(
          `  ${file}:${location.start.line}:${location.start.column} ${name}: ${mutatorName} ${oneLine(replacement).slice(0, 80)}\n    ${line}`,
        );
    }
  }
  const unused = explanations
    .filter((one) => !used.has(one))
    .map(
      (one) => `  ${one.file} ${one.mutator} ${one.replacement}: is explained, and does not survive\n    ${one.line}`,
    );
  return { count: withTotal(count), unexplained, unused };
}

/** The counts of several rooms as one. */
export function addUp(counts) {
  const sum = { ...NONE };
  for (const count of counts) for (const key of Object.keys(NONE)) sum[key] += count[key];
  return withTotal(sum);
}

/** The counts in words; of a room without a mutant, that none was tried. */
export function scoreLine(name, { tried, killed, endless, late, survived, uncovered, explained, ...others }) {
  if (tried === 0) return `${name}: no mutant was tried`;
  const percent = (noticed, of) => (of === 0 ? '-' : `${((100 * noticed) / of).toFixed(1)} %`);
  return [
    `${name}: ${percent(killed + endless + late, tried)} of ${tried} mutants noticed`,
    `(${percent(killed + endless, tried - late)} of those that the clock did not end):`,
    `${killed} killed, ${endless} endless, ${late} ended by the clock,`,
    `${survived} survived, ${uncovered} reached by no test; ${explained} of these are explained`,
    `(besides: ${others.errors} broke the test runner, ${others.ignored} are of the loading of a module,`,
    `${others.notDrawn} not in the sample)`,
  ].join(' ');
}

function withTotal(count) {
  const { killed, endless, late, survived, uncovered } = count;
  return { ...count, tried: killed + endless + late + survived + uncovered };
}
