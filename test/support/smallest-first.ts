import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Begins with the smallest files of tests, and ends with those that play whole drills: what notices a mutant is mostly a
 * small test of its file, and the first that fails ends the run.
 */
export default class SmallestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const ranked = files.map((file) => {
      const text = readFileSync(file.moduleId, 'utf8');
      return { file, playsDrills: /support\/(?:drills|broken)\b/.test(text) ? 1 : 0, size: text.length };
    });
    return ranked.sort((a, b) => a.playsDrills - b.playsDrills || a.size - b.size).map(({ file }) => file);
  }
}
