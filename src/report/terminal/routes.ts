/** When federation, XMPP, remote access and remote media were out, and through which Edge pool they ran. */
import { clock, elapsed } from '../../core/format.js';
import type { RouteResult } from '../../domain/result.js';
import type { Page, Section } from '../text/page.js';
import { pad } from '../text/typesetting.js';

type Interval = RouteResult['intervals'][number];

const NAMES: Readonly<Record<RouteResult['route'], string>> = {
  federation: 'federation',
  xmpp: 'XMPP',
  remoteAccess: 'remote access',
  remoteMedia: 'remote media',
};

export const routesSection: Section = ({ routes }, page) => {
  const used = routes.filter(({ intervals }) => intervals.length > 0);
  if (used.length === 0) return [];
  return [page.strong('Routes'), ...used.flatMap((route) => routeLines(route, page))];
};

function routeLines({ route, pool, intervals }: RouteResult, page: Page): string[] {
  const whose = pool === null ? '' : `${pool}: `;
  const lead = `  ${pad(NAMES[route], NAMES.remoteAccess.length)}  `;
  const outages = outagesOf(intervals);
  const outagesInWords = outages.length === 0 ? 'up throughout' : `down ${outages.map(outageInWords).join(', ')}`;
  const ink = outages.length === 0 ? page.good : page.warn;
  return page.hang(lead, whose + outagesInWords + viaInWords(intervals), ink);
}

/** An outage that goes on when the route changes hands is one outage. */
function outagesOf(intervals: readonly Interval[]): Interval[] {
  const found: Interval[] = [];
  for (const interval of intervals.filter(({ up }) => !up)) {
    const last = found.at(-1);
    if (last?.toMs === interval.fromMs) found[found.length - 1] = { ...last, toMs: interval.toMs };
    else found.push(interval);
  }
  return found;
}

function outageInWords({ fromMs, toMs }: Interval): string {
  return `${clock(fromMs)} - ${clock(toMs)} (${elapsed(fromMs, toMs)})`;
}

/** The Edge pools in turn; an outage between two stretches through the same one is no change of route. */
function viaInWords(intervals: readonly Interval[]): string {
  const parts: string[] = [];
  let before: string | null = null;
  for (const { up, via, fromMs } of intervals) {
    if (!up || via === null || via === before) continue;
    parts.push(before === null ? `via ${via}` : `via ${via} from ${clock(fromMs)}`);
    before = via;
  }
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}
