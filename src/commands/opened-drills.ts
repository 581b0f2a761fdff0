/** The drills that `drydrill open` shows: what lies under its path, each run when its page is asked for and kept until a file changes. */
import { dirname, relative, resolve } from 'node:path';
import { findInputs, topologyBeside } from '../campaign/find-inputs.js';
import type { InputError } from '../core/input-error.js';
import type { RunResult, ToolVersion } from '../domain/result.js';
import { formatInputErrors } from '../input/format-error.js';
import { followingPage, indexOfDrills, unusablePage } from '../report/html/opened-page.js';
import { REPORTERS } from '../report/reporters.js';
import { isRunbook } from './flags.js';
import { pageScripts } from './page-scripts.js';
import { IN_FILES } from './reporter-flags.js';
import { runDrillFile, shellCommand } from './run.js';
import { saveDrill } from './save-drill.js';
import type { Receipt } from './serve-locally.js';

interface OpenOptions {
  readonly topology?: string;
  readonly seeds?: number;
}

/** One that can be shown, and the deployment of a runbook. */
interface Shown {
  readonly path: string;
  readonly topology: string | undefined;
}

type Found = { readonly drills: readonly Shown[] } | { readonly errors: readonly InputError[] };

/** What is shown, by routes that hold numbers and no names of files. */
export class OpenedDrills {
  /** Called when files were read that were not known before. */
  onRead: () => void = () => {};
  private found: Found | null = null;
  private readonly results = new Map<string, RunResult | readonly InputError[]>();
  private readonly readFrom = new Set<string>();
  /** Files that a page has saved: they come last, so that no route leads elsewhere than before. */
  private readonly saved = new Set<string>();

  constructor(
    private readonly path: string,
    private readonly options: OpenOptions,
    private readonly tool: ToolVersion,
  ) {}

  /** What lies under the path. */
  find(): Found {
    this.found ??= this.look();
    return this.found;
  }

  private look(): Found {
    const inputs = findInputs([this.path]);
    if (Array.isArray(inputs)) return { errors: inputs };
    const { drills, runbooks, examples, topologies } = inputs;
    for (const file of [...drills, ...runbooks, ...examples, ...topologies]) {
      if (!this.isSaved(file)) this.readFrom.add(file);
    }
    const all = [...drills, ...runbooks];
    const paths = all.includes(this.path)
      ? [this.path]
      : [...all.filter((path) => !this.isSaved(path)), ...all.filter((path) => this.isSaved(path))];
    return {
      drills: [...paths, ...examples.filter((path) => !paths.includes(path))].map((path) => ({
        path,
        topology:
          this.options.topology ?? (isRunbook(path) ? (topologyBeside(path, topologies) ?? undefined) : undefined),
      })),
    };
  }

  private isSaved(path: string): boolean {
    return this.saved.has(resolve(path));
  }

  /** All files that what is shown depends on, as far as they are known. */
  files(): readonly string[] {
    const inputs = findInputs([this.path]);
    const now = Array.isArray(inputs) ? [] : [...inputs.drills, ...inputs.runbooks, ...inputs.topologies];
    // What a page has saved is no change that it has to be made again for, until somebody reads it.
    const own = (file: string): boolean => this.isSaved(file) && !this.readFrom.has(file);
    return [...new Set([...now, ...this.readFrom])].filter((file) => !own(file)).sort();
  }

  /** Something has changed: all is read anew. */
  forget(): void {
    this.found = null;
    this.results.clear();
  }

  /** The page of a route: the index, or a drill by its number in it. */
  async page(route: string): Promise<string | null> {
    const found = this.find();
    if (route === '') {
      if ('errors' in found) return followingPage(unusablePage(this.path, formatInputErrors(found.errors)));
      if (found.drills.length === 1) return this.drillPage(found.drills[0], 'drills/1/save');
      const rows = found.drills.map(({ path }) => ({ path: this.shortPath(path), result: this.resultOf(path) }));
      return followingPage(indexOfDrills(this.path, rows));
    }
    const number = /^drills\/([1-9]\d{0,5})$/.exec(route)?.[1];
    if (number === undefined || 'errors' in found) return null;
    const shown = found.drills[Number(number) - 1];
    return shown === undefined ? null : this.drillPage(shown, `${number}/save`);
  }

  /** Saves what the page of a drill sends beside that drill; null = the route is none of those. */
  takerOf(route: string): ((body: string) => Promise<Receipt>) | null {
    const found = this.find();
    const number = /^drills\/([1-9]\d{0,5})\/save$/.exec(route)?.[1];
    const shown = number === undefined || 'errors' in found ? undefined : found.drills[Number(number) - 1];
    return shown === undefined || isRunbook(shown.path) ? null : (body) => this.save(dirname(shown.path), body);
  }

  private async save(folder: string, body: string): Promise<Receipt> {
    const saved = await saveDrill(folder, body);
    if ('status' in saved) return saved;
    this.saved.add(resolve(saved.path));
    this.found = null;
    return { status: 201, words: `Saved as ${this.shortPath(saved.path)}.` };
  }

  private resultOf(path: string): RunResult | null {
    const known = this.results.get(path);
    return known === undefined || !('verdict' in known) ? null : known;
  }

  private shortPath(path: string): string {
    return relative(this.path, path).startsWith('..') ? path : relative(this.path, path) || path;
  }

  /** `saveAt`: where what is changed in the page can be sent, as the page finds it. */
  private async drillPage({ path, topology }: Shown, saveAt: string): Promise<string> {
    if (isRunbook(path) && topology === undefined) {
      const where = dirname(path);
      return followingPage(unusablePage(path, `no one topology lies in ${where}; add --topology FILE\n`));
    }
    const { seeds } = this.options;
    const known = this.results.get(path);
    const result = known ?? (await runDrillFile(path, { topology, seeds }));
    this.results.set(path, result);
    if (!('verdict' in result)) {
      this.heardOf(result.map(({ position }) => position.file));
      return followingPage(unusablePage(path, formatInputErrors(result)));
    }
    this.heardOf((result.inputs ?? []).map((input) => input.path));
    const again = shellCommand(path, result.seed, { topology, seeds });
    const options = { ...IN_FILES, again, scripts: pageScripts('html') };
    const page = REPORTERS.html.run({ ...result, tool: this.tool, again }, options);
    return followingPage(page, isRunbook(path) ? null : saveAt);
  }

  private heardOf(files: readonly string[]): void {
    const before = this.readFrom.size;
    for (const file of files) this.readFrom.add(file);
    if (this.readFrom.size > before) this.onRead();
  }
}
