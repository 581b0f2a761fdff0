// Voice resiliency of a topology graph: what the Registrars of its paired pools say of their backup (D70).
import { formatDuration } from '../../core/duration.js';
import type { Tree } from '../positioned-tree.js';
import type { Graph, ServiceNode } from './graph.js';
import type { FrontEnd } from './roles.js';
import { mapAt, scalarAt } from './topology-source.js';
import { childElement } from './xml.js';

/** The parameters of `Set-CsRegistrar`, which the settings of a Registrar in a document are named like (M). */
const INTERVALS = {
  failureDetectionInterval: 'failuredetectioninterval',
  failbackDetectionInterval: 'failbackdetectioninterval',
} as const;

/**
 * `voiceResiliency` as the document has it; null = no Registrar of a paired pool says anything. The model has one
 * setting for all pools: on where each of them has it, and the longest of their intervals.
 */
export function voiceTree(graph: Graph, paired: readonly FrontEnd[]): Tree | null {
  const registrars = paired.flatMap(({ services }) => services.filter(({ role }) => role === 'Registrar'));
  const said = registrars.map(settingsOf);
  if (!said.some((settings) => settings.size > 0)) return null;
  const { position } = registrars[0] ?? graph.all;
  const automatic = said.map((settings) => settings.get('enableautomaticfailover')?.toLowerCase() === 'true');
  const longest = (name: string): Tree | null => {
    const known = said.flatMap((settings) => milliseconds(settings.get(name) ?? '') ?? []);
    return known.length === 0 ? null : scalarAt(position, formatDuration(Math.max(...known)));
  };
  return mapAt(position, {
    automatic: scalarAt(position, automatic.every(Boolean)),
    failureDetectionInterval: longest(INTERVALS.failureDetectionInterval),
    failbackDetectionInterval: longest(INTERVALS.failbackDetectionInterval),
  });
}

const NAMES = new Set<string>(['enableautomaticfailover', ...Object.values(INTERVALS)]);

/** Its settings by name in lower case, those that are about a backup. */
function settingsOf({ element }: ServiceNode): Map<string, string> {
  const own = childElement(element, 'RegistrarService')?.attributes ?? new Map<string, string>();
  return new Map([...own].map(([name, value]) => [name.toLowerCase(), value] as const).filter(([n]) => NAMES.has(n)));
}

/** `00:05:00`, or `PT5M` as XML Schema has it; null = neither. */
function milliseconds(text: string): number | null {
  const clock = /^(\d{1,2}):(\d{2}):(\d{2})$/.exec(text) ?? /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text);
  if (clock === null) return null;
  const [hours, minutes, seconds] = clock.slice(1).map((part) => Number(part ?? 0));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
