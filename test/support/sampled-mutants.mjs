// A plugin of Stryker that leaves out all but one of so many mutants: which one, a hash of what it changes and the seed
// decides, so that the same are tried again, and others with another seed. Each is drawn for itself, wherever it stands in
// an expression. Stryker reports those left out as errors of a compiler, which count in no score.

const sample = JSON.parse(process.env.DRYDRILL_MUTANTS ?? '{"seed":1,"share":1}');

/** Whether a mutant is drawn; `file` = its path from the root of the project. */
export function isDrawn({ file, mutatorName, replacement, location }, { seed, share }) {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (const char of `${file} ${mutatorName} ${replacement} ${location.start.line}:${location.start.column}`) {
    hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193) >>> 0;
  }
  return (hash >>> 8) % share === 0;
}

class Sampled {
  async init() {}

  group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    const answer = (mutant) => {
      // Stryker gives the path in its copy of the project, or in the project.
      const file = mutant.fileName.replaceAll('\\', '/').replace(/^.*?\/(?=src\/)/, '');
      return isDrawn({ ...mutant, file }, sample)
        ? { status: 'passed' }
        : { status: 'compileError', reason: 'not in the sample' };
    };
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, answer(mutant)]));
  }
}

export const strykerPlugins = [{ kind: 'Checker', name: 'sampled', value: new Sampled() }];
