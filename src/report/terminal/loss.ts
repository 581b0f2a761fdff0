/** The table of acknowledged, lost and stranded changes. */
import { count, displayDuration } from '../../core/format.js';
import type { LossResult, ModuleLoss } from '../../domain/result.js';
import { type Page, type Section, shortModule } from '../text/page.js';
import { columns, widest } from '../text/typesetting.js';

export const lossSection: Section = ({ loss }, page) => {
  const full = columns(
    tableRows(loss, (module) => module),
    'lrrrr',
  );
  const lines = widest(full) <= page.width ? full : columns(tableRows(loss, shortModule), 'lrrrr');
  const [head, ...rest] = lines;
  const table = rest.flatMap((line, at) => [
    ...poolHeading(loss.byModule, at, page),
    (loss.byModule[at]?.lost ?? 0) > 0 ? page.bad(line) : line,
  ]);
  return [page.strong('Loss'), head, ...table, ...inWords(loss, page)];
};

/** The pool, where it changes: a row of its own, since its name may be long. */
function poolHeading(modules: readonly ModuleLoss[], at: number, page: Page): string[] {
  const pool = modules[at]?.pool;
  return pool === undefined || pool === modules[at - 1]?.pool ? [] : page.hang('  ', pool);
}

function tableRows({ byModule, ...total }: LossResult, name: (module: string) => string): string[][] {
  return [
    ['changes', 'acknowledged', 'lost', 'stranded', 'oldest'],
    ...byModule.map((entry) => [`  ${name(entry.module)}`, ...figures(entry), oldest(entry)]),
    ['total', ...figures(total), ''],
  ];
}

function figures({ acknowledged, lost, stranded }: Omit<LossResult, 'byModule'>): string[] {
  return [acknowledged, lost, stranded].map(count);
}

function oldest(entry: ModuleLoss): string {
  if (entry.oldestLostAgeMs === null) return '-';
  return waits(entry) ? 'waits' : displayDuration(entry.oldestLostAgeMs);
}

/** Conference content that only waits for its restore has no age (D54). */
const waits = ({ module, lost, oldestLostAgeMs }: ModuleLoss): boolean =>
  oldestLostAgeMs === 0 && lost === 0 && module === 'ConfServices.DataConf';

function inWords({ lost, stranded, byModule }: LossResult, page: Page): string[] {
  if (lost === 0 && stranded === 0) {
    return page.hang('  ', 'Nothing that was acknowledged is lost or stranded.', page.good);
  }
  return [
    ...(lost > 0 ? page.hang('  Lost: ', 'on no disk any more, or overwritten.', page.bad) : []),
    ...(stranded > 0 ? page.hang('  Stranded: ', STRANDED) : []),
    ...page.hang('  Oldest: ', OLDEST + (byModule.some(waits) ? ' "waits": for its restore (D54).' : '')),
  ];
}

const OLDEST = 'from the oldest lost or stranded change to the newest that was left behind (RPO).';
const STRANDED =
  'out of service, but on a disk that exists: it could still be fetched by hand. A failback overwrites user data.';
